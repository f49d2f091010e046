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
from traitlets.config import Config

from anpei import assignments
from anpei.assignments.config import configure
from tests.assignments.conftest import Course
from tests.helpers.confined import WALLED


def nbgrader(course: Course, *arguments: str, plain: bool = False) -> subprocess.CompletedProcess[str]:
    """nbgrader as somebody types it in a terminal, in the course's folder; ``plain``: without the platform."""
    ours = [str(Path(sys.executable).with_name("anpei")), "nbgrader", "--site", str(course.site.root)]
    program = [sys.executable, "-W", "ignore", "-m", "nbgrader"] if plain else ours
    env = {**os.environ, "HOME": str(course.site.var)}
    return subprocess.run(
        [*program, *arguments], cwd=course.site.nbgrader, env=env, capture_output=True, text=True, timeout=300
    )


def test_the_command_gives_the_same_marks(course: Course) -> None:
    assignments.write_submission(course.desk, course.sit("E1", wrong=2))
    done = nbgrader(course, "autograde", "quiz")
    assert done.returncode == 0, done.stderr
    plain = course.grades()
    course.grade(course.sit("E2", wrong=2))
    assert {slot: grade for slot, grade in plain.items() if slot > "q02"} == {
        slot: grade for slot, grade in course.grades("E2").items() if slot > "q02"
    }


def test_a_program_in_the_workspace_is_never_run(course: Course) -> None:
    """Neither as nbgrader's settings, nor as a module, nor as a template: trainers and their kernels write there."""
    assignments.write_submission(course.desk, course.sit())
    for name in ("nbgrader_config.py", "jupyter_config.py", "nbgrader.py", "anpei.py", "sitecustomize.py"):
        (course.site.nbgrader / name).write_text(f"open({str(course.site.var / 'ran')!r}, 'w').write('{name}')\n")
    done = nbgrader(course, "autograde", "quiz")
    assert done.returncode == 0, done.stderr
    assert not (course.site.var / "ran").exists()
    assert course.grades() != {}


def test_without_the_platform_nobody_is_graded(course: Course) -> None:
    """nbgrader's defaults would give everybody full marks; they look for the gradebook where it isn't."""
    assignments.write_submission(course.desk, course.sit())
    assert nbgrader(course, "autograde", "quiz", plain=True).returncode != 0
    assert course.grades() == {}
    assert not list(course.site.nbgrader.glob("autograded/*/*"))


@WALLED
def test_a_notebook_that_nbgrader_runs_reaches_nothing_of_the_platform(course: Course) -> None:
    """As ``validate`` and the autograding of code do."""
    config = Config()
    configure(config, course.site.root)
    folder, secret = course.site.nbgrader / "source" / "tried", course.site.private / "cookie"
    course.site.secret("cookie")
    folder.mkdir(parents=True)
    lines = f"open('own.txt', 'w').write('x')\nopen({str(secret)!r}, 'rb').read()"
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(lines)])
    Execute(config=config).preprocess(nb, {"metadata": {"path": str(folder)}})
    assert nb.cells[0].outputs[-1].ename == "PermissionError"
    assert (folder / "own.txt").read_text() == "x"


def test_stock_execution_gives_no_marks(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    nb = nbformat.read(course.desk.course.released("quiz"), as_version=4)
    config = Config()
    configure(config, course.site.root)
    Execute(config=config).preprocess(nb, {"metadata": {"path": str(course.site.nbgrader)}})
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
