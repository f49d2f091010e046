"""Assigning, cancelling and asking what is due; membership counts as of now, so newcomers are included.

A plan is made and withdrawn through the record's room (``records.assign``, ``records.withdraw``), which keeps the table
of standings with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import NotFound, Refused
from anpei.plans.model import AUDIENCES, KINDS, TARGET, Audience, Duty, Kind, Plan, earliest
from anpei.plans.tables import PlanRow
from anpei.staff import WHOLE, Home, Person, PersonRow, Scope


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
    effective: bool = True,
    course_first: bool = False,
) -> Plan:
    """Make something due; the same once more gives the plan that already stands.

    One that isn't ``effective`` yet counts for nobody until :func:`enforce`.
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
        row = PlanRow(**same, created_by=by, created=now, effective=now if effective else None)
        row.course_first = course_first
        session.add(row)
        session.flush()
    return _plan(row)


def enforce(session: Session, plan_id: int, *, now: int) -> None:
    """Let a plan count from now on, for all its people at once."""
    row = session.get_one(PlanRow, plan_id)
    row.effective = row.effective or now
    session.flush()


def cancel(session: Session, plan_id: int, *, by: str, now: int) -> Plan:
    """Withdraw a plan and remember who did; a second time changes nothing."""
    row = _row(session, plan_id)
    if row.cancelled is None:
        row.cancelled, row.cancelled_by = now, by
        session.flush()
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


def page(session: Session, start: int, size: int, scope: Scope = WHOLE) -> list[Plan]:
    """Some of the plans that stand, by due date; within a scope, those that concern nobody beyond it."""
    query = select(PlanRow).where(PlanRow.cancelled.is_(None), _within(scope)).order_by(PlanRow.due, PlanRow.id)
    return [_plan(row) for row in session.scalars(query.offset(start).limit(size))]


def how_many(session: Session, scope: Scope = WHOLE) -> int:
    """How many plans stand, or of these those that concern nobody beyond a scope."""
    query = select(func.count()).select_from(PlanRow).where(PlanRow.cancelled.is_(None), _within(scope))
    return session.scalar(query) or 0


def _within(scope: Scope) -> ColumnElement[bool]:
    if scope.departments is None:
        return true()
    places = PlanRow.audience.in_([str(number) for number in sorted(scope.departments)])
    people = PlanRow.audience.in_(staff.within(scope))
    kind = PlanRow.audience_kind
    return or_(and_(kind == "department", places), and_(kind == "person", people))


def due_for(session: Session, person: Person) -> list[Duty]:
    """What this person has to do, the earliest due first; several plans for one thing are one duty.

    Everyone means everybody working here: who has left has nothing to do any more.
    """
    if not person.active:
        return []
    query = select(PlanRow).where(PlanRow.effective.is_not(None), PlanRow.cancelled.is_(None), _covers(person))
    return earliest(_plan(row) for row in session.scalars(query))


def last_due(session: Session, staff_no: str, targets: Iterable[tuple[str, str]]) -> int | None:
    """The latest date by which this person has to do any of these; None when no plan asks for it."""
    person = staff.find(session, staff_no)
    if person is None or not person.active:
        return None
    asked = or_(*(and_(PlanRow.kind == kind, PlanRow.target == target) for kind, target in targets))
    query = select(func.max(PlanRow.due)).where(PlanRow.effective.is_not(None), PlanRow.cancelled.is_(None))
    return session.scalar(query.where(asked, _covers(person)))


def duties(session: Session, kind: str, target: str) -> list[tuple[Person, Duty]]:
    """Everybody active who has to do this, by staff number."""
    standing = [plan for plan in plans(session, kind, target) if plan.in_force]
    if not standing:
        return []
    found = []
    for person in staff.people(session):
        if duty := earliest(plan for plan in standing if concerns(plan, person)):
            found.append((person, duty[0]))
    return found


def concerns(plan: Plan, person: Person) -> bool:
    """Whether the plan's audience includes this person."""
    return (plan.audience_kind, plan.audience) in audiences_of(person.staff_no, person.home)


def audiences_of(staff_no: str, home: Home) -> list[tuple[Audience, str]]:
    """Every audience, as a kind and a value, that somebody is part of; a leaver is part of none."""
    if not home.active:
        return []
    mine: list[tuple[Audience, str]] = [
        ("everyone", ""),
        ("person", staff_no),
        ("department", str(home.department_id)),
    ]
    return mine if home.post_id is None else [*mine, ("post", str(home.post_id))]


def audience(plan: Plan, person: type[PersonRow] = PersonRow) -> ColumnElement[bool]:
    """The plan's people as a condition on the roster; leavers are none of them."""
    belongs: dict[str, ColumnElement[bool]] = {
        "everyone": true(),
        "person": person.staff_no == plan.audience,
        "department": person.department_id == _number(plan.audience),
        "post": person.post_id == _number(plan.audience),
    }
    return and_(person.active, belongs[plan.audience_kind])


def audience_size(session: Session, plan: Plan) -> int:
    """How many people the plan concerns now."""
    return session.scalar(select(func.count()).select_from(PersonRow).where(audience(plan))) or 0


def audience_names(session: Session, some: Sequence[Plan]) -> dict[int, str]:
    """The audiences of plans in words, by the plan's number: a person's, department's or post's name, or 全员."""
    people = staff.names(session, {plan.audience for plan in some if plan.audience_kind == "person"})
    known: dict[str, dict[str, str]] = {
        "everyone": {"": "全员"},
        "person": people,
        "department": {str(place.id): place.name for place in staff.departments(session)},
        "post": {str(post.id): post.name for post in staff.posts(session)},
    }
    return {plan.id: known[plan.audience_kind].get(plan.audience, plan.audience) for plan in some}


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


def _number(audience: str) -> int:
    return int(audience) if audience.isdigit() else 0


def _covers(person: Person) -> ColumnElement[bool]:
    mine = audiences_of(person.staff_no, person.home)
    return or_(*(and_(PlanRow.audience_kind == kind, PlanRow.audience == audience) for kind, audience in mine))


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
        row.effective,
        row.course_first,
    )
