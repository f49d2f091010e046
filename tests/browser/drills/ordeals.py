"""What may happen to a tablet, its network or its server while somebody decides; each of it is one function.

An ordeal is given the question that is open and sees to it that the best answer is chosen once. Whatever it does on
the way, the log must then hold exactly that decision: :func:`undergo` counts.
"""

from __future__ import annotations

import signal
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import psutil
import psycopg
from playwright.sync_api import Page, expect
from sqlalchemy.engine import make_url

from anpei import clock
from tests.browser.drills.floor import Floor, Tablet
from tests.helpers.databases import Cluster
from tests.helpers.processes import wait_for
from tests.helpers.wire import Wire

__all__ = ["ORDEALS", "Ordeal", "Sufferer", "Toll", "undergo"]

DAYS_BACK = "const real = Date.now; Date.now = () => real() - 3 * 86400e3;"


@dataclass
class Toll:
    """What an ordeal cost: decisions that never arrived, that counted twice, and refused deliveries kept in the log."""

    lost: int = 0
    doubled: int = 0
    refused: int = 0


@dataclass
class Sufferer:
    """A tablet in front of a question, on a wire if its network is to fail.

    What is in the way stays until the tablet says that the decision is on its way; with ``long``, until it says that
    nobody answers. ``cluster`` is the PostgreSQL the platform is on, if it is on one and that is to be killed.
    """

    floor: Floor
    tablet: Tablet
    wire: Wire | None = None
    long: bool = False
    cluster: Cluster | None = None
    reopen: Callable[[], Page] | None = None

    @property
    def page(self) -> Page:
        return self.tablet.page

    def sending(self) -> None:
        """Until the tablet says that the decision is on its way."""
        self.page.wait_for_selector(".drill-card.is-sent")
        if self.long:
            self.unanswered()

    def unanswered(self) -> None:
        """Until the tablet says that it keeps the decision, for nobody takes it."""
        self.page.wait_for_selector("text=已存在本机")


Ordeal = Callable[[Sufferer, str], None]


def undergo(one: Sufferer, ordeal: Ordeal) -> Toll:
    """Go through one ordeal up to the next question, and count what the log says of it."""
    question = one.tablet.asked()
    before = one.floor.events()
    ordeal(one, question)
    one.floor.skip(question)
    one.tablet.asked(question)
    wait_for(lambda: one.tablet.outbox() == [])
    events = one.floor.events()
    assert events[: len(before)] == before, "what was written stays as it was"
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    told = [event for event in events if event.payload.get("node") == question]
    made = [event.payload["option"] for event in told if event.type == "decision.made"]
    assert set(made) <= {"good"}
    refused = sum(event.type == "decision.refused" for event in told)
    return Toll(lost=int(not made), doubled=max(0, len(made) - 1), refused=refused)


def reload(one: Sufferer, question: str) -> None:
    one.tablet.choose_best(question)
    one.page.reload()


def reload_in_the_same_tick(one: Sufferer, question: str) -> None:
    one.tablet.taking(f"马上做{question}").click()
    option = one.tablet.taking(f"马上做{question}")
    expect(option).to_have_attribute("aria-pressed", "true")
    option.evaluate("(button) => { button.click(); location.reload(); }")


def double_tap(one: Sufferer, question: str) -> None:
    """Two nervous taps only choose; a third one, in calm, decides."""
    one.tablet.taking(f"马上做{question}").evaluate("(button) => { button.click(); button.click(); }")
    one.tablet.taking(f"马上做{question}")
    expect(one.page.locator(".drill-option.is-chosen")).to_contain_text("再点一次确定")
    assert one.tablet.outbox() == []
    assert (question, "good") not in one.floor.decisions()
    one.tablet.decide(f"马上做{question}")


def without_network(one: Sufferer, question: str) -> None:
    one.tablet.context.set_offline(True)
    one.tablet.choose_best(question)
    one.unanswered()
    assert [item["node"] for item in one.tablet.outbox()] == [question]
    assert (question, "good") not in one.floor.decisions()
    one.tablet.context.set_offline(False)


def half_open(one: Sufferer, question: str) -> None:
    """The connection seems to stand, but nothing arrives; then it breaks with a reset."""
    _swallowing(one, question, "there", "back")
    assert (question, "good") not in one.floor.decisions()
    _well_again(one)


def lost_answer(one: Sufferer, question: str) -> None:
    """The decision arrives, its acknowledgement doesn't; then the connection breaks with a reset."""
    _swallowing(one, question, "back")
    wait_for(lambda: (question, "good") in one.floor.decisions())
    assert len(one.tablet.outbox()) == 1
    _well_again(one)


def _swallowing(one: Sufferer, question: str, *ways: str) -> None:
    assert one.wire is not None
    one.wire.swallow(*ways)  # type: ignore[arg-type]
    one.tablet.choose_best(question)
    one.sending()


