"""Every way a scenario can go, walked with the real engine: what is ever reached, how long it takes, how it can end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from anpei.exercises.runs import Event, EventDraft, RunState, engine
from anpei.exercises.scenarios import CompiledScenario, Node, conditions

__all__ = ["Explorer", "Paths", "best_play"]

LIMIT = 20_000
PLAYER = "player"
TIMEOUT = "timeout"


@dataclass
class Paths:
    """What all walks together saw; times in ms of run time, ``dead_ends`` are the last decisions of runs cut short."""

    reached: set[str] = field(default_factory=set)
    dead_ends: set[str] = field(default_factory=set)
    states: int = 0
    best: int = 0
    longest: int = 0
    overtime: bool = False
    complete: bool = True


class Explorer:
    """Walks a scenario as one person holding every role; equal situations are walked once.

    ``handed`` sends everything a director may send right at the start, so that what follows from it is walked, too.
    """

    def __init__(self, script: CompiledScenario, limit: int = LIMIT, *, handed: bool = False) -> None:
        self.script, self.limit, self.handed = script, limit, handed
        self.walk = Paths()
        self._known: dict[tuple[object, ...], tuple[int, int]] = {}

    def run(self) -> Paths:
        """Walk everything that can happen, up to the limit of situations."""
        state, now = started(self.script)
        for inject in self.script.scenario.injects:
            if self.handed and inject.director:
                told = {"id": inject.id, "by": "director"}
                state = write(self.script, state, EventDraft("inject.sent", f"inject:{inject.id}", told), now)
        self.walk.best, self.walk.longest = self._from(*self.advance(state, now))
        self.walk.states = len(self._known)
        return self.walk

    def _from(self, state: RunState, now: int) -> tuple[int, int]:
        """The most points and the longest time still to come."""
        if state.status == "ended":
            self._note_end(state)
            return 0, 0
        key = self._key(state, now)
        if key in self._known:
            return self._known[key]
        if len(self._known) >= self.limit:
            self.walk.complete = False
            return 0, 0
        best = longest = 0
        ident = state.open_nodes()[0]
        self._known[key] = (0, 0)
        for answer, score in self._ways[ident]:
            after, later = self.advance(*answered(self.script, state, ident, answer))
            points, length = self._from(after, later)
            best = max(best, points + score)
            longest = max(longest, length + later - now)
        self._known[key] = (best, longest)
        return best, longest

    @cached_property
    def _ways(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Each question's answers with their points; of those no trigger can tell apart, the one that brings most."""
        return {node.id: (*self._apart(node), (TIMEOUT, 0)) for node in self.script.scenario.nodes}

    def _apart(self, node: Node) -> Iterable[tuple[str, int]]:
        ways: dict[tuple[object, ...], tuple[str, int]] = {}
        for option in sorted(node.options, key=lambda option: option.score):
            told = option.id if node.id in self._asked else ""
            seen = [sorted((k, v) for k, v in by.items() if k in self._asked) for by in (option.set, option.add)]
            ways[told, str(seen), option.goto, option.cost if "lost" in self._asked else 0] = option.id, option.score
        return ways.values()

    def advance(self, state: RunState, now: int) -> tuple[RunState, int]:
        """Let time pass until somebody is asked something, or the run is over."""
        state = catch_up(self.script, state, now)
        while state.status == "running" and not state.open_nodes():
            wake = engine.wake(self.script, state)
            assert wake is not None
            now = max(now, state.moment(wake))
            state = catch_up(self.script, state, now)
        self.walk.reached |= state.nodes.keys() | {ident for ident, at in state.injects.items() if at >= 0}
        return state, now

    def _note_end(self, state: RunState) -> None:
        self.walk.overtime |= state.how == "time"
        if state.how == "complete" and self.script.phases.get(state.phase, -1) < len(self.script.phases) - 1:
            closed = [(node.closed, ident) for ident, node in state.nodes.items()]
            self.walk.dead_ends.add(max(closed)[1] if closed else "")

    @cached_property
    def _asked(self) -> tuple[str, ...]:
        """The facts that any trigger depends on."""
        found = {name for item in self.script.timed if item.when for name in conditions.names(item.when)}
        return tuple(sorted(found))

    def _key(self, state: RunState, now: int) -> tuple[object, ...]:
        """Situations with equal keys have equal futures."""
        known = engine.facts(self.script, state)
        clock = state.clock(now)
        waits = tuple(sorted((ident, max(0, at - clock)) for ident, at in state.armed.items()))
        steps = tuple(sorted((ident, node.status == "open") for ident, node in state.nodes.items()))
        timed = clock if any(item.at is not None and item.id in state.armed for item in self.script.timed) else 0
        return (steps, tuple(sorted(state.injects)), waits, timed, tuple(known[name] for name in self._asked))


def started(script: CompiledScenario, seed: str = "check") -> tuple[RunState, int]:
    """A run just begun by one person who plays every role, at time 0."""
    state = engine.begin(script, seed)
    roles = {"name": PLAYER, "roles": list(script.roles)}
    state = write(script, state, EventDraft("member.joined", "join", roles, actor=PLAYER), 0)
    return write(script, state, EventDraft("run.started", "run:start"), 0), 0


def write(script: CompiledScenario, state: RunState, draft: EventDraft, now: int) -> RunState:
    """The state after this event happened at ``now``."""
    return engine.apply(script, state, Event.of(draft, state.seq + 1, now))


def catch_up(script: CompiledScenario, state: RunState, now: int) -> RunState:
    """The state after everything that is due by ``now``."""
    while (draft := engine.due(script, state, now)) is not None:
        state = write(script, state, draft, now)
    return state


def answered(script: CompiledScenario, state: RunState, ident: str, answer: str) -> tuple[RunState, int]:
    """The open decision closed at the last moment, by an option or by running out."""
    limit = script.nodes[ident].seconds * 1000
    at = state.moment(state.nodes[ident].opened + limit)
    if answer == TIMEOUT:
        return catch_up(script, state, at + engine.GRACE), at + engine.GRACE
    told = {"node": ident, "option": answer, "elapsed": limit, "uuid": f"u-{ident}"}
    return write(script, state, EventDraft("decision.made", f"close:{ident}", told, PLAYER), at), at


def best_play(script: CompiledScenario) -> RunState:
    """The run of somebody who answers everything best."""
    explorer = Explorer(script)
    state, _ = explorer.advance(*started(script))
    while state.status == "running":
        ident = state.open_nodes()[0]
        state, _ = explorer.advance(*answered(script, state, ident, script.nodes[ident].best.id))
    return state
