"""Which runs somebody may know of: all, or with a limit to departments one's own and those of one's people."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, or_, select, true
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import NotFound
from anpei.exercises.runs.tables import DrillEvent, DrillRun
from anpei.staff import Person

__all__ = ["called_by", "known_to", "require_sight", "seen_by"]


def seen_by(person: Person | None) -> ColumnElement[bool]:
    """A condition on runs: those this person called, or in which somebody took part whom they look after."""
    if person is None or person.scope.whole:
        return true()
    joined = DrillEvent.type == "member.joined", DrillEvent.actor.in_(staff.within(person.scope))
    return or_(DrillRun.created_by == person.staff_no, DrillRun.run_id.in_(select(DrillEvent.run_id).where(*joined)))


def known_to(person: Person) -> Select[int]:
    """The numbers of those runs, for the queries of other rooms."""
    return select(DrillRun.run_id).where(seen_by(person))


def called_by(session: Session, run_id: int) -> str:
    """Who called a drill; "" for what somebody practises alone, and for a run that isn't there."""
    query = select(DrillRun.created_by).where(DrillRun.run_id == run_id, DrillRun.origin == "director")
    return session.scalar(query) or ""


def require_sight(session: Session, run_id: int, person: Person) -> None:
    """Raises :class:`NotFound` for a run this person may not know of; one that isn't there is the caller's to miss."""
    if person.scope.whole or session.get(DrillRun, run_id) is None:
        return
    if session.scalar(known_to(person).where(DrillRun.run_id == run_id)) is None:
        raise NotFound("没有这次演练。", way_out="请回到演练列表重新选择。")
