"""What has happened, as pure functions: the log is folded into a state, one event after the other.

No clock, no chance, no place: an event carries its time, and a log gives the same state wherever it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from anpei.exercises.runs.events import Adjustment, Event, Member, Message, NodeState, RunState
from anpei.exercises.scenarios import CompiledScenario, Effects, Option, Timeout, Value, conditions

__all__ = ["BY_THE_TAP", "apply", "begin", "facts", "fold"]

BY_THE_TAP = "按点选时刻计"
"""What is said wherever an answer counts that arrived after its time."""


def changed(state: RunState, **values: Any) -> RunState:
    """What ``dataclasses.replace`` gives for a tenth of its time: checking a scenario makes a state a million times."""
    assert values.keys() <= vars(state).keys()
    made = object.__new__(RunState)
    vars(made).update(vars(state), **values)
    return made


def begin(script: CompiledScenario, seed: str) -> RunState:
    """The state of an empty log."""
    return RunState(seed=seed, vars={name: variable.start for name, variable in script.scenario.state.items()})


def fold(script: CompiledScenario, state: RunState, events: Iterable[Event]) -> RunState:
    """Replay a log."""
    for event in events:
        state = apply(script, state, event)
    return state


def facts(script: CompiledScenario, state: RunState) -> dict[str, Value]:
    """What conditions see: the scene, each decision's answer (option id or ``timeout``), injects sent, seconds lost."""
    known = script.starting_facts | state.vars
    for ident, node in state.nodes.items():
        known[ident] = "timeout" if node.status == "timeout" else node.choice
    for ident, at in state.injects.items():
        if at >= 0 and ident in script.injects:
            known[ident] = True
    known["lost"] = state.lost
    return known


def apply(script: CompiledScenario, state: RunState, event: Event) -> RunState:
    """The state after one event; unknown types only move the sequence on, so an old reader survives a new log."""
    handler = _HANDLERS.get(event.type)
    state = changed(state, seq=event.seq)
    if handler is None:
        return state
    state = handler(script, state, event)
    return _arm(script, state, state.clock(event.ts)) if state.status == "running" else state


