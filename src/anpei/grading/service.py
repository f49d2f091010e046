"""Marking a whole attempt against the versions it was drawn with."""

from __future__ import annotations

from sqlalchemy.orm import Session

from anpei import attempts
from anpei.grading.model import AttemptMarks
from anpei.grading.scoring import score


def grade_attempt(session: Session, attempt_id: int) -> AttemptMarks:
    """Every slot's mark from the answers that stand; nothing is stored here."""
    states, multiple = attempts.slots(session, attempt_id), attempts.find(session, attempt_id).multiple
    asked = attempts.versions(session, (state.sha for state in states))
    marks = {state.slot: score(asked[state.sha], state.order, state.value, state.points, multiple) for state in states}
    return AttemptMarks(attempt_id, marks)
