"""The queue of the grading worker: a table, so that it survives a kill; every job may be done twice without harm.

Publishing lives here, too: collected marks count, employees see them, and feedback is asked for anew.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import attempts, records, tasks
from anpei.assignments.tables import GradingJob
from anpei.staff import WHOLE, Scope

__all__ = ["TASKS", "JobKind", "asked_at", "finish", "not_requested", "publish", "queued", "request"]

JobKind = Literal["grade", "feedback"]
TASKS: dict[JobKind, str] = {"grade": "grading", "feedback": "feedback"}


def request(session: Session, attempt_id: int, now: int, kind: JobKind = "grade") -> None:
    """Ask for a job, in the transaction of whatever made it necessary; one that failed before is tried at once."""
    job = _job(session, attempt_id, kind)
    if job is None:
        job = GradingJob(attempt_id=attempt_id, kind=kind)
        session.add(job)
    job.state, job.asked = "queued", now
    tasks.clear_failures(session, TASKS[kind], [str(attempt_id)])


def queued(session: Session, kind: JobKind) -> list[int]:
    """The attempts that wait for a job of this kind, the longest waiting first."""
    query = select(GradingJob.attempt_id).where(GradingJob.state == "queued", GradingJob.kind == kind)
    return list(session.scalars(query.order_by(GradingJob.job_id)))


def asked_at(session: Session, attempt_id: int, kind: JobKind) -> int | None:
    """When the job was last asked for (ms); None when there is nothing to do any more."""
    job = _job(session, attempt_id, kind)
    return job.asked if job is not None and job.state == "queued" else None


def finish(session: Session, attempt_id: int, kind: JobKind, asked: int, now: int) -> None:
    """Mark a job done, unless it was asked for again while it ran."""
    job = _job(session, attempt_id, kind)
    if job is not None and job.asked == asked:
        job.state, job.finished = "done", now


def not_requested(session: Session) -> list[int]:
    """Attempts that were handed in without anybody asking for their grading, as when time ran out."""
    return attempts.handed_in_without(session, GradingJob.attempt_id, GradingJob.kind == "grade")


def publish(
    session: Session, paper: str, now: int, by: str, attempt_id: int | None = None, *, scope: Scope = WHOLE
) -> list[int]:
    """Publish a paper's collected marks, or one attempt's, within a scope; returns the attempts that changed."""
    changed = records.publish(session, paper, now, by, attempt_id, scope=scope)
    for attempt in changed:
        request(session, attempt, now, "feedback")
        found = attempts.find(session, attempt)
        chosen = records.counting(session, found.staff_no, paper)
        if found.kind == "exam" and chosen is not None and chosen.id != attempt:
            request(session, chosen.id, now)  # another one counts now that this one is decided
    return changed


def _job(session: Session, attempt_id: int, kind: JobKind) -> GradingJob | None:
    return session.scalar(select(GradingJob).filter_by(attempt_id=attempt_id, kind=kind))
