"""A team as its members see it: who is there in which role, and what all of them together have dealt with.

Nobody is counted, timed or ranked, and of a teammate's decision only that it was taken is told.
"""

from __future__ import annotations

from typing import Any

from anpei.drills.events import Member, State
from anpei.drills.script import Script

__all__ = ["is_solo", "own_and_team", "team_view"]

CLOSED = ("done", "timeout")
HIDDEN = ("verdict", "chosen", "best", "elapsed", "cost", "forbidden", "note")
"""What the debrief of a teammate's decision leaves out: the lesson stays, whose mistake it was goes."""


def is_solo(script: Script, state: State) -> bool:
    """Whether one person plays everything, with nobody else expected."""
    return len(state.members) == 1 and set(state.members[0].roles) == set(script.roles)


def team_view(script: Script, state: State, person: str) -> dict[str, Any]:
    """Members in the order of their roles, roles nobody holds yet, and what the team has dealt with so far."""
    held = {role for member in state.members if member.present for role in member.roles}
    place = {role: index for index, role in enumerate(script.roles)}
    members = sorted(state.members, key=lambda m: min((place[role] for role in m.roles if role in place), default=99))
    return {
        "members": [_member(script, state, member, person) for member in members],
        "missing": [role.title for role in script.scenario.roles if role.id not in held],
        "handled": _handled(script, state),
    }


def _member(script: Script, state: State, member: Member, person: str) -> dict[str, Any]:
    busy = any(node.status == "open" and node.player == member.person for node in state.nodes.values())
    return {
        "name": member.name,
        "roles": [role.title for role in script.scenario.roles if role.id in member.roles],
        "you": member.person == person,
        "state": "away" if not member.present else "deciding" if busy else "ready",
    }


def _handled(script: Script, state: State) -> list[dict[str, Any]]:
    """Evaluation items whose decisions have all been closed, in the order in which that happened; not how well."""
    closed = {ident: node.closed for ident, node in state.nodes.items() if node.status in CLOSED}
    found = []
    for objective in script.scenario.objectives:
        for item in objective.items:
            asked = [ident for ident in item.nodes if ident in state.nodes and state.nodes[ident].status != "skipped"]
            if asked and all(ident in closed for ident in asked):
                found.append((max(closed[ident] for ident in asked), item.id, item.text))
    return [{"id": ident, "text": text, "at": at} for at, ident, text in sorted(found)]


def own_and_team(script: Script, debrief: dict[str, Any]) -> dict[str, Any]:
    """A debrief for one member: their own decisions in full, their teammates' as lessons."""
    steps = [step if step["mine"] else _lesson(script, step) for step in debrief["steps"]]
    own = [step for step in steps if step["mine"]]
    mine = {"asked": len(own), "right": sum(step["verdict"] == "right" for step in own)}
    return {**debrief, "steps": steps, "mine": mine}


def _lesson(script: Script, step: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in step.items() if name not in HIDDEN}
    return {**kept, "right": script.nodes[step["node"]].best.text}
