"""Reading a roll call: where it stands, its times, its log in words, and the one that belongs to a run.

Screens follow a roll call by the number of its newest entry: :func:`news` since a number is who changed and what was
written after it, so that it costs as much as happened, however long the list is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei.clock import DAY
from anpei.exercises.rollcall import counting
from anpei.exercises.rollcall.counting import RollCallEntry
from anpei.exercises.rollcall.log import entries, head_of, newest, people_of, row_of
from anpei.exercises.rollcall.model import (
    STATES,
    Point,
    RollCallHead,
    RollCallLine,
    RollCallStanding,
    RollCallSummary,
    Status,
    Times,
    Warden,
)
from anpei.exercises.rollcall.tables import Muster, MusterPerson

__all__ = [
    "Record",
    "RollCallNews",
    "for_run",
    "head",
    "how_many_past",
    "lines",
    "newest_lines",
    "news",
    "of_runs",
    "open_now",
    "past",
    "record",
    "standing",
    "summary",
    "times",
    "wardens_of",
    "watched_by",
]

LINES = 60
"""Lines of the log that a screen shows."""
FEW = 500


@dataclass(frozen=True)
class Record:
    """Everything a report says of a roll call."""

    head: RollCallHead
    standing: RollCallStanding
    times: Times
    lines: tuple[RollCallLine, ...]
    wardens: tuple[Warden, ...]


def head(session: Session, muster_id: int) -> RollCallHead:
    return head_of(row_of(session, muster_id))


def past(session: Session, *, offset: int = 0, limit: int = 30) -> list[RollCallHead]:
    """Roll calls that have ended, newest first."""
    query = select(Muster).where(Muster.ended.is_not(None)).order_by(Muster.muster_id.desc())
    return [head_of(row) for row in session.scalars(query.offset(offset).limit(limit))]


def how_many_past(session: Session) -> int:
    return session.scalar(select(func.count()).where(Muster.ended.is_not(None))) or 0


def open_now(session: Session) -> list[RollCallHead]:
    """The roll calls under way, a real one first, then the newest; a real one of days before counts as forgotten."""
    query = select(Muster).where(Muster.ended.is_(None), Muster.called).order_by(Muster.muster_id.desc())
    found = [head_of(row) for row in session.scalars(query)]
    newest = max((head.started for head in found), default=0)
    return sorted(found, key=lambda head: head.kind != "live" or newest - head.started > DAY)


def for_run(session: Session, run_id: int) -> int | None:
    """The latest roll call of a drill run."""
    query = select(Muster.muster_id).where(Muster.run_id == run_id, Muster.called).order_by(Muster.muster_id.desc())
    return session.scalar(query.limit(1))


def of_runs(session: Session) -> dict[int, int]:
    """Drill run → its latest roll call, of every run that had one."""
    query = select(Muster.run_id, func.max(Muster.muster_id)).where(Muster.run_id.is_not(None), Muster.called)
    return {run: number for run, number in session.execute(query.group_by(Muster.run_id)) if run is not None}


def standing(session: Session, muster_id: int) -> RollCallStanding:
    row = row_of(session, muster_id)
    people = tuple(people_of(session, muster_id))
    return counting.of_people(people, head_of(row).points, wardens_of(session, muster_id), row.last_seq)


def times(session: Session, muster_id: int) -> Times:
    return summary(session, muster_id).times


def summary(session: Session, muster_id: int) -> RollCallSummary:
    """How many are expected and missing, and the times, without a look at each of them."""
    alarm = row_of(session, muster_id).started
    at, since = MusterPerson.at, MusterPerson.since
    query = select(MusterPerson.state, func.count(), func.min(at), func.max(at), func.max(since))
    rows = session.execute(query.where(MusterPerson.muster_id == muster_id).group_by(MusterPerson.state)).all()
    total, missing = sum(row[1] for row in rows), sum(row[1] for row in rows if row[0] == "missing")
    first, last = next((row[2:4] for row in rows if row[0] == "present"), (None, None))
    everybody = max((row[4] or 0 for row in rows), default=0) if total and not missing else None
    seen = (None if moment is None else max(alarm, moment) for moment in (first, last, everybody))
    return RollCallSummary(total, missing, Times(alarm, *seen))


@dataclass(frozen=True)
class RollCallNews:
    """What a screen needs to know after an entry's number: who changed, the newest lines of the log, and the rest."""

    head: RollCallHead
    summary: RollCallSummary
    people: tuple[Status, ...]
    lines: tuple[RollCallLine, ...]
    wardens: tuple[Warden, ...]


