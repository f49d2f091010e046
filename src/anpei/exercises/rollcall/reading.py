"""Reading a roll call: where it stands, its times, its log in words, and the one that belongs to a run."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from anpei.clock import DAY
from anpei.exercises.rollcall import counting
from anpei.exercises.rollcall.counting import RollCallEntry
from anpei.exercises.rollcall.log import entries, expected_of, head_of, row_of
from anpei.exercises.rollcall.model import STATES, Point, RollCallHead, RollCallLine, RollCallStanding, Times, Warden
from anpei.exercises.rollcall.tables import Muster

__all__ = [
    "Record",
    "for_run",
    "head",
    "how_many_past",
    "lines",
    "of_runs",
    "open_now",
    "past",
    "record",
    "seq",
    "standing",
    "times",
    "wardens_of",
    "watched_by",
]


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


def seq(session: Session, muster_id: int) -> int:
    """The number of the newest entry, negative once the roll call has ended: what a waiting screen compares."""
    row = row_of(session, muster_id)
    return -row.last_seq if row.ended is not None else row.last_seq


def past(session: Session, *, offset: int = 0, limit: int = 30) -> list[RollCallHead]:
    """Roll calls that have ended, newest first."""
    query = select(Muster).where(Muster.ended.is_not(None)).order_by(Muster.muster_id.desc())
    return [head_of(row) for row in session.scalars(query.offset(offset).limit(limit))]


def how_many_past(session: Session) -> int:
    return session.scalar(select(func.count()).where(Muster.ended.is_not(None))) or 0


def open_now(session: Session) -> list[RollCallHead]:
    """The roll calls under way, a real one first, then the newest; a real one of days before counts as forgotten."""
    query = select(Muster).where(Muster.ended.is_(None)).order_by(Muster.muster_id.desc())
    query = query.options(defer(Muster.expected))  # every screen asks every few seconds, and no head needs the list
    found = [head_of(row) for row in session.scalars(query)]
    newest = max((head.started for head in found), default=0)
    return sorted(found, key=lambda head: head.kind != "live" or newest - head.started > DAY)


def for_run(session: Session, run_id: int) -> int | None:
    """The latest roll call of a drill run."""
    query = select(Muster.muster_id).where(Muster.run_id == run_id).order_by(Muster.muster_id.desc())
    return session.scalar(query.limit(1))


def of_runs(session: Session) -> dict[int, int]:
    """Drill run → its latest roll call, of every run that had one."""
    query = select(Muster.run_id, func.max(Muster.muster_id)).where(Muster.run_id.is_not(None))
    return {run: number for run, number in session.execute(query.group_by(Muster.run_id)) if run is not None}


def standing(session: Session, muster_id: int) -> RollCallStanding:
    row = row_of(session, muster_id)
    return counting.count(expected_of(row), head_of(row).points, entries(session, muster_id), row.last_seq)


def times(session: Session, muster_id: int) -> Times:
    row = row_of(session, muster_id)
    return counting.stopwatch(row.started, expected_of(row), entries(session, muster_id))


def wardens_of(session: Session, muster_id: int) -> list[Warden]:
    return counting.wardens(entries(session, muster_id, "warden"))


def watched_by(session: Session, key: str) -> list[tuple[RollCallHead, Point]]:
    """The roll calls under way in which this person or kiosk is a warden and where, a real one first."""
    named = ((head, w) for head in open_now(session) for w in wardens_of(session, head.muster_id) if w.key == key)
    return [(head, next((p for p in head.points if p.id == warden.point), head.points[0])) for head, warden in named]


def lines(session: Session, muster_id: int) -> list[RollCallLine]:
    """The log in words, in the order of the moments."""
    row = row_of(session, muster_id)
    log = entries(session, muster_id)
    names = {who.key: who.name for who in counting.listed(expected_of(row), log)}
    points = {point.id: point.name for point in head_of(row).points}
    ordered = sorted(log, key=lambda entry: (entry.at, entry.seq))
    return [RollCallLine(e.seq, e.at, e.name, _words(e, names, points), e.late) for e in ordered]


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
