"""Marks into nbgrader's gradebook: one transaction a submission; only another attempt clears a trainer's mark."""

from __future__ import annotations

from typing import Any

from nbgrader import api
from sqlalchemy import text
from sqlalchemy.orm import Session, joinedload

from anpei.assignments.model import MarkedSheet
from anpei.assignments.notebook_write import credited

__all__ = ["graded_attempt", "save_sheet"]

NO_ANSWER = "未作答。"


def graded_attempt(session: Session, submission_id: str) -> int | None:
    """The attempt whose answers a submission's marks belong to."""
    found = session.execute(
        text("SELECT attempt FROM anpei_attempt WHERE submission_id = :id"), {"id": submission_id}
    ).scalar()
    return None if found is None else int(found)


def save_sheet(session: Session, notebook: api.SubmittedNotebook, sheet: MarkedSheet) -> None:
    """Write automatic marks and comments; marks by hand are cleared if they were given to another attempt. Commits.

    The attempt is changed first: the log then books the clearing on the new attempt, not on the one that was marked.
    """
    changed = _promote(session, notebook.assignment_id, sheet.attempt)
    for grade in session.query(api.Grade).filter_by(notebook_id=notebook.id).options(joinedload(api.Grade.cell)):
        _grade(grade, sheet, changed)
    for comment in session.query(api.Comment).filter_by(notebook_id=notebook.id).options(joinedload(api.Comment.cell)):
        _comment(comment, sheet, changed)
    notebook.late_submission_penalty = None
    session.commit()


def _promote(session: Session, submission: str, attempt: int | None) -> bool:
    changed = graded_attempt(session, submission) != attempt
    if changed:
        session.execute(text("DELETE FROM anpei_attempt WHERE submission_id = :id"), {"id": submission})
    if changed and attempt is not None:
        values = {"id": submission, "attempt": attempt}
        session.execute(text("INSERT INTO anpei_attempt VALUES (:id, :attempt)"), values)
    return changed


def _grade(grade: Any, sheet: MarkedSheet, changed: bool) -> None:
    if changed:
        grade.manual_score = grade.extra_credit = None
    mark = sheet.marks.get(grade.cell.name)
    grade.auto_score = None if mark is None else credited(mark)
    grade.needs_manual_grade = grade.auto_score is None and grade.manual_score is None


def _comment(comment: Any, sheet: MarkedSheet, changed: bool) -> None:
    if changed:
        comment.manual_comment = None
    mark = sheet.marks.get(comment.cell.name)
    blank = mark is not None and not mark.answer.strip()
    comment.auto_comment = NO_ANSWER if blank else (sheet.trouble or None)
