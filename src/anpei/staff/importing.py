"""A roster becomes people: what the file says is compared with what is known, and applied if all of it may be.

People the file doesn't name stay as they are; only 离职 takes somebody out. The same file twice changes nothing. So it
is applied some rows at a time (``records.import_roster``): whoever was interrupted imports the same file again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from anpei import audit
from anpei.errors import Refused
from anpei.findings import Finding, errors_only, sort
from anpei.staff.hashing import new_stamp
from anpei.staff.model import ROLE_NAMES, ROLES, Person
from anpei.staff.roster import Roster, RosterRow
from anpei.staff.scope import Scope
from anpei.staff.service import departments, people

__all__ = ["RosterReport", "apply_rows", "examine_roster"]
from anpei.staff.tables import DepartmentRow, PersonRow, PostRow, TeamRow

FEW = 1000
NO_ADMIN = "导入后将没有任何管理员，请至少保留一名。"


@dataclass(frozen=True)
class RosterReport:
    """What an import did, or in a dry run would do; the tuples hold staff numbers."""

    findings: tuple[Finding, ...]
    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    rows: int = 0
    applied: bool = False

    @property
    def ok(self) -> bool:
        return not errors_only(self.findings)


def examine_roster(
    session: Session, roster: Roster, *, sound_only: bool = False
) -> tuple[RosterReport, list[RosterRow] | None]:
    """What an import would do, and the rows it is done with, those of administrators first; None when it is refused.

    With ``sound_only`` sound rows go in and faulty ones are only reported.
    """
    known = {person.staff_no: person for person in people(session, active=None)}
    places = {place.id: place.name for place in departments(session)}
    faults = _scope_faults(roster, known, places)
    findings = sort([*roster.findings, *_doubts(roster, known), *faults])
    wrong = {finding.line for finding in faults}
    roster = replace(roster, rows=tuple(row for row in roster.rows if row.line not in wrong))
    plan = compare(roster, known, places)
    refused = bool(errors_only(findings)) and not sound_only
    if refused or _last_admin_gone(roster, known):
        if not refused:
            findings.append(Finding(roster.path, 0, "roster-last-admin", NO_ADMIN))
        return RosterReport(tuple(findings), rows=roster.total), None
    moved = {*plan[0], *plan[1], *plan[2]}
    rows = [row for row in roster.rows if row.staff_no in moved]
    rows.sort(key=lambda row: not _is_admin(row, known.get(row.staff_no)))  # at no moment is there none
    return RosterReport(tuple(findings), *plan, rows=roster.total), rows


Groups = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def compare(roster: Roster, known: Mapping[str, Person], places: Mapping[int, str]) -> Groups:
    """Sort the rows into created, updated, left and unchanged staff numbers; ``places`` are the departments' names."""
    groups: dict[str, list[str]] = {"created": [], "updated": [], "left": [], "unchanged": []}
    for row in roster.rows:
        groups[_change(row, known.get(row.staff_no), places)].append(row.staff_no)
    created, updated, left, unchanged = (tuple(group) for group in groups.values())
    return created, updated, left, unchanged


def _change(row: RosterRow, person: Person | None, places: Mapping[int, str]) -> str:
    if person is None:
        return "created"
    if row.active is False and person.active:
        return "left"
    held = frozenset(places[number] for number in person.scope.departments or () if number in places)
    wanted = (row.name, row.department, *_keep(row, person), held if row.scope is None else row.scope)
    has = (
        person.name,
        person.department,
        person.post,
        person.roles,
        person.active,
        person.hired,
        person.team or "",
        held,
    )
    return "unchanged" if wanted == has else "updated"


def _keep(row: RosterRow, person: Person) -> tuple[Any, ...]:
    """The row's optional fields, with what is known where the row is silent."""
    return (
        row.post if row.post is not None else person.post,
        row.roles if row.roles is not None else person.roles,
        row.active if row.active is not None else person.active,
        row.hired if row.hired is not None else person.hired,
        row.team if row.team is not None else person.team or "",
    )


def _doubts(roster: Roster, known: Mapping[str, Person]) -> list[Finding]:
    """Rows that are sound but surprising: another name under a known number is often a shifted column."""
    return [
        Finding(
            roster.path, row.line, "roster-name-changed",
            f"工号 {row.staff_no} 原为“{known[row.staff_no].name}”，名单中是“{row.name}”，请确认。", "warning",
        )
        for row in roster.rows
        if row.staff_no in known and known[row.staff_no].name != row.name
    ]  # fmt: skip


