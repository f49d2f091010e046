"""A real emergency overrides every drill: one stands at a time, it ends all runs, and only a named person clears it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.errors import Conflict, Refused
from anpei.exercises.runs.abandonment import end_each
from anpei.exercises.runs.events import EventDraft
from anpei.exercises.runs.tables import DrillEmergency, DrillRun

__all__ = ["LONGEST", "Emergency", "clear", "current", "history", "raise_"]

LONGEST = 200
STANDING = "standing"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Emergency:
    """Who raised it, when and why; ``runs`` are the drills it ended, ``cleared`` (ms) is None while it stands."""

    id: int
    text: str
    raised: int
    raised_by: str
    runs: tuple[int, ...]
    cleared: int | None = None
    cleared_by: str = ""


def current(session: Session) -> Emergency | None:
    """The emergency that stands now, if there is one."""
    row = _standing(session)
    return _of(row) if row is not None else None


def raise_(session: Session, by: str, text: str, now: int) -> Emergency:
    """Stop everything: every unfinished run ends as ``real``. Raised twice, the first one stands."""
    told = " ".join(text.split())
    if not told or len(told) > LONGEST:
        raise Refused(f"请用一句话说明险情，最多 {LONGEST} 个字。", code="bad_reason")
    row = _standing(session)
    if row is None:
        row = DrillEmergency(standing=STANDING, text=told, raised=now, raised_by=by, runs=[], cleared_by="")
        session.add(row)
        session.flush()
        row.runs = _end_all(session, by, row.id, now)
        log.warning("real emergency %s raised by %s, %s runs ended", row.id, by, len(row.runs))
    return _of(row)


def clear(session: Session, by: str, now: int, *, ident: int) -> Emergency:
    """Give the screens back; ``ident`` says which one is meant, so that an old page can't clear a new emergency."""
    row = session.get(DrillEmergency, ident, with_for_update=True)
    if row is None or row.cleared is not None:
        raise Conflict("这次险情已经解除。", code="cleared", way_out="请刷新页面。")
    row.standing, row.cleared, row.cleared_by = None, now, by
    session.flush()
    log.warning("real emergency %s cleared by %s", row.id, by)
    return _of(row)


def history(session: Session, *, limit: int = 20) -> list[Emergency]:
    """The latest ones, newest first."""
    rows = session.scalars(select(DrillEmergency).order_by(DrillEmergency.id.desc()).limit(limit))
    return [_of(row) for row in rows]


def _standing(session: Session) -> DrillEmergency | None:
    return session.scalar(select(DrillEmergency).where(DrillEmergency.standing == STANDING))


def _end_all(session: Session, by: str, ident: int, now: int) -> list[int]:
    query = select(DrillRun.run_id).where(DrillRun.status != "ended").order_by(DrillRun.run_id)
    ending = EventDraft("run.ended", "run:end", {"how": "real", "emergency": ident}, actor=by)
    return end_each(session, list(session.scalars(query)), ending, now)


def _of(row: DrillEmergency) -> Emergency:
    return Emergency(row.id, row.text, row.raised, row.raised_by, tuple(row.runs), row.cleared, row.cleared_by)
