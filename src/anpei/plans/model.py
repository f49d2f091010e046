"""Who is due what by when, as plain values; choosing among several plans for one thing is pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["course", "paper", "drill"]
Audience = Literal["person", "department", "post", "everyone"]
KINDS: tuple[Kind, ...] = ("course", "paper", "drill")
AUDIENCES: tuple[Audience, ...] = ("person", "department", "post", "everyone")
KIND_NAMES: dict[str, str] = {"course": "课程", "paper": "试卷", "drill": "演练"}
AUDIENCE_NAMES: dict[str, str] = {"person": "个人", "department": "部门", "post": "岗位", "everyone": "全员"}
TARGET = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True)
class Plan:
    """One assignment: a course, paper or drill to somebody, due at ``due`` (ms), with who made and cancelled it.

    ``audience`` is a staff number, a department's or post's number as text, or empty for everyone. ``effective`` is
    since when it counts; None while it is still being laid out to its people. ``course_first``: its paper may be sat
    only by whoever has finished its course, as the paper asked when the plan was made.
    """

    id: int
    kind: Kind
    target: str
    audience_kind: Audience
    audience: str
    due: int
    created_by: str
    created: int
    cancelled: int | None = None
    cancelled_by: str | None = None
    effective: int | None = None
    course_first: bool = False

    @property
    def in_force(self) -> bool:
        return self.effective is not None and self.cancelled is None


@dataclass(frozen=True)
class Duty:
    """One thing one person has to do by ``due`` (ms), and the plan that says so."""

    kind: Kind
    target: str
    due: int
    plan_id: int
    course_first: bool = False


def earliest(plans: Iterable[Plan]) -> list[Duty]:
    """One duty a target, the earliest due wins; ordered by due, then target."""
    best: dict[tuple[str, str], Plan] = {}
    for plan in plans:
        held = best.setdefault((plan.kind, plan.target), plan)
        if (plan.due, plan.id) < (held.due, held.id):
            best[plan.kind, plan.target] = plan
    duties = [Duty(plan.kind, plan.target, plan.due, plan.id, plan.course_first) for plan in best.values()]
    return sorted(duties, key=lambda duty: (duty.due, duty.kind, duty.target))
