"""When a condition on a run's scene first came true, read from its log: what lets other rooms follow a drill."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from anpei.drills import conditions, engine, judging
from anpei.drills.events import Event
from anpei.drills.model import Value
from anpei.drills.script import Script
from anpei.drills.story import Story

__all__ = ["condition_doubts", "condition_problem", "first_held", "moments"]


def condition_problem(script: Script, text: str) -> str:
    """Why a condition can't be asked of this scenario, in Chinese; empty when it can."""
    return judging.problem(text, script.vocabulary)


def condition_doubts(script: Script, text: str) -> list[str]:
    """What is odd about a condition that can be asked: comparisons that always come out the same."""
    return list(judging.doubts(text, script.vocabulary))


def moments(story: Story, asked: Mapping[str, str]) -> dict[str, int]:
    """Run time in ms at which each of the named conditions first held; those that never did are left out."""
    found: dict[str, int] = {}
    for _, at, facts in _scene(story):
        for name, text in asked.items():
            if name not in found and conditions.holds(text, facts):
                found[name] = at
    return found


def first_held(story: Story, text: str) -> int | None:
    """The server's ms at which a condition first held; None when it never did."""
    return next((event.ts for event, _, facts in _scene(story) if conditions.holds(text, facts)), None)


def _scene(story: Story) -> Iterator[tuple[Event, int, Mapping[str, Value]]]:
    """Every event since the start with its run time (ms) and the facts after it."""
    state = engine.begin(story.script, story.state.seed)
    for event, at in zip(story.events, story.clocks, strict=True):
        state = engine.apply(story.script, state, event)
        if state.status != "waiting":
            yield event, at, engine.facts(story.script, state)
