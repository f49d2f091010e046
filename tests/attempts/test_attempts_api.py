"""The answers' HTTP interface, against the running platform: statuses, error shapes, and whose attempt it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import httpx
import nbformat
import pytest

from anpei import attempts, bank, clock, papers, records, staff
from anpei.content import Shelves
from anpei.database import Database
from tests.helpers import published, quiz_shelf
from tests.helpers.platform import Platform, make_site, start
from tests.helpers.processes import wait_for

pytestmark = pytest.mark.machines
COURSE = """
title: 灭火与逃生
summary: 小课
audience: 全员
minutes: 10
chapters: [{file: 01-alarm.ipynb, title: 报警, minutes: 10}]
"""
UUIDS = (f"uuid-{n:08d}" for n in itertools.count())


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform whose own shelf holds one small paper, due for everybody."""
    site = make_site(tmp_path_factory.mktemp("api") / "site")
    quiz_shelf.write(site.workspace)
    course = site.workspace / "courses/fire"
    course.mkdir(parents=True)
    (course / "course.yaml").write_text(COURSE, encoding="utf-8")
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 报警")]), course / "01-alarm.ipynb")
    now = clock.now()
    with Database(site.database_url) as db:
        due = now + clock.DAY
        db.write(lambda s: records.assign(s, "paper", "quiz", "everyone", due=due, by="T2001", now=now)).result()
    running = start(site, "--no-lab")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def learner(platform: Platform) -> Iterator[httpx.Client]:
    with platform.client("E1001") as client:
        yield client


@pytest.fixture
def attempt(platform: Platform) -> int:
    """An attempt of E1001 begun a moment ago; the one before it is handed in and forgotten."""
    shelves = Shelves([platform.site.workspace])
    items = bank.load(shelves)
    paper = papers.load(shelves, items).papers["quiz"]
    with Database(platform.site.database_url) as db:
        with db.read() as session:
            person = staff.find(session, "E1001")
            taken = attempts.attempts_of(session, "E1001", kind="notebook")
        assert person is not None

        def fresh(session: Any) -> int:
            for each in taken:
                attempts.hand_in(session, each.id, "E1001", clock.now())
            return attempts.start(
                session, paper, items, person, clock.now(), b"s" * 32, "notebook", zone="Asia/Shanghai"
            ).id

        return db.write(fresh).result()


def put(client: httpx.Client, attempt: int, slot: str, value: Any, base: int = 0, uuid: str = "") -> httpx.Response:
    body = {"uuid": uuid or next(UUIDS), "base": base, "value": value}
    return client.put(f"api/attempts/{attempt}/answers/{slot}", json=body)


def test_an_answer_is_saved_and_comes_back_with_the_sheet(learner: httpx.Client, attempt: int) -> None:
    saved = put(learner, attempt, "q01", "b", uuid="uuid-first").json()
    assert (saved["status"], saved["uuid"], saved["revision"]) == ("saved", "uuid-first", 1)
    sheet = learner.get(f"api/attempts/{attempt}").json()
    assert {"slot", "spec", "value", "revision", "flag"} == set(sheet["slots"][0])
    assert (sheet["state"], sheet["person"], sheet["slots"][0]["value"]) == ("open", "E1001", "b")


def test_a_stale_base_is_told_what_stands(learner: httpx.Client, attempt: int) -> None:
    put(learner, attempt, "q01", "a")
    refused = put(learner, attempt, "q01", "b")
    assert refused.status_code == 409
    assert refused.json()["current"] == {"value": "a", "revision": 1}


def test_after_handing_in_it_is_gone(learner: httpx.Client, attempt: int) -> None:
    for _ in range(2):
        done = learner.post(f"api/attempts/{attempt}/hand-in", json={"uuid": next(UUIDS)})
        assert done.json() == {"state": "handed_in", "result": f"exam/{attempt}/result"}
    late = put(learner, attempt, "q01", "a")
    assert (late.status_code, late.json()["error"]["code"]) == (410, "late")
    assert learner.get(f"api/attempts/{attempt}/clock").json()["state"] == "handed_in"
    assert learner.get(f"api/attempts/{attempt}").json()["slots"] == []


@pytest.mark.parametrize("value", ["z", ["a"], 7, {"a": 1}, True])
def test_what_is_no_answer_is_refused_with_the_way_out(learner: httpx.Client, attempt: int, value: Any) -> None:
    refused = put(learner, attempt, "q01", value)
    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (422, "bad_value")
    assert error["message"]
    assert error["way_out"]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"uuid": NaN}', b'{"uuid": "u"}', b"{" * 5000, b"x" * 9000])
