"""A run after the fact: its scenario as it was, where it ended, and every line of its log with its run time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from anpei.errors import NotFound
from anpei.exercises.runs import engine
from anpei.exercises.runs.events import Event, RunState
from anpei.exercises.runs.log import events_after, script_of
from anpei.exercises.runs.numbering import run_label
from anpei.exercises.runs.tables import DrillRun
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["RunInfo", "RunRecord", "run_record"]


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
    number: str = ""

    @property
    def label(self) -> str:
        """What stands for this run on paper."""
        return run_label(self.number, self.origin)


@dataclass(frozen=True)
class RunRecord:
    """``clocks`` holds the run time in ms of each event, in the events' order."""

    run: RunInfo
    script: CompiledScenario
    state: RunState
    events: tuple[Event, ...]
    clocks: tuple[int, ...]


def run_record(session: Session, run_id: int) -> RunRecord:
    """Everything a run left behind, read only; raises NotFound."""
    row = session.get(DrillRun, run_id)
    if row is None:
        raise NotFound("没有这次演练。", way_out="请回到演练列表重新选择。")
    script, events = script_of(row), events_after(session, run_id, 0)
    state, clocks = engine.begin(script, row.seed), []
    for event in events:
        state = engine.apply(script, state, event)
        clocks.append(state.clock(event.ts))
    return RunRecord(_info(row), script, state, tuple(events), tuple(clocks))


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
        row.number or "",
    )
