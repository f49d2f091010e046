"""The live origin as it answers: by a pass alone, once, for one chapter, and as long as its login lasts."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import select

from anpei.completion.tables import PracticeAnswerRow
from anpei.database import Database
from anpei.server.live.passes import LASTS, MOST_OF_ONE, OPEN_WITHIN, Passes
from tests.helpers.live_shelf import COUNTER, kernel_of, lay, way_to
from tests.helpers.platform import Platform
from tests.helpers.processes import PATIENCE, wait_for

QUESTION = 'import anpei_widgets as aw\naw.practice("fire-p01")'
FROM_THE_FRAME = {"Origin": "null", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}


def ask(address: str, method: str = "GET", **how: object) -> httpx.Response:
    """A request without anybody's cookie."""
    return httpx.request(method, address, timeout=PATIENCE, trust_env=False, **how)  # type: ignore[arg-type]


@pytest.fixture
def opened_part(server: Platform) -> Callable[[httpx.Client], tuple[str, httpx.Response]]:
    """Opens a live part with a question in it; gives the address below its pass, and the document."""
    path = lay(server, "asking", COUNTER + ";" + QUESTION.splitlines()[0], QUESTION)

    def open_part(client: httpx.Client) -> tuple[str, httpx.Response]:
        way = way_to(client, path)
        return way.partition("live/")[0], ask(way)

    return open_part


def test_a_pass_opens_its_part_once_and_what_it_needs(server: Platform, opened_part: Callable[..., object]) -> None:
    with server.client("E1001") as learner:
        base, document = opened_part(learner)  # type: ignore[misc]
        assert document.status_code == 200
        kernel = kernel_of(document.text)
        assert ask(f"{base}live/smoke/asking").status_code == 401
        assert ask(f"{base}live/smoke/counter").status_code == 404
        assert ask(f"{base}live/fire-escape/media/x.svg").status_code == 404
        assert ask(f"{base}api/kernels/{kernel}", headers=FROM_THE_FRAME).json()["id"] == kernel
        beat = ask(f"{base}api/live/beat", "POST", json={"kernel": kernel}, headers=FROM_THE_FRAME)
        assert beat.json() == {"state": "alive"} and beat.headers["Access-Control-Allow-Origin"] == "null"
        assert ask(f"{base}api/live/beat", "OPTIONS", headers=FROM_THE_FRAME).status_code == 204
        other, _ = opened_part(learner)  # type: ignore[misc]
        assert ask(f"{other}api/live/leave", "POST", data={"kernel": kernel}).status_code == 204
        assert ask(f"{base}api/kernels/{kernel}").status_code == 403
        assert ask(f"{base}my").status_code == ask(f"{base}admin").status_code == 404


def test_what_goes_there_is_shut_in_and_sets_no_cookie(server: Platform, opened_part: Callable[..., object]) -> None:
    platform = urlsplit(server.url())
    with server.client("E1001") as learner:
        base, document = opened_part(learner)  # type: ignore[misc]
        policy = document.headers["Content-Security-Policy"]
        assert f"frame-ancestors {platform.scheme}://{platform.netloc};" in policy
        assert policy.endswith("sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox")
        assert f":{platform.port}" not in policy.partition("frame-ancestors")[0]
        assert document.headers["Referrer-Policy"] == "no-referrer"
        answers = [document, ask(f"{base}nothing"), ask(f"{base}live/smoke/asking"), ask(f"{base}api/live/queue")]
        assert [answer.headers.get("Set-Cookie") for answer in answers] == [None] * 4
        assert learner.cookies["_xsrf"] not in document.text
        page = learner.get("courses/smoke/asking").headers["Content-Security-Policy"]
        assert page.endswith(f"frame-src {base.partition('part/')[0]}") and "frame-ancestors 'none'" in page
        assert base.split("/")[-2] not in server.log()


def test_the_platforms_cookie_is_worth_nothing_there_and_the_pass_nothing_on_the_platform(
    server: Platform, opened_part: Callable[..., object]
) -> None:
    with server.client("A9001") as admin:
        base, _ = opened_part(admin)  # type: ignore[misc]
        here, there = base.partition("part/")[::2]
        for path in ("my", "admin", "api/live/queue", f"part/{'x' * 43}/api/live/queue"):
            assert admin.get(here + path).status_code in (401, 404)
        with server.stranger() as stranger:
            for path in ("my", "live/smoke/asking", "api/live/queue"):
                assert stranger.get(f"part/{there}{path}").status_code == 404


