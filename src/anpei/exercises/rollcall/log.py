"""The log of a roll call: entries are numbered while holding the muster's lock, and the same key is written once.

With each entry, in the same transaction, the row of the person it is of is reckoned again from that person's entries
alone. So an entry costs the same however long the list is, and list and log never disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, func, insert, select
from sqlalchemy.orm import Session

from anpei.clock import DAY
from anpei.errors import Conflict, NotFound
from anpei.exercises.rollcall import counting
from anpei.exercises.rollcall.counting import RollCallEntry
from anpei.exercises.rollcall.model import ExpectedPerson, Kind, Point, RollCallAck, RollCallHead, State, Status
from anpei.exercises.rollcall.tables import Muster, MusterCheck, MusterPerson
from anpei.taps import Tap

__all__ = [
    "RollCallDraft",
    "add",
    "entries",
    "head_of",
    "is_listed",
    "list_people",
    "listed_of",
    "newest",
    "people_of",
    "row_of",
]


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
    _follow(session, row, draft)
    return RollCallAck(tap.uuid, row.last_seq, at)


def _follow(session: Session, row: Muster, draft: RollCallDraft) -> None:
    """Have the list say what the newest entry made of the person it is of."""
    if draft.kind == "add" and not is_listed(session, row.muster_id, draft.person_key):
        extra = {key: str(value) for key, value in draft.payload.items()}
        who = ExpectedPerson(draft.person_key, extra["name"], extra.get("place", ""), extra.get("group", "extra"))
        last = select(func.max(MusterPerson.position)).where(MusterPerson.muster_id == row.muster_id)
        list_people(session, row.muster_id, [((session.scalar(last) or 0) + 1, who)], seq=row.last_seq)
    person = session.get(MusterPerson, (row.muster_id, draft.person_key))
    if person is None or draft.kind not in ("add", "check"):
        return
    tally = counting.person(entries(session, row.muster_id, "check", person=draft.person_key))
    stands = tally.status(_who(person))
    person.state, person.points, person.at = stands.state, " ".join(stands.points), stands.at
    person.since, person.by, person.note, person.seq = tally.since, stands.by, stands.note, row.last_seq
    session.flush()


def list_people(
    session: Session, muster_id: int, placed: Sequence[tuple[int, ExpectedPerson]], *, seq: int = 0
) -> None:
    """Put these people, who aren't there yet, on the list at these positions; nobody has seen them yet."""
    missing = {"state": "missing", "points": "", "at": 0, "since": None, "by": "", "note": "", "seq": seq}
    rows = [
        {
            "muster_id": muster_id, "key": who.key, "position": position, "name": who.name, "place": who.place,
            "group": who.group, "post": who.post, "phone": who.phone, **missing,
        }
        for position, who in placed
    ]  # fmt: skip
    session.flush()
    if rows:
        session.connection().execute(insert(MusterPerson), rows)


def is_listed(session: Session, muster_id: int, key: str) -> bool:
    """Whether this key is on the list."""
    return session.get(MusterPerson, (muster_id, key)) is not None


def listed_of(session: Session, muster_id: int, keys: Sequence[str]) -> set[str]:
    """Those of the keys that are on the list."""
    query = select(MusterPerson.key).where(MusterPerson.muster_id == muster_id, MusterPerson.key.in_(keys))
    return set(session.scalars(query))


LISTED = (
    MusterPerson.key, MusterPerson.name, MusterPerson.place, MusterPerson.group, MusterPerson.post, MusterPerson.phone,
)  # fmt: skip
STANDS = (MusterPerson.state, MusterPerson.points, MusterPerson.at, MusterPerson.by, MusterPerson.note)


def people_of(session: Session, muster_id: int, *which: ColumnElement[bool]) -> list[Status]:
    """Everybody on the list, or ``which`` of them, in its order."""
    query = select(*LISTED, *STANDS).where(MusterPerson.muster_id == muster_id, *which).order_by(MusterPerson.position)
    return [
        Status(ExpectedPerson(*row[:6]), cast(State, row[6]), tuple(row[7].split()), row[8], row[9], row[10])
        for row in session.execute(query)
    ]


def _who(row: MusterPerson) -> ExpectedPerson:
    return ExpectedPerson(row.key, row.name, row.place, row.group, row.post, row.phone)


def entries(session: Session, muster_id: int, *kinds: str, person: str | None = None) -> list[RollCallEntry]:
    """The log in the order of its numbers, or only the lines of these kinds, of one person."""
    query = select(MusterCheck).where(MusterCheck.muster_id == muster_id).order_by(MusterCheck.seq)
    if kinds:
        query = query.where(MusterCheck.kind.in_(kinds))
    if person is not None:
        query = query.where(MusterCheck.person_key == person)
    return read_entries(session, query)


def newest(session: Session, muster_id: int, limit: int, *, after: int = 0) -> list[RollCallEntry]:
    """Of the entries after a number the last by the moment of the tap."""
    query = select(MusterCheck).where(MusterCheck.muster_id == muster_id, MusterCheck.seq > after)
    return read_entries(session, query.order_by(MusterCheck.at.desc(), MusterCheck.seq.desc()).limit(limit))


def read_entries(session: Session, query: Select[MusterCheck]) -> list[RollCallEntry]:
    """The entries that a query finds."""
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


def head_of(row: Muster) -> RollCallHead:
    kind: Kind = "live" if row.kind == "live" else "drill" if row.kind == "drill" else "test"
    points = tuple(Point(**point) for point in row.points)
    return RollCallHead(
        row.muster_id, kind, row.title, row.run_id, row.by, row.started, row.ended, row.ended_by, row.note,
        points, row.last_seq, row.forgotten, row.choice.get("of", ""),
    )  # fmt: skip
