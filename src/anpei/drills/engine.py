"""The rules of a drill as pure functions: the log is folded into a state, and the state says what is due.

No clock, no chance, no place: time arrives as an argument, the shuffle comes from the run's seed. Two processes that
read the same log agree on everything, so any of them may write what is due; the event's key lets it happen only once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from anpei.drills import conditions
from anpei.drills.events import Draft, Event, Member, Message, NodeState, State
from anpei.drills.model import Effects, Inject, Node, Option, Timeout, Value
from anpei.drills.script import Script

__all__ = ["BREATH", "GRACE", "LINGER", "apply", "begin", "due", "facts", "fold", "player_of", "step", "wake"]

GRACE = 1_500
BREATH = 2_500
LINGER = 3_000


def begin(script: Script, seed: str) -> State:
    """The state of an empty log."""
    return State(seed=seed, vars={name: variable.start for name, variable in script.scenario.state.items()})


def fold(script: Script, state: State, events: Iterable[Event]) -> State:
    """Replay a log."""
    for event in events:
        state = apply(script, state, event)
    return state


def step(script: Script, state: State, event: Event) -> tuple[State, Draft | None]:
    """One event: the state after it, and the first thing that follows from it at the same moment."""
    after = apply(script, state, event)
    return after, due(script, after, event.ts)


def facts(script: Script, state: State) -> dict[str, Value]:
    """What conditions see: the scene, each decision's answer (option id or ``timeout``), injects sent, seconds lost."""
    answers: dict[str, Value] = dict.fromkeys(script.nodes, "")
    for ident, node in state.nodes.items():
        answers[ident] = "timeout" if node.status == "timeout" else node.choice
    sent: dict[str, Value] = {ident: state.injects.get(ident, -1) >= 0 for ident in script.injects}
    return {**state.vars, **answers, **sent, "lost": state.lost}


def player_of(state: State, role: str) -> str:
    """Who decides for a role: its holder, or whoever is left when nobody holds it."""
    present = [member for member in state.members if member.present] or list(state.members)
    holders = [member for member in present if role in member.roles] or present
    return holders[0].person if holders else ""


def shuffled(seed: str, node: Node) -> tuple[str, ...]:
    """The option ids in the order this run shows them."""
    return tuple(
        sorted((o.id for o in node.options), key=lambda o: hashlib.sha256(f"{seed}/{node.id}/{o}".encode()).digest())
    )


# ── applying one event ───────────────────────────────────────────────────────────────────────────────────────────────


def apply(script: Script, state: State, event: Event) -> State:
    """The state after one event; unknown types only move the sequence on, so an old reader survives a new log."""
    handler = _HANDLERS.get(event.type)
    state = replace(state, seq=event.seq)
    if handler is None:
        return state
    state = handler(script, state, event)
    return _arm(script, state, state.clock(event.ts)) if state.status == "running" else state


def _joined(_script: Script, state: State, event: Event) -> State:
    member = Member(event.actor, event.payload["name"], event.device, tuple(event.payload["roles"]))
    others = tuple(m for m in state.members if m.person != event.actor)
    return replace(state, members=(*others, member))


def _left(_script: Script, state: State, event: Event) -> State:
    members = tuple(replace(m, present=False) if m.person == event.actor else m for m in state.members)
    return replace(state, members=members)


def _started(_script: Script, state: State, event: Event) -> State:
    return replace(state, status="running", began=event.ts)


def _paused(_script: Script, state: State, event: Event) -> State:
    return replace(state, status="paused", paused_at=event.ts)


def _resumed(_script: Script, state: State, event: Event) -> State:
    away = event.ts - state.paused_at
    return replace(state, status="running", paused=state.paused + away, paused_at=-1)


def _ended(_script: Script, state: State, event: Event) -> State:
    return replace(state, status="ended", ended=state.clock(event.ts), how=event.payload["how"], armed={})


def _phase(_script: Script, state: State, event: Event) -> State:
    return replace(state, phase=event.payload["phase"])


