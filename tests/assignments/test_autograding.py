"""nbgrader's own autograder over our configuration: the same marks as everywhere else, and no way to get others."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import determine_grade

from anpei import assignments, grading
from anpei.assignments import marked_notebook
from anpei.assignments.marked_notebook import write_sheet
from anpei.assignments.model import MarkedSheet, SlotMark, credited
from tests.assignments.conftest import Course, Grade
from tests.helpers.exam import NOW

UNGRADED = Grade(None, None, True)


def expected(course: Course, attempt: int) -> dict[str, float | None]:
    with course.desk.db.read() as session:
        marks = grading.grade_attempt(session, attempt).slots
    return {slot: None if mark.verdict == "awaiting" else mark.points for slot, mark in marks.items()}


def graded(course: Course, who: str = "E1") -> nbformat.NotebookNode:
    return nbformat.read(course.desk.course.autograded(who, "quiz") / "quiz.ipynb", as_version=4)


def test_marks_are_those_of_the_scoring_function(course: Course) -> None:
    sat = {
        "E1": course.sit("E1"),
        "E2": course.sit("E2", wrong=4),
        "E3": course.sit("E3", q05=["a"], q07=["a", "b", "c", "d"]),
    }
    for who, attempt in sat.items():
        assignments.write_submission(course.desk, attempt)
        assignments.run_autograde(course.desk, "quiz", who)
        assert course.autos(who) == expected(course, attempt)


def test_the_short_way_and_nbgraders_way_agree(course: Course) -> None:
    attempt = course.sit(wrong=3, q06=False)
    course.grade(attempt)
    short, notebook = course.grades(), graded(course)
    assignments.run_autograde(course.desk, "quiz", "E1", force=True)
    assert course.grades() == short
    assert [cell.get("outputs") for cell in graded(course).cells] == [cell.get("outputs") for cell in notebook.cells]


def test_nbgraders_own_reading_of_our_outputs_agrees(course: Course) -> None:
    course.grade(course.sit(wrong=2))
    cells = [cell for cell in graded(course).cells if cell.metadata.get("nbgrader", {}).get("grade")]
    read = {cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in cells}
    assert read == course.autos()


@pytest.mark.parametrize("points", [float("nan"), float("inf"), None])
def test_a_mark_that_is_no_number_is_never_credited(points: float | None) -> None:
    assert credited(SlotMark("q01", "single", points, 5, "right")) is None


def test_marks_stay_between_nothing_and_the_maximum() -> None:
    assert [credited(SlotMark("q01", "single", points, 5, "right")) for points in (-3, 7, 2.5)] == [0, 5, 2.5]


def test_a_cell_without_a_mark_earns_nothing_even_from_stock_nbgrader(course: Course) -> None:
    nb = course.desk.released("quiz")
    write_sheet(nb, MarkedSheet(None, trouble="读不出来"))
    tests = [cell for cell in nb.cells if cell.cell_type == "code" and "nbgrader" in cell.metadata]
    assert [determine_grade(cell)[0] for cell in tests] == [0] * len(tests)


BAD = {
    "nonsense": "{",
    "not utf-8": b"\xff\xfe",
    "a list": "[]",
    "another schema": '{"schema": 2, "attempt": 1, "answers": {}}',
    "no attempt": '{"schema": 1, "answers": {}}',
    "true as attempt": '{"schema": 1, "attempt": true, "answers": {}}',
    "nan": '{"schema": 1, "attempt": 1, "answers": {"q01": {"value": NaN}}}',
    "doubled key": '{"schema": 1, "attempt": 1, "attempt": 2, "answers": {}}',
    "too large": json.dumps({"schema": 1, "attempt": 1, "answers": {"c01": {"value": "x" * 300_000}}}),
    "too deep": "[" * 100_000,
    "bare value": '{"schema": 1, "attempt": 1, "answers": {"q01": "a"}}',
    "huge attempt": '{"schema": 1, "attempt": 99999999999999999999999999, "answers": {}}',
}


def test_unreadable_responses_get_no_marks_and_a_person_is_told(course: Course) -> None:
    good = course.sit("E2")
    assignments.write_submission(course.desk, good)
    for name, raw in BAD.items():
        course.respond(raw, "E1")
        assignments.run_autograde(course.desk, "quiz", force=True)
        assert set(course.grades("E1").values()) == {UNGRADED}, name
        assert "答卷文件" in graded(course).metadata.anpei.trouble, name
        assert course.autos("E2") == expected(course, good), name


def test_a_missing_file_or_a_link_gets_no_marks(course: Course, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("keep out")
    course.respond("{}")
    (course.submitted() / "responses.json").unlink()
    os.symlink(secret, course.submitted() / "responses.json")
    os.symlink(secret, course.submitted() / "notes.txt")
    assignments.run_autograde(course.desk, "quiz")
    assert set(course.grades().values()) == {UNGRADED}
    copied = [path.read_bytes() for path in course.site.nbgrader.glob("autograded/E1/quiz/*")]
    assert copied and not any(b"keep out" in content for content in copied)


def test_an_attempt_must_be_the_learners_own(course: Course) -> None:
    others = course.sit("E2")
    course.respond(json.dumps({"schema": 1, "attempt": others, "answers": {}}), "E1")
    assignments.run_autograde(course.desk, "quiz", "E1")
    assert set(course.grades("E1").values()) == {UNGRADED}


def test_an_open_exam_is_not_graded(course: Course) -> None:
    attempt = course.exam.start("E1").id
    course.respond(json.dumps({"schema": 1, "attempt": attempt, "answers": {}}))
    assignments.run_autograde(course.desk, "quiz")
    assert set(course.grades().values()) == {UNGRADED}


def test_an_exams_file_changes_nothing(course: Course) -> None:
    attempt = course.sit(wrong=9)
    right = {state.slot: {"value": course.exam.key(state)} for state in course.exam.slots(attempt).values()}
    course.respond(json.dumps({"schema": 1, "attempt": attempt, "answers": right}))
    assignments.run_autograde(course.desk, "quiz")
    assert sum(points or 0 for points in course.autos().values()) == 0


def test_a_tampered_notebook_is_thrown_away(course: Course) -> None:
    attempt = course.sit(wrong=9)
    assignments.write_submission(course.desk, attempt)
    nb = nbformat.read(course.submitted() / "quiz.ipynb", as_version=4)
    for cell in nb.cells:
        cell.metadata.get("nbgrader", {})["points"] = 1000
        cell.source = "print('full marks')"
    nb.cells += copy.deepcopy(nb.cells[1:3])
    for number, cell in enumerate(nb.cells):
        cell.id = f"cell-{number}"
    nbformat.write(nb, course.submitted() / "quiz.ipynb")
    assignments.run_autograde(course.desk, "quiz")
    assert sum(points or 0 for points in course.autos().values()) == 0
    assert [cell.source for cell in graded(course).cells[:3]] == [
        cell.source for cell in course.desk.released("quiz").cells[:3]
    ]


def test_a_file_in_source_does_not_replace_the_learners(course: Course) -> None:
    attempt = course.sit()
    assignments.write_submission(course.desk, attempt)
    (course.site.nbgrader / "source/quiz/responses.json").write_text('{"schema": 1, "attempt": 999, "answers": {}}')
    assignments.run_autograde(course.desk, "quiz")
    assert course.autos() == expected(course, attempt)


def test_a_broken_notebook_harms_nobody(course: Course) -> None:
    attempt = course.sit()
    assignments.write_submission(course.desk, attempt)
    (course.submitted() / "quiz.ipynb").write_text("not json")
    assignments.run_autograde(course.desk, "quiz")
    assert course.autos() == expected(course, attempt)


def test_no_late_penalty_is_ever_frozen_in(course: Course) -> None:
    course.query("UPDATE assignment SET duedate = '2001-01-01 00:00:00'")
    course.grade(course.sit())
    assignments.run_autograde(course.desk, "quiz", force=True)
    assert course.query("SELECT late_submission_penalty FROM submitted_notebook") == [(None,)]


def test_a_blank_case_is_marked_with_nothing_at_once(course: Course) -> None:
    course.grade(course.sit(c01=None))
    assert course.grades()["c01"] == Grade(0.0, None, False)
    assert course.query("SELECT auto_comment FROM comment") == [("未作答。",)]


def test_free_text_is_text(course: Course) -> None:
    evil = "<script>alert(1)</script> $x$ `y` </pre><img src=x onerror=alert(1)>"
    assert "<script" not in marked_notebook.pre(evil) and "<img" not in marked_notebook.pre(evil)
    course.grade(course.sit(c01=evil, q08=evil, now=NOW))
    text = (course.desk.course.autograded("E1", "quiz") / "quiz.ipynb").read_text(encoding="utf-8")
    html = [o["data"]["text/html"] for cell in graded(course).cells for o in cell.get("outputs", ()) if "data" in o]
    assert evil.split()[0] in text  # kept as data, word for word
    assert not any("<script" in each or "<img" in each for each in html)
