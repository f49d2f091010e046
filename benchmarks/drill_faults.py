"""Everything that may happen to a kiosk in mid-drill, one after the other, and what it cost: no decision, ever.

One tablet in a real Chromium with a profile on disk, behind a wire that can be cut, plays one long drill against a real
``anpei serve``; at every question something happens. The log then says what was lost and what counted twice. Kernels
hold no decision, so there is no other side to compare with: in stock Voila a tap on a half-open connection is gone,
and a killed kernel leaves an empty page.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from anpei.database import Database
from benchmarks.frame import Row, save
from tests import prepare
from tests.browser.drills import quick_drill
from tests.browser.drills.floor import TABLET, Floor
from tests.browser.drills.ordeals import ORDEALS, Ordeal, Sufferer, Toll, undergo
from tests.helpers import databases
from tests.helpers.platform import Platform, make_site, start
from tests.helpers.wire import wired

LAST = "two tablets at once"
"""The player then sits at the other tablet, which is on no wire and in no browser of its own."""
LONG = ("outage of 150 s",)
OUTAGE = 150_000
DATABASE = "database killed and started again"
ON_POSTGRES = (
    "reload in the same tick as the tap",
    "acknowledgement lost, then reset",
    "server killed with signal 9",
    "database locked by another writer",
    DATABASE,
)
ROUNDS = 3
Tolls = list[tuple[str, Toll]]


def run(quick: bool = False) -> None:
    """Go through everything, a few times, on SQLite and on PostgreSQL; print and keep."""
    names = [name for name in ALL if name not in (LAST, DATABASE) and not (quick and name in LONG)]
    rounds = 1 if quick else ROUNDS
    order = [name for turn in range(rounds) for name in names if turn == 0 or name not in LONG] + [LAST]
    lite, post = suffer("sqlite", order), suffer("postgres", [*ON_POSTGRES * rounds, LAST])
    rows = _rows(lite, "") + _rows(post, "on PostgreSQL: ")
    kept = {"sqlite": [[n, asdict(t)] for n, t in lite], "postgres": [[n, asdict(t)] for n, t in post]}
    save("drill_faults", "Drill: decisions lost or counted twice", rows, {"in order": kept})


def _rows(tolls: Tolls, where: str) -> list[Row]:
    names = dict.fromkeys(name for name, _ in tolls)
    return [_row(where + name, [toll for each, toll in tolls if each == name]) for name in names]


def _row(name: str, tolls: list[Toll]) -> Row:
    lost, doubled = sum(toll.lost for toll in tolls), sum(toll.doubled for toll in tolls)
    return Row(name, "—", f"{lost} lost, {doubled} twice, of {len(tolls)}", "", "0, 0")


def outage(one: Sufferer, question: str) -> None:
    """Two and a half minutes in which nobody can be reached."""
    assert one.wire is not None
    one.wire.cut(True)
    one.tablet.choose_best(question)
    one.page.wait_for_timeout(OUTAGE)
    one.wire.cut(False)


ALL: dict[str, Ordeal] = {**ORDEALS, LONG[0]: outage}


def suffer(kind: str, order: list[str]) -> Tolls:
    """The tolls of these ordeals, in one run of as many questions on this kind of database."""
    before, folder = databases.choose(kind), Path(tempfile.mkdtemp(prefix="anpei-bench-"))
    site = make_site(folder / "site")
    quick_drill.lay_chain(site, len(order) + 1)
    platform = start(site)
    try:
        with sync_playwright() as playwright, Database(site.database_url) as db:
            return _play(playwright, platform, db, folder, order)
    finally:
        platform.stop()
        databases.choose(before)
        shutil.rmtree(folder, ignore_errors=True)


def _play(playwright: Playwright, platform: Platform, db: Database, folder: Path, order: list[str]) -> Tolls:
    """A tablet with a profile of its own goes through the ordeals; the other one lives in another browser."""
    spare = playwright.chromium.launch(executable_path=prepare.browser(), args=["--no-sandbox"])
    floor = Floor(platform, spare, db)
    cluster = databases.cluster() if databases.chosen() == "postgres" else None
    with wired(platform.site.settings.server.port) as wire, profile(playwright, folder / "profile") as browser:
        tablet = floor.tablet(port=wire.port, page=browser.page())
        tablet.tap_in("E1001")
        tablet.play_alone(quick_drill.CHAIN)
        one = Sufferer(floor, tablet, wire=wire, long=True, cluster=cluster, reopen=browser.killed)
        found = []
        for name in order:
            found.append((name, undergo(one, ALL[name])))
            print(*found[-1], flush=True)
    spare.close()
    return found


class Profile:
    """A browser whose storage lies on disk, as a tablet's does."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.playwright, self.folder = playwright, folder
        self.context = self._open()

    def _open(self) -> BrowserContext:
        options: dict[str, Any] = {"executable_path": prepare.browser(), "args": ["--no-sandbox"], "viewport": TABLET}
        context = self.playwright.chromium.launch_persistent_context(str(self.folder), locale="zh-CN", **options)
        context.set_default_timeout(120_000)
        return context

    def page(self) -> Page:
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def killed(self) -> Page:
        """Kill every process of it with signal 9 and open it again where it was."""
        address = self.page().url
        for process in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if any(str(self.folder) in part for part in process.cmdline()):
                    process.kill()
        self.context = self._open()
        page = self.page()
        page.goto(address, wait_until="commit")
        return page


@contextmanager
def profile(playwright: Playwright, folder: Path) -> Iterator[Profile]:
    opened = Profile(playwright, folder)
    try:
        yield opened
    finally:
        opened.context.close()
