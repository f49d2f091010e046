"""One follower per process: it polls the logs, knows what the clock calls for, and wakes everybody who looks on.

Any number of processes may follow the same run; what they write carries keys, so nothing happens twice. Polling beats
being notified: a hundred kiosks in any number of runs cost one small query every tenth of a second, and that only after
somebody has committed something. A run that can't be
read on is let go: whoever looks after the runs that are going asks for it again, and learns why.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from typing import Any

from sqlalchemy import select

from anpei.database import Database
from anpei.engines import News
from anpei.errors import NotFound
from anpei.exercises.runs import engine
from anpei.exercises.runs.events import Event, RunState
from anpei.exercises.runs.exercise_type import exercise_type
from anpei.exercises.runs.log import events_after, script_of
from anpei.exercises.runs.numbering import run_label
from anpei.exercises.runs.seats import plan_of
from anpei.exercises.runs.service import tick
from anpei.exercises.runs.tables import DrillRun
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["Feed", "Feeds"]

POLL = 0.1
STUMBLED = 1.0
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
            self.script: CompiledScenario = script_of(row)
            self.label = run_label(row.number or "", row.origin)
            self.blind = exercise_type(session, run_id).blind
            self.planned = planned_roles(self.script, row.seats)
            self.state: RunState = engine.begin(self.script, row.seed)
        self.events: list[Event] = []
        self.watchers = 0
        self._alone = 0
        self._news = asyncio.Event()
        self.read()

    def read(self) -> bool:
        """Take in new lines of the log; whether there were any."""
        with self.db.read() as session:
            last = session.scalar(select(DrillRun.last_seq).where(DrillRun.run_id == self.run_id))
            fresh = events_after(session, self.run_id, self.state.seq) if last != self.state.seq else []
        return self._take_in(fresh) if fresh else False

    def take(self) -> bool:
        """Take in new lines that are known to be there, without asking for the last one's number first."""
        with self.db.read() as session:
            fresh = events_after(session, self.run_id, self.state.seq)
        return self._take_in(fresh)

    def _take_in(self, fresh: list[Event]) -> bool:
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

    def overdue(self) -> bool:
        """Whether the clock calls for something."""
        return engine.due(self.script, self.state, self.now()) is not None

    async def go_on(self) -> None:
        """Write what the clock calls for."""
        await self.db.awrite(lambda session: tick(session, self.run_id, self.now()))
        self.read()

    def left(self) -> bool:
        """Whether this may be forgotten: it has ended, or nobody has looked at a quiet one for a while."""
        quiet = not self.watchers and self.state.status != "running"
        self._alone = self._alone + 1 if quiet else 0
        return self.state.status == "ended" or self._alone >= LONELY


class Feeds:
    """The feeds of one process, made when first asked for and followed by one task."""

    def __init__(self, db: Database, now: Callable[[], int]) -> None:
        self.db, self.now = db, now
        self._feeds: dict[int, Feed] = {}
        self._over: OrderedDict[int, Feed] = OrderedDict()
        self._following: asyncio.Task[None] | None = None

    def get(self, run_id: int) -> Feed:
        """The feed of a run, being followed if the run isn't over; raises NotFound."""
        feed = self._feeds.get(run_id) or self._over.get(run_id) or Feed(self.db, run_id, self.now)
        if feed.state.status == "ended":
            return self._keep(feed)
        self._feeds[run_id] = feed
        if self._following is None or self._following.done():
            self._following = asyncio.get_running_loop().create_task(self._follow())
        return feed

    def overdue(self) -> list[int]:
        """The followed runs whose clock calls for something."""
        return [run_id for run_id, feed in self._feeds.items() if _overdue(feed)]

    async def go_on(self, run_id: int) -> None:
        """Write what a followed run's clock calls for."""
        feed = self._feeds.get(run_id)
        if feed is not None:
            await feed.go_on()

    async def _follow(self) -> None:
        """Look for news of every run until none is left; one question finds out, however many runs there are."""
        with closing(News(self.db.url)) as news:
            while self._feeds:
                await asyncio.sleep(POLL)
                try:
                    self._look(news)
                except Exception:
                    log.exception("following the drills stumbled and goes on")
                    news.forget()
                    await asyncio.sleep(STUMBLED)

    def _look(self, news: News) -> None:
        numbers = self._numbers() if news.changed() else {}
        for run_id, feed in list(self._feeds.items()):
            try:
                self._see(feed, numbers.get(run_id, feed.state.seq))
            except Exception:
                log.exception("drill run %s: following it broke off; the others go on", run_id)
                self._feeds.pop(run_id, None)

    def _numbers(self) -> dict[int, int]:
        with self.db.read() as session:
            query = select(DrillRun.run_id, DrillRun.last_seq).where(DrillRun.run_id.in_(list(self._feeds)))
            return {row.run_id: row.last_seq for row in session.execute(query)}

    def _see(self, feed: Feed, seq: int) -> None:
        if seq != feed.state.seq:
            feed.take()
        if feed.left():
            self._forget(feed)

    def _keep(self, feed: Feed) -> Feed:
        """An ended run changes little more: the latest few are kept, whoever still watches holds their own."""
        self._feeds.pop(feed.run_id, None)
        self._over[feed.run_id] = feed
        self._over.move_to_end(feed.run_id)
        while len(self._over) > KEPT:
            self._over.popitem(last=False)
        return feed

    def _forget(self, feed: Feed) -> None:
        if feed.state.status == "ended":
            self._keep(feed)
        else:
            self._feeds.pop(feed.run_id, None)

    def __len__(self) -> int:
        return len(self._feeds.keys() | self._over.keys())


def _overdue(feed: Feed) -> bool:
    """Also where it can't be told: whoever goes on with that run learns why."""
    try:
        return feed.overdue()
    except Exception:
        return True


def planned_roles(script: CompiledScenario, seats: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Kiosk → the roles its seat was planned with, in words."""
    found = {}
    for plan in map(plan_of, seats):
        roles = [script.roles[role].title for role in plan["roles"] if role in script.roles]
        found[plan["device"]] = "全部角色" if len(roles) == len(script.roles) else "、".join(roles)
    return found
