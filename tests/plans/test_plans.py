"""Plans: who is due what by when, seen from the person and from the trainer's list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpei import plans, records, staff
from anpei.database import Database
from anpei.errors import NotFound, Refused
from anpei.plans import Plan

NOW = 1_795_000_000_000
Assign = Callable[..., Plan]
Due = Callable[[str], list[tuple[str, float]]]


def test_a_department_gets_a_paper(assign: Assign, due: Due, ids: dict[str, str]) -> None:
    assign("fire-basics", "department", ids["仓储部"])
    assert due("E1003") == [("fire-basics", 7)]
    assert due("E1001") == []


def test_a_post_reaches_over_departments(assign: Assign, due: Due, ids: dict[str, str]) -> None:
    assign("workshop-fire", "post", ids["叉车司机"], kind="drill")
    assert [staff_no for staff_no in ("E1001", "E1002", "E1003", "E1004") if due(staff_no)] == ["E1002", "E1003"]


def test_one_person_and_everyone(assign: Assign, due: Due) -> None:
    assign("fire-escape", "everyone", kind="course", days=3)
    assign("fire-basics", "person", "ｅ１００４")
    assert due("E1004") == [("fire-escape", 3), ("fire-basics", 7)]
    assert due("E1001") == [("fire-escape", 3)]


def test_everyone_are_those_who_work_here(assign: Assign, due: Due, db: Database) -> None:
    plan = assign("fire-basics", "everyone")
    with db.read() as session:
        person = staff.find(session, "E1001")
        assert person is not None and plans.due_for(session, person)
        leaver = replace(person, active=False)
        assert plans.due_for(session, leaver) == [] and not plans.concerns(plan, leaver)


def test_of_several_plans_for_one_thing_the_earliest_counts(assign: Assign, due: Due, ids: dict[str, str]) -> None:
    assign("fire-basics", "everyone", days=30)
    assign("fire-basics", "department", ids["生产部"], days=10)
    assign("fire-basics", "person", "E1001", days=20)
    assert due("E1001") == [("fire-basics", 10)]
    assert due("E1004") == [("fire-basics", 30)]


def test_the_same_again_is_the_plan_that_stands(assign: Assign) -> None:
    assert assign("fire-basics", "everyone") == assign("fire-basics", "everyone")
    assert assign("fire-basics", "everyone") != assign("fire-basics", "everyone", days=8)


def test_a_cancelled_plan_is_due_to_nobody_and_remembered(assign: Assign, due: Due, db: Database) -> None:
    plan = assign("fire-basics", "everyone")
    db.write(lambda session: plans.cancel(session, plan.id, by="E1002", now=NOW + 5)).result()
    db.write(lambda session: plans.cancel(session, plan.id, by="E1003", now=NOW + 9)).result()
    assert due("E1001") == []
    with db.read() as session:
        assert plans.plans(session) == []
        kept = plans.plans(session, cancelled=True)[0]
    assert (kept.created_by, kept.created, kept.cancelled_by, kept.cancelled) == ("E1001", NOW, "E1002", NOW + 5)


def test_the_list_of_a_paper_names_everybody_active(assign: Assign, db: Database, ids: dict[str, str]) -> None:
    assign("fire-basics", "post", ids["叉车司机"])
    assign("fire-basics", "person", "E1004", days=2)
    leaver = staff.read_roster("工号,姓名,部门,状态\nE1003,阿依古丽,仓储部,离职\n".encode())
    records.import_roster(db, leaver, now=NOW)
    with db.read() as session:
        listed = plans.duties(session, "paper", "fire-basics")
    assert [(person.staff_no, duty.target) for person, duty in listed] == [
        ("E1002", "fire-basics"), ("E1004", "fire-basics"),
    ]  # fmt: skip


def test_a_newcomer_is_included_by_itself(assign: Assign, due: Due, db: Database, ids: dict[str, str]) -> None:
    assign("fire-basics", "department", ids["仓储部"])
    newcomer = staff.read_roster("工号,姓名,部门\nE1005,新同事,仓储部\n".encode())
    records.import_roster(db, newcomer, now=NOW)
    assert due("E1005") == [("fire-basics", 7)]


@pytest.mark.parametrize(
    ("target", "audience_kind", "days", "kind"),
    [
        ("fire-basics", "everyone", 0, "paper"),
        ("fire-basics", "everyone", -1, "paper"),
        ("fire-basics", "everyone", 7, "poem"),
        ("fire-basics", "planet", 7, "paper"),
        ("../etc/passwd", "everyone", 7, "paper"),
    ],
)
def test_nonsense_is_refused(assign: Assign, target: str, audience_kind: str, days: int, kind: str) -> None:
    with pytest.raises(Refused):
        assign(target, audience_kind, days=days, kind=kind)


@pytest.mark.parametrize(("audience_kind", "audience"), [("person", "E9999"), ("department", "99"), ("post", "")])
def test_an_audience_must_exist(assign: Assign, audience_kind: str, audience: str) -> None:
    with pytest.raises(NotFound):
        assign("fire-basics", audience_kind, audience)


def test_an_audience_has_a_name(assign: Assign, db: Database, ids: dict[str, str]) -> None:
    made = [
        assign("fire-basics", kind, who)
        for kind, who in [
            ("everyone", ""),
            ("person", "E1004"),
            ("department", ids["仓储部"]),
            ("post", ids["叉车司机"]),
        ]
    ]
    with db.read() as session:
        names = plans.audience_names(session, made)
    assert [names[plan.id] for plan in made] == ["全员", "何秋生", "仓储部", "叉车司机"]


PLAN = st.builds(
    Plan, id=st.integers(1, 99), kind=st.sampled_from(plans.KINDS), target=st.sampled_from(["a", "b"]),
    audience_kind=st.just("everyone"), audience=st.just(""), due=st.integers(0, 9), created_by=st.just("E1"),
    created=st.just(0),
)  # fmt: skip


@given(st.lists(PLAN))
def test_every_target_is_one_duty_with_its_earliest_due(several: list[Plan]) -> None:
    found = plans.earliest(several)
    assert {(duty.kind, duty.target) for duty in found} == {(plan.kind, plan.target) for plan in several}
    assert all(
        duty.due == min(plan.due for plan in several if (plan.kind, plan.target) == (duty.kind, duty.target))
        for duty in found
    )
    assert [duty.due for duty in found] == sorted(duty.due for duty in found)
