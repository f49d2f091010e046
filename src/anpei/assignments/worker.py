"""The resident grader: one a site, started again when it dies; what it was doing is still in the table.

``python -m anpei.assignments.worker SITE``. It grades what was handed in, takes over marks given in formgrader and
writes feedback, so that the gradebook and the records agree within moments.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import attempts, clock, records
from anpei.assignments import jobs
from anpei.assignments.build import build_assignment, converter
from anpei.assignments.collect import collect_marks
from anpei.assignments.context import GradingContext, context_for
from anpei.assignments.course import RAISE, prepare
from anpei.assignments.kiosks import put_kiosks_away
from anpei.assignments.submit import grade_submission, write_submission
from anpei.assignments.tables import GradingJob
from anpei.attempts import Attempt
from anpei.engines import AWAY, News
from anpei.errors import AnpeiError, Unavailable
from anpei.settings import Site, open_site

__all__ = ["command", "run", "serve_grading", "turn"]

PAUSE, AWAY_PAUSE = 0.25, 2.0
QUIET_TURNS = 8
"""What becomes due by the clock alone is seen at every so many looks."""
log = logging.getLogger("anpei.worker")


class _Job(NamedTuple):
    job_id: int
    attempt_id: int
    kind: str
    asked: int


def command(site: Site) -> list[str]:
    """The program a supervisor starts."""
    return [sys.executable, "-m", "anpei.assignments.worker", str(site.root)]


def run(context: GradingContext, stop: threading.Event) -> None:
    """Work until told to stop; a second worker of the same site waits until the first one is gone."""
    prepare(context.site)
    put_kiosks_away(context.course)
    with _alone(context.site.var / "run" / "grading.lock"):
        news, quiet = News(context.db.url, context.course.gradebook_url), 0
        while not stop.is_set():
            try:
                quiet = 0 if news.changed() else (quiet + 1) % QUIET_TURNS
                done = 0 if quiet else turn(context, clock.now())
            except (Unavailable, *AWAY):
                log.exception("a database is away; what was to do is still in the table")
                stop.wait(AWAY_PAUSE)
            else:
                stop.wait(0 if done else PAUSE)


def turn(context: GradingContext, now: int) -> int:
    """One round: queue what was missed, do what is due, collect marks; returns how much there was to do."""
    _queue_missed(context, now)
    with context.db.read() as session:
        due = [_Job(job.job_id, job.attempt_id, job.kind, job.asked) for job in jobs.due(session, now)]
    for job in due:
        _try(context, job)
    collected = collect_marks(context)
    for trouble in collected.troubles:
        log.error("%s", trouble)
    return len(due) + collected.marks


def _try(context: GradingContext, job: _Job) -> None:
    try:
        _do(context, job)
    except Exception as error:  # a job must never take the worker, or the next learner's job, with it
        trouble = str(error) if isinstance(error, AnpeiError) else f"{type(error).__name__}: {error}"
        log.exception("job %s (%s of attempt %s) failed", job.job_id, job.kind, job.attempt_id)
        context.db.write(lambda session: jobs.postpone(session, job.job_id, trouble, clock.now())).result()
    else:
        context.db.write(lambda session: jobs.finish(session, job.job_id, job.asked, clock.now())).result()


def _do(context: GradingContext, job: _Job) -> None:
    with context.db.read() as session:
        attempt = attempts.find(session, job.attempt_id)
    if job.kind == "feedback":
        _feedback(context, attempt)
    elif attempt.kind == "exam":  # a notebook attempt comes by nbgrader's own way
        _see_built(context, attempt.paper)
        context.db.write(lambda session: records.settle(session, attempt.id, clock.now())).result()
        grade_submission(context, write_submission(context, attempt.id))


def _see_built(context: GradingContext, slug: str) -> None:
    """A paper somebody wrote and assigned without building it is built when its first answers arrive."""
    if not context.course.released(slug).is_file():
        known = context.content().papers.papers
        if slug in known:
            build_assignment(context.site, known[slug])


def _feedback(context: GradingContext, attempt: Attempt) -> None:
    generate = converter(context.site, GenerateFeedback, attempt.paper, attempt.staff_no)
    generate.force = True
    try:
        generate.start()
    except NbGraderException as error:
        raise RuntimeError(f"generate_feedback: {error}") from error


def _queue_missed(context: GradingContext, now: int) -> None:
    """Ask for the grading of attempts that were handed in without anybody asking, as when time ran out."""
    with context.db.read() as session:
        missed = _missed(session)
    if missed:
        context.db.write(lambda session: _ask(session, missed, now)).result()


def _ask(session: Session, missed: list[int], now: int) -> None:
    for attempt in missed:
        jobs.request(session, attempt, now)


def _missed(session: Session) -> list[int]:
    known: Any = select(GradingJob.attempt_id).where(GradingJob.kind == "grade")
    return attempts.handed_in_except(session, known)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def serve_grading(site: Site) -> None:
    """The worker's whole life, for a supervisor: until SIGTERM or SIGINT, the job at hand finished."""
    os.environ[RAISE] = "1"
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run(context_for(str(site.root)), stop)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    serve_grading(open_site(sys.argv[1]))