def _well_again(one: Sufferer) -> None:
    assert one.wire is not None
    one.wire.swallow()
    one.wire.reset()


def killed_kernel(one: Sufferer, question: str) -> None:
    """A page that shows lets its kernel go, so it is killed while the page is new, which comes back by itself."""
    one.page.reload()
    kernels = _children(one, "ipykernel_launcher")
    assert kernels
    for process in kernels:
        process.kill()
    one.tablet.asked()
    one.tablet.choose_best(question)


def killed_server(one: Sufferer, question: str) -> None:
    (server,) = _children(one, "anpei.server.processes.child", "learner")
    server.send_signal(signal.SIGKILL)
    one.tablet.choose_best(question)


def _children(one: Sufferer, *words: str) -> list[psutil.Process]:
    """The platform's processes whose command lines have all these words; one that was just killed has none."""
    found = []
    for process in psutil.Process(one.floor.platform.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if set(words) <= set(process.cmdline()):
                found.append(process)
    return found


def locked_database(one: Sufferer, question: str) -> None:
    """Somebody else holds the log: a backup that hangs, or an administrator's open shell."""
    holding, freed = threading.Event(), threading.Event()
    thread = threading.Thread(target=_hold, args=(one.floor.db.url, holding, freed))
    thread.start()
    holding.wait()
    one.tablet.choose_best(question)
    one.unanswered()
    assert (question, "good") not in one.floor.decisions()
    freed.set()
    thread.join()


def _hold(url: str, holding: threading.Event, freed: threading.Event) -> None:
    """Keep everybody from writing until ``freed``; reading goes on."""
    with closing(_shell(url)) as other:
        other.execute("BEGIN IMMEDIATE" if url.startswith("sqlite") else "BEGIN")
        if not url.startswith("sqlite"):
            other.execute("LOCK TABLE drill_event IN EXCLUSIVE MODE")
        holding.set()
        freed.wait()
        other.execute("ROLLBACK")


def _shell(url: str) -> Any:
    if url.startswith("sqlite"):
        return sqlite3.connect(str(make_url(url).database), isolation_level=None)
    return psycopg.connect(url, autocommit=True)


def killed_database(one: Sufferer, question: str) -> None:
    """PostgreSQL is gone in mid-sentence while somebody decides, and comes back from its own log."""
    assert one.cluster is not None
    one.cluster.crash()
    one.tablet.choose_best(question)
    one.unanswered()
    assert [item["node"] for item in one.tablet.outbox()] == [question]
    one.cluster.start()


def killed_browser(one: Sufferer, question: str) -> None:
    """The whole browser is killed in the moment of the tap, and comes back."""
    assert one.reopen is not None
    one.tablet.choose_best(question)
    one.tablet.page = one.reopen()


def two_tablets(one: Sufferer, question: str) -> None:
    """The player has gone to another tablet, and the same question is answered from both in the same moment."""
    first, second = one.tablet, one.floor.tablet("第二台终端")
    second.tap_in("E1001")
    assert second.asked() == question
    run = f"api/drills/runs/{one.floor.last_run()}"
    with first.client() as here, second.client() as there, ThreadPoolExecutor(2) as pool:
        options = there.get(f"{run}?as=kiosk").json()["view"]["node"]["options"]
        best = next(option["id"] for option in options if option["text"] == f"马上做{question}")
        told = {"node": question, "option": best, "elapsed": 1_000, "person": "E1001"}

        def decide(client: httpx.Client) -> int:
            return client.post(f"{run}/decisions?as=kiosk", json={**told, "uuid": uuid4().hex}).status_code

        assert sorted(pool.map(decide, (here, there))) == [200, 409]
    one.tablet = second


def wrong_clock(one: Sufferer, question: str) -> None:
    """The tablet believes that it is three days ago."""
    one.tablet.context.add_init_script(DAYS_BACK)
    one.page.reload()
    one.tablet.asked()
    one.tablet.choose_best(question)
    made = wait_for(lambda: [e for e in one.floor.events() if e.key == f"close:{question}"])
    assert abs(made[0].ts - clock.now()) < clock.HOUR
    assert made[0].payload["elapsed"] >= 0


ORDEALS: dict[str, Ordeal] = {
    "reload": reload,
    "reload in the same tick as the tap": reload_in_the_same_tick,
    "nervous double tap": double_tap,
    "no network": without_network,
    "half-open connection, then reset": half_open,
    "acknowledgement lost, then reset": lost_answer,
    "kernel killed": killed_kernel,
    "server killed with signal 9": killed_server,
    "database locked by another writer": locked_database,
    "database killed and started again": killed_database,
    "browser killed": killed_browser,
    "tablet's clock three days slow": wrong_clock,
    "two tablets at once": two_tablets,
}
