"""On PostgreSQL as on SQLite one writes at a time: logs have no gap, and who reads on from a number misses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import Engine, text

from anpei.assignments import gradebook, mark_log
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.errors import NotFound, Refused, SettingsError, Unavailable
from anpei.exercises import rollcall, runs, scenarios
from anpei.exercises.runs import Seat
from anpei.settings import Settings, Site
from anpei.taps import Tap
from tests.helpers.databases import Cluster
from tests.helpers.processes import wait_for

NOW = 1_800_000_000_000
PROCESSES, TAPS = 4, 25


@pytest.fixture
def several(cluster: Cluster) -> Iterator[list[Database]]:
    """One database as so many processes hold it: each has a writer of its own."""
    url = cluster.new_database(cluster.template())
    with ExitStack() as stack:
        yield [stack.enter_context(Database(url)) for _ in range(PROCESSES)]


def at_once(several: list[Database], work: Any) -> list[Any]:
    """``work(db, number)`` from every process at the same time, so many times each."""
    calls = [(db, number) for number in range(TAPS) for db in several]
    with ThreadPoolExecutor(2 * PROCESSES) as pool:
        return list(pool.map(lambda call: work(call[0], PROCESSES * call[1] + several.index(call[0])), calls))


def test_a_drills_log_has_no_gap_and_nothing_twice(several: list[Database]) -> None:
    script = scenarios.load(Shelves([bundled()])).get("workshop-fire")
    seat = Seat("k-1", "E1001", tuple(script.roles))

    def begin(session: Any) -> int:
        run = runs.create(session, script, [seat], by="D3001", origin="director", seed="s", now=NOW)
        runs.join(session, run, person="E1001", name="林晓岚", device="k-1", now=NOW)
        return run

    run = several[0].write(begin).result()
    at_once(several, lambda db, n: db.write(lambda s: runs.tick(s, run, NOW + 60_000 * (n // 10))).result())
    with several[0].read() as session:
        events = runs.events_after(session, run, 0)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    keys = [event.key for event in events]
    assert len(keys) == len(set(keys)) and "node.timeout" in {event.type for event in events}


def test_a_roll_calls_log_takes_each_tick_once_though_it_is_sent_twice(several: list[Database]) -> None:
    def add(db: Database, number: int) -> int:
        tap = Tap("E1001", "林晓岚", f"uuid-{number // 2:06d}", NOW)
        draft = rollcall.log.RollCallDraft("note", payload={"note": str(number // 2)})
        return (
            db.write(lambda s: rollcall.log.add(s, rollcall.log.row_of(s, muster, lock=True), draft, tap)).result().seq
        )

    from anpei.exercises.rollcall.tables import Muster

    row = Muster(
        kind="test", title="清点", by="D3001", started=NOW, points=[], choice=None, last_seq=0, note="",
    )  # fmt: skip

    def begin(session: Any) -> int:
        session.add(row)
        session.flush()
        return int(row.muster_id)

    muster = several[0].write(begin).result()
    numbers = at_once(several, add)
    assert sorted(set(numbers)) == list(range(1, PROCESSES * TAPS // 2 + 1))


def test_reading_on_from_the_last_number_misses_nothing(several: list[Database]) -> None:
    """The trap: a serial number is taken before its commit, so without turns the later one may be seen first."""
    create = text("CREATE TABLE line (id BIGSERIAL PRIMARY KEY, word TEXT)")
    several[0].write(lambda s: s.execute(create) and None).result()
    newer = text("SELECT id FROM line WHERE id > :after ORDER BY id")
    seen: list[int] = []
    over = threading.Event()

    def tail() -> None:
        while True:
            ended = over.is_set()
            with several[-1].read() as session:
                after = seen[-1] if seen else 0
                seen.extend(session.scalars(newer, {"after": after}))
            if ended:
                return

    reader = threading.Thread(target=tail)
    reader.start()
    insert = text("INSERT INTO line (word) VALUES (:word) RETURNING id")
    given = at_once(several, lambda db, n: db.write(lambda s: s.scalar(insert, {"word": str(n)})).result())
    over.set()
    reader.join()
    assert sorted(given) == seen


def test_a_reader_sees_one_moment(several: list[Database]) -> None:
    one, other, *_ = several
    one.write(lambda s: s.execute(text("CREATE TABLE line (word TEXT)")) and None).result()
    count = text("SELECT count(*) FROM line")
    with one.read() as session:
        assert session.scalar(count) == 0
        other.write(lambda s: s.execute(text("INSERT INTO line VALUES ('a')")) and None).result()
        assert session.scalar(count) == 0
    with one.read() as session:
        assert session.scalar(count) == 1


@pytest.mark.parametrize("value", ["x" * 100, "nul\0", "早" * 65])
def test_what_does_not_fit_is_refused_and_spoils_no_neighbour(several: list[Database], value: str) -> None:
    db = several[0]
    insert = text("INSERT INTO department (name) VALUES (:name)")
    fits, fails = (db.write(lambda s, n=n: s.execute(insert, {"name": n}) and None) for n in ("安全环保部", value))
    assert fits.exception() is None and isinstance(fails.exception(), Refused)


def test_errors_of_the_rooms_pass_through(several: list[Database]) -> None:
    with pytest.raises(NotFound), several[0].read():
        raise NotFound("没有。")


def test_a_database_that_restarts_loses_nothing_and_is_used_again(cluster: Cluster, several: list[Database]) -> None:
    """Killed like in a power cut, away for a while, back: told apart from a failure of the house, then as before."""
    db = several[0]
    db.write(lambda s: s.execute(text("CREATE TABLE line (word TEXT PRIMARY KEY)")) and None).result()
    insert = text("INSERT INTO line VALUES (:word) ON CONFLICT DO NOTHING")
    futures = {n: db.write(lambda s, n=n: s.execute(insert, {"word": str(n)}) and n) for n in range(400)}
    futures[100].result()
    cluster.crash()
    lost = [n for n, future in futures.items() if future.exception() is not None]
    assert all(isinstance(futures[n].exception(), Unavailable) for n in lost)
    with pytest.raises(Unavailable), db.read() as session:
        session.execute(text("SELECT 1"))
    assert isinstance(db.write(lambda s: None).exception(), Unavailable)
    cluster.start()
    kept = text("SELECT word FROM line")
    for each in several:  # every process goes on with its old connections
        with each.read() as session:
            assert {str(n) for n in futures if n not in lost} <= set(session.scalars(kept))
    assert [db.write(lambda s, n=n: s.execute(insert, {"word": str(n)}) and n).result() for n in lost] == lost
    with db.read() as session:
        assert len(list(session.scalars(kept))) == 400


def test_a_process_that_stands_still_while_writing_keeps_nobody_waiting_for_ever(
    several: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, inside = threading.Event(), threading.Event()

    def stall(session: Any) -> None:
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 300"))
        inside.set()
        go_on.wait(60)

    stalled = several[0].write(stall)
    inside.wait(60)
    assert several[1].write(lambda s: "done").result() == "done"
    go_on.set()
    assert isinstance(stalled.exception(), Unavailable)


def test_of_two_who_mark_the_later_number_never_hides_the_earlier(cluster: Cluster) -> None:
    """One trainer's transaction still stands open while another's, begun later, is done."""
    url = cluster.new_database()
    engine = gradebook.engine(url)
    with engine.begin() as connection:
        for statement in PUPILS:
            connection.execute(text(statement))
    mark = text("UPDATE grade SET manual_score = :points WHERE id = :id")
    numbers: list[int] = []
    with engine.connect() as slow:
        slow.execute(mark, {"points": 3.0, "id": "g1"})
        with engine.begin() as quick:
            quick.execute(mark, {"points": 4.0, "id": "g2"})

        def read() -> None:
            with engine.begin() as reader:
                mark_log.await_markers(reader)
                numbers.extend(reader.scalars(text("SELECT seq FROM anpei_mark_log ORDER BY seq")))

        reading = threading.Thread(target=read)
        reading.start()
        wait_for(lambda: _waiting(engine))  # the reader, for the slow one
        slow.commit()
    reading.join()
    assert numbers == [1, 2]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT new FROM anpei_mark_log ORDER BY seq")).scalars().all() == ["3", "4"]
    gradebook.forget(url)


def _waiting(engine: Engine) -> int:
    """How many of this database's sessions stand in a queue for a lock."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with engine.connect() as connection:
        return int(connection.execute(text(asked)).scalar_one())


