"""Importing a roster: all or nothing, the same twice changes nothing, nobody vanishes for not being named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anpei import staff
from anpei.database import Database
from anpei.errors import Refused
from tests.staff.conftest import NOW

Import = Callable[..., staff.RosterReport]
Find = Callable[[str], staff.Person]


def test_a_roster_becomes_people(load: Import, roster: str, person: Find) -> None:
    report = load(roster)
    assert (report.rows, len(report.created), report.applied) == (4, 4, True)
    lin = person("e1001")
    assert (lin.name, lin.department, lin.post) == ("林晓岚", "生产部", "模切机长")
    assert lin.roles == {"learner", "trainer"}
    assert lin.must_change_password and not lin.has_password


def test_the_same_file_again_changes_nothing(load: Import, roster: str, person: Find) -> None:
    load(roster)
    before = person("E1001")
    report = load(roster)
    assert (report.created, report.updated, report.left, len(report.unchanged)) == ((), (), (), 4)
    assert person("E1001") == before


def test_a_dry_run_says_what_would_happen_and_writes_nothing(load: Import, roster: str, db: Database) -> None:
    report = load(roster, dry_run=True)
    assert len(report.created) == 4 and not report.applied
    with db.read() as session:
        assert staff.people(session, active=None) == [] and staff.departments(session) == []


def test_one_faulty_row_keeps_the_whole_file_out(load: Import, roster: str, db: Database) -> None:
    report = load(roster + "E2001,,生产部,,,,\n")
    assert not report.ok and report.created == () and not report.applied
    with db.read() as session:
        assert staff.people(session, active=None) == []


def test_with_partial_the_sound_rows_go_in(load: Import, roster: str) -> None:
    report = load(roster + "E2001,,生产部,,,,\n", sound_only=True)
    assert len(report.created) == 4 and report.applied
    assert [finding.line for finding in report.findings] == [6]


def test_who_is_not_in_the_file_stays(load: Import, roster: str, person: Find) -> None:
    load(roster)
    load("工号,姓名,部门\nE2001,新同事,生产部\n")
    assert person("E1003").active


def test_a_team_is_named_kept_and_given_up(load: Import, roster: str, person: Find, db: Database) -> None:
    """A file without the column, or with an empty cell, says nothing about it; a word for none does."""
    load(roster)
    assert person("E1001").team is None
    load("工号,姓名,部门,班组\nE1001,林晓岚,生产部,甲班\nE1002,周启明,生产部,甲班\n")
    assert load(roster).updated == () and person("E1001").team == "甲班"
    told = load("工号,姓名,部门,所属班组\nE1001,林晓岚,生产部,\nE1002,周启明,生产部,乙班\n")
    assert (told.updated, told.unchanged) == (("E1002",), ("E1001",))
    with db.read() as session:
        assert [(one.name, one.people) for one in staff.teams(session)] == [("甲班", 1), ("乙班", 1)]
    assert load("工号,姓名,部门,班组\nE1001,林晓岚,生产部,无\n").updated == ("E1001",)
    assert person("E1001").team is None
    with db.read() as session:
        assert [one.name for one in staff.teams(session)] == ["乙班"], "a team nobody is in is none"


def test_only_the_word_left_takes_somebody_out(load: Import, roster: str, person: Find) -> None:
    load(roster)
    stamp = person("E1003").stamp
    report = load("工号,姓名,部门,状态\nE1003,阿依古丽,仓储部,离职\n")
    assert report.left == ("E1003",)
    assert not person("E1003").active and person("E1003").stamp != stamp


def test_who_comes_back_starts_with_new_secrets(load: Import, roster: str, db: Database, person: Find) -> None:
    load(roster)
    staff.set_password(db, "E1003", "xinjiang-2026", now=1)
    load("工号,姓名,部门,状态\nE1003,阿依古丽,仓储部,离职\n")
    load("工号,姓名,部门,状态\nE1003,阿依古丽,仓储部,在职\n")
    assert person("E1003").active and not person("E1003").has_password


def test_an_empty_cell_or_missing_column_leaves_what_is_known(load: Import, roster: str, person: Find) -> None:
    load(roster)
    load("工号,姓名,部门,岗位,角色\nE1001,林晓岚,质检部,,\n")
    lin = person("E1001")
    assert (lin.department, lin.post, lin.hired) == ("质检部", "模切机长", "2019-03-04")
    assert lin.has("trainer")


def test_another_name_under_a_known_number_is_doubted(load: Import, roster: str, person: Find) -> None:
    load(roster)
    report = load("工号,姓名,部门\nE1001,周启明,生产部\n")
    assert [(finding.rule, finding.level) for finding in report.findings] == [("roster-name-changed", "warning")]
    assert person("E1001").name == "周启明"


def test_the_last_administrator_cant_be_imported_away(load: Import, roster: str, person: Find) -> None:
    load(roster)
    report = load("工号,姓名,部门,角色\nA0001,秦望舒,安全环保部,学员\n", sound_only=True)
    assert [finding.rule for finding in report.findings] == ["roster-last-admin"]
    assert person("A0001").has("admin")


def test_an_import_cut_short_leaves_an_administrator(load: Import, roster: str, db: Database) -> None:
    """The first rows written are of who administers afterwards, whatever the file says of their roles."""
    load(roster + "A0002,许若谷,安全环保部,安全员,管理员,离职,\n")
    changed = "工号,姓名,部门,角色,状态\nA0001,秦望舒,安全环保部,管理员,离职\nA0002,许若谷,安全环保部,,在职\n"
    with db.read() as session:
        _, rows = staff.examine_roster(session, staff.read_roster(changed.encode(), "名册.csv"))
    assert rows is not None and [row.staff_no for row in rows] == ["A0002", "A0001"]


@pytest.mark.both_databases
def test_two_imports_at_once_leave_an_administrator(load: Import, roster: str, db: Database, person: Find) -> None:
    """Each was examined while the other's administrator was still there."""
    load(roster + "A0002,许若谷,安全环保部,安全员,管理员,在职,\n")
    gone = (f"工号,姓名,部门,状态\n{who},某某,安全环保部,离职\n" for who in ("A0001", "A0002"))
    with db.read() as session:
        first, second = (
            staff.examine_roster(session, staff.read_roster(text.encode(), "名册.csv"))[1] for text in gone
        )
    assert first and second
    db.write(lambda session: staff.apply_rows(session, first, NOW)).result()
    with pytest.raises(Refused, match="管理员"):
        db.write(lambda session: staff.apply_rows(session, second, NOW)).result()
    assert (person("A0001").active, person("A0002").active) == (False, True)


