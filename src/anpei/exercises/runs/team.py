"""A team as its members see it: who is there in which role, and what all of them together have got done.

Nobody is counted, timed or ranked, and what went wrong is nobody's line on a board.
"""

from __future__ import annotations

from typing import Any

from anpei.exercises.runs.events import Member, RunState
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["is_solo", "own_and_team", "team_view"]

HIDDEN = ("verdict", "chosen", "best", "elapsed", "cost", "forbidden", "delayed", "note")
"""What the debrief of a teammate's decision leaves out: the lesson stays, whose mistake it was goes."""


def is_solo(script: CompiledScenario, state: RunState) -> bool:
    """Whether one person plays everything, with nobody else expected."""
    return len(state.members) == 1 and set(state.members[0].roles) == set(script.roles)


def team_view(script: CompiledScenario, state: RunState, person: str) -> dict[str, Any]:
    """Members in the order of their roles, roles nobody holds yet, and what the team has got done so far."""
    held = {role for member in state.members if member.present for role in member.roles}
    place = {role: index for index, role in enumerate(script.roles)}
    members = sorted(state.members, key=lambda m: min((place[role] for role in m.roles if role in place), default=99))
    return {
        "members": [_member(script, state, member, person) for member in members],
        "missing": [role.title for role in script.scenario.roles if role.id not in held],
        "achieved": _achieved(script, state),
    }


def _member(script: CompiledScenario, state: RunState, member: Member, person: str) -> dict[str, Any]:
    busy = any(node.status == "open" and node.player == member.person for node in state.nodes.values())
    return {
        "name": member.name,
        "roles": [role.title for role in script.scenario.roles if role.id in member.roles],
        "you": member.person == person,
        "state": "away" if not member.present else "deciding" if busy else "ready",
    }


def _achieved(script: CompiledScenario, state: RunState) -> list[dict[str, Any]]:
    """Evaluation items of which every decision that came up was taken as it should be, in the order of that."""
    found = []
    for objective in script.scenario.objectives:
        for item in objective.items:
            asked = {i: state.nodes[i] for i in item.nodes if i in state.nodes and state.nodes[i].status != "skipped"}
            if asked and all(node.choice == script.nodes[i].best.id for i, node in asked.items()):
                found.append((max(node.closed for node in asked.values()), item.id, item.text))
    return [{"id": ident, "text": text, "at": at} for at, ident, text in sorted(found)]


def own_and_team(script: CompiledScenario, debrief: dict[str, Any]) -> dict[str, Any]:
    """A debrief for one member: their own decisions in full, their teammates' as lessons."""
    steps = [step if step["mine"] else _lesson(script, step) for step in debrief["steps"]]
    own = [step for step in steps if step["mine"]]
    mine = {"asked": len(own), "right": sum(step["verdict"] == "right" for step in own)}
    return {**debrief, "steps": steps, "mine": mine}


def _lesson(script: CompiledScenario, step: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in step.items() if name not in HIDDEN}
    return {**kept, "right": script.nodes[step["node"]].best.text}
