"""The one runner of all periodic work: it looks what is due, and does row after row, each in its own try.

A row that fails waits, longer each time (:mod:`anpei.tasks.failures`), and takes nobody with it: not the next row, not
the next task. Every row that is due gets its turn, however many there are. A row is one short write of its own. What is
due is looked up off the event loop; and where people wait for the same process, the runner gives way: it rests after
each row as long as that took, so that whoever saves an answer meanwhile comes in between. Where nothing was due, the
next look waits until somebody has committed something or until the clock alone may have made something due: a site
where nobody works costs next to nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import Session

from anpei import clock
from anpei.database import Database
from anpei.engines import News
from anpei.tasks.failures import TaskFailure, clear_failures, failures, note_failure
from anpei.tasks.wording import TITLES

__all__ = ["ScheduledTask", "TaskRunner"]

Found = TypeVar("Found")
WHOLE = ""
"""The row that stands for the task itself: what is due could not be found out."""
REMEMBERED = 5.0
"""So many seconds another process's failures, and an operator's wish to try again, may go unnoticed."""
LONGEST_REST = 0.5
LONGEST_STUMBLE = 30.0
LOOKERS = 3
log = logging.getLogger("anpei.tasks")


Seen = tuple[int, ...] | None
"""How the database was at a look (:class:`anpei.engines.News`)."""


@dataclass(frozen=True)
class ScheduledTask:
    """One kind of periodic work. ``due`` tells the rows to do now, in order; ``work`` does one of them for good.

    ``every`` is ms between two looks. With ``by_clock`` what is due is a matter of the database, and in so many ms of
    the clock: in between, a look that found nothing isn't repeated before something was committed. ``at_most`` bounds
    the rows of one round, where the order is to be asked anew after each; with ``together`` a round's rows are done
    side by side, where one slow row must not delay the others.
    """

    name: str
    every: int
    due: Callable[[], Awaitable[Sequence[str]]]
    work: Callable[[str], Awaitable[object]]
    by_clock: int | None = None
    at_most: int | None = None
    together: bool = False

    def __post_init__(self) -> None:
        assert self.name in TITLES, f"{self.name} has no words for the operator"


class TaskRunner:
    """Runs the tasks of one process until it is told to stop; any number of processes may run the same ones.

    ``besides`` are other databases in which something may become due.
    """

    def __init__(
        self, db: Database, now: Callable[[], int] = clock.now, *, gives_way: bool = False, besides: Sequence[str] = ()
    ) -> None:
        self.db, self.now, self.gives_way = db, now, gives_way
        self.tasks: list[ScheduledTask] = []
        self.news = News(db.url, *besides)
        self._pool = ThreadPoolExecutor(LOOKERS, thread_name_prefix="anpei-tasks")
        self._known: dict[str, tuple[float, Seen, dict[str, TaskFailure]]] = {}
        self._nothing: dict[str, tuple[Seen, int, int]] = {}
        self._stopping = False
        self._pauses: set[asyncio.Future[None]] = set()
        self._running: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin, in the event loop that runs now."""
        self._running = [asyncio.ensure_future(self._keep_on(task)) for task in self.tasks]

    async def stop(self, patience: float | None = None) -> None:
        """End when the rows at hand are done, or break them off after so many seconds."""
        self._stopping = True
        for pause in self._pauses:
            _end(pause)
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=patience)
            for each in late:
                each.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)
        self.news.close()

    async def apart(self, look: Callable[[], Found]) -> Found:
        """What a function gives that takes its time, asked for off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, look)

    async def read(self, look: Callable[[Session], Found]) -> Found:
        """What a function finds in the database, off the event loop."""

        def looked() -> Found:
            with self.db.read() as session:
                return look(session)

        return await self.apart(looked)

    async def round(self, task: ScheduledTask) -> int:
        """Do what is due in one task; returns how many rows were done."""
        now = self.now()
        seen = self.news.state() if task.by_clock is not None else None
        if self._nothing_since(task, seen, now):
            return 0
        known = await self._failures(task, seen)
        if _waits(known.get(WHOLE), now):
            return 0
        try:
            due = await task.due()
        except Exception as error:
            await self._note(task, WHOLE, error)
            return 0
        await self._clear_stale(task, known, due)
        ready = [row for row in due if not _waits(known.get(row), self.now())][: task.at_most]
        if task.by_clock is not None and not ready:
            self._nothing[task.name] = seen, now, min([now + task.by_clock, *(one.again for one in known.values())])
        if task.together:
            return sum(await asyncio.gather(*(self._try(task, row, known) for row in ready)))
        done = 0
        for row in ready:
            if self._stopping:
                break
            begun = time.monotonic()
            done += await self._try(task, row, known)
            await asyncio.sleep(min(time.monotonic() - begun, LONGEST_REST) if self.gives_way else 0)
        return done

    async def _keep_on(self, task: ScheduledTask) -> None:
        stumbles = 0
        while not self._stopping:
            try:
                await self.round(task)
                stumbles = 0
            except Exception:  # the database is away, so that not even a failure could be kept
                log.exception("%s: the round broke off and begins again", task.name)
                stumbles += 1
            wait = min(task.every / 1000 * 2**stumbles, max(task.every / 1000, LONGEST_STUMBLE))
            await self._pause(wait)

    async def _pause(self, seconds: float) -> None:
        """Until so many seconds are over or a stop is asked for."""
        if self._stopping:
            return
        loop = asyncio.get_running_loop()
        pause = loop.create_future()
        timer = loop.call_later(seconds, _end, pause)
        self._pauses.add(pause)
        try:
            await pause
        finally:
            timer.cancel()
            self._pauses.discard(pause)

    def _nothing_since(self, task: ScheduledTask, seen: Seen, now: int) -> bool:
        """Whether nothing can have become due since a look found nothing; a clock that was put back doesn't count."""
        before, looked, until = self._nothing.pop(task.name, (None, 0, 0))
        if before is None or before != seen or not looked <= now < until:
            return False
        self._nothing[task.name] = before, looked, until
        return True

    async def _try(self, task: ScheduledTask, row: str, known: dict[str, TaskFailure]) -> bool:
        try:
            await task.work(row)
        except Exception as error:
            await self._note(task, row, error)
            return False
        if row in known:
            await self._clear(task, [row])
        return True

    async def _failures(self, task: ScheduledTask, seen: Seen) -> dict[str, TaskFailure]:
        read, before, known = self._known.get(task.name, (0.0, None, {}))
        old = time.monotonic() - read > REMEMBERED and (before is None or before != seen)
        if not read or old:
            found = await self.read(lambda session: failures(session, task.name))
            known = {failure.row: failure for failure in found}
            self._known[task.name] = time.monotonic(), seen, known
        return known

    async def _note(self, task: ScheduledTask, row: str, error: Exception) -> None:
        failure = await self.db.awrite(
            lambda session: note_failure(session, task.name, row, error, every=task.every, now=self.now())
        )
        self._known[task.name][2][row] = failure
        trace = error if failure.tries == 1 else None
        words = "%s %s failed (try %d, the next in %d s): %s"
        wait = max(0, failure.again - self.now()) // clock.SECOND
        log.error(words, task.name, row or "as a whole", failure.tries, wait, failure.trouble, exc_info=trace)

    async def _clear_stale(self, task: ScheduledTask, known: dict[str, TaskFailure], due: Sequence[str]) -> None:
        """What was done some other way, or isn't asked for any more, is no failure any longer."""
        wanted = set(due)
        stale = [row for row, failure in known.items() if row not in wanted and not _waits(failure, self.now())]
        if stale:
            await self._clear(task, stale)

    async def _clear(self, task: ScheduledTask, rows: Sequence[str]) -> None:
        await self.db.awrite(lambda session: clear_failures(session, task.name, rows))
        for row in rows:
            self._known[task.name][2].pop(row, None)


def _waits(failure: TaskFailure | None, now: int) -> bool:
    return failure is not None and failure.again > now


def _end(pause: asyncio.Future[None]) -> None:
    if not pause.done():
        pause.set_result(None)