PUPILS = (
    "INSERT INTO assignment (id, name, course_id) VALUES ('a', 'quiz', 'anpei')",
    "INSERT INTO notebook (id, name, assignment_id) VALUES ('n', 'quiz', 'a')",
    "INSERT INTO base_cell (id, name, type, notebook_id) VALUES ('c', 'c01', 'GradeCells', 'n')",
    "INSERT INTO grade_cells (id, max_score, cell_type) VALUES ('c', 10, 'code')",
    "INSERT INTO student (id, lms_user_id) VALUES ('E1', ''), ('E2', '')",
    "INSERT INTO submitted_assignment (id, assignment_id, student_id) VALUES ('s1', 'a', 'E1'), ('s2', 'a', 'E2')",
    "INSERT INTO submitted_notebook (id, assignment_id, notebook_id) VALUES ('sn1', 's1', 'n'), ('sn2', 's2', 'n')",
    "INSERT INTO grade (id, cell_id, notebook_id, needs_manual_grade)"
    " VALUES ('g1', 'c', 'sn1', true), ('g2', 'c', 'sn2', true)",
)


def test_the_two_databases_are_two() -> None:
    with pytest.raises(ValueError, match="两个库"):
        Settings.model_validate({"database": {"url": "postgresql://db/anpei", "gradebook": "postgresql://db/anpei"}})


@pytest.mark.parametrize("url", ["mysql://db/anpei", "postgres db", "postgresql+psycopg2cffi"])
def test_an_address_of_no_database_is_told(url: str, tmp_path: Any) -> None:
    site = Site(tmp_path, Settings.model_validate({"database": {"url": url}}))
    with pytest.raises(SettingsError):
        Database(site.database_url)
