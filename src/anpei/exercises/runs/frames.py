"""A run as pictures: what the plan, the meters and the phase showed from each moment on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anpei.exercises.runs import engine
from anpei.exercises.runs.events import RunState
from anpei.exercises.runs.run_record import RunRecord
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["Frame", "frames"]


@dataclass(frozen=True)
class Frame:
    """From run time ``at`` (ms) on: visible layers, meters as on the screens, the phase's title."""

    at: int
    layers: tuple[str, ...]
    meters: tuple[Mapping[str, Any], ...]
    phase: str


def frames(story: RunRecord) -> list[Frame]:
    """The pictures in order, each different from the one before; of one moment only the last."""
    found: list[Frame] = []
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


def _scene(script: CompiledScenario, state: RunState, at: int) -> Frame:
    place = script.phases.get(state.phase, -1)
    meters = tuple(
        {"label": v.label, "value": state.vars[name], "unit": v.unit, "tone": v.tone}
        for name, v in script.scenario.state.items()
        if v.label
    )
    layers = tuple(script.layers(engine.facts(script, state)))
    return Frame(at, layers, meters, script.scenario.phases[place].title if place >= 0 else "")
