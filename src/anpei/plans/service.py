"""Assigning, cancelling and asking what is due; membership counts as of now, so newcomers are included."""

from __future__ import annotations

from typing import cast

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import NotFound, Refused
from anpei.plans.model import AUDIENCES, KINDS, TARGET, Audience, Duty, Kind, Plan, earliest
from anpei.plans.tables import PlanRow
from anpei.staff import Person


def assign(
    session: Session,
    kind: str,
    target: str,
    audience_kind: str,
    audience: str = "",
    *,
    due: int,
    by: str,
    now: int,
) -> Plan:
    """Make something due; the same once more gives the plan that already stands.

    That the course, paper or drill exists is the caller's to know. Raises :class:`Refused` for a due date in the past
    or an unknown kind, :class:`NotFound` for an unknown audience.
    """
    if kind not in KINDS or audience_kind not in AUDIENCES or not TARGET.fullmatch(target):
        raise Refused("无法识别要布置的内容或对象。", code="plan", way_out="请刷新页面后重新选择。")
    if due <= now:
        raise Refused("截止时间要晚于现在。", code="due", way_out="请重新选择日期。")
    who = _audience(session, audience_kind, audience)
    same = {"kind": kind, "target": target, "audience_kind": audience_kind, "audience": who, "due": due}
    row = session.scalars(select(PlanRow).filter_by(**same, cancelled=None).limit(1)).first()
    if row is None:
        row = PlanRow(**same, created_by=by, created=now)
        session.add(row)
        session.flush()
    return _plan(row)


def cancel(session: Session, plan_id: int, *, by: str, now: int) -> Plan:
    """Withdraw a plan and remember who did; a second time changes nothing."""
    row = _row(session, plan_id)
    if row.cancelled is None:
        row.cancelled, row.cancelled_by = now, by
    return _plan(row)


def find(session: Session, plan_id: int) -> Plan:
    """A plan by its number, also a withdrawn one; :class:`NotFound` otherwise."""
    return _plan(_row(session, plan_id))


def _row(session: Session, plan_id: int) -> PlanRow:
    row = session.get(PlanRow, plan_id)
    if row is None:
        raise NotFound("没有这条培训安排。", way_out="请刷新列表后再试。")
    return row


def plans(
    session: Session, kind: str | None = None, target: str | None = None, *, cancelled: bool = False
) -> list[Plan]:
    """Plans by due date, with the withdrawn ones if asked for."""
    query = select(PlanRow)
    if not cancelled:
        query = query.where(PlanRow.cancelled.is_(None))
    if kind is not None:
        query = query.where(PlanRow.kind == kind)
    if target is not None:
        query = query.where(PlanRow.target == target)
    return [_plan(row) for row in session.scalars(query.order_by(PlanRow.due, PlanRow.id))]


def due_for(session: Session, person: Person) -> list[Duty]:
    """What this person has to do, the earliest due first; several plans for one thing are one duty.

    Everyone means everybody working here: who has left has nothing to do any more.
    """
    if not person.active:
        return []
    query = select(PlanRow).where(PlanRow.cancelled.is_(None), _covers(person))
    return earliest(_plan(row) for row in session.scalars(query))


def duties(session: Session, kind: str, target: str) -> list[tuple[Person, Duty]]:
    """Everybody active who has to do this, by staff number."""
    standing = plans(session, kind, target)
    if not standing:
        return []
    found = []
    for person in staff.people(session):
        if duty := earliest(plan for plan in standing if concerns(plan, person)):
            found.append((person, duty[0]))
    return found


def concerns(plan: Plan, person: Person) -> bool:
    """Whether the plan's audience includes this person."""
    belongs = {
        "everyone": person.active,
        "person": plan.audience == person.staff_no,
        "department": plan.audience == str(person.department_id),
        "post": person.post_id is not None and plan.audience == str(person.post_id),
    }
    return belongs[plan.audience_kind]


def audience_name(session: Session, plan: Plan) -> str:
    """The audience in words: a person's, department's or post's name, or 全员."""
    if plan.audience_kind == "everyone":
        return "全员"
    if plan.audience_kind == "person":
        person = staff.find(session, plan.audience)
        return person.name if person else plan.audience
    places = staff.departments(session) if plan.audience_kind == "department" else staff.posts(session)
    return next((place.name for place in places if str(place.id) == plan.audience), plan.audience)


def _audience(session: Session, kind: str, audience: str) -> str:
    """The audience as it is stored, once it is known to exist."""
    if kind == "everyone":
        return ""
    if kind == "person":
        person = staff.find(session, audience)
        if person is not None and person.active:
            return person.staff_no
    else:
        places = staff.departments(session) if kind == "department" else staff.posts(session)
        if audience in {str(place.id) for place in places}:
            return audience
    raise NotFound("找不到要布置的对象。", way_out="请重新选择人员、部门或岗位。")


def _covers(person: Person) -> ColumnElement[bool]:
    mine = [
        PlanRow.audience_kind == "everyone",
        _for("person", person.staff_no),
        _for("department", str(person.department_id)),
    ]
    if person.post_id is not None:
        mine.append(_for("post", str(person.post_id)))
    return or_(*mine)


def _for(kind: str, audience: str) -> ColumnElement[bool]:
    return and_(PlanRow.audience_kind == kind, PlanRow.audience == audience)


def _plan(row: PlanRow) -> Plan:
    return Plan(
        row.id,
        cast(Kind, row.kind),
        row.target,
        cast(Audience, row.audience_kind),
        row.audience,
        row.due,
        row.created_by,
        row.created,
        row.cancelled,
        row.cancelled_by,
    )
