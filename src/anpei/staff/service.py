"""Who works here: people, departments, posts and teams as of this moment. A leaver is found, but no longer active."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from anpei.errors import NotFound, Refused
from anpei.staff.model import Department, Person, Post, Team
from anpei.staff.roster import normal_staff_no
from anpei.staff.scope import WHOLE, Scope
from anpei.staff.sheets import tidy
from anpei.staff.tables import DepartmentRow, PersonRow, PostRow, TeamRow

COUNTED = str.maketrans("甲乙丙丁戊己庚一二三四五六七", "12345671234567")
"""As people count them, which is not the order of the code points."""


def columns() -> Select[*tuple[Any, ...]]:
    """People as rows of plain columns, which :func:`person_from` reads: many times quicker than objects."""
    return (
        select(
            PersonRow.staff_no,
            PersonRow.name,
            DepartmentRow.name,
            PersonRow.department_id,
            PostRow.name,
            PersonRow.post_id,
            PersonRow.roles,
            PersonRow.must_change_password,
            PersonRow.stamp,
            PersonRow.active,
            PersonRow.hired,
            PersonRow.password_hash.is_not(None),
            PersonRow.pin_hash.is_not(None),
            TeamRow.name,
            PersonRow.team_id,
            PersonRow.scope,
        )
        .join(DepartmentRow, DepartmentRow.id == PersonRow.department_id)
        .outerjoin(PostRow, PostRow.id == PersonRow.post_id)
        .outerjoin(TeamRow, TeamRow.id == PersonRow.team_id)
    )


def person_from(row: Sequence[Any]) -> Person:
    """The value of one of :func:`columns`' rows."""
    staff_no, name, department, department_id, post, post_id, roles, due, stamp, active, hired, *rest = row
    has_password, has_pin, team, team_id, scope = rest
    held = roles_of(roles)
    return Person(
        staff_no=staff_no,
        name=name,
        department=department,
        department_id=department_id,
        post=post,
        post_id=post_id,
        roles=held,
        must_change_password=bool(due),
        stamp=stamp,
        active=bool(active),
        hired=hired,
        has_password=bool(has_password),
        has_pin=bool(has_pin),
        team=team,
        team_id=team_id,
        scope=Scope.read(scope, held),
    )


@lru_cache(maxsize=64)
def roles_of(names: str) -> frozenset[str]:
    """Roles as they are stored; there are few different sets of them."""
    return frozenset(names.split())


def person_of(row: PersonRow) -> Person:
    """The value the rest of the house sees."""
    roles = roles_of(row.roles)
    return Person(
        staff_no=row.staff_no,
        name=row.name,
        department=row.department.name,
        department_id=row.department_id,
        post=row.post.name if row.post else None,
        post_id=row.post_id,
        roles=roles,
        must_change_password=row.must_change_password,
        stamp=row.stamp,
        active=row.active,
        hired=row.hired,
        has_password=row.password_hash is not None,
        has_pin=row.pin_hash is not None,
        team=row.team.name if row.team else None,
        team_id=row.team_id,
        scope=Scope.read(row.scope, roles),
    )


def find(session: Session, staff_no: str) -> Person | None:
    """The person of this number, also one who has left (``active`` is False); None if there is none."""
    row = session.get(PersonRow, normal_staff_no(staff_no))
    return person_of(row) if row is not None else None


def row_of(session: Session, staff_no: str) -> PersonRow:
    """The row of somebody who must exist, else :class:`NotFound`."""
    row = session.get(PersonRow, normal_staff_no(staff_no))
    if row is None:
        raise NotFound(f"没有工号为 {staff_no[:32]} 的人员。", way_out="请核对工号，或先导入人员名单。")
    return row


def people(
    session: Session,
    department_id: int | None = None,
    post_id: int | None = None,
    role: str | None = None,
    active: bool | None = True,
    scope: Scope = WHOLE,
) -> list[Person]:
    """People within a scope by staff number; ``active=None`` includes leavers."""
    query = columns().where(scope.where(PersonRow.department_id)).order_by(PersonRow.staff_no)
    if department_id is not None:
        query = query.where(PersonRow.department_id == department_id)
    if post_id is not None:
        query = query.where(PersonRow.post_id == post_id)
    if role is not None:
        query = query.where(PersonRow.roles.contains(role, autoescape=True))
    if active is not None:
        query = query.where(PersonRow.active == active)
    return [person_from(row) for row in session.execute(query)]


def within(scope: Scope) -> Select[str]:
    """The staff numbers within a scope, leavers too, for the queries of other rooms."""
    return select(PersonRow.staff_no).where(scope.where(PersonRow.department_id))


def departments(session: Session, scope: Scope = WHOLE) -> list[Department]:
    """The departments within a scope by name."""
    count = _working(session, PersonRow.department_id)
    rows = session.scalars(select(DepartmentRow).where(scope.where(DepartmentRow.id)).order_by(DepartmentRow.name))
    return [Department(row.id, row.name, count.get(row.id, 0)) for row in rows]


def posts(session: Session) -> list[Post]:
    """Every post by name."""
    count = _working(session, PersonRow.post_id)
    rows = session.scalars(select(PostRow).order_by(PostRow.name))
    return [Post(row.id, row.name, count.get(row.id, 0)) for row in rows]


def teams(session: Session) -> list[Team]:
    """The teams in which somebody works now, 甲 before 乙; none in a plant without shifts."""
    count = _working(session, PersonRow.team_id)
    rows = session.scalars(select(TeamRow).where(TeamRow.id.in_(count)))
    return [Team(row.id, row.name, count[row.id]) for row in sorted(rows, key=lambda row: row.name.translate(COUNTED))]


def set_scope(session: Session, staff_no: str, departments: Iterable[str], *, now: int) -> Person:
    """Limit somebody to departments, named as the roster names them; none named: the whole enterprise.

    An administrator can't be limited: they could lift it themselves.
    """
    row = row_of(session, staff_no)
    known = {row.name: row.id for row in session.scalars(select(DepartmentRow))}
    wanted = [tidy(name) for name in departments]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise NotFound(f"没有“{unknown[0]}”这个部门。", way_out="请按名册里的写法填部门。")
    if wanted and "admin" in row.roles.split():
        raise Refused(
            "管理员管全企业，不能限定部门。", code="scope_admin", way_out="要限定，请先在名册里去掉管理员角色。"
        )
    row.scope, row.updated = Scope(frozenset(known[name] for name in wanted) if wanted else None).stored(), now
    return person_of(row)


def _working(session: Session, column: object) -> dict[int, int]:
    query = select(column, func.count()).where(PersonRow.active).group_by(column)  # type: ignore[call-overload]
    return {key: number for key, number in session.execute(query) if key is not None}
