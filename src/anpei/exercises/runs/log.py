"""The run's log in the database: every event is judged, numbered and written while holding the run's lock.

What the log makes of a run is kept in mind between writes, so that a long log costs a decision no more than a short
one. It's trusted only while the last event it rests on stands in the database as it did.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from anpei.errors import NotFound
from anpei.exercises.runs import engine
from anpei.exercises.runs.events import Event, EventDraft, RunState
from anpei.exercises.runs.results import note_results
from anpei.exercises.runs.tables import DrillEvent, DrillRun
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["RunLog", "events_after", "script_of"]

RESCORING = ("score.adjusted", "decision.delayed")
"""What may still come after the end, and changes what the run was worth."""
STEPS = 500
KEPT = 64
"""So many runs are kept in mind for one database."""


@dataclass(frozen=True)
class _Replay:
    """A run's log, replayed up to its event ``last``; None for an empty log."""

    script: CompiledScenario
    state: RunState
    last: Event | None


_KEPT: WeakKeyDictionary[Engine, OrderedDict[int, _Replay]] = WeakKeyDictionary()


class RunLog:
    """One run under the write lock, replayed up to now; use it inside ``Database.write`` and nowhere else."""

    def __init__(self, session: Session, run_id: int) -> None:
        row = session.get(DrillRun, run_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound("没有这次演练。", way_out="请回到开始页面重新选择。")
        self.session, self.row = session, row
        known = _replayed(session, row)
        self.script, self.state = known.script, known.state
        self.last_ts = known.last.ts if known.last else row.created

    def append(self, draft: EventDraft, now: int) -> Event:
        """Write one event with the next number; time never runs backwards within a run."""
        self.last_ts = max(now, self.last_ts)
        event = Event.of(draft, self.row.last_seq + 1, self.last_ts)
        self.state = engine.apply(self.script, self.state, event)
        self.row.last_seq, self.row.status = event.seq, self.state.status
        self.session.add(_row(self.row.run_id, event))
        self.session.flush()
        if event.type == "run.ended" or (event.type in RESCORING and self.state.status == "ended"):
            log = events_after(self.session, self.row.run_id, 0)
            note_results(self.session, self.row.run_id, self.script, self.state, log)
        return event

    def reseat(self, seats: Sequence[dict[str, Any]]) -> None:
        """Keep the run's seats as they are now."""
        self.row.seats = list(seats)
        self.session.flush()

    def catch_up(self, now: int) -> None:
        """Write everything that is due by now, until the run is quiet."""
        for _ in range(STEPS):
            draft = engine.due(self.script, self.state, max(now, self.last_ts))
            if draft is None:
                return
            self.append(draft, now)
        raise RuntimeError(f"run {self.row.run_id} does not come to rest")

    def find(self, key: str) -> dict[str, Any] | None:
        """The payload of the event with this key, if it was written."""
        query = select(DrillEvent.payload).where(DrillEvent.run_id == self.row.run_id, DrillEvent.key == key)
        return self.session.scalar(query)

    def count(self, kind: str) -> int:
        """How many events of this type there are."""
        query = select(func.count()).where(DrillEvent.run_id == self.row.run_id, DrillEvent.type == kind)
        return self.session.scalar(query) or 0


def _replayed(session: Session, row: DrillRun) -> _Replay:
    """The log as it stands, going on from what is kept in mind if that still holds."""
    kept = _KEPT.setdefault(session.get_bind().engine, OrderedDict())
    known = kept.pop(row.run_id, None)
    fresh = events_after(session, row.run_id, known.last.seq - 1) if known and known.last else []
    if known and fresh[:1] == [known.last]:
        fresh = fresh[1:]
    else:
        script, fresh = script_of(row), events_after(session, row.run_id, 0)
        known = _Replay(script, engine.begin(script, row.seed), None)
    state = engine.fold(known.script, known.state, fresh)
    kept[row.run_id] = replay = replace(known, state=state, last=fresh[-1] if fresh else known.last)
    while len(kept) > KEPT:
        kept.popitem(last=False)
    return replay


def script_of(row: DrillRun) -> CompiledScenario:
    """The scenario as it was when the run was made."""
    return CompiledScenario.restore(row.scenario_id, row.scenario, row.sha)


def events_after(session: Session, run_id: int, seq: int) -> list[Event]:
    """The log's lines after ``seq``, in order, without gaps."""
    query = select(DrillEvent).where(DrillEvent.run_id == run_id, DrillEvent.run_seq > seq).order_by(DrillEvent.run_seq)
    return [
        Event(row.run_seq, row.ts, row.type, row.key, row.payload, row.actor, row.role, row.device)
        for row in session.scalars(query)
    ]


def _row(run_id: int, event: Event) -> DrillEvent:
    return DrillEvent(
        run_id=run_id,
        run_seq=event.seq,
        ts=event.ts,
        type=event.type,
        actor=event.actor,
        role=event.role,
        device=event.device,
        key=event.key,
        payload=event.payload,
    )
