"""A drill's alarm begins the roll call planned with it, at its own second, once; a real emergency in one tap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session

from anpei import records, staff
from anpei.clock import DAY, MINUTE
from anpei.database import Database
from anpei.errors import Refused
from anpei.exercises import rollcall, runs
from anpei.exercises.rollcall import Point, RollCallScope, Warden
from anpei.settings import Site
from tests.helpers.played import DEVICE, NAME, PERSON, the_script

NOW = 1_800_000_000_000
ALARM = NOW + 20_000
LATER = NOW + MINUTE


def prepared(session: Session) -> int:
    """A drill under way, with a roll call of the whole plant for its alarm."""
    rollcall.add_point(session, "东门", "")
    script = the_script()
    seat = runs.Seat(DEVICE, PERSON, tuple(script.roles))
    run = runs.create(session, script, [seat], by="D3001", origin="director", seed="s", now=NOW)
    rollcall.plan(session, run, rollcall.everybody(session), by="D3001", now=NOW)
    runs.join(session, run, person=PERSON, name=NAME, device=DEVICE, now=NOW)
    return run


@pytest.fixture
def run(db: Database) -> int:
    return db.write(prepared).result()


def order(db: Database, run: int, action: str, at: int, **what: object) -> None:
    db.write(
        lambda s: runs.act(s, run, director="D3001", uuid=f"{action}{at}", action=action, what=what, now=at)
    ).result()


def alarm(db: Database, run: int) -> None:
    order(db, run, "inject", ALARM, id="i_alarm")


def due(db: Database) -> list[int]:
    with db.read() as session:
        return [run for run in rollcall.planned_runs(session) if rollcall.due(session, run)]


def of_run(db: Database, run: int) -> rollcall.OfRun | None:
    with db.read() as session:
        return rollcall.of_run(session, run)


def test_the_alarm_is_the_moment_from_which_heads_are_counted(db: Database, run: int) -> None:
    assert due(db) == []
    assert of_run(db, run) == rollcall.OfRun("waiting")
    alarm(db, run)
    assert due(db) == [run]
    muster = rollcall.begin(db, run, now=LATER)
    with db.read() as session:
        head, times = rollcall.head(session, muster), rollcall.times(session, muster)
        everybody = len(staff.people(session))
    assert (head.kind, head.run_id, head.started, times.alarm) == ("drill", run, ALARM, ALARM)
    assert of_run(db, run) == rollcall.OfRun("open", muster, everybody, everybody)
    assert due(db) == []


def test_the_points_regular_wardens_stand_there_at_the_alarm(db: Database, run: int) -> None:
    """Added after the drill was planned: who counts is looked up when it rings."""
    db.write(lambda s: rollcall.add_regular(s, "1", "E1003")).result()
    alarm(db, run)
    muster = rollcall.begin(db, run, now=LATER)
    assert muster is not None
    with db.read() as session:
        assert rollcall.wardens_of(session, muster) == [Warden("E1003", "阿依古丽", "1")]
        assert [(line.text, line.at) for line in rollcall.lines(session, muster)] == [
            ("指定清点员：阿依古丽（东门）", ALARM)
        ]


def test_two_processes_that_see_it_at_once_begin_one(site: Site, db: Database, run: int) -> None:
    alarm(db, run)
    with Database(site.database_url) as other, ThreadPoolExecutor(2) as pool:
        begun = list(pool.map(lambda each: rollcall.begin(each, run, now=LATER), (db, other)))
    assert sorted(map(bool, begun)) == [False, True]
    with db.read() as session:
        assert len(rollcall.open_now(session)) + rollcall.how_many_past(session) == 1


def test_one_that_was_begun_by_hand_is_not_begun_again(db: Database, run: int) -> None:
    points, expected = db.write(lambda s: rollcall.gathered(s, rollcall.everybody(s))).result()
    common = {"kind": "drill", "by": "D3001", "points": points, "expected": expected}
    by_hand = rollcall.start(db, run_id=run, now=NOW, **common)  # type: ignore[arg-type]
    db.write(lambda s: rollcall.finish(s, by_hand, by="D3001", note="", now=NOW)).result()
    alarm(db, run)
    assert rollcall.begin(db, run, now=LATER) == by_hand


@pytest.mark.parametrize("raised", [False, True])
def test_a_drill_that_was_stopped_calls_no_roll(db: Database, run: int, raised: bool) -> None:
    if raised:
        alarm(db, run)
    order(db, run, "stop", ALARM)
    assert due(db) == [run]
    assert rollcall.begin(db, run, now=LATER) is None
    assert due(db) == []
    assert of_run(db, run) is None


def test_points_that_were_given_up_meanwhile_are_told(db: Database, run: int) -> None:
    db.write(lambda s: rollcall.retire_point(s, "1")).result()
    alarm(db, run)
    rollcall.begin(db, run, now=LATER)
    told = of_run(db, run)
    assert told is not None and told.state == "failed"
    assert "还没有集合点" in told.words
    assert due(db) == []


def test_a_plan_without_people_is_refused_with_the_drill(db: Database) -> None:
    point = db.write(lambda s: rollcall.add_point(s, "东门", "")).result()
    with pytest.raises(Refused, match="名单是空的"):
        db.write(lambda s: rollcall.plan(s, 1, RollCallScope((point.id,)), by="D3001", now=NOW)).result()


def test_what_a_page_sends_as_a_choice_is_numbers_or_nothing() -> None:
    asked = {
        "point": ["1", "x", True, 3],
        "department": "12",
        "post": [None, "9" * 12],
        "visitors": False,
        "team": ["2"],
    }
    assert RollCallScope.of(asked) == RollCallScope(("1", "3"), (), (), visitors=False, teams=(2,))
    assert RollCallScope.of(RollCallScope.of(asked).plain()) == RollCallScope.of(asked)


def test_an_emergency_calls_everybody_once_even_without_muster_points(db: Database) -> None:
    raised = db.write(lambda s: runs.emergency.raise_(s, "D3001", "二号车间起火", NOW)).result()
    number, again = (rollcall.begin_live(db, raised, by="D3001") for _ in range(2))
    assert number == again
    with db.read() as session:
        head = rollcall.head(session, number)
        assert len(rollcall.standing(session, head.muster_id).people) == len(staff.people(session))
    assert (head.kind, head.title, head.started) == ("live", "二号车间起火", NOW)
    assert head.points == (Point("0", "集合点"),)


def test_in_an_emergency_the_regular_wardens_are_wardens_once(db: Database) -> None:
    point = db.write(lambda s: rollcall.add_point(s, "东门", "")).result().id
    db.write(lambda s: rollcall.add_regular(s, point, "E1003")).result()
    raised = db.write(lambda s: runs.emergency.raise_(s, "D3001", "二号车间起火", NOW)).result()
    number, _ = (rollcall.begin_live(db, raised, by="D3001") for _ in range(2))
    with db.read() as session:
        assert rollcall.wardens_of(session, number) == [Warden("E1003", "阿依古丽", point)]
        assert len(rollcall.lines(session, number)) == 1


def live(db: Database, at: int) -> int:
    """A real roll call of one person alone, which somebody began by hand and hasn't ended."""
    one = [rollcall.ExpectedPerson("E1001", "林晓岚")]
    points = [Point("1", "东门")]
    return rollcall.start(db, kind="live", run_id=None, by="D3001", points=points, expected=one, now=at)


