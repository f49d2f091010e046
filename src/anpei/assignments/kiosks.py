"""Submissions that nobody made: older versions let a kiosk's cookie sit an exam, and its empty paper was graded.

They leave the gradebook, and their folders leave nbgrader's for ``kiosks/`` beside them, where nothing counts them and
whoever wants to see what happened finds them.
"""

from __future__ import annotations

import shutil

from nbgrader.api import Student, SubmittedAssignment
from sqlalchemy import text

from anpei.assignments.course import COURSE_ID, NbgraderCourse
from anpei.assignments.gradebook import Gradebook

__all__ = ["put_kiosks_away"]

KIOSK = "kiosk:"
STEPS = ("submitted", "autograded", "feedback")
_FORGET = text("DELETE FROM anpei_attempt WHERE submission_id = :id")


def put_kiosks_away(course: NbgraderCourse) -> list[str]:
    """Take kiosks out of the gradebook and their folders out of its steps; the names of those that were there."""
    with Gradebook(course.gradebook_url, COURSE_ID) as book:
        found = [name for (name,) in book.db.query(Student.id).filter(Student.id.startswith(KIOSK))]
        for name in found:
            for (submission,) in book.db.query(SubmittedAssignment.id).filter_by(student_id=name).all():
                book.db.execute(_FORGET, {"id": submission})
            book.remove_student(name)
    for step in STEPS:
        for folder in (course.root / step).glob(f"{KIOSK}*"):
            target = course.root / "kiosks" / step / folder.name.replace(":", "-")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(target, ignore_errors=True)
            shutil.move(folder, target)
    return found
