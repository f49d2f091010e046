"""A roll call as plain values: who is expected, who was seen where, who is missing, and the times that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "GROUPS",
    "KINDS",
    "STATES",
    "ExpectedPerson",
    "Kind",
    "Point",
    "PointStanding",
    "RollCallAck",
    "RollCallHead",
    "RollCallLine",
    "RollCallStanding",
    "RollCallSummary",
    "StandingWarden",
    "State",
    "Status",
    "Times",
    "Visitor",
    "Warden",
    "nameless",
]

Kind = Literal["live", "drill", "test"]
KINDS: dict[str, str] = {"live": "真实险情", "drill": "演练", "test": "测试"}
State = Literal["present", "absent_known", "elsewhere", "missing"]
STATES: dict[str, str] = {"present": "到达", "absent_known": "请假或外出", "elsewhere": "在别处找到", "missing": "未到"}
GROUPS = {"staff": "员工", "visitor": "访客", "contractor": "承包商", "extra": "名单外"}


@dataclass(frozen=True)
class ExpectedPerson:
    """Somebody on the list: ``key`` is a staff number, or ``v:<id>`` for a visitor; ``place`` is department or firm."""

    key: str
    name: str
    place: str = ""
    group: str = "staff"
    post: str = ""
    phone: str = ""

    @property
    def outside(self) -> bool:
        """Whether they came from outside: signed in at the gate, or put on the list without being on the roster."""
        return self.key.startswith(("v:", "x:"))


def nameless(who: ExpectedPerson) -> str:
    """What somebody from outside is called where names don't belong, or are kept no longer: the same at all times."""
    return f"{GROUPS[who.group]} {who.key[2:]} 号" if who.key.startswith("v:") else "名单外人员"


@dataclass(frozen=True)
class Point:
    """A muster point of the plant."""

    id: str
    name: str
    place: str = ""


@dataclass(frozen=True)
class Warden:
    """Who may tick: a person, or an enrolled kiosk (``kiosk:<id>``); ``point`` is where, empty for everywhere."""

    key: str
    name: str
    point: str = ""


@dataclass(frozen=True)
class StandingWarden:
    """Who is to tick at a point in every roll call; not ``active`` once they have left, or the kiosk was revoked."""

    key: str
    name: str
    place: str
    active: bool


@dataclass(frozen=True)
class Status:
    """Where one expected person stands; ``at`` is when they were first seen or excused (ms)."""

    who: ExpectedPerson
    state: State
    points: tuple[str, ...] = ()
    at: int = 0
    by: str = ""
    note: str = ""

    @property
    def accounted(self) -> bool:
        return self.state != "missing"

    @property
    def doubled(self) -> bool:
        """Ticked at more than one point: one of the two is a mistake."""
        return len(self.points) > 1


@dataclass(frozen=True)
class PointStanding:
    point: Point
    count: int
    wardens: tuple[str, ...] = ()


@dataclass(frozen=True)
class RollCallStanding:
    """The roll call now; ``people`` is everybody, ``missing`` those nobody has accounted for."""

    expected: int
    accounted: int
    missing: tuple[Status, ...]
    points: tuple[PointStanding, ...]
    people: tuple[Status, ...] = ()
    doubled: tuple[Status, ...] = ()
    seq: int = 0

    @property
    def present(self) -> int:
        """How many were seen at a muster point."""
        return self._how_many("present")

    @property
    def excused(self) -> int:
        """How many are known not to be at work: on leave, out. They are accounted for and didn't come."""
        return self._how_many("absent_known")

    @property
    def elsewhere(self) -> int:
        """How many were found in another place."""
        return self._how_many("elsewhere")

    @property
    def split(self) -> str:
        """Who came, who is on leave, who is missing, in words."""
        found = f"，在别处找到 {self.elsewhere} 人" if self.elsewhere else ""
        return f"实到 {self.present} 人{found}，请假或外出 {self.excused} 人，未到 {len(self.missing)} 人"

    def _how_many(self, state: State) -> int:
        return sum(1 for status in self.people if status.state == state)


@dataclass(frozen=True)
class Times:
    """Moments in ms UTC, None while they have not come: first and last person seen, nobody missing any more."""

    alarm: int
    first_out: int | None = None
    last_out: int | None = None
    all_accounted: int | None = None

    def seconds(self, moment: int | None) -> int | None:
        """Seconds from the alarm to one of the moments."""
        return None if moment is None else max(0, round((moment - self.alarm) / 1000))


@dataclass(frozen=True)
class RollCallSummary:
    """A roll call in numbers and times."""

    expected: int
    missing: int
    times: Times


@dataclass(frozen=True)
class RollCallHead:
    """A roll call without its people; ``forgotten`` is when the names of outsiders were deleted.

    ``of`` says whom it is of, in the words of its beginning; empty when nobody chose.
    """

    muster_id: int
    kind: Kind
    title: str
    run_id: int | None
    by: str
    started: int
    ended: int | None
    ended_by: str
    note: str
    points: tuple[Point, ...]
    seq: int
    forgotten: int | None = None
    of: str = ""


@dataclass(frozen=True)
class RollCallLine:
    """A line of the log in words."""

    seq: int
    at: int
    by: str
    text: str
    late: int = 0


@dataclass(frozen=True)
class RollCallAck:
    """An entry is on disk; the same uuid always gets the same answer."""

    uuid: str
    seq: int
    at: int


@dataclass(frozen=True)
class Visitor:
    """Somebody from outside who signed in; on site until ``left``."""

    visitor_id: int
    name: str
    firm: str
    host: str
    phone: str
    group: str
    came: int
    left: int | None = None

    @property
    def key(self) -> str:
        return f"v:{self.visitor_id}"
