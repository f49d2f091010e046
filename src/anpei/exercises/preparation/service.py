"""Keeping plans of drills: versions written one over the other, who may know of them, and which run they became."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises.preparation.model import DrillPlan, PlanApproval, PlannedDrill, plan_from, plan_sha
from anpei.exercises.preparation.tables import PlanDecisionRow, PlannedDrillRow, PlanVersionRow
from anpei.exercises.runs import NOTICES
from anpei.exercises.scenarios import CompiledScenario
from anpei.staff import Person

__all__ = [
    "PlanOvertaken",
    "begun_with",
    "cancel",
    "held_as",
    "planned_drill",
    "planned_drills",
    "require_plan_sight",
    "save_plan",
    "sees_plan",
]

Scripts = Callable[[str], CompiledScenario | None]
"""The scenarios there are, by slug."""
LONG = 4_000
AGAIN = "请刷新页面，看过新内容后再改。"


class PlanOvertaken(Conflict):
    """Somebody wrote the plan meanwhile."""

    code = "stale"


def save_plan(
    session: Session,
    script: CompiledScenario,
    plan: DrillPlan,
    *,
    planned: int = 0,
    base: int = 0,
    by: str,
    name: str,
    uuid: str,
    now: int,
) -> int:
    """Keep a new version written over version ``base``, of a new drill when ``planned`` is 0; returns its number.

    The same again with the same uuid, and a version that says what the newest says, change nothing. Raises Refused for
    what can't be, :class:`PlanOvertaken` when somebody wrote meanwhile or the page was saved with another text already,
    Conflict for a drill that was held or given up.
    """
    tidy = _checked(session, plan)
    known = session.scalar(select(PlanVersionRow).filter_by(uuid=uuid))
    if known is not None:
        if (planned and known.planned_id != planned) or known.plan != _kept(tidy):
            raise PlanOvertaken("这一页已经保存过一次，这次改的还没有保存。", way_out=AGAIN)
        return known.planned_id
    if planned:
        row = _row(session, planned)
        _require_open(row)
    else:
        row = PlannedDrillRow(scenario_id=script.slug, created=now, created_by=by, approver="")
        session.add(row)
        session.flush()
    newest = _newest(session, row.id)
    if newest is not None and newest.version != base:
        raise PlanOvertaken("别人刚改过这份方案。", way_out=AGAIN)
    sha = plan_sha(tidy, script.sha)
    if newest is not None and newest.sha == sha:
        return row.id
    version = (newest.version if newest is not None else 0) + 1
    session.add(
        PlanVersionRow(
            planned_id=row.id, version=version, plan=_kept(tidy), sha=sha, by=by, name=name, at=now, uuid=uuid
        )
    )
    row.approver = tidy.approver
    session.flush()
    return row.id


def _checked(session: Session, plan: DrillPlan) -> DrillPlan:
    """The plan with names as the roster has them; raises Refused."""
    try:
        date.fromisoformat(plan.day)
    except ValueError:
        raise Refused("请选择演练日期。", code="date") from None
    if not plan.place.strip():
        raise Refused("请写明演练地点。", code="place")
    if plan.notice not in NOTICES:
        raise Refused("请选择是否事先通知。", code="notice")
    for text in (plan.facilities, plan.risks, plan.support, plan.phones, plan.notes):
        if len(text) > LONG:
            raise Refused(f"文字太长，最多 {LONG} 个字。", code="too_long", way_out="请缩短后再保存。")
    roles = []
    for role in plan.roles:
        person = _person(session, role.staff_no, role.title) if role.staff_no else None
        roles.append(
            replace(
                role,
                staff_no=person.staff_no if person else "",
                name=person.name if person else "",
                department=person.department if person else "",
            )
        )
    approver = _person(session, plan.approver, "审批人") if plan.approver else None
    tidy = replace(
        plan,
        roles=tuple(roles),
        approver=approver.staff_no if approver else "",
        approver_name=approver.name if approver else "",
    )
    if tidy.blind and tidy.approver in tidy.people:
        raise Refused("双盲演练的参演人员不能当审批人：批准之前就知道了。", code="blind", way_out="请另选审批人。")
    return tidy


def _kept(plan: DrillPlan) -> dict[str, Any]:
    """A plan as its row has it."""
    told: dict[str, Any] = json.loads(json.dumps(asdict(plan)))
    return told


def _person(session: Session, asked: str, what: str) -> Person:
    person = staff.find(session, asked)
    if person is None or not person.active:
        raise NotFound(f"名册里没有“{asked[:32]}”（{what}）。", way_out="请输入工号，或输入姓名后从列表里选。")
    return person


def planned_drill(session: Session, planned: int, scripts: Scripts) -> PlannedDrill:
    """A planned drill as it stands; raises NotFound."""
    return _told(session, _row(session, planned, lock=False), scripts)


def planned_drills(
    session: Session, scripts: Scripts, *, looker: Person, scenario: str = "", only_open: bool = False
) -> list[PlannedDrill]:
    """What is planned, the next first, then what was held or given up; as far as the looker may know of it."""
    query = select(PlannedDrillRow).order_by(PlannedDrillRow.id.desc())
    if scenario:
        query = query.where(PlannedDrillRow.scenario_id == scenario)
    if only_open:
        query = query.where(PlannedDrillRow.run_id.is_(None), PlannedDrillRow.cancelled.is_(None))
    found = [_told(session, row, scripts) for row in session.scalars(query)]
    seen = [one for one in found if sees_plan(session, one, looker)]
    waiting = sorted((one for one in seen if one.open), key=lambda one: (one.plan.day, one.plan.at))
    return [*waiting, *(one for one in seen if not one.open)]


def sees_plan(session: Session, one: PlannedDrill, person: Person) -> bool:
    """Whether somebody who prepares drills may know of this one.

    Whoever takes part in a drill that is not to be known beforehand sees nothing of it before it begins. Who is limited
    to departments knows of what they wrote, and of drills in which somebody of theirs takes part.
    """
    if one.plan.blind and one.open and person.staff_no in one.plan.people:
        return False
    if person.scope.whole or person.staff_no in (one.created_by, one.plan.approver):
        return True
    theirs = staff.names(session, one.plan.people, person.scope)
    return bool(theirs)


def require_plan_sight(session: Session, one: PlannedDrill, person: Person, *, prepares: bool) -> None:
    """Raises NotFound for a plan this person may not know of; its approver may, whatever their role."""
    if one.plan.approver != person.staff_no and not (prepares and sees_plan(session, one, person)):
        raise NotFound("没有这份演练方案。", way_out="请回到上一页重新选择。")


def cancel(session: Session, planned: int, *, now: int) -> None:
    """Give a planned drill up; its versions stay."""
    row = _row(session, planned)
    if row.run_id is not None:
        raise Conflict("这次演练已经开始，不能取消方案。", code="held")
    row.cancelled = row.cancelled or now
    session.flush()


def held_as(session: Session, planned: int, run_id: int) -> None:
    """The planned drill is held as this run, from now on; a plan serves one drill."""
    row = _row(session, planned)
    _require_open(row)
    row.run_id = run_id
    session.flush()


def begun_with(session: Session, run_id: int, scripts: Scripts) -> PlannedDrill | None:
    """The plan with which a run was begun; None without one."""
    row = session.scalar(select(PlannedDrillRow).filter_by(run_id=run_id))
    return _told(session, row, scripts) if row is not None else None


def _row(session: Session, planned: int, *, lock: bool = True) -> PlannedDrillRow:
    row = session.get(PlannedDrillRow, planned, with_for_update=lock)
    if row is None:
        raise NotFound("没有这份演练方案。", way_out="请回到上一页重新选择。")
    return row


def _require_open(row: PlannedDrillRow) -> None:
    if row.run_id is not None:
        raise Conflict("这份方案的演练已经开始过，方案不能再用。", code="held", way_out="请另做一份。")
    if row.cancelled is not None:
        raise Conflict("这份方案已经取消。", code="cancelled", way_out="请另做一份。")


def _newest(session: Session, planned: int) -> PlanVersionRow | None:
    query = select(PlanVersionRow).where(PlanVersionRow.planned_id == planned)
    return session.scalar(query.order_by(PlanVersionRow.version.desc()).limit(1))


def _told(session: Session, row: PlannedDrillRow, scripts: Scripts) -> PlannedDrill:
    newest = _newest(session, row.id)
    assert newest is not None, "a planned drill has a version from the moment it is there"
    plan, script = plan_from(newest.plan), scripts(row.scenario_id)
    query = select(PlanDecisionRow).where(PlanDecisionRow.planned_id == row.id).order_by(PlanDecisionRow.id)
    decisions = tuple(
        PlanApproval(one.version, one.kind, one.sha, one.staff_no, one.name, one.at, one.path, one.note)
        for one in session.scalars(query)
    )
    held = row.run_id is not None
    return PlannedDrill(
        id=row.id,
        scenario=row.scenario_id,
        title=script.scenario.title if script else row.scenario_id,
        created_by=row.created_by,
        version=newest.version,
        plan=plan,
        sha=newest.sha if held or script is None else plan_sha(plan, script.sha),
        written_by=newest.by,
        written_name=newest.name,
        written=newest.at,
        run_id=row.run_id or 0,
        cancelled=row.cancelled is not None,
        decision=decisions[-1] if decisions else None,
        decisions=decisions,
    )
