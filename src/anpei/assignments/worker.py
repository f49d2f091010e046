"""The resident grader: one a site, started again when it dies; what it was doing is still in the table.

It grades what was handed in, takes over marks given in formgrader and
writes feedback, so that the gradebook and the records agree within moments.
"""

from __future__ import annotations

import asyncio
import fcntl
import threading
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from sqlalchemy.orm import Session

from anpei import attempts, clock, heartbeat, records, tasks
from anpei.assignments import books, jobs
from anpei.assignments.build import converter
from anpei.assignments.collect import TASK, ChangedMark, changed_marks, collect_mark, note_collected
from anpei.assignments.context import GradingContext, context_for
from anpei.assignments.course import prepare
from anpei.assignments.kiosks import put_kiosks_away
from anpei.assignments.people import name_people
from anpei.assignments.submit import assignment_of, grade_submission, write_submission
from anpei.attempts import Attempt
from anpei.errors import Conflict
from anpei.settings import Site
from anpei.tasks import ScheduledTask, TaskRunner

__all__ = ["GradingWork", "run", "serve_grading"]

LOOK = 250
BY_CLOCK = 2000
"""What becomes due by the clock alone is seen so many ms later at most."""
CURSOR = "cursor"
NIGHT = 2
"""The hour of the enterprise's clock from which the books are compared."""
Row = TypeVar("Row")


def run(context: GradingContext, stop: threading.Event) -> None:
    """Work until told to stop; a second worker of the same site waits until the first one is gone."""
    prepare(context.site)
    put_kiosks_away(context.course)
    name_people(context)
    with _alone(context.site.var / "run" / "grading.lock"):
        asyncio.run(_run(context, stop))


async def _run(context: GradingContext, stop: threading.Event) -> None:
    work = GradingWork(context)
    work.runner.start()
    heartbeat.keep_beating()
    await asyncio.to_thread(stop.wait)
    await work.runner.stop()


class GradingWork:
    """The tasks of the grading worker. nbgrader and its gradebook are used by one thread alone."""

    def __init__(self, context: GradingContext, now: Callable[[], int] = clock.now) -> None:
        self.context, self.now = context, now
        self.runner = TaskRunner(context.db, now=now, besides=[context.course.gradebook_url])
        self._compared: date | None = None
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="anpei-grading")
        self.runner.tasks += [
            self._watching("missed-hand-ins", jobs.not_requested, self.request),
            self._watching(jobs.TASKS["grade"], lambda session: jobs.queued(session, "grade"), self.grade),
            self._watching(
                jobs.TASKS["feedback"], lambda session: jobs.queued(session, "feedback"), self.write_feedback
            ),
            ScheduledTask(TASK, LOOK, self.changed_marks, self.collect, by_clock=BY_CLOCK),
            ScheduledTask(books.TASK, 10 * clock.MINUTE, self.compared_books, self.mend_books),
        ]

    def _watching(
        self, name: str, look: Callable[[Session], list[int]], work: Callable[[str], Awaitable[None]]
    ) -> ScheduledTask:
        async def due() -> list[str]:
            return await self.runner.read(lambda session: [str(attempt) for attempt in look(session)])

        return ScheduledTask(name, LOOK, due, work, by_clock=BY_CLOCK)

    async def _by_hand(self, work: Callable[[], Row]) -> Row:
        return await asyncio.get_running_loop().run_in_executor(self._hand, work)

    async def request(self, row: str) -> None:
        await self.context.db.awrite(lambda session: jobs.request(session, int(row), self.now()))

    async def grade(self, row: str) -> None:
        await self._by_hand(lambda: self._do(int(row), "grade", _grade))

    async def write_feedback(self, row: str) -> None:
        await self._by_hand(lambda: self._do(int(row), "feedback", _feedback))

    def _do(self, attempt_id: int, kind: jobs.JobKind, act: Callable[[GradingContext, Attempt], None]) -> None:
        with self.context.db.read() as session:
            asked, attempt = jobs.asked_at(session, attempt_id, kind), attempts.find(session, attempt_id)
        if asked is not None:
            act(self.context, attempt)
            self.context.db.write(lambda session: jobs.finish(session, attempt_id, kind, asked, self.now())).result()

    async def changed_marks(self) -> list[str]:
        """Marks that changed, those that couldn't be taken over before, and last of all how far the log was read."""
        found, seq = await self._by_hand(lambda: changed_marks(self.context))
        known = await self.runner.read(lambda session: tasks.failures(session, TASK))
        fresh = {(mark.attempt, mark.slot) for mark in found}
        kept = [ChangedMark.of_row(one.row) for one in known if one.row and not one.row.startswith(CURSOR)]
        rows = [mark.row for mark in kept if (mark.attempt, mark.slot) not in fresh] + [mark.row for mark in found]
        return list(dict.fromkeys(rows)) + ([f"{CURSOR} {seq}"] if seq is not None else [])

    async def collect(self, row: str) -> None:
        if row.startswith(CURSOR):
            await self._by_hand(lambda: note_collected(self.context, int(row.split()[1])))
        else:
            mark = ChangedMark.of_row(row)
            await self._by_hand(lambda: collect_mark(self.context, mark.attempt, mark.slot))

    async def compared_books(self) -> list[str]:
        """Once a night, and again for what was found then when its time to be tried has come: who stands otherwise."""
        now = self.now()
        local = clock.local(now, self.context.site.zone)
        found = await self.runner.read(lambda session: tasks.failures(session, books.TASK))
        if (local.hour < NIGHT or self._compared == local.date()) and not any(one.again <= now for one in found):
            return [one.row for one in found if one.row]
        self._compared = local.date()
        return [str(one.attempt) for one in await self._by_hand(lambda: books.differences(self.context))]

    async def mend_books(self, row: str) -> None:
        """What the gradebook only lacks is written; what is different is told until somebody has looked at it."""
        found = await self._by_hand(lambda: books.differences(self.context, [int(row)]))
        for one in found:
            if not one.lacking:
                raise Conflict(one.words, way_out=one.way_out)
            await self.request(row)


def _grade(context: GradingContext, attempt: Attempt) -> None:
    if attempt.kind == "exam":  # a notebook attempt comes by nbgrader's own way
        context.db.write(lambda session: records.mark_attempt(session, attempt.id, clock.now())).result()
        grade_submission(context, write_submission(context, attempt.id))


def _feedback(context: GradingContext, attempt: Attempt) -> None:
    with context.db.read() as session:
        states = attempts.slots(session, attempt.id)
    assignment = assignment_of(context, attempt, states)
    generate = converter(context.site, GenerateFeedback, assignment, attempt.staff_no)
    generate.force = True
    try:
        generate.start()
    except NbGraderException as error:
        raise RuntimeError(f"generate_feedback: {error}") from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def serve_grading(site: Site, stop: threading.Event) -> None:
    """The worker's whole life, until whoever heeds signals says stop; it finishes its job."""
    run(context_for(str(site.root)), stop)
