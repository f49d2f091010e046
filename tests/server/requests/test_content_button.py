"""发布内容 on the board: trainers alone press it, findings stand there, and no draft or fault reaches a learner."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from anpei import scaffold
from tests.helpers import quiz_shelf
from tests.helpers.processes import wait_for
from tests.server.requests.conftest import EVERYBODY, KIOSKS, PEOPLE, Asked, House

pytestmark = pytest.mark.machines
KIOSK, SEATED = KIOSKS
ASKED_IN_PUBLIC = "    use: practice\n"
CLEAN, DRAFT = quiz_shelf.single(901, ASKED_IN_PUBLIC), quiz_shelf.single(902, f"{ASKED_IN_PUBLIC}    state: draft\n")
HEAD = "topic: fire\nitems:\n"
BANK, BROKEN = "quizzes/bank/own-questions.yaml", "quizzes/bank/own-broken.yaml"


@pytest.fixture
def desk(house: House) -> Iterator[Path]:
    """The workspace of an author, who takes everything back afterwards."""
    workspace = house.platform.site.workspace
    yield workspace
    for name in (BANK, BROKEN):
        (workspace / name).unlink(missing_ok=True)
    shutil.rmtree(workspace / "drills/pump-room", ignore_errors=True)
    publish(house)


def publish(house: House, who: str = "trainer") -> str:
    """Press the button; where it leads."""
    (answer,) = house.ask([Asked(who, "POST", "board/content", b"", form=True)])
    assert answer.status == 303
    return answer.location


def board(house: House) -> str:
    (answer,) = house.ask([Asked("trainer", "GET", "board")])
    assert answer.status == 200
    return answer.text


def met(house: House, item: str) -> dict[str, int]:
    """What every door that asks one question says of this one: practice, the public quiz, 今日巩固."""
    asked = [
        Asked("learner", "GET", f"api/practice/{item}"),
        Asked(KIOSK, "POST", f"api/kiosk/quiz/{item}", {"value": "a"}),
    ]
    return {a.asked.path.rsplit("/", 1)[0]: a.status for a in house.ask(asked)}


NOWHERE = {"api/practice": 404, "api/kiosk/quiz": 404}
THERE = dict.fromkeys(NOWHERE, 200)


def test_a_trainer_publishes_and_no_draft_or_fault_reaches_anybody(house: House, desk: Path) -> None:
    (desk / BANK).parent.mkdir(parents=True, exist_ok=True)
    (desk / BANK).write_text(HEAD + CLEAN + DRAFT, encoding="utf-8")
    (desk / BROKEN).write_text(HEAD + "  - id: fire-903\n    kind: 2026-02-30\n", encoding="utf-8")
    scaffold.drill(desk, house.platform.site.shelves, "pump-room")
    wait_for(lambda: "fire-901" in board(house) or "第 901 题" in board(house))
    page = board(house)
    assert 'data-content="changed"' in page and "发布内容" in page
    assert re.search(rf"{BROKEN}:\d+ 错误", page), "what is wrong stands on the board, with file and line"
    assert met(house, "fire-901") == NOWHERE, "looking publishes nothing"

    assert re.search(r"acted=1&content=1&withdrawn=0&held=\d+$", publish(house))
    assert met(house, "fire-901") == THERE
    assert met(house, "fire-902") == NOWHERE and met(house, "fire-903") == NOWHERE
    state, started, drills = house.ask(
        [
            Asked(SEATED, "GET", "api/kiosk/state"),
            Asked(SEATED, "POST", "api/kiosk/start", {"scenario": "pump-room"}),
            Asked("director", "GET", "drills"),
        ]
    )
    assert state.status == 200 and drills.status == 200
    assert "pump-room" not in state.text + drills.text and started.status in (404, 409)

    (desk / BANK).write_text(HEAD + CLEAN.replace("kind: single", f"kind: {'9' * 5000}"), encoding="utf-8")
    assert "content=0" in publish(house)
    assert met(house, "fire-901") == THERE, "the last good version stays"


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who not in ("trainer", "admin")])
def test_nobody_else_publishes(house: House, who: str) -> None:
    (answer,) = house.ask([Asked(who, "POST", "board/content", b"", form=True)])
    assert answer.turned_away


def test_the_button_of_another_site_publishes_nothing(house: House) -> None:
    with house.platform.client(PEOPLE["trainer"]) as trainer:
        for token in ("", "x" * 32):
            assert trainer.post("board/content", headers={"X-XSRFToken": token}).status_code == 403
