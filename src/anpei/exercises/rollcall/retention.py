"""What is not kept for ever: names of people from outside go when their time is over, how many came and when stays.

A visitor's row is blanked some days after they left; the copy in a roll call as many days after its end, or after more
of them when it was a real emergency. Somebody still on site keeps their name wherever it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.clock import DAY
from anpei.exercises.rollcall.model import ExpectedPerson, nameless
from anpei.exercises.rollcall.tables import Muster, MusterCheck, MusterVisitor

__all__ = ["Forgotten", "forget"]


@dataclass(frozen=True)
class Forgotten:
    """How many visitors at the gate and how many roll calls lost their outsiders' names."""

    visitors: int
    musters: int


def forget(session: Session, *, now: int, keep: int, keep_live: int) -> Forgotten:
    """Blank what has been kept for ``keep`` days, in roll calls of real emergencies for ``keep_live``."""
    gone = _visitors(session, now - keep * DAY)
    query = select(Muster).where(Muster.ended.is_not(None), Muster.forgotten.is_(None)).with_for_update()
    done = 0
    for row in session.scalars(query.where(Muster.ended <= now - min(keep, keep_live) * DAY)):
        days = keep_live if row.kind == "live" else keep
        if (row.ended or now) <= now - days * DAY and not _still_known(session, row):
            _blank(session, row)
            row.forgotten = now
            done += 1
    return Forgotten(gone, done)


def _visitors(session: Session, until: int) -> int:
    rows = session.scalars(select(MusterVisitor).where(MusterVisitor.left <= until, MusterVisitor.name != "")).all()
    for row in rows:
        row.name = row.firm = row.host = row.phone = ""
    session.flush()
    return len(rows)


def _still_known(session: Session, row: Muster) -> bool:
    """Whether somebody on the list still has a name at the gate."""
    numbers = [int(who["key"].removeprefix("v:")) for who in row.expected if who["key"].startswith("v:")]
    query = select(MusterVisitor.visitor_id).where(MusterVisitor.visitor_id.in_(numbers), MusterVisitor.name != "")
    return session.scalar(query.limit(1)) is not None


def _blank(session: Session, row: Muster) -> None:
    """Outsiders get a number for a name, and what was noted of them goes; who was where and when stays."""
    listed = [ExpectedPerson(**who) for who in row.expected]
    row.expected = [_without(who) if who.outside else kept for who, kept in zip(listed, row.expected, strict=True)]
    for entry in session.scalars(select(MusterCheck).filter_by(muster_id=row.muster_id)):
        if not ExpectedPerson(entry.person_key, "").outside:
            continue
        entry.payload = {key: kept for key, kept in entry.payload.items() if key not in ("note", "place")}
        if entry.kind == "add":
            entry.payload |= {"name": nameless(ExpectedPerson(entry.person_key, "", group="extra"))}


def _without(who: ExpectedPerson) -> dict[str, str]:
    return {"key": who.key, "name": nameless(who), "place": "", "group": who.group, "post": "", "phone": ""}
