"""Runs that end without anybody at their screens: all at once in a real emergency, one by one when nobody goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei.exercises.runs.events import EventDraft
from anpei.exercises.runs.log import RunLog
from anpei.exercises.runs.tables import DrillEvent, DrillRun

__all__ = ["abandon", "abandoned", "end_each"]

log = logging.getLogger(__name__)


def abandoned(session: Session, now: int, silent: int, run_id: int | None = None) -> list[int]:
    """The runs (or this one) that wait or pause and in which nothing has happened for ``silent`` ms."""
    last = func.coalesce(func.max(DrillEvent.ts), DrillRun.created)
    query = (
        select(DrillRun.run_id)
        .outerjoin(DrillEvent, DrillEvent.run_id == DrillRun.run_id)
        .where(DrillRun.status.in_(("waiting", "paused")))
        .group_by(DrillRun.run_id, DrillRun.created)
        .having(last <= now - silent)
    )
    query = query if run_id is None else query.where(DrillRun.run_id == run_id)
    return sorted(session.scalars(query))


def abandon(session: Session, run_id: int, now: int, silent: int) -> bool:
    """End a run that is :func:`abandoned`, once however many processes look; it's nobody's result."""
    if run_id not in abandoned(session, now, silent, run_id):
        return False
    RunLog(session, run_id).append(EventDraft("run.ended", "run:end", {"how": "abandoned"}), now)
    return True


def end_each(session: Session, runs: Iterable[int], ending: EventDraft, now: int) -> list[int]:
    """End these unfinished runs and return them; one that can't be read doesn't keep the rest going."""
    ended = []
    for run_id in runs:
        try:
            with session.begin_nested():
                RunLog(session, run_id).append(ending, now)
            ended.append(run_id)
        except Exception:
            log.exception("drill run %s could not be ended (%s)", run_id, ending.payload["how"])
    return ended
