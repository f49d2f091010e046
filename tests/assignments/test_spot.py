"""找隐患 as an nbgrader assignment: the journal's marks, the scoring function's points, a card in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import anpei_widgets
import pytest

from anpei import assignments, colours, grading, records
from anpei.assignments import marked_notebook
from anpei.assignments.marked_notebook import marks_in
from anpei.assignments.notebooks import read
from tests.assignments.conftest import Course, leave, make_course
from tests.helpers import quiz_shelf

PLACES = [("door", "门口的箱子", 0, True), ("wire", "地上的电线", 1, True), ("shelf", "架顶的箱子", 2, True)]
PLACES += [("lamp", "顶上的灯泡", 3, False), ("bin", "盖好的铁桶", 4, False), ("rope", "挂好的绳子", 5, False)]


def region(name: str, label: str, place: int, hazard: bool) -> str:
    x, y = 100 * (place % 4), 100 * (place // 4)
    outline = [[x, y], [x + 60, y], [x + 60, y + 60], [x, y + 60]]
    words = f"id: {name}, label: {label}, polygon: {outline}, feedback: 因为。"
    return f"      - {{{words}{', hazard: true, source: 通行做法' if hazard else ''}}}\n"


SPOT = (
    "  - id: fire-spot\n    kind: spot\n    stem: 哪里要马上改？\n"
    "    scene: {src: media/workshop-morning.svg, alt: 车间}\n    regions:\n"
    + "".join(region(*place) for place in PLACES)
    + quiz_shelf.ENDING
)
PAPER = (
    "title: 走一圈\nminutes: 10\npass_mark: 60\nslots: [{item: fire-spot, points: 6}, {item: fire-001, points: 1}]\n"
)
FOUND_TWO = [{"x": 30, "y": 30}, {"x": 130, "y": 10}, {"x": 390, "y": 390}]


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Course]:
    made = make_course(tmp_path / "site", PAPER, quiz_shelf.BANK + SPOT)
    yield made
    leave(made)


def test_exam_page_and_autograde_give_equal_marks(walk: Course) -> None:
    attempt = walk.sit(q01=FOUND_TWO)
    walk.grade(attempt)
    with walk.desk.db.read() as session:
        marks = {mark.slot: mark.points for mark in records.result_for(session, attempt).slots}
        assert marks == {slot: mark.points for slot, mark in grading.grade_attempt(session, attempt).slots.items()}
    assert walk.autos() == marks == {"q01": 2.0, "q02": 1.0}


def test_the_card_tells_taps_hits_and_misses_in_words_and_on_the_picture(walk: Course) -> None:
    walk.grade(walk.sit(q01=FOUND_TWO))
    graded = (walk.desk.course.autograded("E1", "quiz") / "quiz.ipynb").read_text(encoding="utf-8")
    page = "".join(
        str(output["data"].get("text/html", ""))
        for cell in json.loads(graded)["cells"]
        for output in cell.get("outputs", [])
    )
    for words in (
        "标记 3：图上右下方",
        "门口的箱子（标记 1 找到了）",
        "架顶的箱子（漏了）",
        "误点：图上别处（标记 3）",
        "<title>架顶的箱子：漏了</title>",
        "data:image/svg+xml;base64,",
    ):
        assert words in page
    assert (page.count("<polygon"), page.count('<g transform="translate(')) == (3, 3)


def test_who_may_not_see_the_key_sees_the_rings_alone(walk: Course) -> None:
    """Outlines and colours tell what was right; without the key a picture has only the learner's own marks."""
    walk.grade(walk.sit(q01=FOUND_TWO))
    (mark,) = [
        mark
        for mark in marks_in(read(walk.desk.course.autograded("E1", "quiz") / "quiz.ipynb")).values()
        if mark.picture
    ]
    plain = marked_notebook.card(mark, {"marks"})
    assert plain.count('<g transform="translate(') == 3
    assert not any(word in plain for word in ("<polygon", "漏了", "找到了", colours.GREEN, colours.RED))


def test_a_quiz_notebook_is_marked_alike(walk: Course) -> None:
    attempt = walk.exam.start("E1", kind="notebook").id
    folder = walk.submitted()
    folder.mkdir(parents=True)
    anpei_widgets.Quiz("quiz", "q01", folder).value = {"attempt": attempt, "answer": FOUND_TWO}
    walk.respond((folder / "responses.json").read_bytes())
    assignments.run_autograde(walk.desk, "quiz")
    assert walk.autos()["q01"] == 2.0


@pytest.mark.parametrize("value", [["p07"], [{"x": -1, "y": 0}], [{"x": 1, "y": 1}] * 2, "p01"])
def test_marks_that_cannot_be_are_kept_and_do_not_count(walk: Course, value: object) -> None:
    attempt = walk.exam.start("E1").id
    assert walk.exam.put(attempt, "q01", value).status == "invalid"
    assert walk.exam.slots(attempt)["q01"].value is None
