"""A real emergency ends every drill at once and stands until somebody clears it by name."""

from __future__ import annotations

from typing import Any

import pytest

from anpei.database import Database
from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises import rollcall
from anpei.exercises.runs import Seat, create, emergency, run_record
from anpei.exercises.scenarios import CompiledScenario
from anpei.server.core.emergency_watch import EmergencyWatch
from tests.exercises.drills.conftest import NOW
from tests.helpers.processes import PATIENCE, run_apart


def raised(db: Database, text: str = "三号车间真的起火", at: int = NOW + 9_000) -> emergency.Emergency:
    return db.write(lambda s: emergency.raise_(s, "D1", text, at)).result()


def test_it_ends_every_run_as_real_and_is_no_training(db: Database, run: int, script: CompiledScenario) -> None:
    seats = [Seat("k-2", "", tuple(script.roles)), Seat("k-3", "", ())]
    waiting = db.write(lambda s: create(s, script, seats, by="D1", origin="director", seed="s", now=NOW)).result()
    assert raised(db).runs == (run, waiting)
    with db.read() as session:
        for number in (run, waiting):
            told = run_record(session, number)
            assert (told.state.status, told.state.how, told.run.status) == ("ended", "real", "ended")


def test_raised_twice_it_is_one(db: Database, run: int) -> None:
    first = raised(db)
    assert raised(db, "又按了一次", NOW + 10_000) == first
    with db.read() as session:
        assert emergency.history(session) == [first]


def test_it_needs_a_reason(db: Database) -> None:
    for text in ("", "  \n ", "长" * 201):
        with pytest.raises(Refused):
            raised(db, text)


def test_it_stands_until_it_is_cleared_by_number(db: Database) -> None:
    first = raised(db)
    db.write(lambda s: emergency.clear(s, "D2", NOW + 60_000, ident=first.id)).result()
    with db.read() as session:
        assert emergency.current(session) is None
    second = raised(db, at=NOW + 90_000)
    with pytest.raises(Conflict):
        db.write(lambda s: emergency.clear(s, "D2", NOW + 99_000, ident=first.id)).result()
    with db.read() as session:
        assert emergency.current(session) == second
        assert [e.cleared_by for e in emergency.history(session)] == ["", "D2"]


def test_a_story_tells_the_run_time_of_every_line(db: Database, run: int) -> None:
    raised(db)
    with db.read() as session:
        told = run_record(session, run)
        assert told.run.title == told.script.scenario.title
        assert told.clocks[-1] == told.state.ended == 9_000
        assert len(told.clocks) == len(told.events) == told.state.seq
        with pytest.raises(NotFound):
            run_record(session, 999)


def test_whoever_waits_hears_of_it_also_from_another_process_and_of_its_end(db: Database) -> None:
    """Two watches are two processes; the second only looks into the database."""
    db.write(lambda s: rollcall.add_point(s, "东门停车场", "出东门右转 50 米")).result()

    async def told() -> list[dict[str, Any] | None]:
        here, elsewhere = (EmergencyWatch(db, lambda: ("值班室 8110",)) for _ in range(2))
        heard: list[dict[str, Any] | None] = []
        elsewhere.join()
        for change in (lambda: raised(db), lambda: clear(db)):
            turn = elsewhere.turn
            change()
            here.look()
            assert await elsewhere.after(turn, PATIENCE)
            assert here.told == elsewhere.told
            heard.append(elsewhere.told)
        elsewhere.leave()
        return heard

    first, then = run_apart(told())
    assert first is not None
    assert (first["text"], first["phones"]) == ("三号车间真的起火", ["值班室 8110"])
    assert first["points"] == [{"name": "东门停车场", "place": "出东门右转 50 米"}]
    assert then is None


def clear(db: Database) -> None:
    with db.read() as session:
        standing = emergency.current(session)
    assert standing is not None
    db.write(lambda s: emergency.clear(s, "D1", NOW + 99_000, ident=standing.id)).result()
