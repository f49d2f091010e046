"""The server's own periodic work: many at once all get their turn, and one bad row of years ago stops nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from traitlets.config import LoggingConfigurable

from anpei import plans, records, review, tasks
from anpei.attempts.tables import AttemptRow, ItemVersionRow, SlotRow
from anpei.clock import DAY, HOUR, MINUTE
from anpei.confinement.kernels import OneKernelSpec
from anpei.database import Database
from anpei.exercises import rollcall, runs
from anpei.exercises.evacuation.tables import EvacuationRun
from anpei.exercises.runs.tables import DrillRun
from anpei.records.tables import ResultRow
from anpei.review.tables import RefreshCardRow
from anpei.server.background import BackgroundWork
from anpei.server.core.context import Context
from anpei.server.live.kernels import OwnedKernelManager
from anpei.settings import Site
from anpei.tasks import TaskFailure
from tests.helpers import published, quiz_shelf
from tests.helpers.exam import NOW, Exam
from tests.helpers.played import play, the_script
from tests.helpers.processes import run_apart

TOGETHER = 310


class Application(LoggingConfigurable):
    """What the kernel manager asks of the server it belongs to."""

    def __init__(self, site: Site) -> None:
        super().__init__()
        self.site, self.base_url, self.root_dir = site, "/", str(site.workspace)


class House:
    """A site whose periodic work is done when a test says so, at the time it says."""

    def __init__(self, site: Site, db: Database) -> None:
        quiz_shelf.write(site.workspace)
        published.settle(site)
        self.db, self.context, self.time = db, Context(site, db), NOW
        self.kernels = OwnedKernelManager(parent=Application(site), kernel_spec_manager=OneKernelSpec())
        self.exam = Exam(db, self.context.papers().papers["quiz"], self.context.bank(), site.workspace)
        self.write(lambda s: plans.assign(s, "paper", "quiz", "everyone", due=NOW + 9 * DAY, by="T2001", now=NOW))

    def write(self, work: Callable[[Any], Any]) -> Any:
        return self.db.write(work).result()

    def read(self, look: Callable[[Any], Any]) -> Any:
        with self.db.read() as session:
            return look(session)

    def work(self, *names: str, later: int = 0, times: int = 1, step: int = 0) -> int:
        """Rounds of these tasks by one process, which began just now; how many rows were done."""
        self.time += later

        async def rounds() -> int:
            background, done = BackgroundWork(self.context, self.kernels, lambda: self.time), 0
            for _ in range(times):
                for task in background.runner.tasks:
                    done += await background.runner.round(task) if task.name in names else 0
                self.time += step
            await background.stop()
            return done

        return run_apart(rounds())

    def failures(self) -> list[TaskFailure]:
        return self.read(tasks.failures)

    def hand_in_together(self, staff_nos: list[str]) -> list[int]:
        """Attempts like the first, handed in unmarked by all of these at the same moment."""
        attempt = self.exam.start("E1001").id
        self.exam.answer_all(attempt, 6, who="E1001")
        columns = [column for column in AttemptRow.__table__.columns if column.name != "id"]

        def copy(session: Any) -> list[int]:
            session.execute(update(AttemptRow).values(handed_in=NOW, how="learner"))
            first = dict(session.execute(select(*columns)).mappings().one())
            slots = [dict(row) for row in session.execute(select(*SlotRow.__table__.columns)).mappings()]
            rows = insert(AttemptRow).returning(AttemptRow.id)
            made = list(session.scalars(rows, [first | {"staff_no": staff_no} for staff_no in staff_nos]))
            copies = [slot | {"attempt_id": each} for each in made for slot in slots]
            session.execute(SlotRow.__table__.insert(), copies)
            return [attempt, *made]

        made: list[int] = self.write(copy)
        return made

    def spoil_run(self, run: int) -> None:
        """A run's scenario becomes unreadable, as if a disk had lost a block of it."""
        self.write(lambda s: s.execute(update(DrillRun).where(DrillRun.run_id == run).values(scenario={"v": "?"})))


