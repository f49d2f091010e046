"""Periodic work goes on row by row: what fails waits, is remembered and told, and takes nobody with it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from anpei import tasks
from anpei.clock import DAY, MINUTE, SECOND
from anpei.database import Database
from anpei.server.processes.log_lines import LineFormatter, head_of
from anpei.tasks import ScheduledTask, TaskFailure, TaskRunner
from anpei.tasks.failures import TROUBLE_LENGTH, trouble_of, wait_after
from anpei.tasks.wording import TITLES
from tests.helpers.processes import run_apart

NOW = 1_795_000_000_000


class Office:
    """One task with rows of our choosing, a clock we set, and whatever was done."""

    def __init__(self, db: Database, name: str = "marks") -> None:
        self.db, self.time, self.name = db, NOW, name
        self.rows: list[str] = ["1", "2", "3"]
        self.broken: set[str] = set()
        self.done: list[str] = []

    async def due(self) -> Sequence[str]:
        if "due" in self.broken:
            raise LookupError("nobody knows what is due")
        return [row for row in self.rows if row not in self.done]

    async def work(self, row: str) -> None:
        if row in self.broken:
            raise ValueError(f"row {row} can't be read")
        self.done.append(row)

    def task(self, **more: int | bool) -> ScheduledTask:
        return ScheduledTask(self.name, 1000, self.due, self.work, **more)  # type: ignore[arg-type]

    def round(self, later: int = 0, **more: int | bool) -> int:
        """A round of a process that began just now."""
        self.time += later

        async def once() -> int:
            runner = TaskRunner(self.db, lambda: self.time)
            done = await runner.round(self.task(**more))
            await runner.stop()
            return done

        return run_apart(once())

    def failures(self) -> list[TaskFailure]:
        with self.db.read() as session:
            return tasks.failures(session)


@pytest.fixture
def office(db: Database) -> Office:
    return Office(db)


@pytest.mark.both_databases
def test_one_row_that_fails_keeps_nobody_waiting(office: Office) -> None:
    office.broken = {"2"}
    assert office.round() == 2
    assert office.done == ["1", "3"]
    (failure,) = office.failures()
    assert (failure.task, failure.row, failure.tries, failure.first) == ("marks", "2", 1, NOW)
    assert failure.trouble == "ValueError: row 2 can't be read"


@pytest.mark.both_databases
def test_a_row_waits_twice_as_long_after_each_failure_and_a_restart_remembers(office: Office) -> None:
    """Every round here is a process of its own, as after a restart."""
    office.broken = {"2"}
    office.round()
    waits = []
    for _ in range(5):
        (failure,) = office.failures()
        waits.append(failure.again - failure.last)
        assert office.round(failure.again - office.time - 1) == 0
        assert office.failures() == [failure], "not tried before its time"
        office.round(1)
    assert waits == [2 * SECOND, 4 * SECOND, 8 * SECOND, 16 * SECOND, 32 * SECOND]
    office.broken.clear()
    office.round(MINUTE + 4 * SECOND)
    assert office.done == ["1", "3", "2"] and office.failures() == []


def test_a_wait_grows_to_a_day_and_never_for_ever() -> None:
    for every in (100, 1000, 600_000):
        waits = [wait_after(tries, every) for tries in range(1, 200)]
        assert waits == sorted(waits) and waits[0] >= 2 * SECOND and waits[-1] == DAY


def test_somebody_who_mended_the_cause_need_not_wait(office: Office) -> None:
    office.broken = {"2"}
    for _ in range(12):
        office.round(DAY)
    office.broken.clear()
    assert office.round() == 0
    office.db.write(lambda s: tasks.retry_now(s, "marks", "2", office.time)).result()
    assert office.round() == 1 and office.failures() == []


def test_a_task_that_can_not_find_out_what_is_due_waits_too(office: Office) -> None:
    office.broken = {"due"}
    assert office.round() == 0
    (failure,) = office.failures()
    assert (failure.row, failure.trouble) == ("", "LookupError: nobody knows what is due")
    office.broken.clear()
    assert office.round() == 0
    assert office.round(2 * SECOND) == 3 and office.failures() == []


def test_what_nobody_asks_for_any_more_is_no_failure(office: Office) -> None:
    office.broken = {"2"}
    office.round()
    office.rows = ["4"]
    office.round(MINUTE)
    assert office.failures() == [] and office.done[-1] == "4"


def test_where_one_row_a_round_is_enough_a_broken_one_is_passed_by(office: Office) -> None:
    office.broken = {"1"}
    for _ in range(3):
        office.round(at_most=1)
    assert office.done == ["2", "3"]


def test_two_processes_that_fail_together_count_once(db: Database) -> None:
    for _ in range(2):
        db.write(
            lambda s: tasks.note_failure(s, "marks", "7", ValueError("x"), every=1000, now=NOW)
        ).result()  # fmt: skip
    with db.read() as session:
        assert [failure.tries for failure in tasks.failures(session)] == [1]


@pytest.mark.both_databases
def test_any_error_leaves_one_line_that_can_be_kept(db: Database) -> None:
    ugly = ValueError("half \ud800 a letter\x00\x1b[31m\r\n2026-01-01 ERROR forged" + "长" * 1000)
    words = trouble_of(ugly)
    assert len(words) <= TROUBLE_LENGTH and words.isprintable() and words.startswith("ValueError: half a letter [31m")
    db.write(lambda s: tasks.note_failure(s, "marks", "7", ugly, every=1000, now=NOW)).result()
    with db.read() as session:
        assert tasks.failures(session)[0].trouble == words


def test_a_row_that_can_not_be_done_writes_little_however_often_its_turn_comes(office: Office) -> None:
    """A thousand turns of one process; it once wrote 235 MB a day."""
    office.broken, written = {"1", "2", "3"}, StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter(ZoneInfo("Asia/Shanghai")))

    async def play() -> None:
        runner = TaskRunner(office.db, lambda: office.time)
        for _ in range(1000):
            office.time += SECOND
            await runner.round(office.task())
        await runner.stop()

    logging.getLogger("anpei.tasks").addHandler(handler)
    run_apart(play())
    logging.getLogger("anpei.tasks").removeHandler(handler)
    records = [line for line in written.getvalue().splitlines() if head_of(line)]
    assert [failure.tries for failure in office.failures()] == [9, 9, 9] and len(records) == 27
    assert written.getvalue().count("Traceback") == 3, "the first time a row fails"
    assert len(written.getvalue()) < 10_000


def test_every_task_has_words_for_the_operator(office: Office) -> None:
    assert tasks.task_words("marks", "12") == ("客观题评分", "第 12 次答卷")
    assert tasks.task_words("practice", "run:7")[1] == "第 7 次演练"
    assert tasks.task_words("collected-marks", "12 c01 99")[1] == "第 12 次答卷 c01"
    assert tasks.task_words("marks", "")[1] == "整项工作"
    assert all(tasks.task_words(name, "1 2 3")[0] for name in TITLES)
    with pytest.raises(AssertionError, match="no words"):
        Office(office.db, "nosuch").task()


def test_answers_come_in_between_the_rows_of_a_long_round(db: Database) -> None:
    """As two thousand attempts run out at once: each is a transaction of its own, and nobody waits for them all."""
    sessions: list[Session] = []
    order: list[str] = []
    begun = asyncio.Event()

    async def due() -> list[str]:
        return [str(number) for number in range(200)]

    async def work(row: str) -> None:
        def write(session: Session) -> None:
            sessions.append(session)
            order.append(row)

        await db.awrite(write)
        begun.set()

    async def play() -> None:
        runner = TaskRunner(db, gives_way=True)
        going = asyncio.ensure_future(runner.round(ScheduledTask("time-outs", 1000, due, work)))
        await begun.wait()
        await db.awrite(lambda session: order.append("answer"))
        assert await going == 200
        await runner.stop()

    run_apart(play())
    assert order.index("answer") < 200
    assert len(set(map(id, sessions))) == 200, "no transaction holds two rows"


def test_a_stop_waits_for_the_row_at_hand(db: Database) -> None:
    done: list[str] = []

    async def due() -> list[str]:
        return ["1", "2"]

    async def play() -> None:
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def work(row: str) -> None:
            begun.set()
            await go_on.wait()
            done.append(row)

        runner = TaskRunner(db)
        runner.tasks.append(ScheduledTask("marks", 1000, due, work))
        runner.start()
        await begun.wait()
        stopping = asyncio.ensure_future(runner.stop())
        await asyncio.wait({stopping}, timeout=0)  # let it begin
        go_on.set()
        await stopping

    run_apart(play())
    assert done == ["1"]


def test_one_task_that_hangs_or_fails_keeps_no_other_waiting(db: Database) -> None:
    rows: list[str] = []

    async def play() -> None:
        stuck, enough = asyncio.Event(), asyncio.Event()

        async def hang() -> list[str]:
            await stuck.wait()
            return []

        async def fail() -> list[str]:
            raise LookupError("x")

        async def due() -> list[str]:
            return [str(len(rows))]

        async def work(row: str) -> None:
            rows.append(row)
            if len(rows) == 3:
                enough.set()

        def made(name: str, due: Callable[[], Awaitable[list[str]]]) -> ScheduledTask:
            return ScheduledTask(name, 1, due, work)

        runner = TaskRunner(db)
        runner.tasks += [made("drills", hang), made("practice", fail), made("marks", due)]
        runner.start()
        await enough.wait()
        stuck.set()
        await runner.stop()

    run_apart(play())
    assert rows[:3] == ["0", "1", "2"]
    with db.read() as session:
        assert [failure.task for failure in tasks.failures(session)] == ["practice"]


@pytest.mark.sqlite_only
def test_what_found_nothing_looks_again_when_something_was_committed_or_the_clock_calls(office: Office) -> None:
    """And not before: a site where nobody works costs nothing. What waits for its next try is looked for in time."""
    looks: list[int] = []

    async def due() -> Sequence[str]:
        looks.append(office.time)
        return await office.due()

    async def play() -> None:
        runner = TaskRunner(office.db, lambda: office.time)
        task = ScheduledTask("marks", 1000, due, office.work, by_clock=10 * SECOND)

        async def looked(later: int) -> bool:
            office.time += later
            before = len(looks)
            await runner.round(task)
            return len(looks) > before

        office.rows = []
        assert await looked(0) and not await looked(0) and not await looked(9 * SECOND)
        assert await looked(SECOND), "the clock alone may have made something due"
        assert await looked(-DAY), "the clock was put back"
        assert not await looked(0)
        await office.db.awrite(lambda session: tasks.note_failure(session, "drills", "", OSError(), every=1, now=NOW))
        assert await looked(0) and not await looked(0), "something was committed"
        await office.db.awrite(lambda session: tasks.clear_failures(session, "drills", [""]))
        office.rows, office.broken = ["1", "2"], {"1"}
        assert await looked(0) and office.done == ["2"]
        assert await looked(0), "the last look found something"
        assert not await looked(SECOND) and await looked(SECOND), "its next try"
        await runner.stop()

    run_apart(play())
