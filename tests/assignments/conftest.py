"""A site with one built paper and four people, short words for sitting it, and the gradebook as plain values."""

from __future__ import annotations

import atexit
import importlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import text

from anpei import assignments, bank, papers, records, staff
from anpei.assignments import gradebook
from anpei.assignments.worker import GradingWork
from anpei.clock import DAY
from anpei.database import Base, Database
from anpei.settings import Site, create_site
from tests.helpers import databases, published, quiz_shelf
from tests.helpers import exam as exams
from tests.helpers.exam import NOW, Exam
from tests.helpers.processes import run_apart

_GRADES = """SELECT b.name, g.auto_score, g.manual_score, g.needs_manual_grade FROM grade g
    JOIN base_cell b ON b.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who ORDER BY b.name"""
_MARK = """UPDATE grade SET manual_score = :points, needs_manual_grade = false WHERE id = (SELECT g.id FROM grade g
    JOIN base_cell b ON b.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = :who AND b.name = :slot)"""
_COMMENT = _MARK.replace(
    "grade SET manual_score = :points, needs_manual_grade = false", "comment SET manual_comment = :words"
)
_COMMENT = _COMMENT.replace("SELECT g.id FROM grade g", "SELECT g.id FROM comment g")


class Grade(NamedTuple):
    auto: float | None
    manual: float | None
    waiting: bool


@dataclass
class Course:
    """The paper ``quiz`` as an nbgrader assignment of a site of its own."""

    site: Site
    desk: assignments.GradingContext
    exam: Exam

    def sit(self, who: str = "E1", wrong: int = 0, now: int = NOW, **values: Any) -> int:
        """Answer everything right but the first ``wrong`` slots, then the given slots as given, and hand in."""
        attempt = self.exam.start(who, now).id
        self.exam.answer_all(attempt, wrong, now, who)
        for slot, value in values.items():
            self.exam.put(attempt, slot, value, base=1, now=now, who=who)
        self.exam.hand_in(attempt, now, who)
        return attempt

    def grade(self, *attempts: int) -> None:
        assignments.grade(self.desk, list(attempts))

    def work(self, now: int) -> int:
        """Whatever the grading worker finds to do, done once; how many rows that were."""

        async def rounds() -> int:
            work = GradingWork(self.desk, lambda: now)
            done = [await work.runner.round(task) for task in work.runner.tasks]
            await work.runner.stop()
            return sum(done)

        return run_apart(rounds())

    def grades(self, who: str = "E1") -> dict[str, Grade]:
        rows = self.query(_GRADES, who=who)
        return {row[0]: Grade(row[1], row[2], bool(row[3])) for row in rows}

    def autos(self, who: str = "E1") -> dict[str, float | None]:
        return {slot: grade.auto for slot, grade in self.grades(who).items()}

    def mark(self, points: float | None, slot: str = "c01", who: str = "E1") -> None:
        """Give points as formgrader does: straight into the gradebook."""
        self.query(_MARK, points=points, slot=slot, who=who)

    def comment(self, words: str, slot: str = "c01", who: str = "E1") -> None:
        self.query(_COMMENT, words=words, slot=slot, who=who)

    def query(self, statement: str, **values: Any) -> list[Any]:
        with gradebook.engine(self.site.gradebook_url).begin() as connection:
            answer = connection.execute(text(statement), values)
            return list(answer.all()) if answer.returns_rows else []

    def submitted(self, who: str = "E1") -> Path:
        return self.desk.course.submitted(who, "quiz")

    def respond(self, raw: bytes | str, who: str = "E1") -> None:
        """Lay a submission down as ``nbgrader collect`` would, with these responses."""
        folder = self.submitted(who)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "quiz.ipynb").write_bytes(self.desk.course.released("quiz").read_bytes())
        (folder / "responses.json").write_bytes(raw.encode() if isinstance(raw, str) else raw)
        (folder / "timestamp.txt").write_text("2026-11-23 12:00:00.000000 UTC")


def make_course(folder: Path, paper: str = quiz_shelf.PAPER, questions: str = quiz_shelf.BANK) -> Course:
    """The paper published and built, on SQLite as a copy of what was built once in this process."""
    if databases.chosen() == "sqlite":
        template, quiz, items = _template(paper, questions)
        shutil.copytree(template, folder)
    else:
        quiz, items = _furnish(folder, paper, questions)
    desk = assignments.context_for(str(folder))
    return Course(desk.site, desk, Exam(desk.db, quiz, items, desk.site.workspace))


@cache
def _template(paper: str, questions: str) -> tuple[Path, papers.Paper, bank.Bank]:
    folder = Path(tempfile.mkdtemp(prefix="anpei-course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / "site", *_furnish(folder / "site", paper, questions)


def _furnish(folder: Path, paper: str, questions: str) -> tuple[papers.Paper, bank.Bank]:
    """A site with people who have to sit the paper, which is built; nothing of it stays open."""
    site = create_site(folder, '[site]\nname = "启明包装"\n' + databases.settings())
    quiz_shelf.write(site.workspace, paper, questions)
    published.settle(site)
    for room in (*exams.ROOMS, "tasks", "assignments"):
        importlib.import_module(f"anpei.{room}.tables")
    roster = staff.read_roster(exams.ROSTER.encode())
    with Database(site.database_url) as db:
        Base.metadata.create_all(db.engine)
        records.import_roster(db, roster, now=NOW)
        db.write(lambda s: records.assign(s, "paper", "quiz", "everyone", due=NOW + 7 * DAY, by="T1", now=NOW)).result()
    items = bank.load(site.shelves)
    quiz = papers.load(site.shelves, items).papers["quiz"]
    assignments.build_assignment(site, quiz)
    gradebook.forget(site.gradebook_url)
    return quiz, items


def leave(course: Course) -> None:
    course.desk.db.close()
    assignments.context_for.cache_clear()
    gradebook.forget(course.site.gradebook_url)


@pytest.fixture
def course(tmp_path: Path, database_kind: str) -> Iterator[Course]:
    made = make_course(tmp_path / "site")
    yield made
    leave(made)
