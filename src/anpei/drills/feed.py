"""One watcher per run and process: it polls the log, writes what the clock calls for, and wakes everybody who looks on.

Any number of processes may watch the same run; what they write carries keys, so nothing happens twice. Polling beats
being notified: thirty kiosks cost one small query every tenth of a second.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable

from sqlalchemy import select

from anpei.database import Database
from anpei.drills import engine
from anpei.drills.events import Event, State
from anpei.drills.log import events_after, script_of
from anpei.drills.script import Script
from anpei.drills.service import tick
from anpei.drills.tables import DrillRun
from anpei.errors import NotFound

__all__ = ["Feed", "Feeds"]

POLL = 0.1
LONELY = 300
KEPT = 8
"""So many ended runs stay in mind, for the screens that still show them."""
log = logging.getLogger(__name__)


class Feed:
    """The live state of one run in this process."""

    def __init__(self, db: Database, run_id: int, now: Callable[[], int]) -> None:
        self.db, self.run_id, self.now = db, run_id, now
        with db.read() as session:
            row = session.get(DrillRun, run_id)
            if row is None:
                raise NotFound("没有这次演练。", way_out="请回到开始页面重新选择。")
            self.script: Script = script_of(row)
            self.state: State = engine.begin(self.script, row.seed)
        self.events: list[Event] = []
        self.watchers = 0
        self._news = asyncio.Event()
        self.read()

    def read(self) -> bool:
        """Take in new lines of the log; whether there were any."""
        with self.db.read() as session:
            last = session.scalar(select(DrillRun.last_seq).where(DrillRun.run_id == self.run_id))
            if last == self.state.seq:
                return False
            fresh = events_after(session, self.run_id, self.state.seq)
        self.state = engine.fold(self.script, self.state, fresh)
        self.events += fresh
        news, self._news = self._news, asyncio.Event()
        news.set()
        return bool(fresh)

    async def after(self, seq: int, seconds: float) -> bool:
        """Wait until there is something after ``seq``; False when nothing came in time."""
        if self.state.seq > seq:
            return True
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        return self.state.seq > seq

    async def watch(self) -> None:
        """Keep the run going until it ends, or until nobody has looked at a quiet one for a while."""
        alone = 0
        while self.state.status != "ended" and alone < LONELY:
            alone = 0 if self.watchers or self.state.status == "running" else alone + 1
            await asyncio.sleep(POLL)
            try:
                self.read()
                if engine.due(self.script, self.state, self.now()) is not None:
                    await self.db.awrite(lambda session: tick(session, self.run_id, self.now()))
                    self.read()
            except Exception:
                log.exception("drill run %s: the watcher stumbled and goes on", self.run_id)
                await asyncio.sleep(1)


class Feeds:
    """The feeds of one process, made when first asked for."""

    def __init__(self, db: Database, now: Callable[[], int]) -> None:
        self.db, self.now = db, now
        self._feeds: dict[int, Feed] = {}
        self._over: OrderedDict[int, Feed] = OrderedDict()
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def get(self, run_id: int) -> Feed:
        """The feed of a run, being watched if the run isn't over; raises NotFound."""
        feed = self._feeds.get(run_id) or self._over.get(run_id) or Feed(self.db, run_id, self.now)
        if feed.state.status == "ended":
            return self._keep(feed)
        self._feeds[run_id] = feed
        task = self._tasks.get(run_id)
        if task is None or task.done():
            task = asyncio.get_running_loop().create_task(feed.watch())
            task.add_done_callback(lambda _: self._forget(run_id))
            self._tasks[run_id] = task
        return feed

    def _keep(self, feed: Feed) -> Feed:
        """An ended run changes little more: the latest few are kept, whoever still watches holds their own."""
        self._feeds.pop(feed.run_id, None)
        self._over[feed.run_id] = feed
        self._over.move_to_end(feed.run_id)
        while len(self._over) > KEPT:
            self._over.popitem(last=False)
        return feed

    def _forget(self, run_id: int) -> None:
        self._tasks.pop(run_id, None)
        feed = self._feeds.get(run_id)
        if feed is not None and feed.state.status == "ended":
            self._keep(feed)
        elif feed is not None and not feed.watchers:
            self._feeds.pop(run_id, None)

    def __len__(self) -> int:
        return len(self._feeds.keys() | self._over.keys())
