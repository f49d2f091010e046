"""The log of a roll call: entries are numbered while holding the muster's lock, and the same key is written once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.clock import DAY
from anpei.errors import Conflict, NotFound
from anpei.exercises.rollcall.counting import RollCallEntry
from anpei.exercises.rollcall.model import ExpectedPerson, Kind, Point, RollCallAck, RollCallHead
from anpei.exercises.rollcall.tables import Muster, MusterCheck
from anpei.taps import Tap

__all__ = ["RollCallDraft", "add", "entries", "expected_of", "head_of", "row_of"]


@dataclass(frozen=True)
class RollCallDraft:
    """An entry before it has a number and a time."""

    kind: str
    person_key: str = ""
    point: str = ""
    state: str = ""
    payload: dict[str, Any] = field(default_factory=dict)


def row_of(session: Session, muster_id: int, *, lock: bool = False) -> Muster:
    """The muster's row; raises NotFound."""
    row = session.get(Muster, muster_id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise NotFound("没有这次清点。", way_out="请从清点列表重新进入。")
    return row


def add(session: Session, row: Muster, draft: RollCallDraft, tap: Tap, *, key: str = "") -> RollCallAck:
    """Append an entry to a locked muster; one tapped before the end may still come in after it."""
    key = key or f"{draft.kind}:{tap.uuid}"
    known = session.scalar(select(MusterCheck).filter_by(muster_id=row.muster_id, key=key))
    if known is not None:
        return RollCallAck(tap.uuid, known.seq, known.at)
    at = max(row.started, tap.at)
    if row.ended is not None and (at > row.ended or tap.now > row.ended + DAY):
        raise Conflict("这次清点已经结束。", code="ended", way_out="要再清点，请导调员开始新的一次。")
    row.last_seq += 1
    session.add(
        MusterCheck(
            muster_id=row.muster_id,
            seq=row.last_seq,
            key=key,
            kind=draft.kind,
            point=draft.point,
            person_key=draft.person_key,
            state=draft.state,
            payload=draft.payload,
            by=tap.by,
            name=tap.name,
            at=at,
            received=tap.now,
            skew=tap.skew,
        )
    )
    session.flush()
    return RollCallAck(tap.uuid, row.last_seq, at)


def entries(session: Session, muster_id: int, *kinds: str) -> list[RollCallEntry]:
    """The log in the order of its numbers, or only the lines of these kinds."""
    query = select(MusterCheck).where(MusterCheck.muster_id == muster_id).order_by(MusterCheck.seq)
    if kinds:
        query = query.where(MusterCheck.kind.in_(kinds))
    return [
        RollCallEntry(
            row.seq,
            row.at,
            row.kind,
            row.point,
            row.person_key,
            row.state,
            row.by,
            row.name,
            str(row.payload.get("note", "")),
            {key: str(value) for key, value in row.payload.items()},
            row.received - row.at,
        )
        for row in session.scalars(query)
    ]


def expected_of(row: Muster) -> list[ExpectedPerson]:
    """The list as it was at the alarm."""
    return [ExpectedPerson(**who) for who in row.expected]


def head_of(row: Muster) -> RollCallHead:
    kind: Kind = "live" if row.kind == "live" else "drill" if row.kind == "drill" else "test"
    points = tuple(Point(**point) for point in row.points)
    return RollCallHead(
        row.muster_id, kind, row.title, row.run_id, row.by, row.started, row.ended, row.ended_by, row.note,
        points, row.last_seq, row.forgotten, row.choice.get("of", ""),
    )  # fmt: skip
