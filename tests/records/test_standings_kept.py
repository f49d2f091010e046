"""The table of standings says at every moment, and on every day, what a reckoning from the facts says."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy.orm import Session

from anpei import attempts, plans, records, staff
from anpei.clock import DAY, HOUR
from anpei.records import BoardQuery, Standing, Syllabus, rebuilding, standings
from anpei.records.standings import syllabus_of
from tests.helpers import databases
from tests.helpers.exam import NOW, ZONE, Exam, work_off

PEOPLE = ("E1", "E2", "E3", "T1", "E4")
TARGETS = (("paper", "quiz"), ("course", "fire"), ("drill", "hall"))
CHAPTERS = ("01", "02")
DAYS = (0, 2, 9)
Found = dict[tuple[str, str, str], Standing]


def from_facts(session: Session, now: int) -> Found:
    """Every duty's standing, reckoned anew."""
    planned = {(plan.kind, plan.target) for plan in plans.plans(session)}
    return {
        (row.person.staff_no, kind, target): row.standing
        for kind, target in planned
        for row in records.board(session, kind, target, now, syllabus_of(session, target) if kind == "course" else None)
    }


def from_table(session: Session, now: int) -> Found:
    """Every duty's standing as lists show it, page by page."""
    count = records.board_count(session, BoardQuery(), now)
    rows = [row for start in range(0, count.of(), 3) for row in records.board_page(session, count, start=start, size=3)]
    found = {(row.person.staff_no, row.kind, row.target): row.standing for row in rows}
    assert len(rows) == len(found) == count.of()
    return found


