"""Questions wait their turn fairly, are answered once, can be cancelled, and survive a killed worker or server."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.errors import Forbidden, Refused
from anpei.exercises import evacuation, runs
from anpei.exercises.evacuation import Cue, EvacuationQueue, Inputs, Job, service
from tests.exercises.evacuation.halls import plan_in
from tests.helpers.played import play, the_script
from tests.helpers.processes import run_apart

NOW = 1_795_000_000_000
PATIENCE = 120
SHORT = Inputs(people={"line": 20}, cues=(Cue(median=2, p95=5),), seeds=2)
LONG = Inputs(people={"line": 80}, seeds=40)


class Office:
    """A plan, a desk, and words for asking."""

    def __init__(self, folder: Path, db: Database) -> None:
        self.plan, path = plan_in(folder)
        self.db, self.time = db, NOW
        self.desk = EvacuationQueue(db, folder, lambda slug: path if slug == "hall" else None, self.now)

    def now(self) -> int:
        self.time += 1000
        return self.time

    def ask(self, inputs: Inputs = SHORT, by: str = "T1", **more: Any) -> Job:
        return self.db.write(
            lambda s: service.ask(s, self.plan, inputs, by=by, now=self.now(), have=self.desk.have, **more)
        ).result()

    def take(self, later: int = 0) -> Job | None:
        self.time += later
        with self.db.read() as session:
            waiting = service.in_turn(session, self.now())
        return self.db.write(lambda s: service.take(s, waiting[0], self.now())).result() if waiting else None

    async def work(self) -> bool:
        """What the server does with the next question."""
        with self.db.read() as session:
            waiting = self.desk.in_turn(session)
        return await self.desk.work_on(waiting[0]) if waiting else False

    def job(self, run: int) -> Job:
        with self.db.read() as session:
            return service.get(session, run)


@pytest.fixture
def office(tmp_path: Path, db: Database) -> Office:
    return Office(tmp_path, db)


def seeds(number: int) -> Inputs:
    return SHORT.model_copy(update={"seeds": number})


def test_the_same_question_is_asked_once(office: Office) -> None:
    assert office.ask().run_id == office.ask(by="D1").run_id
    assert office.ask(seeds(3)).run_id != office.ask().run_id


def test_whoever_was_served_longest_ago_comes_first(office: Office) -> None:
    first, second = office.ask(seeds(3)), office.ask(seeds(4))
    other = office.ask(seeds(5), by="D1")
    order = []
    while job := office.take():
        order.append(job.run_id)
        office.db.write(lambda s, job=job: service.finish(s, job.run_id, {}, office.now())).result()
    assert order == [first.run_id, other.run_id, second.run_id]


def test_nobody_fills_the_queue_alone(office: Office) -> None:
    for number in (3, 4, 5):
        office.ask(seeds(number))
    with pytest.raises(Refused, match="排队"):
        office.ask(seeds(6))
    assert office.ask(seeds(6), by="D1").state == "queued"


def test_a_silent_worker_is_replaced_and_given_up_after_the_second_time(office: Office) -> None:
    """As after kill -9 of the whole server."""
    asked = office.ask()
    assert office.take() is not None and office.take() is None
    assert office.take(later=60_000) is not None
    assert office.take(later=60_000) is None
    assert office.job(asked.run_id).state == "failed"


def test_only_who_asked_or_an_administrator_cancels(office: Office) -> None:
    run = office.ask().run_id
    with pytest.raises(Forbidden):
        office.db.write(lambda s: service.cancel(s, run, by="D1", anyone=False, now=NOW)).result()
    assert (
        office.db.write(lambda s: service.cancel(s, run, by="D1", anyone=True, now=NOW)).result().state == "cancelled"
    )
    assert office.take() is None


@pytest.mark.engine
def test_an_answer_is_worked_out_beside_the_server_and_kept(office: Office) -> None:
    run = office.ask().run_id
    assert run_apart(office.work())
    done = office.job(run)
    assert done.state == "done" and done.summary is not None and done.progress == 1
    again = office.ask(by="D1")
    assert (again.state, again.summary) == ("done", done.summary)
    with office.db.read() as session:
        found = evacuation.expected(session, "hall")
    assert found is not None and found.p5 <= found.p95 and found.count == 2
    head, _ = evacuation.unpack(office.desk.tracks(done.key).read_bytes())
    assert head["people"] == 20


async def worker_of(office: Office, working: asyncio.Task[bool]) -> int:
    """The worker's process id, once it walks people."""
    async with asyncio.timeout(PATIENCE):
        while office.desk.process is None or not any(job.progress for job in _recent(office)):
            assert not working.done()
            await asyncio.wait({working}, timeout=0.05)
    return office.desk.process.pid


def _recent(office: Office) -> list[Job]:
    with office.db.read() as session:
        return service.recent(session)


@pytest.mark.engine
def test_cancelling_stops_the_worker(office: Office) -> None:
    run = office.ask(LONG).run_id

    async def play() -> int:
        working = asyncio.create_task(office.work())
        pid = await worker_of(office, working)
        await office.db.awrite(lambda s: service.cancel(s, run, by="T1", anyone=False, now=NOW))
        await working
        return pid

    pid = run_apart(play())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert office.job(run).state == "cancelled"


@pytest.mark.engine
def test_a_killed_worker_is_tried_once_more(office: Office) -> None:
    run = office.ask(LONG).run_id

    async def play() -> None:
        for _ in range(2):
            working = asyncio.create_task(office.work())
            os.kill(await worker_of(office, working), signal.SIGKILL)
            await working

    run_apart(play())
    assert office.job(run).state == "failed" and "再试一次" in office.job(run).words


@pytest.mark.engine
def test_a_changed_plan_is_refused_with_the_way_out(office: Office, tmp_path: Path) -> None:
    run = office.ask().run_id
    path = tmp_path / "drills/hall/site.geojson"
    path.write_text(path.read_text(encoding="utf-8").replace("试验车间", "改过的车间"), encoding="utf-8")
    run_apart(office.work())
    assert "刷新" in office.job(run).words


def test_the_last_picture_of_a_drill_is_asked_once_though_nobody_watched(office: Office, db: Database) -> None:
    """Whichever process asks, and however often, equal questions about a drill are one."""
    shelves = Shelves([bundled()])
    sites, run = evacuation.load(shelves), play(db, the_script(), now=NOW)

    def ask() -> Job | None:
        with db.read() as session:
            assert evacuation.ended_lately(session, NOW + 60_000) == [run]
            assert evacuation.ended_lately(session, NOW + 9**12) == []
            story = runs.run_record(session, run)
        told = {"sites": sites, "shelves": shelves, "have": office.desk.have, "now": office.now()}
        return db.write(lambda s: evacuation.ask_at_end(s, story, **told)).result()

    first, again = ask(), ask()
    assert first is not None and again is not None
    assert (first.run_id, first.drill_run, first.asked_by, first.state) == (again.run_id, run, "D3001", "queued")
    assert {cue.id for cue in first.inputs.cues} >= {"alarm", "led"}