def test_people_are_found_by_department_post_and_role(load: Import, roster: str, db: Database) -> None:
    load(roster)
    with db.read() as session:
        production = next(place for place in staff.departments(session) if place.name == "生产部")
        driver = next(post for post in staff.posts(session) if post.name == "叉车司机")
        assert production.people == 2
        assert [p.staff_no for p in staff.people(session, department_id=production.id)] == ["E1001", "E1002"]
        assert [p.staff_no for p in staff.people(session, post_id=driver.id)] == ["E1002"]
        assert [p.staff_no for p in staff.people(session, role="trainer")] == ["E1001"]
        assert staff.people(session, role="%") == []


def test_a_number_too_long_is_nobody_rather_than_its_beginning(load: Import, db: Database) -> None:
    load(f"工号,姓名,部门\n{'9' * 32},张三,生产部\n")
    with db.read() as session:
        assert staff.find(session, "9" * 40) is None


ROW = st.tuples(
    st.sampled_from(["E1", "E2", "E3"]), st.sampled_from(["张三", "李四"]), st.sampled_from(["生产部", "仓储部"]),
    st.sampled_from(["", "电工"]), st.sampled_from(["", "培训师"]), st.sampled_from(["", "在职", "离职"]),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(st.lists(ROW, min_size=1, unique_by=lambda row: row[0]))
def test_whatever_was_there_before_the_file_then_holds(load: Import, person: Find, rows: list[tuple[str, ...]]) -> None:
    text = "工号,姓名,部门,岗位,角色,状态\n" + "\n".join(",".join(row) for row in rows)
    assert load(text).applied
    for staff_no, name, department, post, role, status in rows:
        found = person(staff_no)
        assert (found.name, found.department) == (name, department)
        assert post in ("", found.post) and (not role or found.has("trainer"))
        assert not status or found.active is (status == "在职")
    assert len(load(text).unchanged) == len(rows)
