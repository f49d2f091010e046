"""Whom somebody looks after: set by roster, page or command; nobody is limited until somebody says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from anpei import staff
from anpei.database import Database
from anpei.errors import NotFound, Refused
from anpei.staff import Scope

NOW = 1_795_000_000_000
Import = Callable[..., staff.RosterReport]
Find = Callable[[str], staff.Person]
HEADER = "工号,姓名,部门,角色,管辖部门\n"
PEOPLE = """T1,沈知行,安全部,培训师,
D1,郑指挥,生产部,导调员,
E1,林晓岚,生产部,,
E2,周启明,仓储部,,
A1,秦望舒,安全部,管理员,
"""


@pytest.fixture
def limited(load: Import, db: Database) -> Callable[..., staff.Person]:
    """Somebody limited to these departments."""
    load(HEADER + PEOPLE)

    def limited(*departments: str, staff_no: str = "T1") -> staff.Person:
        return db.write(lambda session: staff.set_scope(session, staff_no, departments, now=NOW)).result()

    return limited


def numbers(db: Database, scope: Scope) -> list[str]:
    with db.read() as session:
        return [person.staff_no for person in staff.people(session, scope=scope)]


def test_nobody_is_limited_until_somebody_says_so(limited: Callable[..., staff.Person], person: Find) -> None:
    assert all(person(number).scope.whole for number in ("T1", "D1", "E1", "A1"))


def test_a_scope_says_the_same_of_a_person_and_in_a_query(limited: Callable[..., staff.Person], db: Database) -> None:
    scope = limited("仓储部", "安全部").scope
    asked = numbers(db, scope)
    assert asked == ["A1", "E2", "T1"]
    with db.read() as session:
        everybody, places = staff.people(session), staff.departments(session, scope)
        assert session.scalars(select(1).where(staff.WHOLE.where(None))).all() == [1]
    assert [one.staff_no for one in everybody if scope.allows(one)] == asked
    assert {place.name for place in places} == {"仓储部", "安全部"}


def test_a_scope_is_lifted_again(limited: Callable[..., staff.Person], db: Database) -> None:
    limited("仓储部")
    assert limited().scope.whole


def test_an_empty_scope_in_the_table_allows_nobody(limited: Callable[..., staff.Person], db: Database) -> None:
    assert numbers(db, Scope.read("", {"trainer"})) == []


def test_an_unknown_department_is_refused(limited: Callable[..., staff.Person], person: Find) -> None:
    with pytest.raises(NotFound, match="没有“火星部”"):
        limited("火星部")
    assert person("T1").scope.whole


def test_an_administrator_is_never_limited(limited: Callable[..., staff.Person], load: Import, person: Find) -> None:
    with pytest.raises(Refused, match="管理员管全企业"):
        limited("仓储部", staff_no="A1")
    limited("仓储部")
    load("工号,姓名,部门,角色\nT1,沈知行,安全部,管理员\n")
    assert person("T1").scope.whole


def test_a_roster_limits_keeps_and_lifts(load: Import, person: Find, db: Database) -> None:
    load(HEADER + PEOPLE.replace("培训师,", "培训师,仓储部、生产部"))
    with db.read() as session:
        places = {place.id: place.name for place in staff.departments(session)}
    assert {places[number] for number in person("T1").scope.departments or ()} == {"仓储部", "生产部"}
    again = load(HEADER + PEOPLE.replace("培训师,", "培训师,生产部、仓储部"))
    assert (again.updated, len(again.unchanged)) == ((), 5)
    assert load(HEADER + PEOPLE).updated == () and not person("T1").scope.whole
    assert load(HEADER + PEOPLE.replace("培训师,", "培训师,全部")).updated == ("T1",)
    assert person("T1").scope.whole


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("roster-scope-unknown", "T9,某某,安全部,培训师,火星部"),
        ("roster-scope-admin", "A9,某某,安全部,管理员,安全部"),
        ("roster-scope-long", f"T9,某某,安全部,培训师,{'长' * 65}"),
    ],
)
def test_a_scope_that_cannot_be_is_a_finding(load: Import, rule: str, row: str) -> None:
    report = load(HEADER + PEOPLE + row + "\n")
    assert [finding.rule for finding in report.findings] == [rule] and not report.applied
    partial = load(HEADER + PEOPLE + row + "\n", sound_only=True)
    assert partial.applied and len(partial.created) == 5
