"""The rules of a drill as pure functions: what the log has made of a run, and what is due next.

No clock, no chance, no place: time arrives as an argument, the shuffle comes from the run's seed. Two processes that
read the same log agree on everything, so any of them may write what is due; the event's key lets it happen only once.
"""

from __future__ import annotations

import hashlib

from anpei.exercises.runs.events import Event, EventDraft, RunState
from anpei.exercises.runs.reducer import apply, begin, facts, fold
from anpei.exercises.scenarios import CompiledScenario, Inject, Node, conditions

__all__ = [
    "BREATH",
    "GRACE",
    "LINGER",
    "apply",
    "begin",
    "closing",
    "due",
    "facts",
    "fold",
    "next_step",
    "player_of",
    "step",
    "wake",
]

GRACE = 1_500
BREATH = 2_500
LINGER = 3_000


def step(script: CompiledScenario, state: RunState, event: Event) -> tuple[RunState, EventDraft | None]:
    """One event: the state after it, and the first thing that follows from it at the same moment."""
    after = apply(script, state, event)
    return after, due(script, after, event.ts)


def player_of(state: RunState, role: str) -> str:
    """Who decides for a role: its holder, or whoever is left when nobody holds it."""
    present = [member for member in state.members if member.present] or list(state.members)
    holders = [member for member in present if role in member.roles] or present
    return holders[0].person if holders else ""


def shuffled(seed: str, node: Node) -> tuple[str, ...]:
    """The option ids in the order this run shows them."""
    return tuple(
        sorted((o.id for o in node.options), key=lambda o: hashlib.sha256(f"{seed}/{node.id}/{o}".encode()).digest())
    )


def due(script: CompiledScenario, state: RunState, now: int) -> EventDraft | None:
    """The next event the clock or the scene calls for at ``now``; write it and ask again, until there is none."""
    if state.status != "running":
        return None
    at = state.clock(now)
    if at >= script.scenario.minutes * 60_000:
        return EventDraft("run.ended", "run:end", {"how": "time"})
    for ident in state.open_nodes():
        if at >= closing(script, state, ident):
            return EventDraft("node.timeout", f"close:{ident}", {"node": ident}, role=script.nodes[ident].role)
    for ident, start in _in_order(script, state):
        if start <= at and (draft := _happen(script, state, ident, at)):
            return draft
    if at >= _quiet_from(script, state):
        return EventDraft("run.ended", "run:end", {"how": "complete"})
    return None


def wake(script: CompiledScenario, state: RunState) -> int | None:
    """The run time in ms at which something will next be due if nobody does anything; None when nothing will."""
    if state.status != "running":
        return None
    times = [script.scenario.minutes * 60_000]
    times += [closing(script, state, ident) for ident in state.open_nodes()]
    for ident, start in state.armed.items():
        free = _free_from(script, state, ident)
        if free is not None:
            times.append(max(start, free))
    if (quiet := _quiet_from(script, state)) < _NEVER:
        times.append(quiet)
    return min(times)


_NEVER = 1 << 60


def next_step(script: CompiledScenario, state: RunState) -> int | None:
    """The run time to which quiet may be skipped; None while somebody is deciding, for their time is theirs."""
    return None if state.open_nodes() else wake(script, state)


def closing(script: CompiledScenario, state: RunState, ident: str) -> int:
    """When a question closes by itself: its time limit and, in real time, a moment for what is under way."""
    return state.nodes[ident].opened + script.nodes[ident].seconds * 1000 + state.scaled(GRACE)


def _opening_key(state: RunState, ident: str) -> str:
    again = state.reopened.get(ident, 0)
    return f"open:{ident}:{again}" if again else f"open:{ident}"


def _in_order(script: CompiledScenario, state: RunState) -> list[tuple[str, int]]:
    """What is armed, by time and then as the author wrote it."""
    return sorted(state.armed.items(), key=lambda item: (item[1], script.place[item[0]]))


def _happen(script: CompiledScenario, state: RunState, ident: str, at: int) -> EventDraft | None:
    """The event that lets an armed thing happen; None while the person who'd decide is still busy."""
    item = script.item_of(ident)
    assert item is not None
    missed = item.at is not None and bool(item.when) and not conditions.holds(item.when, facts(script, state))
    if isinstance(item, Inject):
        kind = "inject.skipped" if missed else "inject.sent"
        return EventDraft(kind, f"inject:{ident}", {"id": ident, "by": "script"})
    if missed:
        return EventDraft("node.skipped", _opening_key(state, ident), {"node": ident})
    free = _free_from(script, state, ident)
    if free is None or free > at:
        return None
    if script.phases[item.phase] > script.phases.get(state.phase, -1):
        return EventDraft("phase.entered", f"phase:{item.phase}", {"phase": item.phase})
    player = player_of(state, item.role)
    opening = {"node": ident, "order": list(shuffled(state.seed, item)), "player": player}
    return EventDraft("node.opened", _opening_key(state, ident), opening, role=item.role)


def _free_from(script: CompiledScenario, state: RunState, ident: str) -> int | None:
    """From when on a step may happen: a person never faces two questions at once. None: busy for now."""
    node = script.nodes.get(ident)
    if node is None:
        return 0
    player = player_of(state, node.role)
    theirs = [done for done in state.nodes.values() if done.player == player and done.status != "skipped"]
    if any(other.status == "open" for other in theirs):
        return None
    return max((other.closed + BREATH for other in theirs), default=0)


def _quiet_from(script: CompiledScenario, state: RunState) -> int:
    """When a run with nothing left to ask may end by itself."""
    waiting = [i for i in state.armed if i in script.nodes or i in script.holding]
    return _NEVER if waiting or state.open_nodes() else state.touched + LINGER