@pytest.fixture
def house(site: Site, db: Database) -> Iterator[House]:
    yield House(site, db)


def test_however_many_hand_in_together_all_get_their_marks_and_their_practice(house: House) -> None:
    """More than the three hundred that were once looked at; and one of them is published after all the others."""
    first, *others = house.hand_in_together([f"M{number:04d}" for number in range(TOGETHER - 1)])
    assert house.work("marks") == TOGETHER
    assert house.read(records.unmarked) == []
    assert house.work("practice") == TOGETHER, "what is decided comes back before the cases are read"
    people = house.read(lambda s: s.scalar(select(func.count(RefreshCardRow.staff_no.distinct()))))
    assert people == TOGETHER
    publish(house, others)
    assert house.work("practice") == TOGETHER - 1
    assert house.work("practice") == 0
    publish(house, [first])
    assert house.read(review.unseen) == [f"exam:{first}"]
    assert house.work("practice") == 1
    assert house.read(review.unseen) == [] and house.failures() == []


def publish(house: House, made: list[int]) -> None:
    """As if the case answers had been marked by hand and published."""
    these = update(ResultRow).where(ResultRow.attempt_id.in_(made))
    house.write(lambda s: s.execute(these.values(state="published", decided="fail", passed=False)))


@pytest.mark.both_databases
def test_one_unreadable_old_run_stops_nobodys_practice(house: House) -> None:
    old, later = (play(house.db, the_script(), missed={"d02": "worst"}, now=NOW + day * DAY) for day in (0, 1))
    house.spoil_run(old)
    assert house.work("practice") == 1
    assert house.read(review.unseen) == [f"run:{old}"]
    (failure,) = house.failures()
    assert (failure.task, failure.row) == ("practice", f"run:{old}")
    assert house.read(lambda s: [one.item for one in review.due(s, "E1001", house.time)]), f"run {later} was looked at"


@pytest.mark.both_databases
def test_one_unreadable_old_run_stops_no_planned_roll_call(house: House) -> None:
    old, alarmed = (planned(house, moment) for moment in (NOW, NOW + HOUR))
    house.spoil_run(old)
    given = {"director": "D3001", "uuid": "a", "action": "inject", "what": {"id": "i_alarm"}, "now": NOW + HOUR + 9000}
    house.write(lambda s: runs.act(s, alarmed, **given))
    house.work("roll-calls", later=HOUR + MINUTE)
    assert house.read(lambda s: rollcall.of_run(s, alarmed)).state == "open"
    (failure,) = house.failures()
    assert (failure.task, failure.row) == ("roll-calls", str(old))


def planned(house: House, now: int) -> int:
    """A drill under way, with a roll call planned for its alarm."""
    script = the_script()

    def begin(session: Any) -> int:
        if not rollcall.points(session):
            rollcall.add_point(session, "东门", "")
        seat = runs.Seat(f"k{now}", "E1001", tuple(script.roles))
        run = runs.create(session, script, [seat], by="D3001", origin="director", seed="s", now=now)
        rollcall.plan(session, run, rollcall.everybody(session), by="D3001", now=now)
        runs.join(session, run, person="E1001", name="林晓岚", device=f"k{now}", now=now)
        return run

    return int(house.write(begin))


def test_an_unreadable_running_drill_keeps_no_other_clock_from_going(house: House) -> None:
    bad, good = planned(house, NOW), planned(house, NOW + 1)
    house.spoil_run(bad)
    before = house.read(lambda s: runs.run_record(s, good).state.seq)
    house.work("drills", "drill-clock", later=2 * HOUR)
    assert house.read(lambda s: runs.run_record(s, good).state.seq) > before
    assert {(failure.task, failure.row) for failure in house.failures()} == {("drills", str(bad))}