def test_the_end_of_a_login_is_the_end_of_its_passes(server: Platform, opened_part: Callable[..., object]) -> None:
    with server.stranger() as phone:
        form = {"staff_no": "E1002", "password": "Yantai-2026-safe", "_xsrf": phone.get("login").cookies["_xsrf"]}
        assert phone.post("login", data=form).status_code == 302
        phone.headers["X-XSRFToken"] = phone.cookies["_xsrf"]
        base, document = opened_part(phone)  # type: ignore[misc]
        kernel = kernel_of(document.text)
        assert ask(f"{base}api/kernels/{kernel}").status_code == 200
        phone.post("logout")
        assert ask(f"{base}api/kernels/{kernel}").status_code in (302, 403)
        assert ask(f"{base}api/live/beat", "POST", json={"kernel": kernel}).status_code == 401
        assert phone.post("api/live/open/smoke/asking").status_code == 401


def test_of_questions_only_the_chapters_own_are_asked_and_kept(
    server: Platform, opened_part: Callable[..., object]
) -> None:
    with server.client("E1003") as learner:
        base, _ = opened_part(learner)  # type: ignore[misc]
        wait_for(lambda: "fire-p01" in learner.get("courses/smoke/asking").text)
        answer = {"value": "a", "uuid": "live-origin-1"}
        told = ask(f"{base}api/practice/fire-p01", "POST", json=answer, headers=FROM_THE_FRAME)
        assert told.status_code == 200 and "verdict" in told.json()
        assert ask(f"{base}api/practice/fire-p02", "POST", json=answer).status_code == 404
    with Database(server.site.database_url) as db, db.read() as session:
        kept = session.scalars(select(PracticeAnswerRow).where(PracticeAnswerRow.uuid == "live-origin-1"))
        assert [(row.staff_no, row.item_id, row.verdict) for row in kept] == [("E1003", "fire-p01", "wrong")]


def test_a_live_part_alone_in_a_tab_is_led_to_its_chapter(server: Platform) -> None:
    path = lay(server, "alone", COUNTER)
    with server.client("E1001") as learner:
        answer = ask(way_to(learner, path), headers={"Sec-Fetch-Dest": "document"})
        assert (answer.status_code, answer.headers["Location"]) == (302, server.url("courses/smoke/alone"))
        assert learner.get(path).headers["Location"] == "/courses/smoke/alone"


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
def test_the_platform_does_nothing_for_a_page_of_another_origin(server: Platform, site: str) -> None:
    """With the cookie and the token, as a page on another port of the host would send them; a link is followed."""
    with server.client("A9001") as admin:
        admin.headers["Sec-Fetch-Site"] = site
        for mode, dest in (("cors", "empty"), ("no-cors", "image"), ("navigate", "iframe")):
            assert admin.get("admin", headers={"Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}).status_code == 403
        opened = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        assert admin.get("admin", headers=opened).status_code == 200
        assert admin.post("admin", headers=opened, data={"act": "enrol", "name": "x"}).status_code == 403
        told = admin.get("login", headers={"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"})
        assert told.status_code == 403 and "来自别的网页" in told.text
        del admin.headers["Sec-Fetch-Site"]
        for origin in ("null", f"http://127.0.0.1:{server.site.settings.server.live_port}"):
            asked = admin.post("admin", headers={"Origin": origin}, data={"act": "enrol", "name": "x"})
            assert asked.status_code in (403, 404)
        assert admin.get("my").headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_pass_lasts_a_moment_unopened_and_a_day_of_work_opened() -> None:
    passes = Passes()
    name = passes.give("login", "fire", "smoke", now=0)
    assert not passes.open(name, OPEN_WITHIN + 1)
    assert passes.open(name, OPEN_WITHIN) and not passes.open(name, OPEN_WITHIN)
    assert passes.find(name, LASTS) is not None and passes.find(name, LASTS + 1) is None
    assert passes.find("", 0) is None


def test_of_one_login_the_oldest_passes_go() -> None:
    passes = Passes()
    names = [passes.give("login", "fire", "smoke", now=0) for _ in range(MOST_OF_ONE + 1)]
    other = passes.give("another", "fire", "smoke", now=0)
    assert [passes.find(name, 0) is None for name in (*names, other)] == [True] + [False] * (MOST_OF_ONE + 1)
