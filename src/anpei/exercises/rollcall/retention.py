"""What is not kept for ever: names of people from outside go when their time is over, how many came and when stays.

A visitor's row is blanked some days after they left; the copy in a roll call as many days after its end, or after more
of them when it was a real emergency. Somebody still on site keeps their name wherever it stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from anpei.clock import DAY
from anpei.exercises.rollcall.model import ExpectedPerson, nameless
from anpei.exercises.rollcall.tables import Muster, MusterCheck, MusterPerson, MusterVisitor

__all__ = ["Forgotten", "expired", "forget", "forget_one"]


@dataclass(frozen=True)
class Forgotten:
    """How many visitors at the gate and how many roll calls lost their outsiders' names."""

    visitors: int
    musters: int


def expired(session: Session, *, now: int, keep: int, keep_live: int) -> list[str]:
    """Whose time is over: ``visitor:7`` kept for ``keep`` days, ``muster:3`` as long (a real one for ``keep_live``)."""
    gone = select(MusterVisitor.visitor_id).where(MusterVisitor.left <= now - keep * DAY, MusterVisitor.name != "")
    found = [f"visitor:{number}" for number in session.scalars(gone.order_by(MusterVisitor.visitor_id))]
    until = case((Muster.kind == "live", now - keep_live * DAY), else_=now - keep * DAY)
    over = select(Muster.muster_id).where(Muster.forgotten.is_(None), Muster.ended <= until)
    return found + [f"muster:{number}" for number in session.scalars(over.order_by(Muster.muster_id))]


def forget_one(session: Session, ref: str, now: int) -> bool:
    """Blank one that is :func:`expired`; False where somebody on the list still has a name at the gate."""
    kind, _, number = ref.partition(":")
    if kind == "visitor":
        visitor = session.get_one(MusterVisitor, int(number), with_for_update=True)
        visitor.name = visitor.firm = visitor.host = visitor.phone = ""
    else:
        row = session.get_one(Muster, int(number), with_for_update=True)
        if _still_known(session, row):
            return False
        _blank(session, row)
        row.forgotten = now
    session.flush()
    return True


def forget(session: Session, *, now: int, keep: int, keep_live: int) -> Forgotten:
    """Blank everything that is :func:`expired`, at once: what an operator asks for at the command line."""
    done = [ref for ref in expired(session, now=now, keep=keep, keep_live=keep_live) if forget_one(session, ref, now)]
    visitors = sum(ref.startswith("visitor:") for ref in done)
    return Forgotten(visitors, len(done) - visitors)


def _still_known(session: Session, row: Muster) -> bool:
    """Whether somebody on the list still has a name at the gate."""
    listed = select(MusterPerson.key).where(MusterPerson.muster_id == row.muster_id, MusterPerson.key.startswith("v:"))
    numbers = [int(key.removeprefix("v:")) for key in session.scalars(listed)]
    query = select(MusterVisitor.visitor_id).where(MusterVisitor.visitor_id.in_(numbers), MusterVisitor.name != "")
    return session.scalar(query.limit(1)) is not None


def _blank(session: Session, row: Muster) -> None:
    """Outsiders get a number for a name, and what was noted of them goes; who was where and when stays."""
    outside = or_(MusterPerson.key.startswith("v:"), MusterPerson.key.startswith("x:"))
    for who in session.scalars(select(MusterPerson).where(MusterPerson.muster_id == row.muster_id, outside)):
        who.name = nameless(ExpectedPerson(who.key, "", group=who.group))
        who.place = who.post = who.phone = who.note = ""
    for entry in session.scalars(select(MusterCheck).filter_by(muster_id=row.muster_id)):
        if not ExpectedPerson(entry.person_key, "").outside:
            continue
        entry.payload = {key: kept for key, kept in entry.payload.items() if key not in ("note", "place")}
        if entry.kind == "add":
            entry.payload |= {"name": nameless(ExpectedPerson(entry.person_key, "", group="extra"))}
