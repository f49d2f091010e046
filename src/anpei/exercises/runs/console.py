"""What a director's console shows: everybody, every decision point, injects, the log, and what a hand may change."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from anpei.exercises.runs import engine
from anpei.exercises.runs.debrief import corrections, outcome
from anpei.exercises.runs.events import Event, Member, RunState
from anpei.exercises.runs.reducer import begin
from anpei.exercises.runs.view import common, letter_of, message_line
from anpei.exercises.runs.wording import describe
from anpei.exercises.scenarios import CompiledScenario, Inject, Node, Role

__all__ = ["console_view", "planned_injects"]


def console_view(script: CompiledScenario, state: RunState, events: list[Event], now: int) -> dict[str, Any]:
    """The director's view: everybody, every decision point, the list of injects, the log."""
    clock = state.clock(now)
    names = {member.person: member.name for member in state.members}
    return {
        **common(script, state, clock),
        "members": [_seat(script, state, member) for member in state.members],
        "nodes": [_node_row(script, node, state, clock, names) for node in script.scenario.nodes],
        "injects": [_inject_row(script, inject, state) for inject in script.scenario.injects],
        "roles": [_role_row(script, state, role) for role in script.scenario.roles],
        "radio": [message_line(message, script) for message in state.radio],
        "lost": state.lost,
        "next": engine.next_step(script, state),
        "by_hand": [_hand_row(script, state, name, words) for name, words in script.by_hand.items()],
        "signed": state.signed,
        "corrections": [asdict(each) for each in corrections(script, state)],
        "result": asdict(outcome(script, state)) if state.status == "ended" else None,
        "events": [describe(script, state, event) for event in events],
    }


def planned_injects(script: CompiledScenario) -> list[dict[str, Any]]:
    """The injects of a scenario as a console lists them before anything has happened."""
    return [_inject_row(script, inject, begin(script, "")) for inject in script.scenario.injects]


def _seat(script: CompiledScenario, state: RunState, member: Member) -> dict[str, Any]:
    roles = [script.roles[role].title for role in member.roles if role in script.roles]
    everything = len(roles) == len(script.roles)
    return {
        "person": member.person,
        "name": member.name,
        "device": member.device,
        "roles": "全部角色" if everything else "、".join(roles),
        "present": member.present,
        "asked": next((i for i in state.open_nodes() if state.nodes[i].player == member.person), ""),
    }


def _role_row(script: CompiledScenario, state: RunState, role: Role) -> dict[str, Any]:
    """A role and who holds it; ``stand_in`` decides when nobody who is there does."""
    holder = state.holder(role.id)
    acting = engine.player_of(state, role.id)
    return {
        "id": role.id,
        "title": role.title,
        "holder": holder.person if holder else "",
        "stand_in": acting if acting != (holder.person if holder else "") else "",
    }


def _hand_row(script: CompiledScenario, state: RunState, name: str, words: str) -> dict[str, Any]:
    variable, value = script.scenario.state[name], state.vars[name]
    kind = "switch" if isinstance(variable.start, bool) else "number"
    row = {"id": name, "words": words, "kind": kind, "value": value, "unit": variable.unit}
    return row | {"min": variable.min, "max": variable.max}


def _node_row(
    script: CompiledScenario, node: Node, state: RunState, clock: int, names: dict[str, str]
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": node.id,
        "role": script.roles[node.role].title,
        "question": node.question,
        "most": node.best.score,
        "status": "waiting",
    }
    if (known := state.nodes.get(node.id)) is None:
        return row
    cut = known.status == "open" and state.status == "ended"
    row |= {"status": "cut" if cut else known.status, "elapsed": round(known.elapsed / 1000), "cost": known.cost}
    row["who"] = names.get(known.actor or known.player, "")
    if row["status"] == "open":
        row["left"] = max(0, known.opened + node.seconds * 1000 - clock)
        row["limit"] = node.seconds * 1000
        items = (item for objective in script.scenario.objectives for item in objective.items)
        row["evaluated"] = [item.text for item in items if node.id in item.nodes]
    if known.choice:
        chosen = next(option for option in node.options if option.id == known.choice)
        row["choice"] = chosen.text
        row["verdict"] = "forbidden" if chosen.forbidden else "" if chosen.score == node.best.score else "wrong"
        row["letter"] = letter_of(known, known.choice).upper()
        row["delayed"] = known.delayed
    return row


def _inject_row(script: CompiledScenario, inject: Inject, state: RunState) -> dict[str, Any]:
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


def _when(script: CompiledScenario, inject: Inject) -> str:
    """When an inject comes, as a director reads it."""
    if inject.director:
        return "导调下发"
    after = f"{_name(script, inject.after)} 后" if inject.after else ""
    words = [f"第 {inject.at // 60} 分 {inject.at % 60:02d} 秒"] if inject.at is not None else []
    words += [f"{after} {inject.delay} 秒" if after and inject.delay else after] if after else []
    words += ["视现场情况"] if inject.when else []
    return "，".join(words)


def _name(script: CompiledScenario, ident: str) -> str:
    """A step by its number on the console."""
    if ident in script.nodes:
        return f"决策 {list(script.nodes).index(ident) + 1}"
    return f"情景 {list(script.injects).index(ident) + 1}" if ident in script.injects else ident
