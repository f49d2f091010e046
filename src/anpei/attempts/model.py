"""What becomes of an answer is decided here, by a pure function of what stands, what arrived before, and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from anpei import clock
from anpei.bank import BadValue, Kind, MultiplePolicy, check_value
from anpei.papers import ReviewPolicy

AttemptKind = Literal["exam", "notebook", "kiosk"]
"""``kiosk``: begun by nobody, from a tablet's cookie alone, as older versions let happen; it counts nowhere."""
How = Literal["learner", "time"]
State = Literal["open", "handed_in"]
Outcome = Literal["accepted", "conflict", "late", "invalid"]
Status = Literal["saved", "conflict", "late", "invalid"]

GRACE = 3 * clock.SECOND
"""Travel time after the deadline; never shown."""

TOO_LATE = "考试时间已到，这次修改没有计入，已留给培训师查看。"
TAKEN = "情景里选过的做法不能改，这次修改没有计入。"
HANDED_IN = "试卷已经交了，这次修改没有计入，已留给培训师查看。"


@dataclass(frozen=True)
class Attempt:
    """One sitting of one paper by one person; rules are those of the moment it began. Times in ms."""

    id: int
    paper: str
    paper_sha: str
    title: str
    course: str
    staff_no: str
    kind: AttemptKind
    number: int
    started: int
    minutes: int
    deadline: int | None
    pass_mark: float
    allowed: int
    review: ReviewPolicy
    handed_in: int | None
    how: How | None
    multiple: MultiplePolicy = "net_correct"
    """How its multiple choices are marked; attempts begun before papers could say so are marked as ever."""

    @property
    def state(self) -> State:
        return "open" if self.handed_in is None else "handed_in"


@dataclass(frozen=True)
class AttemptStanding:
    """A slot as it is now, with the limits of its attempt."""

    kind: Kind
    size: int
    value: Any
    revision: int
    deadline: int | None
    handed_in: int | None


@dataclass(frozen=True)
class Incoming:
    """An answer as it arrives: the client's uuid and the revision it was based on."""

    uuid: str
    base: int
    value: Any


@dataclass(frozen=True)
class Decision:
    """What becomes of an answer: the fact to keep. ``revision`` is the slot's afterwards."""

    outcome: Outcome
    revision: int
    value: Any = None
    reason: str = ""


@dataclass(frozen=True)
class AnswerAck:
    """What the client is told; the same for every delivery of the same uuid. ``current`` only on a conflict."""

    status: Status
    uuid: str
    revision: int
    saved: int
    reason: str = ""
    current: Any = None


@dataclass(frozen=True)
class AnswerFact:
    """One line of an answer's history; ``current`` marks the one that counts."""

    uuid: str
    slot: str
    value: Any
    base: int
    revision: int
    outcome: Outcome
    reason: str
    received: int
    current: bool


@dataclass(frozen=True)
class SlotState:
    """One slot of an attempt: what was drawn, what stands."""

    slot: str
    item_id: str
    sha: str
    kind: Kind
    order: tuple[int, ...]
    points: float
    value: Any
    revision: int
    flag: bool
    saved: int | None


@dataclass(frozen=True)
class Situation:
    """Where a person stands with a paper: the open attempt, how many attempts are used and left.

    ``next_at`` is from when the next may start; it may lie in the past, and is None when none is left.
    """

    open_attempt: int | None
    used: int
    left: int
    next_at: int | None
    last: int | None


def decide(standing: AttemptStanding, incoming: Incoming, now: int) -> Decision:
    """Judge an answer that was never seen before: time first, then form, then whether it knew the current revision.

    A value equal to the current one is no conflict, whatever it was based on. A base newer than the server's (after a
    restored backup) is accepted: the client holds the newer truth. A way taken in a branching case stays taken.
    """
    reason, value = "", None
    try:
        value = check_value(standing.kind, standing.size, incoming.value)
    except BadValue as error:
        reason = error.message
    if standing.handed_in is not None or past(standing.deadline, now):
        why = HANDED_IN if standing.handed_in is not None else TOO_LATE
        return Decision("late", standing.revision, value, why)
    if reason:
        return Decision("invalid", standing.revision, None, reason)
    if standing.revision and value == standing.value:
        return Decision("accepted", max(standing.revision, incoming.base), value)
    if standing.kind == "branching" and standing.value and (value or [])[: len(standing.value)] != standing.value:
        return Decision("invalid", standing.revision, None, TAKEN)
    if incoming.base < standing.revision:
        return Decision("conflict", standing.revision, value)
    return Decision("accepted", incoming.base + 1, value)


def past(deadline: int | None, now: int) -> bool:
    """Whether a deadline, with the grace for travel, is over."""
    return deadline is not None and now > deadline + GRACE
