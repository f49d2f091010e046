"""What every open page hears of a real emergency: one follower per process, however many pages wait.

A page that waits costs the process its connection and no more. While anybody waits, one small query every half second
asks whether an emergency stands, for another process may have raised it; where nobody committed anything, not even
that. What is told is made once and sent to all.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import closing
from typing import Any

from sqlalchemy.orm import Session

from anpei import staff
from anpei.database import Database
from anpei.engines import News
from anpei.exercises import rollcall, runs

__all__ = ["EmergencyWatch", "shared_half"]

POLL = 0.5
log = logging.getLogger(__name__)


def shared_half(session: Session, standing: runs.emergency.Emergency, phones: tuple[str, ...]) -> dict[str, Any]:
    """What of an emergency is the same for everybody: what happened, where to go, whom to call."""
    who = staff.find(session, standing.raised_by)
    return {
        "id": standing.id,
        "text": standing.text,
        "raised": standing.raised,
        "by": who.name if who else standing.raised_by,
        "runs": list(standing.runs),
        "points": [{"name": point.name, "place": point.place} for point in rollcall.points(session)],
        "phones": list(phones),
    }


class EmergencyWatch:
    """Whether an emergency stands, as this process knows it; followed while somebody waits for news."""

    def __init__(self, db: Database, phones: Callable[[], tuple[str, ...]]) -> None:
        self.db, self.phones = db, phones
        self.told: dict[str, Any] | None = None
        self.turn = 0
        self.watchers = 0
        self._seen: tuple[int, int] = (0, 0)
        self._news = asyncio.Event()
        self._following: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Ask the database; whoever waits hears at once when something changed."""
        with self.db.read() as session:
            standing = runs.emergency.current(session)
            known = rollcall.live_of(session, standing) if standing is not None else None
            seen = (standing.id if standing else 0, known.muster if known else 0)
            if seen == self._seen:
                return
            self.told = shared_half(session, standing, self.phones()) if standing is not None else None
        self._seen = seen
        self.turn += 1
        news, self._news = self._news, asyncio.Event()
        news.set()

    def join(self) -> None:
        """Somebody begins to wait."""
        self.watchers += 1
        if self._following is None or self._following.done():
            self.look()
            self._following = asyncio.get_running_loop().create_task(self._follow())

    def leave(self) -> None:
        self.watchers -= 1

    async def after(self, turn: int, seconds: float) -> bool:
        """Wait until something changed after ``turn``; False when nothing did in time."""
        if self.turn == turn:
            try:
                await asyncio.wait_for(self._news.wait(), seconds)
            except TimeoutError:
                return False
        return self.turn != turn

    async def _follow(self) -> None:
        with closing(News(self.db.url)) as news:
            while self.watchers:
                await asyncio.sleep(POLL)
                try:
                    if news.changed():
                        self.look()
                except Exception:
                    log.exception("looking for an emergency stumbled and goes on")
                    news.forget()
