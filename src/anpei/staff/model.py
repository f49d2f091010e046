"""People, places and devices as plain values: nothing here knows a database, a clock or a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol

from anpei import clock
from anpei.staff.scope import WHOLE, Scope

Role = Literal["learner", "trainer", "director", "evaluator", "kiosk", "admin"]
ROLES: tuple[Role, ...] = ("learner", "trainer", "director", "evaluator", "kiosk", "admin")
ROLE_NAMES: dict[str, str] = {
    "learner": "学员",
    "trainer": "培训师",
    "director": "导调员",
    "evaluator": "评估员",
    "kiosk": "演练终端",
    "admin": "管理员",
}

Outcome = Literal["ok", "wrong", "locked", "throttled", "left", "expired"]
SecretKind = Literal["password", "pin"]


@dataclass(frozen=True)
class Home:
    """Where somebody belongs, by number, and whether they still do."""

    department_id: int
    post_id: int | None
    active: bool


@dataclass(frozen=True)
class Person:
    """One person of the roster as the rest of the house sees them; hashes never leave the tables.

    ``scope`` is whom they may look after, should a role let them look after others.
    """

    staff_no: str
    name: str
    department: str
    department_id: int
    post: str | None
    post_id: int | None
    roles: frozenset[str]
    must_change_password: bool
    stamp: str
    active: bool
    hired: str | None = None
    has_password: bool = False
    has_pin: bool = False
    team: str | None = None
    team_id: int | None = None
    scope: Scope = WHOLE

    @property
    def home(self) -> Home:
        return Home(self.department_id, self.post_id, self.active)

    def has(self, *roles: str) -> bool:
        """Whether the person holds at least one of these roles."""
        return bool(self.roles & set(roles))


@dataclass(frozen=True)
class Login:
    """One browser at which somebody is signed in; moments in ms UTC.

    ``seen``: when it was last used, to the hour; ``proven``: when the password was last given there.
    """

    id: int
    browser: str
    address: str
    begun: int
    seen: int
    proven: int


@dataclass(frozen=True)
class Department:
    """A department, with the number of people working in it now."""

    id: int
    name: str
    people: int = 0


@dataclass(frozen=True)
class Post:
    """A post (岗位), shared by all departments, with the number of people holding it now."""

    id: int
    name: str
    people: int = 0


@dataclass(frozen=True)
class Team:
    """A team (班组) of people who work the same shift, with the number of people in it now."""

    id: int
    name: str
    people: int = 0


@dataclass(frozen=True)
class Device:
    """An enrolled kiosk; `revoked` is the moment (ms) it was shut out, or None; `gate`: visitors sign in on it."""

    device_id: str
    name: str
    site_area: str
    enrolled: int
    revoked: int | None = None
    gate: bool = False


class SignInRules(Protocol):
    """What signing in needs to know; `settings.signin` fits."""

    @property
    def password_failures(self) -> int: ...
    @property
    def pin_failures(self) -> int: ...
    @property
    def lock_minutes(self) -> int: ...
    @property
    def address_per_minute(self) -> int: ...


@dataclass(frozen=True)
class SignIn:
    """How an attempt to sign in ended; `person` only when ok, `until` (ms) only when locked or throttled."""

    outcome: Outcome
    person: Person | None = None
    until: int | None = None
    tries_left: int | None = field(default=None, compare=False)
    kind: SecretKind = field(default="password", compare=False)

    def message(self, zone: str) -> str:
        """The sentence to show, the same for a wrong secret and an unknown staff number."""
        what = "密码" if self.kind == "password" else "PIN 码"
        return {"ok": "已登录。", "wrong": self._wrong(what), "locked": self._locked(what, zone)}.get(
            self.outcome, self._refused(zone)
        )

    def _wrong(self, what: str) -> str:
        tries = f"还可以再试 {self.tries_left} 次。" if self.tries_left else ""
        apart = " " if what[0].isascii() else ""
        return f"工号或{apart}{what}不对，请检查后重试。{tries}"

    def _locked(self, what: str, zone: str) -> str:
        return f"{what}连续输错次数过多，请在 {_time(self.until, zone)} 之后再试，或请管理员解锁。"

    def _refused(self, zone: str) -> str:
        if self.outcome == "left":
            return "该账号已停用。如有疑问，请联系人事部门或管理员。"
        if self.outcome == "expired":
            return "初始密码已经过期。请找管理员重置一个新的，再来登录。"
        return f"这里的登录尝试过于频繁，请在 {_time(self.until, zone)} 之后再试。"


def _time(ms: int | None, zone: str) -> str:
    """A moment to the minute, never too early."""
    return clock.show(-(-ms // clock.MINUTE) * clock.MINUTE, zone) if ms is not None else "稍后"