class Enterprise(RuleBasedStateMachine):
    """A year of an enterprise in any order: people come, move and leave, plans are made and withdrawn, people learn."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="anpei-standings-"))
        self.exam = Exam.set_up(self.folder)
        self.exam.rules(attempts=99, cool_down_hours=0)  # more than a year of it can use up
        self.now, self.number = NOW, 0
        self.write(lambda s: records.rebuild_people(s, PEOPLE))
        self.follow()

    def teardown(self) -> None:
        if hasattr(self, "exam"):
            self.exam.db.close()
            shutil.rmtree(self.folder)

    def write(self, work: Any) -> Any:
        return self.exam.db.write(work).result()

    def next(self) -> str:
        self.number += 1
        self.now += HOUR
        return f"uuid-{self.number:08d}"

    def follow(self, paper: str = "quiz", chapters: tuple[str, ...] = CHAPTERS) -> None:
        records.follow_content(self.exam.db, [Syllabus("fire", chapters, paper)])

    def active(self, who: str) -> bool:
        with self.exam.db.read() as session:
            person = staff.find(session, who)
        return person is not None and person.active

    @rule(
        who=st.sampled_from(PEOPLE),
        place=st.sampled_from(["生产部", "仓储部", "安环部"]),
        post=st.sampled_from(["机长", "司机", ""]),
        state=st.sampled_from(["在职", "离职"]),
    )
    def roster(self, who: str, place: str, post: str, state: str) -> None:
        self.next()
        sheet = staff.read_roster(f"工号,姓名,部门,岗位,状态\n{who},某某,{place},{post},{state}\n".encode())
        records.import_roster(self.exam.db, sheet, now=self.now)

    @rule(
        what=st.sampled_from(TARGETS), kind=st.sampled_from(plans.AUDIENCES), which=st.integers(0, 4),
        days=st.sampled_from([1, 3, 8]), laid=st.booleans(),
    )  # fmt: skip
    def assign(self, what: tuple[str, str], kind: str, which: int, days: int, laid: bool) -> None:
        self.next()
        with self.exam.db.read() as session:
            places = staff.departments(session) if kind == "department" else staff.posts(session)
        whom = {"person": PEOPLE[which], "everyone": ""}.get(kind, str(places[which % len(places)].id))
        if kind != "person" or self.active(whom):
            due = self.now + days * DAY
            self.write(lambda s: records.assign(s, *what, kind, whom, due=due, by="T1", now=self.now))
        if laid:
            records.lay_on(self.exam.db, self.now)

    @rule(which=st.integers(0, 9))
    def withdraw(self, which: int) -> None:
        self.next()
        with self.exam.db.read() as session:
            known = plans.plans(session)
        if known:
            number = known[which % len(known)].id
            self.write(lambda s: records.withdraw(s, number, by="T1", now=self.now))

    @rule()
    def lay_on(self) -> None:
        self.next()
        records.lay_on(self.exam.db, self.now)

    @rule(who=st.sampled_from(PEOPLE))
    def sit(self, who: str) -> None:
        self.next()
        with self.exam.db.read() as session:
            person = staff.find(session, who)
            things = [] if person is None else [(duty.kind, duty.target) for duty in plans.due_for(session, person)]
        if person is not None and ("paper", "quiz") in things:
            exam = self.exam
            self.write(lambda s: records.begin(s, exam.paper, exam.bank, person, self.now, b"s", zone=ZONE))

    @rule(who=st.sampled_from(PEOPLE), wrong=st.sampled_from([0, 4, 8, 9]))
    def sit_through(self, who: str, wrong: int) -> None:
        self.sit(who)
        with self.exam.db.read() as session:
            attempt = attempts.open_by_person(session, "quiz").get(who)
        if attempt is not None:
            self.exam.answer_all(attempt, wrong, self.now, who)
            self.next()
            self.exam.hand_in(attempt, self.now, who)

    @rule()
    def time_runs_out(self) -> None:
        self.next()
        work_off(self.exam.db, self.now)

    @rule(points=st.sampled_from([0.0, 10.0]))
    def publish(self, points: float) -> None:
        self.next()

        def work(session: Session) -> None:
            for who in PEOPLE:
                for result in records.results_of(session, who, "quiz"):
                    if result.state == "awaiting":
                        records.apply_manual(session, result.attempt, "c01", points, "好", "T1", self.now)
            records.publish(session, "quiz", self.now, "T1")

        self.write(work)

    @rule(
        who=st.sampled_from(PEOPLE), chapter=st.sampled_from(CHAPTERS), kind=st.sampled_from(["opened", "finished"]),
    )  # fmt: skip
    def read(self, who: str, chapter: str, kind: str) -> None:
        uuid = self.next()
        self.write(lambda s: records.note_progress(s, who, "fire", chapter, uuid, kind, self.now))

    @rule(who=st.sampled_from(PEOPLE), run=st.integers(1, 3), passed=st.sampled_from([True, False, None]))
    def drill(self, who: str, run: int, passed: bool | None) -> None:
        self.next()
        score = {} if passed is None else {"score": 8.0 if passed else 2.0, "most": 10.0, "passed": passed}
        self.write(
            lambda s: records.note_drill(
                s, run, who, "hall", "大厅", "引导员", started=self.now, finished=self.now, **score
            )
        )

    @rule(paper=st.sampled_from(["quiz", ""]), chapters=st.sampled_from([CHAPTERS, CHAPTERS[:1], ()]))
    def content_changes(self, paper: str, chapters: tuple[str, ...]) -> None:
        self.follow(paper, chapters)

    @rule()
    def tidy(self) -> None:
        while self.write(records.tidy):
            pass

    @precondition(lambda self: self.number % 7 == 0)
    @rule()
    def rebuild(self) -> None:
        records.rebuild(self.exam.db, [], self.now)

    @invariant()
    def table_and_facts_agree(self) -> None:
        if not hasattr(self, "exam"):
            return
        with self.exam.db.read() as session:
            for days in DAYS:
                now = self.now + days * DAY
                reckoned = from_facts(session, now)
                assert from_table(session, now) == reckoned
                for who in PEOPLE if days == DAYS[1] else ():
                    mine = {key[1:]: stands for key, stands in reckoned.items() if key[0] == who}
                    assert {(d.kind, d.target): stands for d, stands in records.duties(session, who, now)} == mine


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that six people are many."""
    monkeypatch.setattr(standings, "STANDINGS_A_WRITE", 2)
    monkeypatch.setattr(rebuilding, "STANDINGS_A_WRITE", 2)


@pytest.mark.both_databases
def test_the_table_is_kept_in_step() -> None:
    examples, steps = (6, 40) if databases.chosen() == "sqlite" else (2, 40)
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    Enterprise.TestCase.settings = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks
    )
    Enterprise.TestCase().runTest()