def _scope_faults(roster: Roster, known: Mapping[str, Person], places: Mapping[int, str]) -> list[Finding]:
    """Limits to departments nobody works in, and limits of administrators, who could lift them themselves."""
    there = {*places.values(), *(row.department for row in roster.rows)}
    found = []
    for row in roster.rows:
        if not row.scope:
            continue
        person = known.get(row.staff_no)
        roles = row.roles if row.roles is not None else (person.roles if person else frozenset())
        if lost := sorted(row.scope - there):
            message = f"管辖部门“{lost[0]}”不在名册的部门里，请检查写法。"
            found.append(Finding(roster.path, row.line, "roster-scope-unknown", message))
        elif "admin" in roles:
            message = "管理员管全企业，“管辖部门”请留空。"
            found.append(Finding(roster.path, row.line, "roster-scope-admin", message))
    return found


def _last_admin_gone(roster: Roster, known: Mapping[str, Person]) -> bool:
    """Whether there is an administrator now and none after the import."""
    admins = {person.staff_no for person in known.values() if person.active and person.has("admin")}
    after = set(admins)
    for row in roster.rows:
        (after.add if _is_admin(row, known.get(row.staff_no)) else after.discard)(row.staff_no)
    return bool(admins) and not after


def _is_admin(row: RosterRow, person: Person | None) -> bool:
    """Whether whoever the row is of is an administrator after it, at work."""
    active = row.active if row.active is not None else person is None or person.active
    roles = row.roles if row.roles is not None else (person.roles if person else frozenset())
    return active and "admin" in roles


def apply_rows(session: Session, rows: Sequence[RosterRow], now: int) -> None:
    """Make people of these rows; Refused where nobody would be left to administer, for others may write meanwhile."""
    before = _some_admin(session)
    departments = _ids(
        session, DepartmentRow, {row.department for row in rows}.union(*(row.scope or () for row in rows))
    )
    posts = _ids(session, PostRow, {row.post for row in rows if row.post is not None})
    teams: dict[str, int | None] = {"": None, **_ids(session, TeamRow, {row.team for row in rows if row.team})}
    existing = {person.staff_no: person for person in session.scalars(_named(rows))}
    left = []
    for row in rows:
        person = existing.get(row.staff_no) or _new(row.staff_no, now)
        person.name = row.name
        person.department_id = departments[row.department]
        if row.post is not None:
            person.post_id = posts[row.post]
        if row.team is not None:
            person.team_id = teams[row.team]
        if row.roles is not None:
            roles = " ".join(sorted(row.roles))
            if roles != person.roles:
                was, now_is = _role_words(person.roles), _role_words(roles)
                audit.also(session, "account.roles", row.staff_no, 原来=was, 现在=now_is)
            person.roles = roles
        if row.scope is not None:
            person.scope = Scope(frozenset(departments[name] for name in row.scope) if row.scope else None).stored()
        person.hired = row.hired or person.hired
        if person.active and row.active is False:
            left.append(row.staff_no)
        _set_active(person, person.active if row.active is None else row.active, now)
        person.updated = now
        session.add(person)
    if left:
        audit.also(session, "account.left", left[0] if len(left) == 1 else "", 人数=len(left), 工号="、".join(left))
    session.flush()
    if before and not _some_admin(session):
        raise Refused(NO_ADMIN, code="last_admin", way_out="名单里其余的人可以再导入一次。")
    session.expire_all()  # departments, posts and teams were set by number


def _role_words(roles: str) -> str:
    return "、".join(ROLE_NAMES[role] for role in ROLES if role in roles.split())


def _some_admin(session: Session) -> bool:
    """Whether somebody at work is an administrator; the row stays theirs until the write has ended."""
    query = select(PersonRow.staff_no).where(PersonRow.active, PersonRow.roles.like("%admin%"))
    return session.scalar(query.order_by(PersonRow.staff_no).limit(1).with_for_update()) is not None


def _named(rows: Sequence[RosterRow]) -> Select[PersonRow]:
    """The people these rows are of; of thousands everybody is asked for, which is quicker than by name."""
    query = select(PersonRow)
    return query.where(PersonRow.staff_no.in_([row.staff_no for row in rows])) if len(rows) <= FEW else query


def _ids(
    session: Session, table: type[DepartmentRow] | type[PostRow] | type[TeamRow], names: set[str]
) -> dict[str, int]:
    """Numbers of departments, posts or teams by name; a new name gets a row."""
    fresh = names - set(session.scalars(select(table.name)))
    session.add_all([table(name=name) for name in sorted(fresh)])
    session.flush()
    return {row.name: row.id for row in session.execute(select(table.name, table.id))}


def _new(staff_no: str, now: int) -> PersonRow:
    return PersonRow(
        staff_no=staff_no, roles="learner", active=True, stamp=new_stamp(), must_change_password=True, created=now
    )


def _set_active(person: PersonRow, active: bool, now: int) -> None:
    """A leaver is signed out everywhere; who returns needs new secrets."""
    if person.active and not active:
        person.active, person.left_at, person.stamp = False, now, new_stamp()
    elif active and not person.active:
        person.active, person.left_at, person.stamp = True, None, new_stamp()
        person.password_hash = person.pin_hash = None
        person.pin_letter_due = False
        person.must_change_password = True