def _joined(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    member = Member(event.actor, event.payload["name"], event.device, tuple(event.payload["roles"]))
    others = tuple(m for m in state.members if m.person != event.actor)
    return changed(state, members=(*others, member))


def _left(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    members = tuple(replace(m, present=False) if m.person == event.actor else m for m in state.members)
    return changed(state, members=members)


def _moved(script: CompiledScenario, state: RunState, event: Event) -> RunState:
    """A role changes hands; a question it was just being asked is asked anew, of whoever holds it now."""
    role, taker = event.payload["role"], event.payload["to"]
    members = tuple(_dealt(script, member, role, taker) for member in state.members)
    asked = [i for i in state.open_nodes() if script.nodes[i].role == role and state.nodes[i].player != taker]
    at = state.clock(event.ts)
    return changed(
        state,
        members=members,
        nodes={ident: node for ident, node in state.nodes.items() if ident not in asked},
        armed=state.armed | dict.fromkeys(asked, at),
        reopened=state.reopened | {ident: state.reopened.get(ident, 0) + 1 for ident in asked},
    )


def _dealt(script: CompiledScenario, member: Member, role: str, taker: str) -> Member:
    """A member with the role or without it, roles in the scenario's order."""
    held = {*member.roles, role} if member.person == taker else {*member.roles} - {role}
    return replace(member, roles=tuple(known for known in script.roles if known in held))


def _started(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    return changed(state, status="running", began=event.ts, pieces=((event.ts, 0, state.pace),))


def _paused(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    return changed(_from_here(state, event, state.clock(event.ts), 0), status="paused")


def _resumed(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    return changed(_from_here(state, event, state.clock(event.ts), state.pace), status="running")


def _sped(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    pace = round(event.payload["factor"] * 100)
    if state.status == "running":
        state = _from_here(state, event, state.clock(event.ts), pace)
    return changed(state, pace=pace)


def _skipped_to(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    return _from_here(state, event, max(state.clock(event.ts), event.payload["to_ms"]), state.pace)


def _from_here(state: RunState, event: Event, clock: int, pace: int) -> RunState:
    """The clock told anew from this moment on; ``pace`` 0 stands still."""
    return changed(state, pieces=(*state.pieces, (event.ts, clock, pace)))


def _ended(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    at = state.clock(event.ts)
    return changed(state, status="ended", ended=at, finished=event.ts, how=event.payload["how"], armed={})


def _signed(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    return changed(state, signed=event.payload["name"])


def _refused(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    return changed(state, refused={**state.refused, event.actor: state.refused.get(event.actor, 0) + 1})


def _phase(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    return changed(state, phase=event.payload["phase"])


def _sent(script: CompiledScenario, state: RunState, event: Event) -> RunState:
    ident, at = event.payload["id"], state.clock(event.ts)
    scripted = script.injects.get(ident)
    state = changed(state, injects={**state.injects, ident: at}, armed=_without(state.armed, ident), touched=at)
    if scripted is None:
        told = event.payload
        effects = Effects(set=told.get("set", {}), add=told.get("add", {}))
        message = Message(ident, at, told["from"], tuple(told["to"]), told["channel"], told["text"])
        return _say(_affect(script, state, effects), message)
    message = Message(ident, at, scripted.sender, scripted.to, scripted.channel, scripted.text)
    return _say(_affect(script, state, scripted), message)


def _skipped(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    ident = event.payload["id"]
    return changed(state, injects={**state.injects, ident: -1}, armed=_without(state.armed, ident))


def _node_skipped(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    ident, at = event.payload["node"], state.clock(event.ts)
    nodes = {**state.nodes, ident: NodeState("skipped", at)}
    return changed(state, nodes=nodes, armed=_without(state.armed, ident))


def _opened(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    ident, at = event.payload["node"], state.clock(event.ts)
    opened = NodeState("open", at, tuple(event.payload["order"]), event.payload["player"])
    return changed(state, nodes={**state.nodes, ident: opened}, armed=_without(state.armed, ident), touched=at)


def _decided(script: CompiledScenario, state: RunState, event: Event) -> RunState:
    told = event.payload
    option = next(o for o in script.nodes[told["node"]].options if o.id == told["option"])
    closing = replace(
        state.nodes[told["node"]],
        status="done",
        choice=option.id,
        actor=event.actor,
        elapsed=told["elapsed"],
        uuid=told["uuid"],
    )
    return _close(script, state, event, closing, option)


def _timed_out(script: CompiledScenario, state: RunState, event: Event) -> RunState:
    node = script.nodes[event.payload["node"]]
    closing = replace(state.nodes[node.id], status="timeout", elapsed=node.seconds * 1000)
    return _close(script, state, event, closing, node.timeout)


def _delayed(script: CompiledScenario, state: RunState, event: Event) -> RunState:
    """An answer made in time arrives after the time-out: it counts, and the scene goes on as everybody has seen it."""
    told = event.payload
    ident = told["node"]
    node = replace(
        state.nodes[ident],
        choice=told["option"],
        actor=event.actor,
        elapsed=told["elapsed"],
        uuid=told["uuid"],
        delayed=True,
    )
    state = changed(state, nodes={**state.nodes, ident: node})
    words = f"{script.roles[script.nodes[ident].role].title}的决定因网络中断迟到，{BY_THE_TAP}，现场不变。"
    return _say(state, Message(f"delayed_{ident}", state.clock(event.ts), "系统", (), "radio", words))


def _close(
    script: CompiledScenario, state: RunState, event: Event, node: NodeState, outcome: Option | Timeout
) -> RunState:
    """Shut a decision point with its consequences on scene, time, radio and what comes next."""
    ident, at = event.payload["node"], state.clock(event.ts)
    nodes = {**state.nodes, ident: replace(node, closed=at, cost=outcome.cost)}
    state = changed(_affect(script, state, outcome), nodes=nodes, lost=state.lost + outcome.cost, touched=at)
    state = _say(state, Message(f"r_{ident}", at, "现场", (), "radio", outcome.result))
    if outcome.goto and outcome.goto not in state.nodes:
        start = at + script.nodes[outcome.goto].delay * 1000
        state = changed(state, armed={**state.armed, outcome.goto: start})
    return state


def _adjusted(_script: CompiledScenario, state: RunState, event: Event) -> RunState:
    told = event.payload
    kept = {node: one for node, one in state.adjusted.items() if node != told["node"]}
    fresh = {} if told["points"] is None else {told["node"]: Adjustment(told["points"], told["reason"])}
    return changed(state, adjusted=kept | fresh)


_HANDLERS: dict[str, Callable[[CompiledScenario, RunState, Event], RunState]] = {
    "member.joined": _joined,
    "member.left": _left,
    "run.started": _started,
    "run.paused": _paused,
    "run.resumed": _resumed,
    "run.speed": _sped,
    "run.sound": lambda _script, state, event: changed(state, muted=not event.payload["on"]),
    "run.skipped_to": _skipped_to,
    "run.ended": _ended,
    "run.signed": _signed,
    "role.moved": _moved,
    "phase.entered": _phase,
    "inject.sent": _sent,
    "inject.skipped": _skipped,
    "node.opened": _opened,
    "node.skipped": _node_skipped,
    "node.timeout": _timed_out,
    "decision.made": _decided,
    "decision.delayed": _delayed,
    "decision.refused": _refused,
    "score.adjusted": _adjusted,
}


def _without(armed: dict[str, int], ident: str) -> dict[str, int]:
    return {key: at for key, at in armed.items() if key != ident}


def _say(state: RunState, message: Message) -> RunState:
    return changed(state, radio=(*state.radio, message))


def _affect(script: CompiledScenario, state: RunState, effects: Effects) -> RunState:
    values = {**state.vars, **effects.set}
    for name, amount in effects.add.items():
        variable = script.scenario.state[name]
        values[name] = max(variable.min, min(variable.max, int(values[name]) + amount))
    return changed(state, vars=values)


def _arm(script: CompiledScenario, state: RunState, at: int) -> RunState:
    """Set the time of everything whose trigger has come true by now."""
    known: dict[str, Value] = {}
    fresh: dict[str, int] = {}
    for ident, when_at, after, when, delay in script.triggers:
        if ident in state.armed or ident in state.nodes or ident in state.injects:
            continue
        if when_at is not None:
            fresh[ident] = when_at + delay
        elif after is None or _reached(state, after):
            known = known or facts(script, state)
            if conditions.holds(when, known):
                fresh[ident] = at + delay
    return changed(state, armed=state.armed | fresh) if fresh else state


def _reached(state: RunState, ident: str) -> bool:
    if state.injects.get(ident, -1) >= 0:
        return True
    node = state.nodes.get(ident)
    return node is not None and node.status in ("done", "timeout")
