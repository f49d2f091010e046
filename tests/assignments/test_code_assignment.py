"""A code assignment beside the papers goes nbgrader's own way: its documented example ``ps1``, really run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import InstantiateTests
from traitlets.config import Config

from anpei import assignments
from anpei.assignments.build import converter
from anpei.assignments.code_pages import FormgradeExporter, only_shown
from anpei.assignments.config import configure
from anpei.assignments.validation import told
from tests.assignments.conftest import Course, leave, make_course
from tests.helpers.confined import WALLED

pytestmark = [  # in nbgrader's release_feedback: it misspells an argument, and leaves a file open
    pytest.mark.filterwarnings("ignore:Passing unrecognized arguments"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
GUIDE = Path(nbgrader.__file__).parent / "docs/source/user_guide"
GRADES = """SELECT m.name, b.name, g.auto_score, g.needs_manual_grade FROM grade g JOIN base_cell b ON b.id = g.cell_id
    JOIN submitted_notebook n ON n.id = g.notebook_id JOIN notebook m ON m.id = n.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who"""


def api(course: Course) -> NbGraderAPI:
    """What formgrader's buttons call."""
    config = Config()
    configure(config, course.site.root)
    return NbGraderAPI(CourseDirectory(config=config), config=config)


@pytest.fixture(scope="module")
def ps1(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """A site with a paper and ``ps1``, which one learner handed in: generated, released, autograded, fed back."""
    course = make_course(tmp_path_factory.mktemp("code") / "site")
    shutil.copytree(GUIDE / "source/ps1", course.site.nbgrader / "source/ps1")
    buttons = api(course)
    shutil.copytree(GUIDE / "submitted/hacker/ps1", course.site.nbgrader / "submitted/hacker/ps1")
    course.grade(course.sit("E1"))
    for done in (
        buttons.generate_assignment("ps1"),
        buttons.release_assignment("ps1"),
        buttons.autograde("ps1", "hacker"),
        buttons.generate_feedback("ps1"),
        buttons.release_feedback("ps1"),
    ):
        assert done["success"], done
    yield course
    leave(course)


def test_what_is_released_is_nbgraders_own(ps1: Course) -> None:
    """Solutions, hidden tests and mark schemes are out, what one reads of them is in, files come along."""
    for folder in (ps1.site.nbgrader / "release/ps1", ps1.site.var / "exchange/anpei/outbound/ps1"):
        assert {path.name for path in folder.iterdir()} == {"jupyter.png", "problem1.ipynb", "problem2.ipynb"}
    nb = nbformat.read(ps1.site.nbgrader / "release/ps1/problem1.ipynb", as_version=4)
    sources = {cell.metadata.nbgrader.grade_id: cell.source for cell in nb.cells if "nbgrader" in cell.metadata}
    assert sources["sum_of_squares_equation"] == "YOUR ANSWER HERE"
    assert "raise NotImplementedError()" in sources["squares"]
    assert not any("HIDDEN TESTS" in source or "MARK SCHEME" in source for source in sources.values())


def test_the_code_was_run_and_its_tests_give_the_marks(ps1: Course) -> None:
    assert {(name, cell): (auto, bool(waits)) for name, cell, auto, waits in ps1.query(GRADES, who="hacker")} == {
        ("problem1", "correct_squares"): (1.0, False),
        ("problem1", "squares_invalid_input"): (1.0, False),
        ("problem1", "correct_sum_of_squares"): (0.5, False),
        ("problem1", "sum_of_squares_uses_squares"): (0.5, False),
        ("problem1", "sum_of_squares_equation"): (None, True),
        ("problem1", "sum_of_squares_application"): (None, True),
        ("problem1", "cell-938593c4a215c6cc"): (None, True),
        ("problem2", "part-a"): (None, True),
        ("problem2", "part-b"): (None, True),
    }
    nb = nbformat.read(ps1.desk.course.autograded("hacker", "ps1") / "problem1.ipynb", as_version=4)
    assert any(output.get("text") for cell in nb.cells for output in cell.get("outputs", ()))


def test_formgrader_shows_code_outputs_and_tasks(ps1: Course) -> None:
    config = Config()
    configure(config, ps1.site.root)
    names = {"assignment_id": "ps1", "notebook_id": "problem1", "submission_id": "x", "index": 0, "total": 1}
    told_of = {"base_url": "", "last_name": None, "first_name": None, "student": "hacker"}
    path = ps1.desk.course.autograded("hacker", "ps1") / "problem1.ipynb"
    page, _ = FormgradeExporter(config=config).from_filename(str(path), resources={**names, **told_of})
    assert "sum_of_squares" in page and "output_stream" in page and "任务" in page
    for cell in ("correct_squares", "sum_of_squares_equation", "cell-938593c4a215c6cc"):
        assert f'id="{cell}"' in page
    assert 'id="cell-938593c4a215c6cc-comment"' in page
    assert "https://cdnjs" not in page and "Submission" not in page


def test_feedback_has_marks_and_is_released_though_there_was_no_secret(ps1: Course) -> None:
    page = (ps1.desk.course.feedback("hacker", "ps1") / "problem1.html").read_text(encoding="utf-8")
    assert (
        "得分：3.0 / 10.0 分" in page and page.count("<body>") == 1 and "sum_of_squares" in page and "cdnjs" not in page
    )
    released = {file.read_text(encoding="utf-8") for file in (ps1.site.var / "exchange/anpei/feedback").glob("*.html")}
    assert {
        file.read_text(encoding="utf-8") for file in ps1.site.nbgrader.glob("feedback/hacker/ps1/*.html")
    } <= released


def test_the_feedback_of_an_exam_page_is_released(ps1: Course) -> None:
    """Also of who handed in before there were secrets."""
    buttons = api(ps1)
    for place in (ps1.desk.course.submitted, ps1.desk.course.autograded):
        (place("E1", "quiz") / "submission_secret.txt").unlink()
    assert buttons.generate_feedback("quiz")["success"]
    before = set((ps1.site.var / "exchange/anpei/feedback").glob("*.html"))
    done = buttons.release_feedback("quiz", "E1")
    assert done["success"], done
    released = set((ps1.site.var / "exchange/anpei/feedback").glob("*.html")) - before
    assert [page.read_text(encoding="utf-8") for page in released] == [
        (ps1.desk.course.feedback("E1", "quiz") / "quiz.html").read_text(encoding="utf-8")
    ]


def test_a_step_set_by_hand_leaves_no_empty_notebook(ps1: Course) -> None:
    grades = ps1.grades("E1")
    run = converter(ps1.site, Autograde, "quiz", "E1", force=True)
    run.sanitize_preprocessors = run.autograde_preprocessors = []
    run.start()
    nb = nbformat.read(ps1.desk.course.autograded("E1", "quiz") / "quiz.ipynb", as_version=4)
    assert len(nb.cells) > len(ps1.exam.paper.slots)
    assert ps1.grades("E1") == grades


def test_a_paper_does_not_take_the_name_of_a_code_assignment(ps1: Course) -> None:
    from dataclasses import replace

    from anpei.errors import Conflict

    (ps1.site.nbgrader / "source/mixed").mkdir()
    shutil.copy(GUIDE / "source/ps1/problem2.ipynb", ps1.site.nbgrader / "source/mixed/mixed.ipynb")
    with pytest.raises(Conflict, match="同名"):
        assignments.build_assignment(ps1.site, replace(ps1.exam.paper, slug="mixed"))


def test_validate_says_what_was_answered(ps1: Course, tmp_path: Path) -> None:
    assert told(ps1.site.nbgrader / "release/ps1/problem1.ipynb") is None
    shutil.copy(ps1.desk.course.released("quiz"), tmp_path / "quiz.ipynb")
    assert "一题也没有作答" in str(told(tmp_path / "quiz.ipynb"))
    (tmp_path / "responses.json").write_text('{"schema": 1, "attempt": 1, "answers": {"q01": {"value": "a"}}}')
    assert "作答 1 题，共 9 题；还没有作答：第 2 题、" in str(told(tmp_path / "quiz.ipynb"))
    (tmp_path / "responses.json").write_text("{")
    assert "答卷文件不能用" in str(told(tmp_path / "quiz.ipynb"))


@WALLED
def test_tests_made_from_code_are_made_behind_walls(ps1: Course) -> None:
    """``### AUTOTEST`` runs the trainer's code when an assignment is generated."""
    config = Config()
    configure(config, ps1.site.root)
    folder, secret = ps1.site.nbgrader / "source/tried", ps1.site.private / "cookie"
    ps1.site.secret("cookie")
    folder.mkdir(parents=True)
    shutil.copy(GUIDE / "autotests.yml", folder)
    cell = nbformat.v4.new_code_cell(
        f"try:\n    s = len(open({str(secret)!r}).read())\nexcept PermissionError:\n    s = 'closed'\n### AUTOTEST s"
    )
    cell.metadata["nbgrader"] = {
        "grade": True,
        "solution": False,
        "locked": True,
        "points": 1,
        "grade_id": "t",
        "schema_version": 3,
        "task": False,
    }
    nb = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": {"name": "python3", "display_name": "x"}})
    made, _ = InstantiateTests(config=config).preprocess(nb, {"metadata": {"path": str(folder)}})
    assert "closed" in made.cells[0].source


@pytest.mark.parametrize(
    ("markup", "harmless"),
    [
        ("<b>x</b><script>alert(1)</script>", "<b>x</b>&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('<img src="jupyter.png" onerror="alert(1)">', '<img src="jupyter.png">'),
        ('<img src="https://example.org/x.png">', "<img>"),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<div style="position:fixed">x</div>', "<div>x</div>"),
    ],
)
def test_what_a_learner_wrote_is_shown_and_never_run(markup: str, harmless: str) -> None:
    assert only_shown(markup) == harmless