def _sent(script: Script, state: State, event: Event) -> State:
    ident, at = event.payload["id"], state.clock(event.ts)
    scripted = script.injects.get(ident)
    state = replace(state, injects={**state.injects, ident: at}, armed=_without(state.armed, ident), touched=at)
    if scripted is None:
        told = event.payload
        message = Message(ident, at, told["from"], tuple(told["to"]), told["channel"], told["text"])
        return _say(state, message)
    message = Message(ident, at, scripted.sender, scripted.to, scripted.channel, scripted.text)
    return _say(_affect(script, state, scripted), message)


def _skipped(_script: Script, state: State, event: Event) -> State:
    ident = event.payload["id"]
    return replace(state, injects={**state.injects, ident: -1}, armed=_without(state.armed, ident))


def _node_skipped(_script: Script, state: State, event: Event) -> State:
    ident, at = event.payload["node"], state.clock(event.ts)
    nodes = {**state.nodes, ident: NodeState("skipped", at)}
    return replace(state, nodes=nodes, armed=_without(state.armed, ident))


def _opened(_script: Script, state: State, event: Event) -> State:
    ident, at = event.payload["node"], state.clock(event.ts)
    opened = NodeState("open", at, tuple(event.payload["order"]), event.payload["player"])
    return replace(state, nodes={**state.nodes, ident: opened}, armed=_without(state.armed, ident), touched=at)


def _decided(script: Script, state: State, event: Event) -> State:
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


def _timed_out(script: Script, state: State, event: Event) -> State:
    node = script.nodes[event.payload["node"]]
    closing = replace(state.nodes[node.id], status="timeout", elapsed=node.seconds * 1000)
    return _close(script, state, event, closing, node.timeout)


def _close(script: Script, state: State, event: Event, node: NodeState, outcome: Option | Timeout) -> State:
    """Shut a decision point with its consequences on scene, time, radio and what comes next."""
    ident, at = event.payload["node"], state.clock(event.ts)
    nodes = {**state.nodes, ident: replace(node, closed=at, cost=outcome.cost)}
    state = replace(_affect(script, state, outcome), nodes=nodes, lost=state.lost + outcome.cost, touched=at)
    state = _say(state, Message(f"r_{ident}", at, "现场", (), "radio", outcome.result))
    if outcome.goto and outcome.goto not in state.nodes:
        start = at + script.nodes[outcome.goto].delay * 1000
        state = replace(state, armed={**state.armed, outcome.goto: start})
    return state


_HANDLERS: dict[str, Callable[[Script, State, Event], State]] = {
    "member.joined": _joined,
    "member.left": _left,
    "run.started": _started,
    "run.paused": _paused,
    "run.resumed": _resumed,
    "run.ended": _ended,
    "phase.entered": _phase,
    "inject.sent": _sent,
    "inject.skipped": _skipped,
    "node.opened": _opened,
    "node.skipped": _node_skipped,
    "node.timeout": _timed_out,
    "decision.made": _decided,
}


def _without(armed: dict[str, int], ident: str) -> dict[str, int]:
    return {key: at for key, at in armed.items() if key != ident}


def _say(state: State, message: Message) -> State:
    return replace(state, radio=(*state.radio, message))


def _affect(script: Script, state: State, effects: Effects) -> State:
    values = {**state.vars, **effects.set}
    for name, amount in effects.add.items():
        variable = script.scenario.state[name]
        values[name] = max(variable.min, min(variable.max, int(values[name]) + amount))
    return replace(state, vars=values)


def _arm(script: Script, state: State, at: int) -> State:
    """Set the time of everything whose trigger has come true by now."""
    known = facts(script, state)
    armed = dict(state.armed)
    for item in script.timed:
        if item.id in armed or item.id in state.nodes or item.id in state.injects:
            continue
        if item.at is not None:
            armed[item.id] = (item.at + item.delay) * 1000
        elif _reached(state, item.after) and conditions.holds(item.when, known):
            armed[item.id] = at + item.delay * 1000
    return replace(state, armed=armed)


