"""What each act does to the table of standings, one by one; lists are cut from it, filtered and in order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from anpei import attempts, plans, records, staff
from anpei.clock import DAY
from anpei.database import Database, upgrade
from anpei.records import BoardQuery, Syllabus, standings
from anpei.staff import Scope
from tests.ground.test_migrations import before
from tests.helpers import databases
from tests.helpers.exam import NOW, SECRET, ZONE, Exam, new_database, work_off

Lines = list[tuple[str, str, str]]


@pytest.fixture
def exam(tmp_path: Path) -> Any:
    exam = Exam.set_up(tmp_path)
    records.rebuild(exam.db, [Syllabus("fire", ("01",), "quiz")], NOW)
    yield exam
    exam.db.close()


def lines(db: Database, now: int = NOW, status: str = "", **asked: Any) -> Lines:
    """The list as it is read: who, what, status."""
    with db.read() as session:
        count = records.board_count(session, BoardQuery(**asked), now)
        rows = records.board_page(session, count, status)
    return [(row.person.staff_no, row.target, row.standing.status) for row in rows]


def of(exam: Exam, who: str, target: str = "quiz", now: int = NOW) -> records.Standing:
    with exam.db.read() as session:
        return {duty.target: stands for duty, stands in records.duties(session, who, now)}[target]


def assign(db: Database, target: str, audience: str = "everyone", whom: str = "", days: int = 7, **more: Any) -> int:
    due = NOW + days * DAY
    kind = more.pop("kind", "paper")
    return db.write(lambda s: records.assign(s, kind, target, audience, whom, due=due, by="T1", now=NOW)).result().id


def test_an_attempt_begun_handed_in_and_published_is_seen_at_once(exam: Exam) -> None:
    person = exam.person("E1")
    attempt = (
        exam.db.write(lambda s: records.begin(s, exam.paper, exam.bank, person, NOW, SECRET, zone=ZONE)).result().id
    )
    assert (of(exam, "E1").status, of(exam, "E1").open_attempt) == ("进行中", attempt)
    exam.answer_all(attempt, wrong=2)
    exam.hand_in(attempt)
    assert (of(exam, "E1").status, of(exam, "E1").open_attempt) == ("待阅", None)

    def mark(session: Session) -> None:
        records.apply_manual(session, attempt, "c01", 10, "好", "T1", NOW)
        records.publish(session, "quiz", NOW, "T1")

    exam.db.write(mark).result()
    stands = of(exam, "E1")
    assert (stands.status, stands.best and stands.best.attempt, stands.attempts) == ("合格", attempt, 1)


def test_an_attempt_whose_time_ran_out_is_seen_at_once(exam: Exam) -> None:
    person = exam.person("E1")
    exam.db.write(lambda s: records.begin(s, exam.paper, exam.bank, person, NOW, SECRET, zone=ZONE)).result()
    work_off(exam.db, NOW + DAY)
    assert of(exam, "E1").status == "不合格"


def test_a_paper_passed_finishes_the_course_it_belongs_to(exam: Exam) -> None:
    assign(exam.db, "fire", kind="course")
    exam.db.write(lambda s: records.note_progress(s, "E1", "fire", "01", "uuid-0001", "finished", NOW)).result()
    assert (of(exam, "E1", "fire").status, of(exam, "E1", "fire").percent) == ("进行中", 100)
    attempt = exam.start().id
    exam.answer_all(attempt)
    exam.hand_in(attempt)
    assert of(exam, "E1", "fire").status == "合格"  # the case is unmarked still, and can't change that
    assert (best := of(exam, "E1").best) is not None and best.awaiting


def test_a_course_that_changed_is_reckoned_anew(exam: Exam) -> None:
    assign(exam.db, "fire", kind="course")
    exam.db.write(lambda s: records.note_progress(s, "E1", "fire", "01", "uuid-0001", "finished", NOW)).result()
    assert records.follow_content(exam.db, [Syllabus("fire", ("01",))])
    assert of(exam, "E1", "fire").status == "合格"
    assert records.follow_content(exam.db, [Syllabus("fire", ("01", "02"))])
    assert (of(exam, "E1", "fire").status, of(exam, "E1", "fire").percent) == ("进行中", 50)
    assert not records.follow_content(exam.db, [Syllabus("fire", ("01", "02"))])
    assert not records.follow_content(exam.db, [])  # withdrawn: it keeps what it took
    assert of(exam, "E1", "fire").percent == 50


def test_what_is_late_is_reckoned_on_reading(exam: Exam) -> None:
    assert {line[2] for line in lines(exam.db)} == {"未开始"}
    assert {line[2] for line in lines(exam.db, NOW + 8 * DAY)} == {"逾期"}


def test_the_earlier_of_two_plans_counts_and_the_other_when_it_is_withdrawn(exam: Exam) -> None:
    first = assign(exam.db, "quiz", "person", "E1", days=2)
    assert (of(exam, "E1").due, of(exam, "E2").due) == (NOW + 2 * DAY, NOW + 7 * DAY)
    assign(exam.db, "quiz", "person", "E1", days=9)
    exam.db.write(lambda s: records.withdraw(s, first, by="T1", now=NOW)).result()
    assert of(exam, "E1").due == NOW + 7 * DAY
    assert len(lines(exam.db)) == 4


def test_a_plan_withdrawn_is_gone_at_once_and_its_rows_later(exam: Exam) -> None:
    plan = assign(exam.db, "other")
    exam.db.write(lambda s: records.withdraw(s, plan, by="T1", now=NOW)).result()
    assert lines(exam.db, target="other", kind="paper") == []
    assert exam.db.write(records.tidy).result() == 4
    assert exam.db.write(records.tidy).result() == 0


def test_a_plan_for_many_comes_into_force_as_a_whole(exam: Exam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "STANDINGS_A_WRITE", 2)
    number = assign(exam.db, "other")
    with exam.db.read() as session:
        plan = plans.find(session, number)
        assert plan.effective is None
        assert not [duty for duty in plans.due_for(session, exam.person("E1")) if duty.target == "other"]
    assert lines(exam.db, target="other", kind="paper") == []
    records.lay_on(exam.db, NOW)
    assert len(lines(exam.db, target="other", kind="paper")) == 4
    assert not records.lay_on(exam.db, NOW)


def test_a_plan_withdrawn_while_it_is_laid_never_counts(exam: Exam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standings, "STANDINGS_A_WRITE", 2)
    number = assign(exam.db, "quiz", days=1)
    exam.db.write(lambda s: records.withdraw(s, number, by="T1", now=NOW)).result()
    with exam.db.read() as session:
        plan = plans.find(session, number)
    exam.db.write(lambda s: standings.enforce(s, plan, NOW)).result()
    assert {stands.due for stands in [of(exam, who) for who in ("E1", "E2", "E3", "T1")]} == {NOW + 7 * DAY}


def test_people_who_come_move_and_leave(exam: Exam) -> None:
    with exam.db.read() as session:
        places = {place.name: str(place.id) for place in staff.departments(session)}
    assign(exam.db, "depot", "department", places["仓储部"])
    sheet = staff.read_roster(
        "工号,姓名,部门,状态\nE9,新人,仓储部,在职\nE1,林晓岚,仓储部,在职\nE3,某,仓储部,离职\n".encode()
    )
    records.import_roster(exam.db, sheet, now=NOW)
    assert [who for who, _, _ in lines(exam.db, kind="paper", target="depot")] == ["E1", "E9"]
    assert [who for who, _, _ in lines(exam.db, kind="paper", target="quiz")] == ["E1", "E2", "E9", "T1"]
    assert [who for who, _, _ in lines(exam.db, department_id=int(places["仓储部"]), target="quiz", kind="paper")] == [
        "E1",
        "E9",
    ]


def test_a_list_is_filtered_by_name_place_thing_status_and_scope(exam: Exam) -> None:
    exam.start("E2")
    records.rebuild(exam.db, [], NOW)
    person = exam.person("E1")
    assert [who for who, _, _ in lines(exam.db, words="林晓")] == ["E1"]
    assert [who for who, _, _ in lines(exam.db, words="e2")] == ["E2"]
    assert lines(exam.db, words="100%_") == []
    assert [who for who, _, _ in lines(exam.db, department_id=person.department_id)] == ["E2", "E1"]
    assert [who for who, _, _ in lines(exam.db, post_id=person.post_id)] == ["E1"]
    assert lines(exam.db, kind="paper", target="other") == []
    assert [who for who, _, _ in lines(exam.db, status="进行中")] == ["E2"]
    limited = Scope(frozenset({person.department_id}))
    assert [who for who, _, _ in lines(exam.db, scope=limited)] == ["E2", "E1"]
    assert lines(exam.db, scope=Scope(frozenset())) == []


def test_late_and_unfinished_come_first_and_pages_follow_each_other(exam: Exam) -> None:
    exam.start("E2")
    assign(exam.db, "late", days=1)
    records.rebuild(exam.db, [], NOW)
    now = NOW + 2 * DAY
    with exam.db.read() as session:
        count = records.board_count(session, BoardQuery(), now)
        whole = records.board_page(session, count)
        cut = [records.board_page(session, count, start=start, size=3) for start in range(0, 8, 3)]
    assert [(row.person.staff_no, row.target) for row in whole] == [
        ("E1", "late"), ("E2", "late"), ("E3", "late"), ("T1", "late"),
        ("E2", "quiz"), ("E1", "quiz"), ("E3", "quiz"), ("T1", "quiz"),
    ]  # fmt: skip
    assert [row for page in cut for row in page] == whole
    assert (count.of(), count.of("逾期"), count.by_status["未开始"]) == (8, 4, 3)


OLD = (
    "INSERT INTO department (name) VALUES ('生产部')",
    """INSERT INTO person (staff_no, name, department_id, roles, active, stamp, must_change_password, created, updated)
