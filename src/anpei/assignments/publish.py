"""A trainer publishes: collected marks count, employees see them, and nbgrader's feedback is written anew."""

from __future__ import annotations

from sqlalchemy.orm import Session

from anpei import records
from anpei.assignments.jobs import request

__all__ = ["publish"]


def publish(session: Session, paper: str, now: int, by: str, attempt_id: int | None = None) -> list[int]:
    """Publish a paper's collected marks, or one attempt's; returns the attempts that changed."""
    changed = records.publish(session, paper, now, by, attempt_id)
    for attempt in changed:
        request(session, attempt, now, "feedback")
    return changed
