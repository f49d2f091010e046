"""The attempt that counts becomes the learner's nbgrader submission, and its marks the gradebook's.

This is what ``nbgrader autograde`` does, with nbgrader's own models and files, in one process and without nbconvert; a
test compares the two. Doing it twice changes nothing.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from sqlalchemy import text
from sqlalchemy.orm import Session

from anpei import attempts, clock, records, staff
from anpei.assignments.autograde import marked_sheet
from anpei.assignments.build import build_shape, converter
from anpei.assignments.context import GradingContext
from anpei.assignments.course import COURSE_ID, NbgraderCourse
from anpei.assignments.exchange import SECRET, secret_of
from anpei.assignments.gradebook import Gradebook, save_sheet
from anpei.assignments.marked_notebook import write_sheet
from anpei.assignments.model import MarkedSheet
from anpei.assignments.notebooks import compact
from anpei.assignments.responses import NAME, render_responses
from anpei.assignments.shapes import shapes
from anpei.assignments.source import CellSlot
from anpei.attempts import Attempt, SlotState
from anpei.errors import Conflict
from anpei.staff import Person

__all__ = ["assignment_of", "grade", "grade_submission", "replace_folder", "run_autograde", "write_submission"]


def replace_folder(target: Path, files: Mapping[str, str], mode: int = 0o644) -> None:
    """Exchange ``target`` for a folder of exactly these files; what a killed predecessor left behind is cleared."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f".{target.name}.*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh = target.parent / f".{target.name}.{uuid.uuid4().hex}"
    fresh.mkdir()
    for name, content in files.items():
        path = fresh / name
        path.write_text(content, encoding="utf-8")
        path.chmod(mode)
    if target.exists():
        target.replace(fresh.with_suffix(".old"))
    fresh.replace(target)
    shutil.rmtree(fresh.with_suffix(".old"), ignore_errors=True)


def assignment_of(context: GradingContext, attempt: Attempt, states: Sequence[SlotState]) -> str:
    """The assignment that has an attempt's slots; it is built when the first answers of that shape arrive."""
    slots = [CellSlot(state.slot, state.points, state.kind == "case") for state in states]
    known = shapes(context.course, attempt.paper)
    found = next((shape.assignment for shape in known if shape.slots == frozenset(slots)), None)
    if found is not None and context.course.released(found).is_file():
        return found
    return build_shape(context.site, attempt.paper, attempt.title, slots)[0].assignment


def write_submission(context: GradingContext, attempt_id: int) -> Attempt:
    """Write the submission of the attempt that counts for this attempt's learner and paper; returns the one chosen."""
    with context.db.read() as session:
        chosen = _counting(session, attempts.find(session, attempt_id))
        states = attempts.slots(session, chosen.id)
    assignment = assignment_of(context, chosen, states)
    released = context.course.released(assignment)
    context.released(assignment)
    answers = {state.slot: state.value for state in states if state.value is not None}
    files = {
        released.name: released.read_text(encoding="utf-8"),
        NAME: render_responses(chosen.id, answers),
        "timestamp.txt": _timestamp(chosen),
        SECRET: secret_of(context.course, chosen.staff_no, assignment),
    }
    replace_folder(context.course.submitted(chosen.staff_no, assignment), files)
    return chosen


def grade_submission(context: GradingContext, attempt: Attempt) -> MarkedSheet:
    """Mark a submission written by :func:`write_submission` into the gradebook and ``autograded/``."""
    with context.db.read() as session:
        sheet = marked_sheet(context, session, attempt.id)
        person = staff.find(session, attempt.staff_no)
        states = attempts.slots(session, attempt.id)
    assignment = assignment_of(context, attempt, states)
    nb = context.released(assignment)
    write_sheet(nb, sheet)
    _save(context.course, assignment, attempt, person, sheet)
    submitted = context.course.submitted(attempt.staff_no, assignment)
    files = {
        f"{assignment}.ipynb": compact(nb),
        NAME: (submitted / NAME).read_text(encoding="utf-8"),
        "timestamp.txt": _timestamp(attempt),
        SECRET: secret_of(context.course, attempt.staff_no, assignment),
    }
    replace_folder(context.course.autograded(attempt.staff_no, assignment), files, mode=0o444)
    return sheet


def _save(course: NbgraderCourse, assignment: str, attempt: Attempt, person: Person | None, sheet: MarkedSheet) -> None:
    names = {"last_name": person.name, "first_name": ""} if person else {}
    with Gradebook(course.gradebook_url, COURSE_ID) as book:
        book.update_or_create_student(attempt.staff_no, **names)
        book.update_or_create_submission(assignment, attempt.staff_no, timestamp=_timestamp(attempt))
        notebook = book.find_submission_notebook(assignment, assignment, attempt.staff_no)
        save_sheet(book.db, notebook, sheet)
        _leave_others(course, book, assignment, attempt)


def _leave_others(course: NbgraderCourse, book: Any, assignment: str, attempt: Attempt) -> None:
    """An attempt that older versions put into the assignment of another shape leaves it."""
    query = """SELECT s.id, a.name FROM anpei_attempt p JOIN submitted_assignment s ON s.id = p.submission_id
        JOIN assignment a ON a.id = s.assignment_id WHERE p.attempt = :attempt AND a.name <> :assignment"""
    for row, name in book.db.execute(text(query), {"attempt": attempt.id, "assignment": assignment}).all():
        book.db.execute(text("DELETE FROM anpei_attempt WHERE submission_id = :row"), {"row": row})
        book.remove_submission(name, attempt.staff_no)
        for place in (course.submitted, course.autograded, course.feedback):
            shutil.rmtree(place(attempt.staff_no, name), ignore_errors=True)


def _timestamp(attempt: Attempt) -> str:
    """When it was handed in, as nbgrader writes and reads it."""
    at = datetime.fromtimestamp((attempt.handed_in or attempt.started) / 1000, UTC)
    return f"{at:%Y-%m-%d %H:%M:%S.%f} UTC"


def _counting(session: Session, attempt: Attempt) -> Attempt:
    if attempt.kind != "exam":
        return attempt
    return records.counting(session, attempt.staff_no, attempt.paper) or attempt


def grade(context: GradingContext, attempts: list[int]) -> int:
    """Write and grade the submissions these attempts' learners are judged by; returns how many there are."""

    def mark(session: Session) -> None:
        for attempt in attempts:
            records.mark_attempt(session, attempt, clock.now())

    context.db.write(mark).result()
    chosen = {write_submission(context, attempt) for attempt in attempts}
    for attempt in chosen:
        grade_submission(context, attempt)
    return len(chosen)


def run_autograde(context: GradingContext, paper: str, learner: str = "*", *, force: bool = False) -> None:
    """Run nbgrader's own autograder over ``submitted/``; :class:`Conflict` if somebody's could not be graded."""
    run = converter(context.site, Autograde, paper, learner, force=force)
    try:
        run.start()
    except NbGraderException as error:
        raise Conflict(f"nbgrader 没有评完 {paper}：{error}", way_out="其余答卷已评分；请看上面的记录。") from error
