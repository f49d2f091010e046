"""When a condition on a run's scene first came true, read from its log: what lets other rooms follow a drill."""

from __future__ import annotations

from collections.abc import Mapping

from anpei.drills import conditions, engine
from anpei.drills.script import Script
from anpei.drills.story import Story

__all__ = ["condition_problem", "moments"]


def condition_problem(script: Script, text: str) -> str:
    """Why a condition can't be asked of this scenario, in Chinese; empty when it can."""
    return conditions.problem(text, script.starting_facts)


def moments(story: Story, asked: Mapping[str, str]) -> dict[str, int]:
    """Run time in ms at which each of the named conditions first held; those that never did are left out."""
    found: dict[str, int] = {}
    state = engine.begin(story.script, story.state.seed)
    for event, at in zip(story.events, story.clocks, strict=True):
        state = engine.apply(story.script, state, event)
        if state.status == "waiting":
            continue
        facts = engine.facts(story.script, state)
        for name, text in asked.items():
            if name not in found and conditions.holds(text, facts):
                found[name] = at
    return found
