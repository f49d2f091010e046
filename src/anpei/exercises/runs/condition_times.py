"""When a condition on a run's scene first came true, read from its log: what lets other rooms follow a drill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from anpei.exercises.runs import engine
from anpei.exercises.runs.events import Event
from anpei.exercises.runs.run_record import RunRecord
from anpei.exercises.scenarios import CompiledScenario, Value, condition_types, conditions

__all__ = ["condition_doubts", "condition_problem", "condition_times", "first_held"]


def condition_problem(script: CompiledScenario, text: str) -> str:
    """Why a condition can't be asked of this scenario, in Chinese; empty when it can."""
    return condition_types.problem(text, script.vocabulary)


def condition_doubts(script: CompiledScenario, text: str) -> list[str]:
    """What is odd about a condition that can be asked: comparisons that always come out the same."""
    return list(condition_types.doubts(text, script.vocabulary))


def condition_times(story: RunRecord, asked: Mapping[str, str]) -> dict[str, int]:
    """Run time in ms at which each of the named conditions first held; those that never did are left out."""
    found: dict[str, int] = {}
    for _, at, facts in _scene(story):
        for name, text in asked.items():
            if name not in found and conditions.holds(text, facts):
                found[name] = at
    return found


def first_held(story: RunRecord, text: str) -> int | None:
    """The server's ms at which a condition first held; None when it never did."""
    return next((event.ts for event, _, facts in _scene(story) if conditions.holds(text, facts)), None)


def _scene(story: RunRecord) -> Iterator[tuple[Event, int, Mapping[str, Value]]]:
    """Every event since the start with its run time (ms) and the facts after it."""
    state = engine.begin(story.script, story.state.seed)
    for event, at in zip(story.events, story.clocks, strict=True):
        state = engine.apply(story.script, state, event)
        if state.status != "waiting":
            yield event, at, engine.facts(story.script, state)
