"""How runs end and what is left of them: for whom they count, which were forgotten, and where they are found again."""

from __future__ import annotations

import pytest

from anpei import records
from anpei.database import Database
from anpei.exercises.runs import (
    ArchiveFilter,
    EventDraft,
    Seat,
    abandon,
    abandoned,
    act,
    archive,
    create,
    events_after,
    how_many,
    join,
    leave,
    list_runs,
    parts_of,
    run_record,
    tick,
    titles,
)
from anpei.exercises.scenarios import CompiledScenario
from tests.exercises.drills.conftest import KIOSK, NOW
from tests.exercises.drills.plays import PERSON, Play
from tests.helpers.played import play, the_script

HOUR = 3_600_000
LATE = dict.fromkeys(the_script().nodes, "late")


def waiting(db: Database, script: CompiledScenario, device: str = "k-8", now: int = NOW) -> int:
    seat = Seat(device, "", tuple(script.roles))
    return db.write(lambda s: create(s, script, [seat], by="D1", origin="director", seed="s", now=now)).result()


def ended(db: Database, run: int) -> str:
    with db.read() as session:
        return run_record(session, run).state.how


@pytest.mark.both_databases
def test_a_forgotten_drill_ends_without_a_result_once(db: Database, script: CompiledScenario, run: int) -> None:
    """One that was never begun, one that paused; what goes on by its clock is left alone."""
    never = waiting(db, script)
    db.write(lambda s: act(s, run, director="D1", uuid="x", action="pause", what={}, now=NOW + 1_000)).result()
    with db.read() as session:
        assert abandoned(session, NOW + HOUR, HOUR) == [never]
    for _ in range(2):
        for each in (never, run):
            db.write(lambda s, each=each: abandon(s, each, NOW + 2 * HOUR, HOUR)).result()
    assert (ended(db, never), ended(db, run)) == ("abandoned", "abandoned")
    with db.read() as session:
        assert [e.type for e in events_after(session, run, 0)].count("run.ended") == 1
        assert records.training_record(session, PERSON, {}, NOW) == []
        asked = ArchiveFilter(standing="cut")
        cut, total = archive(session, asked, offset=0, limit=9), how_many(session, asked)
        assert ([one.run_id for one in cut], {one.how for one in cut}, total) == ([never, run], {"abandoned"}, 2)


def test_a_running_drill_is_not_abandoned(db: Database, run: int) -> None:
    with db.read() as session:
        assert abandoned(session, NOW + 99 * HOUR, HOUR) == []


def test_a_drill_that_goes_on_is_found_however_many_came_after(db: Database, script: CompiledScenario) -> None:
    old = waiting(db, script)
    for number in range(4):
        later = waiting(db, script, f"k-{number}")
        db.write(lambda s, r=later: act(s, r, director="D1", uuid="x", action="stop", what={}, now=NOW)).result()
    with db.read() as session:
        assert [run["run"] for run in list_runs(session, limit=2)] == [old, later, later - 1]


def test_what_people_practise_alone_pushes_no_drill_out(db: Database, script: CompiledScenario, run: int) -> None:
    called = waiting(db, script)
    with db.read() as session:
        assert [row["run"] for row in list_runs(session)] == [called]
        assert [row["run"] for row in list_runs(session, origin="self")] == [run]


def test_the_archive_narrows_and_turns_pages(db: Database, script: CompiledScenario, run: int) -> None:
    open_one, cut = waiting(db, script), waiting(db, script, "k-2")
    db.write(lambda s: act(s, cut, director="D1", uuid="x", action="stop", what={}, now=NOW)).result()
    unsigned = play(db, the_script(), missed=LATE, device="k-5", signed=False)
    signed = play(db, the_script(), missed=LATE, device="k-6", mate=("E1002", "周启明"), now=NOW + 400 * 24 * HOUR)

    def found(**asked: object) -> list[int]:
        with db.read() as session:
            return [one.run_id for one in archive(session, ArchiveFilter(**asked), offset=0, limit=9)]  # type: ignore[arg-type]

    assert found(origin="director") == [open_one, signed, unsigned, cut]
    assert found(origin="self") == [run]
    assert [found(standing=each) for each in ("unsigned", "signed", "cut")] == [[unsigned], [signed], [cut]]
    assert found(standing="open", origin="director") == [open_one]
    assert found(since=NOW + HOUR) == [signed]
    assert found(scenario="nothing-of-the-kind") == []
    with db.read() as session:
        asked = ArchiveFilter("director")
        page, total = archive(session, asked, offset=2, limit=1), how_many(session, asked)
        assert ([one.run_id for one in page], total) == ([unsigned], 4)
        assert titles(session) == {script.slug: script.scenario.title}
        filed = {one.run_id: one for one in archive(session, ArchiveFilter(), offset=0, limit=9)}
    assert filed[signed].counts
    assert [filed[each].why_not for each in (open_one, cut, unsigned, run)] == [
        "还没有结束",
        "没有演完",
        "参演的不足 2 人",
        "单人练习不是单位组织的演练",
    ]


def test_whoever_only_looked_in_gets_no_verdict(db: Database, script: CompiledScenario) -> None:
    """One who decides, one who holds a role to the end, one without a role, one who leaves at once."""
    leading, *others = script.roles
    seats = [
        Seat(KIOSK, PERSON, tuple(others)),
        Seat("k-2", "E1002", (leading,)),
        Seat("k-3", "E1003", ()),
        Seat("k-4", "E1004", ()),
    ]
    run = db.write(lambda s: create(s, script, seats, by="D1", origin="director", seed="s", now=NOW)).result()
    for number, seat in enumerate(seats):
        db.write(
            lambda s, seat=seat: join(s, run, person=seat.staff_no, name="某人", device=seat.device, now=NOW)
        ).result()
        assert (number < 3) == (ended_status(db, run) == "waiting")
    db.write(lambda s: leave(s, run, person="E1004", now=NOW + 1_000)).result()
    db.write(lambda s: act(s, run, director="D1", uuid="v", action="speed", what={"factor": 20}, now=NOW)).result()
    db.write(lambda s: tick(s, run, NOW + HOUR)).result()
    outcomes = {}
    with db.read() as session:
        for seat in seats:
            (entry,) = records.training_record(session, seat.staff_no, {}, NOW)
            outcomes[seat.staff_no] = (entry.outcome, entry.score is None)
        assert records.people_in_drills(session) == {run: 2}
    assert outcomes == {
        PERSON: ("不合格", False),
        "E1002": ("不合格", False),
        "E1003": ("已参加", True),
        "E1004": ("中途离开", True),
    }


def ended_status(db: Database, run: int) -> str:
    with db.read() as session:
        return run_record(session, run).state.status


@pytest.mark.parametrize(("after", "asked"), [(False, True), (True, False)], ids=["while there", "after leaving"])
def test_a_question_let_pass_counts_for_whoever_was_there(script: CompiledScenario, after: bool, asked: bool) -> None:
    one = Play(script)
    one.join("A", *script.roles)
    one.join("B", next(iter(script.roles)))
    one.start()
    node = one.until_asked()
    player = one.state.nodes[node].player
    gone = EventDraft("member.left", "leave:x", actor=player)
    if after:
        one.write(gone)
    one.wait(script.nodes[node].seconds + 3)
    if not after:
        one.write(gone)
    assert {part.member.person: part.asked for part in parts_of(one.state, one.events)}[player] is asked