VALUES ('E1', '林晓岚', 1, 'learner', true, 's', false, 1, 1), ('E2', '周启', 1, 'learner', true, 's', false, 1, 1)""",
    """INSERT INTO plan (kind, target, audience_kind, audience, due, created_by, created)
VALUES ('course', 'fire', 'everyone', '', 99, 'T1', 1), ('paper', 'quiz', 'department', '1', 99, 'T1', 1)""",
    """INSERT INTO progress_event (staff_no, course, chapter, kind, uuid, at)
VALUES ('E1', 'fire', '01', 'finished', 'u', 5)""",
    """INSERT INTO attempt (paper, paper_sha, title, course, rules, staff_no, kind, number, started, deadline)
VALUES ('quiz', 's', '小测', 'fire', '{}', 'E2', 'exam', 1, 3, 9)""",
)


@pytest.mark.both_databases
def test_a_site_of_before_has_its_standings_made_before_anybody_reads_them(tmp_path: Path) -> None:
    url = databases.url_in(tmp_path)
    before(url, "0015")
    with Database(url) as db:
        db.write(lambda s: [s.execute(text(words)) for words in OLD]).result()
    upgrade(url)
    syllabi = [Syllabus("fire", ("01", "02"))]
    with Database(url) as db:
        with db.read() as session:
            assert not records.reckoned(session)
        records.ready(db, syllabi, NOW)
        with db.read() as session:
            assert records.reckoned(session)
        assert lines(db, 50) == [
            ("E1", "fire", "进行中"), ("E2", "quiz", "进行中"), ("E2", "fire", "未开始"), ("E1", "quiz", "未开始"),
        ]  # fmt: skip
        assert [line[2] for line in lines(db, 100)] == ["逾期"] * 4
        records.ready(db, [Syllabus("fire", ("01",))], NOW)
        assert ("E1", "fire", "合格") in lines(db, 50)


def test_rows_of_people_who_are_not_on_the_roster_are_never_made(tmp_path: Path) -> None:
    with new_database(tmp_path) as db:
        db.write(lambda s: records.note_progress(s, "kiosk:k-1", "fire", "01", "uuid-0001", "opened", NOW)).result()
        records.rebuild(db, [], NOW)
        with db.read() as session:
            assert list(session.execute(text("SELECT staff_no FROM standing"))) == []
            assert attempts.papers_sat(session, ["kiosk:k-1"]) == set()


def test_who_moves_in_the_middle_loses_nothing(exam: Exam) -> None:
    """A course begun for one department is still there in another that has no plan for it."""
    with exam.db.read() as session:
        places = {place.name: str(place.id) for place in staff.departments(session)}
    assign(exam.db, "fire", "department", places["生产部"], kind="course")
    exam.db.write(lambda s: records.note_progress(s, "E1", "fire", "01", "uuid-0001", "opened", NOW)).result()
    sheet = staff.read_roster("工号,姓名,部门,状态\nE1,林晓岚,仓储部,在职\n".encode())
    records.import_roster(exam.db, sheet, now=NOW)
    with exam.db.read() as session:
        assert "fire" not in {duty.target for duty, _ in records.duties(session, "E1", NOW)}
        ((kind, target, stands),) = records.begun(session, "E1", NOW)
    assert (kind, target, stands.status, stands.percent) == ("course", "fire", "进行中", 0)


@pytest.mark.parametrize("typed", ["阿不都·热", "阿不都•热", "阿不都・热", "e9 阿不都‧"])
def test_a_name_is_found_whatever_dot_was_typed(exam: Exam, typed: str) -> None:
    sheet = staff.read_roster("工号,姓名,部门,状态\nE9,阿不都·热合曼,仓储部,在职\n".encode())
    records.import_roster(exam.db, sheet, now=NOW)
    assert [who for who, _, _ in lines(exam.db, words=typed, kind="paper", target="quiz")] == ["E9"]
