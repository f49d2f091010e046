"""The queue of the grading worker: a table, so that it survives a kill; every job may be done twice without harm.

Publishing lives here, too: collected marks count, employees see them, and feedback is asked for anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import records
from anpei.assignments.tables import GradingJob
from anpei.clock import MINUTE, SECOND
from anpei.staff import WHOLE, Scope

__all__ = ["JobKind", "due", "finish", "postpone", "publish", "request", "troubled"]

JobKind = Literal["grade", "feedback"]
TRIES = 8


def request(session: Session, attempt_id: int, now: int, kind: JobKind = "grade") -> None:
    """Ask for a job, in the transaction of whatever made it necessary."""
    job = session.scalar(select(GradingJob).filter_by(attempt_id=attempt_id, kind=kind))
    if job is None:
        job = GradingJob(attempt_id=attempt_id, kind=kind)
        session.add(job)
    job.state, job.tries, job.not_before, job.asked, job.trouble = "queued", 0, now, now, ""


def due(session: Session, now: int, limit: int = 100) -> Sequence[GradingJob]:
    """Jobs to do now, oldest first."""
    query = select(GradingJob).where(GradingJob.state == "queued", GradingJob.not_before <= now)
    return session.scalars(query.order_by(GradingJob.job_id).limit(limit)).all()


def finish(session: Session, job_id: int, asked: int, now: int) -> None:
    """Mark a job done, unless it was asked for again while it ran."""
    job = session.get(GradingJob, job_id)
    if job is not None and job.asked == asked:
        job.state, job.finished, job.trouble = "done", now, ""


def postpone(session: Session, job_id: int, trouble: str, now: int) -> None:
    """Try again later, each time later; after the last try it stays as failed for a person to see."""
    job = session.get(GradingJob, job_id)
    if job is None:
        return
    job.tries += 1
    job.trouble = trouble
    job.not_before = now + min(2**job.tries * SECOND, 5 * MINUTE)
    if job.tries >= TRIES:
        job.state, job.finished = "failed", now


def troubled(session: Session) -> Sequence[GradingJob]:
    """Jobs that didn't work out, for ``anpei doctor`` and the trainer."""
    return session.scalars(select(GradingJob).where(GradingJob.trouble != "")).all()


def publish(
    session: Session, paper: str, now: int, by: str, attempt_id: int | None = None, *, scope: Scope = WHOLE
) -> list[int]:
    """Publish a paper's collected marks, or one attempt's, within a scope; returns the attempts that changed."""
    changed = records.publish(session, paper, now, by, attempt_id, scope=scope)
    for attempt in changed:
        request(session, attempt, now, "feedback")
    return changed
