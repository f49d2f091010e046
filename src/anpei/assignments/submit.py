"""The attempt that counts becomes the learner's nbgrader submission, and its marks the gradebook's.

This is what ``nbgrader autograde`` does, with nbgrader's own models and files, in one process and without nbconvert; a
test compares the two. Doing it twice changes nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from anpei import attempts, records, staff
from anpei.assignments.context import GradingContext
from anpei.assignments.course import COURSE_ID, NbgraderCourse
from anpei.assignments.folders import replace_folder
from anpei.assignments.gradebook import Gradebook
from anpei.assignments.gradebook_write import save_sheet
from anpei.assignments.marking import mark_attempt
from anpei.assignments.model import MarkedSheet, render_responses
from anpei.assignments.notebook_write import write_sheet
from anpei.assignments.notebooks import compact
from anpei.assignments.responses import NAME
from anpei.attempts import Attempt
from anpei.staff import Person

__all__ = ["grade_submission", "submit"]


def submit(desk: GradingContext, attempt_id: int) -> Attempt:
    """Write the submission of the attempt that counts for this attempt's learner and paper; returns the one chosen."""
    with desk.db.read() as session:
        chosen = _counting(session, attempts.find(session, attempt_id))
        answers = {state.slot: state.value for state in attempts.slots(session, chosen.id) if state.value is not None}
    released = desk.course.released(chosen.paper)
    desk.released(chosen.paper)
    files = {
        released.name: released.read_text(encoding="utf-8"),
        NAME: render_responses(chosen.id, answers),
        "timestamp.txt": _timestamp(chosen),
    }
    replace_folder(desk.course.submitted(chosen.staff_no, chosen.paper), files)
    return chosen


def grade_submission(desk: GradingContext, attempt: Attempt) -> MarkedSheet:
    """Mark a submission written by :func:`submit` into the gradebook and ``autograded/``."""
    with desk.db.read() as session:
        sheet = mark_attempt(desk, session, attempt.id)
        person = staff.find(session, attempt.staff_no)
    nb = desk.released(attempt.paper)
    write_sheet(nb, sheet)
    _save(desk.course, attempt, person, sheet)
    submitted = desk.course.submitted(attempt.staff_no, attempt.paper)
    files = {
        f"{attempt.paper}.ipynb": compact(nb),
        NAME: (submitted / NAME).read_text(encoding="utf-8"),
        "timestamp.txt": _timestamp(attempt),
    }
    replace_folder(desk.course.autograded(attempt.staff_no, attempt.paper), files, mode=0o444)
    return sheet


def _save(course: NbgraderCourse, attempt: Attempt, person: Person | None, sheet: MarkedSheet) -> None:
    names = {"last_name": person.name, "first_name": person.department} if person else {}
    with Gradebook(course.gradebook_url, COURSE_ID) as book:
        book.update_or_create_student(attempt.staff_no, **names)
        book.update_or_create_submission(attempt.paper, attempt.staff_no, timestamp=_timestamp(attempt))
        notebook = book.find_submission_notebook(attempt.paper, attempt.paper, attempt.staff_no)
        save_sheet(book.db, notebook, sheet)


def _timestamp(attempt: Attempt) -> str:
    """When it was handed in, as nbgrader writes and reads it."""
    at = datetime.fromtimestamp((attempt.handed_in or attempt.started) / 1000, UTC)
    return f"{at:%Y-%m-%d %H:%M:%S.%f} UTC"


def _counting(session: Session, attempt: Attempt) -> Attempt:
    if attempt.kind != "exam":
        return attempt
    return records.counting(session, attempt.staff_no, attempt.paper) or attempt