def test_an_attempt_that_can_not_be_marked_is_told_and_fills_no_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    """A whole day of it: every second a look, a handful of tries, each a line and one trace."""
    bad, *_ = house.hand_in_together(["M1"])
    house.write(lambda s: s.execute(update(SlotRow).where(SlotRow.attempt_id == bad).values(points=None or 0, order=7)))
    with caplog.at_level(logging.INFO):
        assert house.work("marks", times=2 * 60, step=1000) == 1, "everybody else has their marks"
        house.work("marks", times=24 * 60, step=MINUTE)
    (failure,) = house.failures()
    assert (failure.task, failure.row) == ("marks", str(bad)) and 10 < failure.tries < 20
    told = [record for record in caplog.records if record.name == "anpei.tasks"]
    assert len(told) == failure.tries and sum(record.exc_info is not None for record in told) == 1


def test_attempts_whose_time_is_up_are_handed_in_one_by_one(house: House) -> None:
    first, second = (house.exam.start(who) for who in ("E1001", "E1002"))
    assert house.work("time-outs", "marks") == 0
    assert house.work("time-outs", "marks", later=HOUR) == 4
    assert [house.read(lambda s, each=each: records.result_for(s, each.id)).score for each in (first, second)] == [0, 0]


def test_one_unreadable_question_to_the_model_does_not_end_the_queue(house: House) -> None:
    asked = {
        "slug": "nowhere", "key": "k", "sha": "s", "drill_run": 0, "asked_by": "D3001", "asked": NOW, "state": "queued",
        "progress": 0.0, "tries": 0, "beat": 0, "started": 0, "ended": 0, "words": "",
    }  # fmt: skip
    bad, good = {"inputs": {"people": "many"}}, {"inputs": {"people": {"hall": 3}}}
    house.write(lambda s: s.execute(insert(EvacuationRun), [asked | bad, asked | good]))
    house.work("evacuation", times=2)
    states = house.read(lambda s: s.scalars(select(EvacuationRun.state).order_by(EvacuationRun.run_id)).all())
    assert states == ["queued", "failed"], "the plan of the second is gone, which it says itself"
    assert [failure.row for failure in house.failures()] == ["1"]


def test_one_page_that_can_not_be_judged_keeps_no_other_kernel_open(house: House) -> None:
    broken, silent = (house.kernels.reserve("E1001", f"/live/a/{n}", NOW, counted=False)[0] for n in "bc")
    house.kernels.pages[broken].owner = 7  # type: ignore[assignment] # what nobody thought of
    house.kernels.pages[broken].beat = NOW + HOUR
    house.work("kernels", later=HOUR)
    assert list(house.kernels.pages) == [broken] and silent not in house.kernels.pages
    assert [failure.row for failure in house.failures()] == [broken]


def test_forgotten_drills_and_names_whose_time_is_over_go_one_by_one(house: House) -> None:
    script = the_script()
    told = {"by": "D3001", "origin": "director", "seed": "s", "now": NOW}
    seats = [runs.Seat(device, "E1001", tuple(script.roles)) for device in ("k1", "k2")]
    bad, good = (house.write(lambda s, seat=seat: runs.create(s, script, [seat], **told)) for seat in seats)
    guest = {
        "name": "马德里",
        "firm": "供气公司",
        "host": "",
        "phone": "",
        "group": "visitor",
        "by": "A9001",
        "now": NOW,
    }
    numbers = [
        house.write(lambda s, n=n: rollcall.sign_in(s, **guest, uuid=f"u{n}")).visitor_id for n in range(3)
    ]  # fmt: skip
    for number in numbers:
        house.write(lambda s, number=number: rollcall.sign_out(s, number, now=NOW))
    house.spoil_run(bad)
    assert house.work("abandoned-drills", "visitors", later=40 * DAY) == 4
    assert house.read(lambda s: runs.run_record(s, good).state.how) == "abandoned"
    assert [failure.row for failure in house.failures()] == [str(bad)]


def test_an_unreadable_wording_is_the_failure_of_its_own_attempts(house: House) -> None:
    """The version of a question that everybody was asked is lost: every attempt waits on its own, and says why."""
    house.hand_in_together(["M1", "M2"])
    house.write(lambda s: s.execute(update(ItemVersionRow).values(content={})))
    assert house.work("marks") == 0
    assert len(house.failures()) == 3 and all("ValidationError" in one.trouble for one in house.failures())
