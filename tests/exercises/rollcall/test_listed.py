"""Thousands are listed in short writes and called at once; what was cut short is seen by nobody, and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei.clock import HOUR
from anpei.database import Database
from anpei.exercises import rollcall
from anpei.exercises.rollcall import ExpectedPerson, Point, service
from anpei.exercises.rollcall.tables import Muster, MusterPerson

pytestmark = pytest.mark.both_databases
NOW = 1_800_000_000_000
PEOPLE = [ExpectedPerson(f"P{number:04d}", f"人{number}") for number in range(25)]
ASKED: dict[str, Any] = {
    "kind": "test", "run_id": None, "by": "D", "points": [Point("1", "东门")], "expected": PEOPLE, "now": NOW,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "LISTED_A_WRITE", 10)


def cut_short(db: Database, monkeypatch: pytest.MonkeyPatch, steps: int, uuid: str = "u") -> None:
    """Begin one, and let the process die after so many steps of the list."""
    real: Callable[..., None] = service._list_missing
    left = iter(range(steps))

    def dying(session: Session, placed: Any, *, muster_id: int) -> None:
        if next(left, None) is None:
            raise RuntimeError("killed")
        real(session, placed, muster_id=muster_id)

    with monkeypatch.context() as patched:
        patched.setattr(service, "_list_missing", dying)
        with pytest.raises(RuntimeError, match="killed"):
            rollcall.start(db, uuid=uuid, **ASKED)


def listed(db: Database) -> int:
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(MusterPerson)) or 0


def test_nobody_sees_one_that_was_cut_short_and_the_same_uuid_goes_on_with_it(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_short(db, monkeypatch, 2)
    with db.read() as session:
        assert rollcall.open_now(session) == [] and rollcall.usual(session, "test") is None
    assert listed(db) == 20
    number = rollcall.start(db, uuid="u", **ASKED)
    with db.read() as session:
        assert [head.muster_id for head in rollcall.open_now(session)] == [number]
        assert [status.who for status in rollcall.standing(session, number).people] == PEOPLE
    assert rollcall.start(db, uuid="u", **ASKED) == number


def test_two_processes_asked_at_once_call_one(db: Database) -> None:
    with Database(db.url) as other, ThreadPoolExecutor(2) as pool:
        here, there = pool.map(lambda each: rollcall.start(each, uuid="u", **ASKED), (db, other))
    assert here == there and listed(db) == len(PEOPLE)


def test_of_two_in_one_run_the_first_that_is_called_counts(db: Database) -> None:
    """One was cut short, another is called by hand: whoever goes on with the first is given the second."""
    asked = ASKED | {"run_id": 7}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(service, "_call", lambda session, muster_id, run_id: muster_id)
        first = rollcall.start(db, uuid="first", **asked)
    second = rollcall.start(db, uuid="second", **asked)
    assert second != first and rollcall.start(db, uuid="first", **asked) == second


def test_what_nobody_asked_for_again_is_cleared_away(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_short(db, monkeypatch, 1)
    with db.read() as session:
        assert rollcall.cut_short(session, NOW + HOUR) == []
        found = rollcall.cut_short(session, NOW + HOUR + 1)
    for number in found:
        rollcall.clear_away(db, number)
    with db.read() as session:
        assert len(found) == 1 and session.scalar(select(func.count()).select_from(Muster)) == 0
    assert listed(db) == 0
