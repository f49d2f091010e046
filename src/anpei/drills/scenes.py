"""A run as pictures: what the plan, the meters and the phase showed from each moment on; and how runs were closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.drills import engine
from anpei.drills.events import State
from anpei.drills.finish import COUNTED
from anpei.drills.script import Script
from anpei.drills.story import Story
from anpei.drills.tables import DrillEvent, DrillRun

__all__ = ["Closing", "Scene", "closings", "scenes"]


@dataclass(frozen=True)
class Scene:
    """From run time ``at`` (ms) on: visible layers, meters as on the screens, the phase's title."""

    at: int
    layers: tuple[str, ...]
    meters: tuple[Mapping[str, Any], ...]
    phase: str


@dataclass(frozen=True)
class Closing:
    """An ended run: when (ms UTC), how, and who signed it (empty: nobody yet)."""

    run_id: int
    scenario_id: str
    title: str
    ended: int
    how: str
    signed_by: str

    @property
    def counts(self) -> bool:
        """Played to its end and signed: what a drill held has to be."""
        return self.how in COUNTED and bool(self.signed_by)


def scenes(story: Story) -> list[Scene]:
    """The pictures in order, each different from the one before; of one moment only the last."""
    found: list[Scene] = []
    state = engine.begin(story.script, story.state.seed)
    for event, at in zip(story.events, story.clocks, strict=True):
        state = engine.apply(story.script, state, event)
        shown = _scene(story.script, state, at)
        if found and found[-1].at == at:
            found.pop()
        if not found or (found[-1].layers, found[-1].meters, found[-1].phase) != (
            shown.layers,
            shown.meters,
            shown.phase,
        ):
            found.append(shown)
    return found


def _scene(script: Script, state: State, at: int) -> Scene:
    place = script.phases.get(state.phase, -1)
    meters = tuple(
        {"label": v.label, "value": state.vars[name], "unit": v.unit, "tone": v.tone}
        for name, v in script.scenario.state.items()
        if v.label
    )
    layers = tuple(script.layers(engine.facts(script, state)))
    return Scene(at, layers, meters, script.scenario.phases[place].title if place >= 0 else "")


def closings(session: Session, newest: int | None = None) -> list[Closing]:
    """Every ended run, or the ``newest`` so many, the latest first."""
    rows = session.execute(
        select(DrillRun.run_id, DrillRun.scenario_id, DrillRun.title, DrillEvent.ts, DrillEvent.payload)
        .join(DrillEvent, DrillEvent.run_id == DrillRun.run_id)
        .where(DrillRun.status == "ended", DrillEvent.type == "run.ended")
        .order_by(DrillRun.run_id.desc())
        .limit(newest)
    ).all()
    query = select(DrillEvent.run_id, DrillEvent.payload).where(DrillEvent.type == "run.signed")
    signed = {run: payload["name"] for run, payload in session.execute(query)}
    return [
        Closing(run, slug, title, ts, payload["how"], signed.get(run, "")) for run, slug, title, ts, payload in rows
    ]
