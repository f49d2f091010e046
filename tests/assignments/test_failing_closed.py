"""nbgrader ignores a configuration that fails; here that means nobody is graded, never that everybody is right."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import anpei_widgets
import nbformat
import pytest
from nbgrader.preprocessors import Execute
from nbgrader.utils import determine_grade

from anpei import assignments
from tests.assignments.conftest import Course

RAISE = {"TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1"}
BROKEN = {"first line": "raise RuntimeError('broken')\n{}", "last line": "{}\nraise RuntimeError('broken')\n"}


def nbgrader(course: Course, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """nbgrader as somebody types it in a terminal, in the course's folder."""
    env = {**os.environ, "HOME": str(course.site.var), **environment}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "nbgrader", *arguments],
        cwd=course.site.nbgrader, env=env, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def test_the_plain_command_gives_the_same_marks(course: Course) -> None:
    assignments.write_submission(course.desk, course.sit("E1", wrong=2))
    done = nbgrader(course, "autograde", "quiz")
    assert done.returncode == 0, done.stderr
    plain = course.grades()
    course.grade(course.sit("E2", wrong=2))
    assert {slot: grade for slot, grade in plain.items() if slot > "q02"} == {
        slot: grade for slot, grade in course.grades("E2").items() if slot > "q02"
    }


@pytest.mark.parametrize(("where", "environment"), [("first line", {}), ("last line", {}), ("first line", RAISE)])
def test_with_a_broken_config_nobody_is_graded(course: Course, where: str, environment: dict[str, str]) -> None:
    assignments.write_submission(course.desk, course.sit())
    config = course.site.nbgrader / "nbgrader_config.py"
    config.write_text(BROKEN[where].format(config.read_text()))
    done = nbgrader(course, "autograde", "quiz", **environment)
    assert done.returncode != 0
    assert course.grades() == {}
    assert not list(course.site.nbgrader.glob("autograded/*/*"))


def test_stock_execution_gives_no_marks(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    nb = nbformat.read(course.desk.course.released("quiz"), as_version=4)
    Execute().preprocess(nb, {"metadata": {"path": str(course.site.nbgrader)}})
    tests = [cell for cell in nb.cells if cell.cell_type == "code" and "nbgrader" in cell.metadata]
    assert [determine_grade(cell)[0] for cell in tests] == [0.0] * 8


def test_the_call_refuses_to_be_run_by_a_grader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(RuntimeError, match="不靠运行来评分"):
        anpei_widgets.quiz("quiz", "q01")


def test_a_preprocessor_without_a_site_refuses() -> None:
    from anpei.assignments.autograde import GradeResponses

    with pytest.raises(RuntimeError, match="nothing is graded"):
        GradeResponses().preprocess(nbformat.v4.new_notebook(), {"nbgrader": {"student": "E1", "assignment": "quiz"}})


def test_what_we_start_stops_at_a_broken_config() -> None:
    assert assignments.environment()["TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR"] == "1"


@pytest.mark.long
def test_export_and_feedback_are_nbgraders_own(course: Course, tmp_path: Path) -> None:
    course.grade(course.sit("E1"), course.sit("E2", wrong=8))
    course.query("UPDATE student SET last_name = '=1+1, 林' WHERE id = 'E1'")
    done = nbgrader(course, "export", "--to", str(tmp_path / "grades.csv"))
    assert done.returncode == 0, done.stderr
    with (tmp_path / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student_id"], row["last_name"], float(row["score"]), float(row["max_score"])) for row in rows] == [
        ("E1", "'=1+1, 林", 30, 40),
        ("E2", "周启明", 0, 40),
    ]
    done = nbgrader(course, "generate_feedback", "quiz")
    assert done.returncode == 0, done.stderr
    assert {path.parts[-3] for path in course.site.nbgrader.glob("feedback/*/quiz/quiz.html")} == {"E1", "E2"}
