"""The public quiz of a kiosk: practice questions for whoever walks by; only counts per day are kept, and no names."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.bank import ItemVersion
from anpei.exercises.runs.tables import QuizDay

__all__ = ["KINDS", "QuizCount", "draw", "may_ask", "note_answer", "note_start", "quiz_days"]

KINDS = ("single", "truefalse")
"""Kinds that one tap answers."""


@dataclass(frozen=True)
class QuizCount:
    """One day (ISO date, site's time) of the public quiz."""

    day: str
    started: int
    finished: int
    asked: int
    right: int

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.asked) if self.asked else 0


def may_ask(item: ItemVersion, topics: Iterable[str] = ()) -> bool:
    """Whether a question may be asked in public: never one of an exam."""
    wanted = tuple(topics)
    return item.use == "practice" and item.public.kind in KINDS and (not wanted or item.topic in wanted)


def draw(items: Iterable[ItemVersion], topics: Iterable[str], count: int, chance: random.Random) -> list[ItemVersion]:
    """A round of at most ``count`` questions, spread evenly over the topics."""
    wanted = tuple(topics)
    heaps: dict[str, list[ItemVersion]] = {}
    for item in items:
        if may_ask(item, wanted):
            heaps.setdefault(item.topic, []).append(item)
    for heap in heaps.values():
        chance.shuffle(heap)
    order = list(heaps)
    chance.shuffle(order)
    drawn: list[ItemVersion] = []
    while any(heaps.values()) and len(drawn) < count:
        drawn += [heaps[topic].pop() for topic in order if heaps[topic]]
    return drawn[:count]


def note_start(session: Session, day: str) -> None:
    """Somebody has begun a round."""
    _row(session, day).started += 1


def note_answer(session: Session, day: str, *, right: bool, last: bool) -> None:
    """Somebody has answered a question; ``last`` ends the round."""
    row = _row(session, day)
    row.asked += 1
    row.right += right
    row.finished += last


def quiz_days(session: Session, *, limit: int = 31) -> list[QuizCount]:
    """The latest days on which somebody played, newest first."""
    rows = session.scalars(select(QuizDay).order_by(QuizDay.day.desc()).limit(limit))
    return [QuizCount(row.day, row.started, row.finished, row.asked, row.right) for row in rows]


def _row(session: Session, day: str) -> QuizDay:
    row = session.get(QuizDay, day, with_for_update=True)
    if row is None:
        row = QuizDay(day=day, started=0, finished=0, asked=0, right=0)
        session.add(row)
    return row