def _reached(state: State, ident: str | None) -> bool:
    if ident is None:
        return True
    node = state.nodes.get(ident)
    return state.injects.get(ident, -1) >= 0 or (node is not None and node.status in ("done", "timeout"))


# ── what is due ──────────────────────────────────────────────────────────────────────────────────────────────────────


def due(script: Script, state: State, now: int) -> Draft | None:
    """The next event the clock or the scene calls for at ``now``; write it and ask again, until there is none."""
    if state.status != "running":
        return None
    at = state.clock(now)
    if at >= script.scenario.minutes * 60_000:
        return Draft("run.ended", "run:end", {"how": "time"})
    for ident in state.open_nodes():
        if at >= _deadline(script, state, ident) + GRACE:
            return Draft("node.timeout", f"close:{ident}", {"node": ident}, role=script.nodes[ident].role)
    for ident, start in _in_order(script, state):
        if start <= at and (draft := _happen(script, state, ident, at)):
            return draft
    if at >= _quiet_from(script, state):
        return Draft("run.ended", "run:end", {"how": "complete"})
    return None


def wake(script: Script, state: State) -> int | None:
    """The run time in ms at which something will next be due if nobody does anything; None when nothing will."""
    if state.status != "running":
        return None
    times = [script.scenario.minutes * 60_000]
    times += [_deadline(script, state, ident) + GRACE for ident in state.open_nodes()]
    for ident, start in state.armed.items():
        free = _free_from(script, state, ident)
        if free is not None:
            times.append(max(start, free))
    if (quiet := _quiet_from(script, state)) < _NEVER:
        times.append(quiet)
    return min(times)


_NEVER = 1 << 60


def _deadline(script: Script, state: State, ident: str) -> int:
    return state.nodes[ident].opened + script.nodes[ident].seconds * 1000


def _in_order(script: Script, state: State) -> list[tuple[str, int]]:
    """What is armed, by time and then as the author wrote it."""
    place = {ident: index for index, ident in enumerate((*script.injects, *script.nodes))}
    return sorted(state.armed.items(), key=lambda item: (item[1], place[item[0]]))


def _happen(script: Script, state: State, ident: str, at: int) -> Draft | None:
    """The event that lets an armed thing happen; None while the person who'd decide is still busy."""
    item = script.item_of(ident)
    assert item is not None
    missed = item.at is not None and bool(item.when) and not conditions.holds(item.when, facts(script, state))
    if isinstance(item, Inject):
        kind = "inject.skipped" if missed else "inject.sent"
        return Draft(kind, f"inject:{ident}", {"id": ident, "by": "script"})
    if missed:
        return Draft("node.skipped", f"open:{ident}", {"node": ident})
    free = _free_from(script, state, ident)
    if free is None or free > at:
        return None
    if script.phases[item.phase] > script.phases.get(state.phase, -1):
        return Draft("phase.entered", f"phase:{item.phase}", {"phase": item.phase})
    player = player_of(state, item.role)
    opening = {"node": ident, "order": list(shuffled(state.seed, item)), "player": player}
    return Draft("node.opened", f"open:{ident}", opening, role=item.role)


def _free_from(script: Script, state: State, ident: str) -> int | None:
    """From when on a step may happen: a person never faces two questions at once. None: busy for now."""
    node = script.nodes.get(ident)
    if node is None:
        return 0
    player = player_of(state, node.role)
    theirs = [done for done in state.nodes.values() if done.player == player and done.status != "skipped"]
    if any(other.status == "open" for other in theirs):
        return None
    return max((other.closed + BREATH for other in theirs), default=0)


def _quiet_from(script: Script, state: State) -> int:
    """When a run with nothing left to ask may end by itself."""
    waiting = [i for i in state.armed if i in script.nodes or i in script.holding]
    return _NEVER if waiting or state.open_nodes() else state.touched + LINGER
