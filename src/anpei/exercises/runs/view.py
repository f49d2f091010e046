"""What a participant's screen may know: never a score, a best answer or another role's question before the end."""

from __future__ import annotations

from typing import Any

from anpei.exercises.runs.debrief import Cite, debrief
from anpei.exercises.runs.engine import facts
from anpei.exercises.runs.events import Member, Message, NodeState, RunState
from anpei.exercises.runs.team import is_solo, own_and_team, team_view
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["common", "letter_of", "message_line", "option_at", "player_view"]

LETTERS = "abcd"


def option_at(node: NodeState, letter: str) -> str | None:
    """The option id behind a displayed letter."""
    place = LETTERS.find(letter) if len(letter) == 1 else -1
    return node.order[place] if 0 <= place < len(node.order) else None


def letter_of(node: NodeState, option: str) -> str:
    return LETTERS[node.order.index(option)] if option in node.order else ""


def player_view(
    script: CompiledScenario, state: RunState, person: str, now: int, cite: Cite, *, blind: bool = False
) -> dict[str, Any]:
    """The public view of one participant; the debrief is added once the run has ended.

    Of a ``blind`` drill nothing of the scenario is told before it begins: not its title, not even one's roles.
    """
    view = _player_view(script, state, person, now, cite)
    return _untold(view) if blind and state.status == "waiting" else view


KEPT = ("seq", "status", "how", "clock", "speed", "muted", "solo", "last_one", "answered", "node")


def _untold(view: dict[str, Any]) -> dict[str, Any]:
    """A view before the drill, without anything of the scenario."""
    empty: dict[str, Any] = {"layers": [], "meters": [], "phases": [], "radio": [], "team": None, "debrief": None}
    words = {"title": "演练", "place": "", "phase": "", "total": 0, "done": 0, "blind": True}
    you = {"name": view["you"]["name"], "roles": [], "duties": []}
    return {name: view[name] for name in KEPT} | empty | words | {"you": you}


def _player_view(script: CompiledScenario, state: RunState, person: str, now: int, cite: Cite) -> dict[str, Any]:
    member = next((m for m in state.members if m.person == person), None)
    roles = _roles_of(script, member)
    current = _current(state, person)
    clock = state.clock(now)
    return {
        **common(script, state, clock),
        "you": {
            "name": member.name if member else "",
            "roles": [script.roles[role].title for role in roles],
            "duties": [{"title": script.roles[role].title, "duty": script.roles[role].duty} for role in roles],
        },
        "solo": is_solo(script, state),
        "last_one": state.status != "waiting" and not any(m.present and m.person != person for m in state.members),
        "team": None if is_solo(script, state) else team_view(script, state, person),
        "node": _question(script, current, state, clock) if current else None,
        "radio": [message_line(message, script) for message in state.radio if _heard(message, roles)],
        "answered": sum(1 for node in state.nodes.values() if node.choice and node.actor == person),
        "debrief": own_and_team(script, debrief(script, state, cite, person)) if state.status == "ended" else None,
    }


def common(script: CompiledScenario, state: RunState, clock: int) -> dict[str, Any]:
    scenario = script.scenario
    known = facts(script, state)
    place = script.phases.get(state.phase, -1)
    return {
        "seq": state.seq,
        "status": state.status,
        "how": state.how,
        "title": scenario.title,
        "place": scenario.place,
        "clock": clock,
        "speed": state.pace / 100,
        "muted": state.muted,
        "phase": scenario.phases[place].title if place >= 0 else "",
        "phases": [{"title": phase.title, "on": index <= place} for index, phase in enumerate(scenario.phases)],
        "layers": script.layers(known),
        "meters": [
            {"id": name, "label": v.label, "value": state.vars[name], "unit": v.unit, "tone": v.tone}
            for name, v in scenario.state.items()
            if v.label
        ],
        "total": len(scenario.nodes),
        "done": sum(1 for node in state.nodes.values() if node.status in ("done", "timeout")),
    }


def _roles_of(script: CompiledScenario, member: Member | None) -> tuple[str, ...]:
    """The member's roles in the scenario's order."""
    return tuple(role for role in script.roles if member and role in member.roles)


def _current(state: RunState, person: str) -> str | None:
    """The open question this person has to decide."""
    return next((i for i, node in state.nodes.items() if node.status == "open" and node.player == person), None)


def _question(script: CompiledScenario, ident: str, state: RunState, clock: int) -> dict[str, Any]:
    node, opened = script.nodes[ident], state.nodes[ident]
    texts = {option.id: option.text for option in node.options}
    limit = node.seconds * 1000
    return {
        "id": ident,
        "role": script.roles[node.role].title,
        "role_id": node.role,
        "question": node.question,
        "limit": limit,
        "left": max(0, min(limit, opened.opened + limit - clock)),
        "options": [{"id": LETTERS[i], "text": texts[option]} for i, option in enumerate(opened.order)],
    }


def _heard(message: Message, roles: tuple[str, ...]) -> bool:
    return not message.to or bool(set(message.to) & set(roles))


def message_line(message: Message, script: CompiledScenario) -> dict[str, Any]:
    return {
        "id": message.id,
        "at": message.at,
        "from": message.sender,
        "to": "、".join(script.roles[role].title for role in message.to if role in script.roles) or "全体",
        "channel": message.channel,
        "text": message.text,
    }
