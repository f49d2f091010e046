"""What a screen may know: a player's view never holds a score, a best answer or another role's question."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from anpei.drills.debrief import Cite, debrief, outcome
from anpei.drills.engine import facts
from anpei.drills.events import Event, Member, Message, NodeState, State
from anpei.drills.model import Inject, Node
from anpei.drills.script import Script
from anpei.drills.team import is_solo, own_and_team, team_view
from anpei.drills.wording import describe

__all__ = ["console_view", "letter_of", "option_at", "player_view"]

LETTERS = "abcd"


def option_at(node: NodeState, letter: str) -> str | None:
    """The option id behind a displayed letter."""
    place = LETTERS.find(letter) if len(letter) == 1 else -1
    return node.order[place] if 0 <= place < len(node.order) else None


def letter_of(node: NodeState, option: str) -> str:
    return LETTERS[node.order.index(option)] if option in node.order else ""


def player_view(script: Script, state: State, person: str, now: int, cite: Cite) -> dict[str, Any]:
    """The public view of one participant; the debrief is added once the run has ended."""
    member = next((m for m in state.members if m.person == person), None)
    roles = _roles_of(state, member)
    current = _current(state, person)
    clock = state.clock(now)
    return {
        **_common(script, state, clock),
        "you": {
            "name": member.name if member else "",
            "roles": [script.roles[role].title for role in roles],
            "duties": [{"title": script.roles[role].title, "duty": script.roles[role].duty} for role in roles],
        },
        "solo": is_solo(script, state),
        "team": None if is_solo(script, state) else team_view(script, state, person),
        "node": _question(script, current, state, clock) if current else None,
        "radio": [_message(message, script) for message in state.radio if _heard(message, roles)],
        "answered": sum(1 for node in state.nodes.values() if node.status == "done" and node.actor == person),
        "debrief": own_and_team(debrief(script, state, cite, person)) if state.status == "ended" else None,
    }


def console_view(script: Script, state: State, events: list[Event], now: int) -> dict[str, Any]:
    """The director's view: everybody, every decision point, the list of injects, the log."""
    clock = state.clock(now)
    names = {member.person: member.name for member in state.members}
    return {
        **_common(script, state, clock),
        "members": [_seat(script, member) for member in state.members],
        "nodes": [_node_row(script, node, state, clock, names) for node in script.scenario.nodes],
        "injects": [_inject_row(script, inject, state) for inject in script.scenario.injects],
        "roles": [{"id": role.id, "title": role.title} for role in script.scenario.roles],
        "radio": [_message(message, script) for message in state.radio],
        "lost": state.lost,
        "result": asdict(outcome(script, state)) if state.status == "ended" else None,
        "events": [describe(script, state, event) for event in events],
    }


def _common(script: Script, state: State, clock: int) -> dict[str, Any]:
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


def _roles_of(state: State, member: Member | None) -> tuple[str, ...]:
    return member.roles if member else ()


def _current(state: State, person: str) -> str | None:
    """The open question this person has to decide."""
    return next((i for i, node in state.nodes.items() if node.status == "open" and node.player == person), None)


def _question(script: Script, ident: str, state: State, clock: int) -> dict[str, Any]:
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


def _message(message: Message, script: Script) -> dict[str, Any]:
    return {
        "id": message.id,
        "at": message.at,
        "from": message.sender,
        "to": "、".join(script.roles[role].title for role in message.to if role in script.roles) or "全体",
        "channel": message.channel,
        "text": message.text,
    }


def _seat(script: Script, member: Member) -> dict[str, Any]:
    roles = [script.roles[role].title for role in member.roles if role in script.roles]
    everything = len(roles) == len(script.roles)
    return {
        "person": member.person,
        "name": member.name,
        "device": member.device,
        "roles": "全部角色" if everything else "、".join(roles),
        "present": member.present,
    }


def _node_row(script: Script, node: Node, state: State, clock: int, names: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": node.id,
        "role": script.roles[node.role].title,
        "question": node.question,
        "status": "waiting",
    }
    if (known := state.nodes.get(node.id)) is None:
        return row
    row |= {"status": known.status, "elapsed": round(known.elapsed / 1000), "cost": known.cost}
    row["who"] = names.get(known.actor or known.player, "")
    if known.status == "open":
        row["left"] = max(0, known.opened + node.seconds * 1000 - clock)
    if known.choice:
        row["choice"] = next(option.text for option in node.options if option.id == known.choice)
        row["letter"] = letter_of(known, known.choice).upper()
    return row


def _inject_row(script: Script, inject: Inject, state: State) -> dict[str, Any]:
    sent = state.injects.get(inject.id)
    status = "waiting" if sent is None else "sent" if sent >= 0 else "skipped"
    return {
        "id": inject.id,
        "when": _when(script, inject),
        "from": inject.sender,
        "to": "、".join(script.roles[role].title for role in inject.to) or "全体",
        "channel": inject.channel,
        "text": inject.text,
        "expect": inject.expect,
        "status": status,
        "at": sent if sent is not None and sent >= 0 else None,
    }


def _when(script: Script, inject: Inject) -> str:
    """When an inject comes, as a director reads it."""
    if inject.director:
        return "导调下发"
    after = f"{_name(script, inject.after)}后" if inject.after else ""
    words = [f"第 {inject.at // 60} 分 {inject.at % 60:02d} 秒"] if inject.at is not None else []
    words += [f"{after} {inject.delay} 秒" if after and inject.delay else after] if after else []
    words += ["视现场情况"] if inject.when else []
    return "，".join(words)


def _name(script: Script, ident: str) -> str:
    """A step by its number on the console."""
    if ident in script.nodes:
        return f"决策 {list(script.nodes).index(ident) + 1}"
    return f"情景 {list(script.injects).index(ident) + 1}" if ident in script.injects else ident
