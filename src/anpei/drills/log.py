"""The run's log in the database: every event is judged, numbered and written while holding the run's lock."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei.drills import engine
from anpei.drills.events import Draft, Event, State
from anpei.drills.finish import note_results
from anpei.drills.script import Script
from anpei.drills.tables import DrillEvent, DrillRun
from anpei.errors import NotFound

__all__ = ["RunLog", "events_after", "script_of"]

STEPS = 500


class RunLog:
    """One run under the write lock, replayed up to now; use it inside ``Database.write`` and nowhere else."""

    def __init__(self, session: Session, run_id: int) -> None:
        row = session.get(DrillRun, run_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound("没有这次演练。", way_out="请回到开始页面重新选择。")
        self.session, self.row, self.script = session, row, script_of(row)
        events = events_after(session, run_id, 0)
        self.last_ts = events[-1].ts if events else row.created
        self.state: State = engine.fold(self.script, engine.begin(self.script, row.seed), events)

    def append(self, draft: Draft, now: int) -> Event:
        """Write one event with the next number; time never runs backwards within a run."""
        self.last_ts = max(now, self.last_ts)
        event = Event.of(draft, self.row.last_seq + 1, self.last_ts)
        self.state = engine.apply(self.script, self.state, event)
        self.row.last_seq, self.row.status = event.seq, self.state.status
        self.session.add(_row(self.row.run_id, event))
        self.session.flush()
        if event.type == "run.ended":
            note_results(self.session, self.row.run_id, self.script, self.state)
        return event

    def settle(self, now: int) -> None:
        """Write everything that is due, until the run is quiet."""
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


def script_of(row: DrillRun) -> Script:
    """The scenario as it was when the run was made."""
    return Script.restore(row.scenario_id, row.scenario, row.sha)


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
