"""What a write acknowledges is on disk; one failing write never spoils its neighbours."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from anpei.database import BATCH, Database
from tests.helpers import databases

pytestmark = pytest.mark.both_databases

CREATE = "CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY)"
WRITER = """
import sys
from sqlalchemy import text
from anpei.database import Database
db = Database(sys.argv[1])
db.write(lambda s: s.execute(text("CREATE TABLE fact (name TEXT PRIMARY KEY)")) and None).result()
number = 0
while True:
    batch = range(number, number + 20)
    insert = text("INSERT INTO fact VALUES (:n)")
    futures = [db.write(lambda s, n=n: s.execute(insert, {"n": str(n)}) and n) for n in batch]
    for future in futures:
        print(future.result(), flush=True)
    number += 20
"""


STEPS = """
import sys
from sqlalchemy import text
from anpei.database import Database
db = Database(sys.argv[1])
db.write(lambda s: s.execute(text("CREATE TABLE fact (name TEXT PRIMARY KEY)")) and None).result()
insert = text("INSERT INTO fact VALUES (:name) ON CONFLICT DO NOTHING")
rows = [{"name": f"{number:04d}"} for number in range(2000)]
tell = lambda done, total: print(done, flush=True)
db.write_in_steps(rows, lambda s, some: s.execute(insert, list(some)) and None, step=10, progress=tell)
"""


@pytest.fixture
def facts(tmp_path: Path, database_kind: str) -> Database:
    with Database(databases.url_in(tmp_path)) as db:
        db.write(lambda session: session.execute(text(CREATE)) and None).result()
        yield db  # type: ignore[misc]


def insert(db: Database, name: str) -> object:
    return db.write(lambda session: session.execute(text("INSERT INTO fact VALUES (:n)"), {"n": name}) and name)


def insert_in(session: Session, name: str) -> str:
    session.execute(text("INSERT INTO fact VALUES (:n) ON CONFLICT DO NOTHING"), {"n": name})
    return name


def names(db: Database) -> set[str]:
    with db.read() as session:
        return set(session.execute(text("SELECT name FROM fact")).scalars())


def test_a_write_answers_after_it_can_be_read(facts: Database) -> None:
    assert insert(facts, "a").result() == "a"  # type: ignore[attr-defined]
    assert names(facts) == {"a"}


def test_a_failing_write_fails_alone(facts: Database) -> None:
    futures = [insert(facts, name) for name in ("a", "b", "a", "c")]
    outcomes = [future.exception() is None for future in futures]  # type: ignore[attr-defined]
    assert outcomes == [True, True, False, True]
    assert names(facts) == {"a", "b", "c"}


def test_a_half_done_write_leaves_nothing(facts: Database) -> None:
    def half(session: object) -> None:
        session.execute(text("INSERT INTO fact VALUES ('half')"))  # type: ignore[attr-defined]
        raise ValueError("in the middle")

    assert isinstance(facts.write(half).exception(), ValueError)
    assert names(facts) == set()


def test_what_a_reader_changes_is_not_kept(facts: Database) -> None:
    with facts.read() as session:
        session.execute(text("INSERT INTO fact VALUES ('reader')"))
    assert names(facts) == set()


def test_many_threads_lose_nothing(facts: Database) -> None:
    def work(number: int) -> None:
        for index in range(25):
            insert(facts, f"{number}-{index}").result()  # type: ignore[attr-defined]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(facts)) == 200


def test_an_answer_comes_between_writes_that_give_way(tmp_path: Path) -> None:
    order: list[str] = []
    acknowledged: list[bool] = []
    with Database(databases.url_in(tmp_path), slice_seconds=0) as db:

        def sweep(name: str) -> None:
            answer = db.write(lambda session: order.append(f"answer beside {name}"))
            order.append(name)
            acknowledged.extend(earlier.done() for earlier in answers)
            answers.append(answer)

        answers: list[Future[None]] = []
        begun = threading.Event()
        first = db.write(lambda session: begun.wait() and None)
        sweeps = [db.write(lambda session, name=name: sweep(name), gives_way=True) for name in "abc"]
        first_answer = db.write(lambda session: order.append("answer"))
        begun.set()
        for future in (first, first_answer, *sweeps, *answers):
            future.result()
    beside = [part for name in "abc" for part in (name, f"answer beside {name}")]
    assert order == ["answer", *beside]
    assert acknowledged == [True, True, True]  # on disk before the next row of the sweep began


def test_what_gives_way_has_its_turn_however_many_answers_come(tmp_path: Path) -> None:
    order: list[str] = []
    with Database(databases.url_in(tmp_path)) as db:

        def answer(number: int) -> None:
            order.append("answer")
            if number < 3 * BATCH:
                db.write(lambda session: answer(number + 1))

        begun = threading.Event()
        first = db.write(lambda session: begun.wait() and answer(0))
        patient = db.write(lambda session: order.append("patient"), gives_way=True)
        begun.set()
        first.result()
        patient.result()
    assert order.index("patient") <= BATCH < len(order)


def test_two_processes_take_turns(facts: Database, tmp_path: Path) -> None:
    with Database(facts.url) as other:
        futures = [insert(db, f"{number}") for number, db in enumerate([facts, other] * 20)]
        assert all(future.exception() is None for future in futures)  # type: ignore[attr-defined]
    assert len(names(facts)) == 40


def test_kill_9_loses_nothing_acknowledged(tmp_path: Path) -> None:
    url = databases.url_in(tmp_path)
    with subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline() for _ in range(150)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.readlines()
    with Database(url) as db:
        assert {line.strip() for line in acknowledged if line.endswith("\n")} <= names(db)


def test_many_rows_are_written_some_at_a_time_and_others_come_between(facts: Database) -> None:
    """Whoever writes in the middle of it is through before the next few are."""
    order: list[str] = []

    def some(session: Session, rows: Sequence[str]) -> list[str]:
        order.append("+".join(rows))
        return [insert_in(session, name) for name in rows]

    def between(done: int, total: int) -> None:
        if done < total:
            facts.write(lambda _: order.append("between"))

    made = facts.write_in_steps(["a", "b", "c", "d", "e"], some, step=2, progress=between)
    assert order == ["a+b", "between", "c+d", "between", "e"]
    assert [len(each) for each in made] == [2, 2, 1] and names(facts) == {"a", "b", "c", "d", "e"}


def test_the_same_act_again_completes_what_died_in_the_middle(tmp_path: Path, database_kind: str) -> None:
    """Killed on the way it leaves whole steps, and asked again the rest."""
    url, rows = databases.url_in(tmp_path), [f"{number:04d}" for number in range(2000)]
    with subprocess.Popen([sys.executable, "-c", STEPS, url], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline() for _ in range(5)]
        writer.kill()
    with Database(url) as db:
        left = sorted(names(db))
        assert len(left) % 10 == 0 and int(told[-1]) <= len(left) < len(rows) and left == rows[: len(left)]
        db.write_in_steps(rows, lambda session, some: [insert_in(session, name) for name in some], step=10)
        assert sorted(names(db)) == rows


def test_the_database_file_is_private(facts: Database, tmp_path: Path, database_kind: str) -> None:
    if database_kind == "postgres":
        pytest.skip("PostgreSQL 的文件归它自己管")
    assert (tmp_path / "anpei.db").stat().st_mode & 0o077 == 0
