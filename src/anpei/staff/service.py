"""Who works here: people, departments, posts and teams as of this moment. A leaver is found, but no longer active."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from anpei.errors import NotFound, Refused
from anpei.spreadsheets import tidy
from anpei.staff.model import Department, Home, Person, Post, Role, Team
from anpei.staff.roster import normal_staff_no
from anpei.staff.scope import WHOLE, Scope
from anpei.staff.tables import DepartmentRow, PersonRow, PostRow, TeamRow

PEOPLE_A_WRITE = 50
"""Of many people who change, so many are written in one go: some milliseconds, with all that hangs on them."""
DOTS = "•‧∙⋅・●．"
"""Dots that people type between the two names of one person, beside the proper ·."""
COUNTED = str.maketrans("甲乙丙丁戊己庚一二三四五六七", "12345671234567")
"""As people count them, which is not the order of the code points."""


def person_columns() -> Select[*tuple[Any, ...]]:
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
    """The value of one of :func:`person_columns`' rows."""
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
    query = person_columns().where(scope.where(PersonRow.department_id)).order_by(PersonRow.staff_no)
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


def homes(session: Session, staff_nos: Iterable[str]) -> dict[str, Home]:
    """Where these people belong, leavers too, by staff number; who isn't on the roster is missing."""
    query = select(PersonRow.staff_no, PersonRow.department_id, PersonRow.post_id, PersonRow.active)
    rows = session.execute(query.where(PersonRow.staff_no.in_(list(staff_nos))))
    return {staff_no: Home(place, post, active) for staff_no, place, post, active in rows}


def names(session: Session, staff_nos: Iterable[str], scope: Scope = WHOLE) -> dict[str, str]:
    """What these people, as far as they are within the scope, are called, leavers too, by staff number."""
    query = select(PersonRow.staff_no, PersonRow.name).where(PersonRow.staff_no.in_(list(staff_nos)))
    query = query.where(scope.where(PersonRow.department_id))
    return {row.staff_no: row.name for row in session.execute(query)}


@dataclass(frozen=True)
class PeopleQuery:
    """Who of those working here: ``words`` are part of a number or name, ``without`` is a role they don't hold."""

    words: str = ""
    department_id: int | None = None
    without: Role | None = None
    scope: Scope = WHOLE

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[Any] = [PersonRow.active, self.scope.where(PersonRow.department_id)]
        if self.words.strip():
            found.append(named(self.words))
        if self.department_id is not None:
            found.append(PersonRow.department_id == self.department_id)
        if self.without is not None:
            found.append(~PersonRow.roles.contains(self.without))
        return found


def search(session: Session, query: PeopleQuery, *, limit: int, offset: int = 0) -> list[Person]:
    """Some of the people a query finds, by staff number."""
    chosen = person_columns().where(*query.conditions()).order_by(PersonRow.staff_no)
    return [person_from(row) for row in session.execute(chosen.limit(limit).offset(offset))]


NO_PIN = or_(PersonRow.pin_hash.is_(None), PersonRow.pin_letter_due)
"""Whoever has no PIN, or one that was made and never reached them."""


def without_pin(session: Session) -> list[str]:
    """The staff numbers of those working here who can't have a PIN in their hands."""
    query = select(PersonRow.staff_no).where(PersonRow.active, NO_PIN)
    return list(session.scalars(query.order_by(PersonRow.staff_no)))


@dataclass(frozen=True)
class Stack:
    """Some people of a department whose sheets are printed together, from one staff number to another."""

    department_id: int
    department: str
    first: str
    last: str
    people: int
    without_pin: int


def stacks(session: Session, department_id: int | None, most: int) -> list[Stack]:
    """Everybody working here, or in a department, in stacks of at most so many."""
    query = select(PersonRow.department_id, DepartmentRow.name, PersonRow.staff_no, NO_PIN).join(DepartmentRow)
    query = query.where(PersonRow.active).order_by(DepartmentRow.name, PersonRow.staff_no)
    if department_id is not None:
        query = query.where(PersonRow.department_id == department_id)
    found = []
    for (number, name), rows in groupby(session.execute(query).all(), key=lambda row: (row[0], row[1])):
        together = list(rows)
        for start in range(0, len(together), most):
            some = together[start : start + most]
            missing = sum(bool(row[3]) for row in some)
            found.append(Stack(number, name, some[0][2], some[-1][2], len(some), missing))
    return found


def without_password(session: Session) -> int:
    """How many people working here have no password yet."""
    return session.scalar(select(func.count()).where(PersonRow.active, PersonRow.password_hash.is_(None))) or 0


def how_many(session: Session, query: PeopleQuery) -> int:
    """How many people a query finds."""
    return session.scalar(select(func.count()).select_from(PersonRow).where(*query.conditions())) or 0


def called(session: Session, name: str) -> list[str]:
    """The numbers of those working here who have exactly this name."""
    return list(session.scalars(select(PersonRow.staff_no).where(PersonRow.active, PersonRow.name == name)))


def working(
    session: Session,
    departments: Collection[int],
    posts: Collection[int],
    teams: Collection[int],
    *,
    teamless: bool,
) -> Sequence[tuple[str, str, str, str | None]]:
    """Number, name, department and post of everybody of these departments or posts, by staff number.

    Of those who work in a team only who is in one of ``teams``, unless none is named; the others if ``teamless``.
    """
    query = (
        select(PersonRow.staff_no, PersonRow.name, DepartmentRow.name, PostRow.name)
        .join(DepartmentRow, DepartmentRow.id == PersonRow.department_id)
        .outerjoin(PostRow, PostRow.id == PersonRow.post_id)
        .where(_at_work(departments, posts, teams, teamless))
    )
    return session.execute(query.order_by(PersonRow.staff_no)).all()


def how_many_working(
    session: Session,
    departments: Collection[int],
    posts: Collection[int],
    teams: Collection[int],
    *,
    teamless: bool,
) -> int:
    """How many :func:`working` would find."""
    chosen = _at_work(departments, posts, teams, teamless)
    return session.scalar(select(func.count()).select_from(PersonRow).where(chosen)) or 0


def _at_work(
    departments: Collection[int], posts: Collection[int], teams: Collection[int], teamless: bool
) -> ColumnElement[bool]:
    meant = or_(PersonRow.department_id.in_(departments), PersonRow.post_id.in_(posts))
    in_team = PersonRow.team_id.in_(teams) if teams else PersonRow.team_id.is_not(None)
    shift = or_(in_team, PersonRow.team_id.is_(None)) if teamless else in_team
    return and_(PersonRow.active, meant, shift)


def named(words: str) -> ColumnElement[bool]:
    """People of whose staff number and name these words are a part, whatever the case and the dot between two names."""
    both: ColumnElement[str] = PersonRow.staff_no.concat(" ").concat(PersonRow.name)
    wanted = words.strip().lower()
    for dot in DOTS:
        both, wanted = func.replace(both, dot, "·"), wanted.replace(dot, "·")
    return func.lower(both).contains(wanted, autoescape=True)


def departments(session: Session, scope: Scope = WHOLE) -> list[Department]:
    """The departments within a scope by name."""
    count = _working(session, PersonRow.department_id)
    rows = session.scalars(select(DepartmentRow).where(scope.where(DepartmentRow.id)).order_by(DepartmentRow.name))
    return [Department(row.id, row.name, count.get(row.id, 0)) for row in rows]


def department_names(session: Session) -> dict[int, str]:
    """What every department is called, without a count of its people."""
    return {row.id: row.name for row in session.execute(select(DepartmentRow.id, DepartmentRow.name))}


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
