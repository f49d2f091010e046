"""A released quiz opened in JupyterLab: answers into responses.json, nbgrader's own way, equal marks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import anpei_widgets
import pytest
import traitlets

from anpei import assignments, attempts, grading, records
from tests.assignments.conftest import Course
from tests.assignments.test_failing_closed import nbgrader


def answer_in_notebook(course: Course, folder: Path, who: str = "E1", **values: Any) -> int:
    """Answer through the widgets, as their front end does; the rest is answered right."""
    attempt = course.exam.start(who, kind="notebook").id
    for state in course.exam.slots(attempt).values():
        answer = "先报警。" if state.kind == "case" else course.exam.key(state)
        widget = anpei_widgets.Quiz("quiz", state.slot, folder)
        widget.value = {"attempt": attempt, "answer": values.get(state.slot, answer)}
    return attempt


def fetched(course: Course) -> Path:
    """A learner's copy of the released folder."""
    folder = course.site.var / "home" / "quiz"
    folder.mkdir(parents=True)
    (folder / "quiz.ipynb").write_bytes(course.desk.course.released("quiz").read_bytes())
    return folder


def test_answers_of_all_cells_share_one_file(tmp_path: Path) -> None:
    for slot, answer in (("q01", "a"), ("q02", ["a", "b"]), ("q01", "b")):
        anpei_widgets.Quiz("quiz", slot, tmp_path).value = {"attempt": 7, "answer": answer}
    content = json.loads((tmp_path / "responses.json").read_text(encoding="utf-8"))
    assert content == {"schema": 1, "attempt": 7, "answers": {"q01": {"value": "b"}, "q02": {"value": ["a", "b"]}}}


def test_an_answer_is_still_there_in_a_new_kernel(tmp_path: Path) -> None:
    anpei_widgets.Quiz("quiz", "q01", tmp_path).value = {"attempt": 7, "answer": "b"}
    assert anpei_widgets.Quiz("quiz", "q01", tmp_path).state == {"saved": {"attempt": 7, "answer": "b"}}


def test_a_cleared_answer_and_another_attempt_leave_the_file(tmp_path: Path) -> None:
    widget = anpei_widgets.Quiz("quiz", "q01", tmp_path)
    widget.value = {"attempt": 7, "answer": "b"}
    widget.value = {"attempt": 7, "answer": None}
    assert json.loads((tmp_path / "responses.json").read_text())["answers"] == {}
    widget.value = {"attempt": 8, "answer": "a"}
    assert json.loads((tmp_path / "responses.json").read_text())["attempt"] == 8


def test_a_broken_file_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "responses.json").write_text('{"schema": 1, "answers": 5}')
    anpei_widgets.Quiz("quiz", "q01", tmp_path).value = {"attempt": 7, "answer": "b"}
    assert json.loads((tmp_path / "responses.json").read_text())["answers"] == {"q01": {"value": "b"}}


@pytest.mark.parametrize("value", ["a", {"attempt": 0, "answer": "a"}, {"attempt": True, "answer": 1}, {"answer": "a"}])
def test_a_front_end_can_write_answers_only(tmp_path: Path, value: Any) -> None:
    with pytest.raises(traitlets.TraitError):
        anpei_widgets.Quiz("quiz", "q01", tmp_path).value = value
    assert not (tmp_path / "responses.json").exists()


def test_no_question_is_in_the_widget(tmp_path: Path) -> None:
    assert anpei_widgets.Quiz("quiz", "q01", tmp_path).spec == {"paper": "quiz", "slot": "q01"}


def test_submit_collect_autograde_gives_the_exam_pages_marks(course: Course) -> None:
    assignments.release(course.site, ["quiz"])
    folder = fetched(course)
    attempt = answer_in_notebook(course, folder, q02="b", q07=["a", "b", "c", "d"])
    for command in (
        ("submit", "quiz", "--student=E1", f"--Exchange.assignment_dir={folder.parent}"),
        ("collect", "quiz"),
    ):
        done = nbgrader(course, *command)
        assert done.returncode == 0, done.stderr
    assignments.run_autograde(course.desk, "quiz")
    with course.desk.db.read() as session:
        marks = grading.grade_attempt(session, attempt).slots
        assert records.result_for(session, attempt).score == sum(mark.points for mark in marks.values())
    assert course.autos() == {slot: None if mark.verdict == "awaiting" else mark.points for slot, mark in marks.items()}


def test_a_submission_without_its_notebook_is_refused(course: Course) -> None:
    assignments.release(course.site, ["quiz"])
    folder = fetched(course)
    (folder / "quiz.ipynb").unlink()
    done = nbgrader(course, "submit", "quiz", "--student=E1", f"--Exchange.assignment_dir={folder.parent}")
    assert done.returncode != 0 and "missing notebooks" in done.stderr


def hand_over(course: Course, attempt: int, answers: dict[str, Any]) -> None:
    content = {"schema": 1, "attempt": attempt, "answers": {slot: {"value": value} for slot, value in answers.items()}}
    course.respond(json.dumps(content))
    assignments.run_autograde(course.desk, "quiz", force=True)


def test_grading_closes_the_attempt_and_later_files_change_nothing(course: Course) -> None:
    attempt = course.exam.start("E1", kind="notebook").id
    hand_over(course, attempt, {"q06": False})
    first = course.autos()
    right = {
        state.slot: course.exam.key(state) for state in course.exam.slots(attempt).values() if state.kind != "case"
    }
    hand_over(course, attempt, right)
    assert course.autos() == first
    with course.desk.db.read() as session:
        assert attempts.find(session, attempt).state == "handed_in"


@pytest.mark.parametrize("answers", [{"q99": "a"}, {"q01": "z"}, {"q06": "yes"}, {"c01": "字" * 20_000}])
def test_one_answer_that_cannot_be_keeps_everything_out(course: Course, answers: dict[str, Any]) -> None:
    attempt = course.exam.start("E1", kind="notebook").id
    hand_over(course, attempt, {"q06": True, **answers})
    assert set(course.autos().values()) == {None}
    with course.desk.db.read() as session:
        assert attempts.find(session, attempt).state == "open"
        assert all(state.value is None for state in attempts.slots(session, attempt))


def test_a_running_kernel_writes_the_file(course: Course) -> None:
    folder = fetched(course)
    code = "import anpei_widgets as aw; aw.quiz('quiz', 'q06').value = {'attempt': 3, 'answer': True}"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads((folder / "responses.json").read_text())["answers"] == {"q06": {"value": True}}
