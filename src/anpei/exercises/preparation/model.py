"""A plan of a drill as plain values, and where it stands: pure.

What is approved is a plan together with its scenario, by their common SHA-256: a plan changed afterwards, or a scenario
published anew, needs another approval.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from anpei.exercises.runs import NOTICES
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["DrillPlan", "PlanApproval", "PlannedDrill", "PlannedRole", "lines_of", "plan_from", "plan_sha", "proposal"]

FACILITIES = "演练终端｜每个席位一台，演练前试音、试网络\n对讲机或电话｜每个角色一部，另备一部\n“演练”标识｜现场出入口"
RISKS = (
    "奔跑、上下楼绊倒跌伤｜演练前走一遍路线，清出通道；不跑不挤，下楼扶扶手，转角有人引导\n"
    "被当成真实险情｜事先告知消防控制室、相邻单位和门卫；现场挂“演练”标识\n"
    "演练中真的出险｜喊“演练中止”，立即停止，先处置真实险情\n"
    "设备误动作、误停产｜不真的断电、停机、放水，由专人报“已操作”"
)
SUPPORT = "评估｜\n摄影记录｜\n医疗和急救箱｜\n现场警戒和引导｜"


@dataclass(frozen=True)
class PlannedRole:
    """A role of the scenario with who is to play it; number and name empty for whoever comes."""

    role: str
    title: str
    duty: str
    staff_no: str = ""
    name: str = ""
    department: str = ""


@dataclass(frozen=True)
class DrillPlan:
    """What people write before a drill; lists are lines of ``what｜how``. ``day`` is ISO, ``at`` HH:MM, local."""

    day: str
    at: str
    place: str
    form: str
    notice: str
    roles: tuple[PlannedRole, ...]
    points: tuple[str, ...] = ()
    facilities: str = ""
    risks: str = ""
    support: str = ""
    phones: str = ""
    notes: str = ""
    needs_approval: bool = False
    approver: str = ""
    approver_name: str = ""

    @property
    def blind(self) -> bool:
        """Whether nobody who takes part is to know of it before it begins."""
        return self.notice == NOTICES[1]

    @property
    def people(self) -> set[str]:
        """The numbers of those who take part."""
        return {role.staff_no for role in self.roles if role.staff_no}


def lines_of(text: str) -> list[tuple[str, str]]:
    """The lines of a list: what, and after ｜ or | how."""
    found = []
    for line in text.splitlines():
        what, _, how = line.replace("|", "｜").partition("｜")
        if what.strip() or how.strip():
            found.append((what.strip(), how.strip()))
    return found


def plan_from(told: dict[str, Any]) -> DrillPlan:
    """The plan that a row keeps."""
    roles = tuple(PlannedRole(**role) for role in told["roles"])
    return DrillPlan(**{**told, "roles": roles, "points": tuple(told["points"])})


def plan_sha(plan: DrillPlan, scenario_sha: str) -> str:
    """What an approval binds."""
    told = {"schema": 1, "scenario": scenario_sha, "plan": asdict(plan)}
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def proposal(script: CompiledScenario, *, day: str, points: tuple[str, ...], phones: tuple[str, ...]) -> DrillPlan:
    """What the platform proposes for a first version: people, safeguards and phones as far as it knows them."""
    scenario = script.scenario
    roles = tuple(PlannedRole(role.id, role.title, role.duty) for role in scenario.roles)
    called = [line.rpartition(" ") for line in ("火警 119", "急救 120", *phones)]
    return DrillPlan(
        day=day, at="09:00", place=scenario.place, form=scenario.kind.form, notice=NOTICES[0], roles=roles,
        points=points, facilities=FACILITIES, risks=RISKS, support=SUPPORT,
        phones="\n".join(f"{who or number}｜{number}" for who, _, number in called),
    )  # fmt: skip


@dataclass(frozen=True)
class PlanApproval:
    """A version approved by somebody, or sent back (``returned``) with the reason in ``note``."""

    version: int
    kind: str
    sha: str
    staff_no: str
    name: str
    at: int
    path: str
    note: str


@dataclass(frozen=True)
class PlannedDrill:
    """A planned drill with its newest version; ``scenario_sha`` and ``title`` are the scenario's as it is now."""

    id: int
    scenario: str
    title: str
    created_by: str
    version: int
    plan: DrillPlan
    sha: str
    written_by: str
    written_name: str
    written: int
    run_id: int
    cancelled: bool
    decision: PlanApproval | None
    decisions: tuple[PlanApproval, ...] = ()

    @property
    def approved(self) -> bool:
        """Whether the newest version, with the scenario as it is now, is approved."""
        return self.decision is not None and self.decision.kind == "approved" and self.decision.sha == self.sha

    @property
    def open(self) -> bool:
        return not self.run_id and not self.cancelled

    def state(self, *, demanded: bool) -> str:
        """Where it stands, by name; ``demanded``: the enterprise asks for approval of every drill."""
        if self.run_id:
            return "held"
        if self.cancelled:
            return "cancelled"
        if self.approved:
            return "approved"
        if self.decision is not None and self.decision.kind == "approved":
            return "changed"
        if self.decision is not None and self.decision.sha == self.sha:
            return "returned"
        if demanded or self.plan.needs_approval:
            return "waiting" if self.plan.approver else "unnamed"
        return "free"

    def word(self, *, demanded: bool) -> str:
        return STATES[self.state(demanded=demanded)][0]

    def tone(self, *, demanded: bool) -> str:
        return STATES[self.state(demanded=demanded)][1]


STATES = {
    "held": ("已经演过", "ok"),
    "cancelled": ("已取消", ""),
    "approved": ("已批准", "ok"),
    "changed": ("批准后改过，要重新审批", "danger"),
    "returned": ("退回修改", "warn"),
    "waiting": ("待审批", "warn"),
    "unnamed": ("没有指定审批人", "warn"),
    "free": ("不需要审批", ""),
}
