"""A run after the fact: its scenario as it was, where it ended, and every line of its log with its run time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from anpei.drills import engine
from anpei.drills.events import Event, State
from anpei.drills.log import events_after, script_of
from anpei.drills.script import Script
from anpei.drills.tables import DrillRun
from anpei.errors import NotFound

__all__ = ["RunInfo", "Story", "story"]


@dataclass(frozen=True)
class RunInfo:
    """What the run's row says; ``created`` in ms UTC, ``seats`` as they stood in the end, each with its plan."""

    run_id: int
    scenario_id: str
    sha: str
    title: str
    origin: str
    created_by: str
    created: int
    seats: tuple[dict[str, Any], ...]
    status: str


@dataclass(frozen=True)
class Story:
    """``clocks`` holds the run time in ms of each event, in the events' order."""

    run: RunInfo
    script: Script
    state: State
    events: tuple[Event, ...]
    clocks: tuple[int, ...]


def story(session: Session, run_id: int) -> Story:
    """Everything a run left behind, read only; raises NotFound."""
    row = session.get(DrillRun, run_id)
    if row is None:
        raise NotFound("没有这次演练。", way_out="请回到演练列表重新选择。")
    script, events = script_of(row), events_after(session, run_id, 0)
    state, clocks = engine.begin(script, row.seed), []
    for event in events:
        state = engine.apply(script, state, event)
        clocks.append(state.clock(event.ts))
    return Story(_info(row), script, state, tuple(events), tuple(clocks))


def _info(row: DrillRun) -> RunInfo:
    return RunInfo(
        row.run_id,
        row.scenario_id,
        row.sha,
        row.title,
        row.origin,
        row.created_by,
        row.created,
        tuple(row.seats),
        row.status,
    )