def test_a_broken_request_is_refused(learner: httpx.Client, attempt: int, body: bytes) -> None:
    refused = learner.put(f"api/attempts/{attempt}/answers/q01", content=body)
    assert refused.status_code == 422
    assert set(refused.json()["error"]) == {"code", "message", "way_out"}


def test_a_long_case_answer_fits_however_it_is_written(learner: httpx.Client, attempt: int) -> None:
    assert put(learner, attempt, "c01", "安" * 10_900).status_code == 200
    assert put(learner, attempt, "c01", "安" * 11_000, base=1).status_code == 422


def test_strangers_and_colleagues_get_nothing(platform: Platform, attempt: int) -> None:
    with platform.stranger() as stranger:
        assert stranger.get(f"api/attempts/{attempt}").json()["error"]["code"] == "signed_out"
    with platform.client("E1002") as colleague:
        answers = [
            colleague.get(f"api/attempts/{attempt}"),
            colleague.get(f"api/attempts/{attempt}/clock"),
            put(colleague, attempt, "q01", "a"),
            colleague.put(f"api/attempts/{attempt}/flags/q01", json={"flag": True}),
            colleague.post(f"api/attempts/{attempt}/hand-in", json={}),
            colleague.get("api/papers/quiz/notebook"),
        ]
    assert [answer.status_code for answer in answers] == [404] * 5 + [403], "not hers is answered as not there"


def test_a_write_without_the_xsrf_header_is_refused(learner: httpx.Client, attempt: int) -> None:
    answer = learner.put(f"api/attempts/{attempt}/answers/q01", json={}, headers={"X-XSRFToken": ""})
    assert answer.status_code == 403


def test_flags_are_kept(learner: httpx.Client, attempt: int) -> None:
    assert learner.put(f"api/attempts/{attempt}/flags/q02", json={"flag": True}).json() == {"flag": True}
    assert learner.get(f"api/attempts/{attempt}").json()["slots"][1]["flag"] is True


def test_what_does_not_exist_is_not_found(learner: httpx.Client, attempt: int) -> None:
    assert learner.get("api/attempts/999999").status_code == 404
    assert put(learner, attempt, "q77", "a").status_code == 404


def test_practice_tells_the_key_only_after_an_answer(learner: httpx.Client) -> None:
    asked = learner.get("api/practice/fire-099")
    assert "人命第一" not in asked.text
    right = next(o["id"] for o in asked.json()["spec"]["options"] if o["text"] == "对")
    told = learner.post("api/practice/fire-099", json={"value": right}).json()
    assert (told["verdict"], told["right_value"], told["explanation"]) == ("right", right, "人命第一。")
    assert told["cards"][0]["article"] == "第44条"
    assert learner.post("api/practice/fire-099", json={"value": "z"}).status_code == 422


def test_an_exam_item_is_no_practice_item(learner: httpx.Client) -> None:
    assert learner.get("api/practice/fire-001").status_code == 404
    assert learner.post("api/practice/fire-001", json={"value": "a"}).status_code == 404


def test_a_trainer_opens_the_released_quiz_as_a_notebook(platform: Platform) -> None:
    with platform.client("T2001") as trainer:
        first = trainer.get("api/papers/quiz/notebook").json()
        assert put(trainer, first["attempt"], "q01", "a").status_code == 200
        again = trainer.get("api/papers/quiz/notebook").json()
        assert trainer.get("api/papers/nosuch/notebook").status_code == 404
    assert again["attempt"] == first["attempt"]
    assert again["slots"]["q01"]["value"] == "a"


def test_a_questions_picture_is_shown_and_no_other_file(platform: Platform, learner: httpx.Client) -> None:
    published.put(platform.site, "item", "fire-picture", {"quizzes/media/exit.svg": b"<svg/>"})
    wait_for(lambda: learner.get("media/exit.svg").status_code == 200)
    assert learner.get("media/exit.svg").headers["content-type"] == "image/svg+xml"
    for name in ("no.svg", "../bank/fire.yaml", "%2e%2e/bank/fire.yaml", "."):
        assert learner.get(f"media/{name}").status_code == 404
    with platform.stranger() as stranger:
        assert stranger.get("media/exit.svg").status_code == 401


def test_progress_is_kept_once(learner: httpx.Client) -> None:
    body = {"uuid": next(UUIDS), "kind": "opened", "data": {}}
    told = [learner.post("api/progress/fire/01-alarm", json=body).json()["new"] for _ in range(2)]
    assert told == [True, False]
    assert learner.post("api/progress/fire/01-alarm", json=body | {"kind": "eaten"}).status_code == 422


def test_progress_in_an_unknown_chapter_is_not_found(learner: httpx.Client) -> None:
    body = {"uuid": next(UUIDS), "kind": "opened", "data": {}}
    assert learner.post("api/progress/nosuch/01", json=body).status_code == 404