def test_a_real_roll_call_that_was_forgotten_is_offered_and_not_taken(db: Database) -> None:
    """Its list is that of weeks ago; the one for this emergency is of everybody, whoever the last one was of."""
    forgotten = live(db, NOW - 20 * DAY)
    raised = db.write(lambda s: runs.emergency.raise_(s, "D3001", "二号车间起火", NOW)).result()
    with db.read() as session:
        assert rollcall.live_of(session, raised) is None
        older = rollcall.older_live(session, raised)
        assert older is not None and older.muster_id == forgotten
    number = rollcall.begin_live(db, raised, by="D3001")
    with db.read() as session:
        assert number != forgotten
        assert rollcall.standing(session, number).expected == len(staff.people(session))
        assert rollcall.head(session, number).of == "全部部门；访客和承包商"
        told = rollcall.live_of(session, raised)
        assert told is not None and told.muster == number


def test_one_begun_by_hand_since_the_emergency_is_taken(db: Database) -> None:
    raised = db.write(lambda s: runs.emergency.raise_(s, "D3001", "二号车间起火", NOW)).result()
    by_hand = live(db, NOW + 1)
    assert rollcall.begin_live(db, raised, by="D3001") == by_hand
    with db.read() as session:
        assert rollcall.older_live(session, raised) is None


def test_a_forgotten_real_one_does_not_stand_before_todays_drill(db: Database) -> None:
    forgotten, fresh = live(db, NOW - 20 * DAY), live(db, NOW)
    drill = rollcall.start(
        db, kind="drill", run_id=None, by="D3001", points=[Point("1", "东门")],
        expected=[rollcall.ExpectedPerson("E1001", "林晓岚")], now=NOW,
    )  # fmt: skip
    with db.read() as session:
        assert [head.muster_id for head in rollcall.open_now(session)] == [fresh, drill, forgotten]


def test_who_came_took_part_in_the_drill_and_who_is_on_leave_did_not(db: Database, run: int) -> None:
    alarm(db, run)
    rollcall.begin(db, run, now=ALARM)
    told = of_run(db, run)
    assert told is not None

    def put(key: str, state: str, note: str = "") -> None:
        point, tap = "1" if state == "present" else "", {"by": "D3001", "uuid": f"{key}-uuid", "now": ALARM + MINUTE}
        db.write(lambda s: rollcall.check(s, told.muster, point, key, state, **tap, note=note)).result()

    put("E1002", "present")
    put("T2001", "absent_known", "请假")
    db.write(lambda s: rollcall.finish(s, told.muster, by="D3001", note="", now=LATER)).result()
    with db.read() as session:
        assert rollcall.unnoted(session) == [], "the drill goes on"
        standing = rollcall.standing(session, told.muster)
        assert standing.split == f"实到 1 人，请假或外出 1 人，未到 {standing.expected - 2} 人"
    for minute in range(1, 40):
        db.write(lambda s, at=LATER + minute * MINUTE: runs.tick(s, run, at)).result()
    with db.read() as session:
        assert rollcall.unnoted(session) == [told.muster]
        before = records.people_in_drills(session)[run]
    for added in (1, 0):
        assert db.write(lambda s: rollcall.note_mustered(s, told.muster)).result() == added
    with db.read() as session:
        entry = next(e for e in records.training_record(session, "E1002", {}, LATER) if e.kind == "drill")
        assert (entry.outcome, entry.detail) == ("已参加", "集合点到场")
        assert not [e for e in records.training_record(session, "T2001", {}, LATER) if e.kind == "drill"]
        assert records.people_in_drills(session)[run] == before + 1
