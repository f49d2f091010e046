"""What the server does without being asked: attempts run out, drills go on, models run, kernels close."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from sqlalchemy.orm import Session
from tornado.ioloop import PeriodicCallback

from anpei import clock, courses, records, review, staff
from anpei.errors import Unavailable
from anpei.exercises import evacuation, rollcall, runs
from anpei.server.core.context import Context
from anpei.server.live.kernels import OwnedKernelManager

__all__ = ["BackgroundWork"]

log = logging.getLogger("anpei.ticking")
REFRESHED = 5_000
ABANDONED = 60_000
PICTURED = 5_000
FORGOTTEN = 600_000
TIDIED = 60_000
Task = Callable[[], Awaitable[object]]


class BackgroundWork:
    """One periodic callback per task; a task that fails is logged and tried again, one that runs is not doubled."""

    def __init__(self, context: Context, kernels: OwnedKernelManager) -> None:
        self.context, self.kernels = context, kernels
        self._pictured: set[int] = set()
        self._followed: courses.Catalog | None = None
        self._callbacks = [
            _every(1000, "attempts", self.settle),
            _every(1000, "standings", self.keep_standings),
            _every(TIDIED, "withdrawn plans", self.tidy),
            _every(1000, "drills", self.go_on),
            _every(1000, "roll calls", self.call_rolls),
            _every(400, "evacuation", context.desk.turn),
            _every(PICTURED, "last pictures", self.picture),
            _every(2000, "kernels", self.sweep),
            _every(REFRESHED, "refresh", self.refresh),
            _every(ABANDONED, "abandoned drills", self.abandon),
            _every(FORGOTTEN, "visitors", self.forget),
        ]

    def start(self) -> None:
        for callback in self._callbacks:
            callback.start()

    def stop(self) -> None:
        for callback in self._callbacks:
            callback.stop()

    async def settle(self) -> object:
        """Hand in what has run out of time, and mark what was handed in."""
        return await self.context.db.awrite(lambda session: records.sweep(session, clock.now()))

    async def keep_standings(self) -> object:
        """What was assigned to many people comes into force, and courses that changed are reckoned anew."""
        db, catalog = self.context.db, self.context.catalog()
        await asyncio.to_thread(records.lay_on, db, clock.now())
        if catalog is not self._followed:
            await asyncio.to_thread(records.follow_content, db, self.context.syllabi())
            self._followed = catalog
        return catalog

    async def tidy(self) -> object:
        """Rows that withdrawn plans left are cleared away, some at a time."""
        while await self.context.db.awrite(records.tidy):
            pass
        return None

    async def go_on(self) -> object:
        """Drills go on by the clock, whoever watches: this process follows every one that is going."""
        with self.context.db.read() as session:
            going = runs.going(session)
        self.context.feeds.follow(going)
        return going

    async def abandon(self) -> object:
        """A drill that waits or pauses and was forgotten ends."""
        now, silent = clock.now(), self.context.site.settings.drills.abandon_hours * clock.HOUR
        with self.context.db.read() as session:
            found = runs.abandoned(session, now, silent)
        return await self.context.db.awrite(lambda session: runs.abandon(session, now, silent)) if found else found

    async def call_rolls(self) -> object:
        """A drill's alarm begins the roll call that was planned with it."""
        with self.context.db.read() as session:
            due = rollcall.due(session)
        for run_id in due:
            await self.context.db.awrite(partial(rollcall.begin, run_id=run_id, now=clock.now()))
        return due

    async def picture(self) -> object:
        """What the people on the map did in an ended drill is worked out once, whoever watched."""
        context, now = self.context, clock.now()
        if not evacuation.available():
            return 0
        with context.db.read() as session:
            due = [run for run in evacuation.ended_lately(session, now) if run not in self._pictured]
        for run in due:
            self._pictured.add(run)
            try:
                await context.db.awrite(partial(self._picture_of, run_id=run, now=now))
            except Unavailable:
                self._pictured.discard(run)
                raise
            except Exception:
                log.exception("drill run %s: its people can't be worked out", run)
        return len(due)

    def _picture_of(self, session: Session, *, run_id: int, now: int) -> None:
        sites, shelves, have = self.context.sites(), self.context.content().shelves, self.context.desk.have
        story = runs.run_record(session, run_id)
        evacuation.ask_at_end(session, story=story, sites=sites, shelves=shelves, have=have, now=now)

    async def sweep(self) -> object:
        return await self.kernels.sweep(clock.now(), self.present)

    async def refresh(self) -> object:
        """What was missed in drills and exams becomes practice."""
        now, items, catalog = clock.now(), self.context.bank(), self.context.catalog()
        with self.context.db.read() as session:
            if not review.unseen(session):
                return 0
        cites = {
            f"{slug}/{chapter}": cited
            for slug, course in catalog.courses.items()
            for chapter, cited in courses.cites_by_chapter(course).items()
        }
        return await self.context.db.awrite(lambda session: review.sweep(session, items, cites, now))

    async def forget(self) -> object:
        """Names of people from outside are deleted when their time is over."""
        kept, now = self.context.site.settings.visitors, clock.now()
        days = {"keep": kept.keep_days, "keep_live": kept.emergency_days}
        return await self.context.db.awrite(lambda session: rollcall.forget(session, now=now, **days))

    def present(self, owner: str) -> bool:
        """Whether the owner of a kernel is still on the roster."""
        if owner.startswith("kiosk:"):
            return True
        with self.context.db.read() as session:
            person = staff.find(session, owner)
        return person is not None and person.active


def _every(milliseconds: int, name: str, task: Task) -> PeriodicCallback:
    lock = asyncio.Lock()

    async def run() -> None:
        if lock.locked():
            return
        async with lock:
            try:
                await task()
            except Exception:
                log.exception("%s failed", name)

    return PeriodicCallback(run, milliseconds)