def news(session: Session, muster_id: int, after: int) -> RollCallNews:
    """What happened after the entry of this number, with the last lines of the log; after -1 everybody."""
    told = head(session, muster_id)
    which = (MusterPerson.seq > after,) if after >= 0 else ()
    log = newest(session, muster_id, LINES, after=max(0, after))
    return RollCallNews(
        told,
        summary(session, muster_id),
        tuple(people_of(session, muster_id, *which)),
        tuple(_in_words(session, told, log)),
        tuple(wardens_of(session, muster_id)),
    )


def wardens_of(session: Session, muster_id: int) -> list[Warden]:
    return counting.wardens(entries(session, muster_id, "warden"))


def watched_by(session: Session, key: str) -> list[tuple[RollCallHead, Point]]:
    """The roll calls under way in which this person or kiosk is a warden and where, a real one first."""
    named = ((head, w) for head in open_now(session) for w in wardens_of(session, head.muster_id) if w.key == key)
    return [(head, next((p for p in head.points if p.id == warden.point), head.points[0])) for head, warden in named]


def lines(session: Session, muster_id: int) -> list[RollCallLine]:
    """The log in words, in the order of the moments."""
    return _in_words(session, head(session, muster_id), entries(session, muster_id))


def newest_lines(session: Session, muster_id: int) -> list[RollCallLine]:
    """The last lines of the log by the moment of the tap."""
    return _in_words(session, head(session, muster_id), newest(session, muster_id, LINES))


def _in_words(session: Session, told: RollCallHead, log: Sequence[RollCallEntry]) -> list[RollCallLine]:
    """Entries as lines, in the order of the moments."""
    names = _names(session, told.muster_id, {entry.key for entry in log})
    points = {point.id: point.name for point in told.points}
    ordered = sorted(log, key=lambda entry: (entry.at, entry.seq))
    return [RollCallLine(e.seq, e.at, e.name, _words(e, names, points), e.late) for e in ordered]


def _names(session: Session, muster_id: int, keys: Collection[str]) -> dict[str, str]:
    """What those of the keys who are on the list are called."""
    query = select(MusterPerson.key, MusterPerson.name).where(MusterPerson.muster_id == muster_id)
    if len(keys) < FEW:
        query = query.where(MusterPerson.key.in_(keys))
    return dict(session.execute(query).all())


def _words(entry: RollCallEntry, names: dict[str, str], points: dict[str, str]) -> str:
    place = points.get(entry.point, "")
    why = f"（{entry.note}）" if entry.note else ""
    if entry.kind == "add":
        return f"名单外加入：{entry.extra['name']}"
    if entry.kind == "warden":
        verb = "指定清点员" if entry.state == "named" else "取消清点员"
        return f"{verb}：{entry.extra['name']}" + (f"（{place}）" if place else "")
    if entry.kind == "end":
        return f"清点结束{why}"
    name = names.get(entry.key, entry.key)
    if entry.state == "present":
        return f"{name} 到达{place}{why}"
    if entry.state == "missing":
        return f"{name}：撤回{place}的勾选{why}" if place else f"{name}：记为未到{why}"
    return f"{name}：{STATES[entry.state]}{why}"


def record(session: Session, muster_id: int) -> Record:
    """The whole roll call for a report."""
    return Record(
        head(session, muster_id),
        standing(session, muster_id),
        times(session, muster_id),
        tuple(lines(session, muster_id)),
        tuple(wardens_of(session, muster_id)),
    )
