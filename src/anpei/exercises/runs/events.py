"""What can be written into a drill's log, and the state that follows from it; all plain data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from anpei.exercises.scenarios import Value

__all__ = ["TYPES", "Adjustment", "Event", "EventDraft", "Member", "Message", "NodeState", "RunState", "Status"]

TYPES = (
    "run.arranged",
    "member.joined",
    "member.left",
    "run.started",
    "run.paused",
    "run.resumed",
    "run.speed",
    "run.sound",
    "run.skipped_to",
    "run.ended",
    "run.signed",
    "role.moved",
    "phase.entered",
    "inject.sent",
    "inject.skipped",
    "node.opened",
    "node.skipped",
    "node.timeout",
    "decision.made",
    "decision.delayed",
    "decision.refused",
    "observation.noted",
    "score.adjusted",
)
Status = Literal["waiting", "running", "paused", "ended"]


@dataclass(frozen=True)
class EventDraft:
    """An event before it has a number and a time; ``key`` is unique in its run, so it happens once."""

    type: str
    key: str
    payload: dict[str, Any] = field(default_factory=dict)
    actor: str = ""
    role: str = ""
    device: str = ""


@dataclass(frozen=True)
class Event:
    """A line of the log; ``ts`` is the server's ms UTC."""

    seq: int
    ts: int
    type: str
    key: str
    payload: dict[str, Any]
    actor: str = ""
    role: str = ""
    device: str = ""

    @classmethod
    def of(cls, draft: EventDraft, seq: int, ts: int) -> Event:
        return cls(seq, ts, draft.type, draft.key, draft.payload, draft.actor, draft.role, draft.device)


@dataclass(frozen=True)
class Member:
    person: str
    name: str
    device: str
    roles: tuple[str, ...]
    present: bool = True


@dataclass(frozen=True)
class NodeState:
    """A decision point that has been opened; times are ms of run time, ``order`` the option ids as displayed.

    A ``delayed`` one has timed out for the scene, and has a choice all the same: it was made in time and came later.
    """

    status: Literal["open", "done", "timeout", "skipped"]
    opened: int
    order: tuple[str, ...] = ()
    player: str = ""
    closed: int = -1
    choice: str = ""
    actor: str = ""
    elapsed: int = 0
    cost: int = 0
    uuid: str = ""
    delayed: bool = False


@dataclass(frozen=True)
class Message:
    """A line on the players' radio; ``to`` empty means everybody."""

    id: str
    at: int
    sender: str
    to: tuple[str, ...]
    channel: str
    text: str


@dataclass(frozen=True)
class Adjustment:
    """A score corrected by hand: the points that count, and why."""

    points: int
    reason: str


@dataclass(frozen=True)
class RunState:
    """Where a run stands. Equal logs give equal states, to the byte.

    The clock is piecewise: from a piece's first number (the server's ms) the run time was its second (ms), and from
    then on it went its third, in hundredths of a ms for each one of the server's; ``pace`` is that of a going clock.
    ``adjusted`` is by decision, and under "" for the whole run in percent.
    """

    seed: str
    vars: dict[str, Value]
    status: Status = "waiting"
    seq: int = 0
    began: int = 0
    pieces: tuple[tuple[int, int, int], ...] = ()
    pace: int = 100
    muted: bool = False
    ended: int = -1
    finished: int = 0
    how: str = ""
    signed: str = ""
    phase: str = ""
    lost: int = 0
    touched: int = 0
    members: tuple[Member, ...] = ()
    nodes: dict[str, NodeState] = field(default_factory=dict)
    reopened: dict[str, int] = field(default_factory=dict)
    injects: dict[str, int] = field(default_factory=dict)
    armed: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    adjusted: dict[str, Adjustment] = field(default_factory=dict)
    radio: tuple[Message, ...] = ()

    def clock(self, now: int) -> int:
        """Run time in ms at the server's ``now``: since the start, without pauses, at the run's speed."""
        if self.status == "waiting":
            return 0
        if self.status == "ended":
            return self.ended
        return self.at(max(now, self.pieces[-1][0]))

    def at(self, ts: int) -> int:
        """Run time in ms at any moment of the run, also one long gone."""
        since, clock, pace = next((piece for piece in reversed(self.pieces) if piece[0] <= ts), (ts, 0, 0))
        reached = clock + (ts - since) * pace // 100
        return min(reached, self.ended) if self.status == "ended" else reached

    def moment(self, clock: int) -> int:
        """The server's ms at which a run that goes on like this reaches the run time ``clock``."""
        since, reached, _ = self.pieces[-1]
        return since + max(0, -(-(clock - reached) * 100 // self.pace))

    def scaled(self, real: int) -> int:
        """Real ms as run time: what a network needs doesn't shrink when a drill goes faster."""
        return real * self.pace // 100

    def open_nodes(self) -> list[str]:
        return [ident for ident, node in self.nodes.items() if node.status == "open"]

    def member(self, person: str) -> Member | None:
        return next((member for member in self.members if member.person == person), None)

    def holder(self, role: str) -> Member | None:
        """Who holds a role: somebody who is there, or else whoever left with it."""
        holders = [member for member in self.members if role in member.roles]
        return next((member for member in holders if member.present), next(iter(holders), None))

    def dump(self) -> bytes:
        """The state as canonical JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
