"""Runs in the database: what is decided counts once, whatever happens on the way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from anpei import records
from anpei.database import Database
from anpei.errors import Conflict, Forbidden, Refused
from anpei.exercises.runs import (
    Seat,
    SentDecision,
    act,
    assign_number,
    create,
    decide,
    engine,
    events_after,
    join,
    leave,
    player_view,
    run_record,
    tick,
)
from anpei.exercises.runs.events import EventDraft
from anpei.exercises.runs.log import RunLog
from anpei.exercises.runs.service import DecisionAck
from anpei.exercises.runs.tables import DrillRun
from anpei.exercises.scenarios import CompiledScenario
from anpei.taps import Tap
from tests.exercises.drills.conftest import KIOSK, NOW
from tests.exercises.drills.plays import PERSON

ASKED = NOW + 6_000
LETTERS = "abcd"


def decided(
    db: Database, run: int, option: str, *, at: int, uuid: str = "u1", node: str = "d01", **more: Any
) -> DecisionAck:
    told = {"person": PERSON, "device": KIOSK, "elapsed": at - ASKED, "tapped": 0, "sent": 0} | more
    tap = Tap(told["person"], told["person"], uuid, at, told["tapped"], told["sent"])
    sent = SentDecision(tap, told["device"], node, option, told["elapsed"])
    return db.write(lambda s: decide(s, run, sent)).result()


def ticked(db: Database, run: int, at: int) -> None:
    db.write(lambda s: tick(s, run, at)).result()


def kinds(db: Database, run: int) -> list[str]:
    with db.read() as session:
        return [event.type for event in events_after(session, run, 0)]


def state(db: Database, run: int) -> engine.RunState:
    return db.write(lambda s: RunLog(s, run).state).result()


def test_a_decision_counts_once_however_often_it_is_delivered(db: Database, run: int) -> None:
    ticked(db, run, ASKED)
    first = decided(db, run, "a", at=ASKED + 2_000)
    assert decided(db, run, "a", at=ASKED + 2_500) == first
    assert first.status == "accepted"
    assert kinds(db, run).count("decision.made") == 1


def test_of_two_tablets_one_is_first(db: Database, run: int) -> None:
    ticked(db, run, ASKED)
    with ThreadPoolExecutor(2) as pool:
        acks = list(
            pool.map(lambda i: decided(db, run, LETTERS[i], at=ASKED + 2_000, uuid=f"u{i}", device=f"k{i}"), (0, 1))
        )
    assert sorted(ack.status for ack in acks) == ["accepted", "refused"]
    assert {ack.reason for ack in acks} == {"", "decided"}


def test_a_late_decision_is_refused_and_kept_with_its_reason(db: Database, run: int) -> None:
    ticked(db, run, ASKED)
    late = decided(db, run, "b", at=ASKED + 40_000, elapsed=9_000)
    assert (late.status, late.reason) == ("refused", "late")
    assert decided(db, run, "b", at=ASKED + 41_000, elapsed=9_000) == late
    with db.read() as session:
        kept = [event for event in events_after(session, run, 0) if event.type == "decision.refused"]
    assert [(event.payload["claimed"], event.payload["reason"]) for event in kept] == [(9_000, "late")]


@pytest.mark.parametrize(
    ("claimed", "believed"), [(4_000, 4_000), (100, 3_500), (999_999, 5_000), (-50_000, 3_500)], ids=str
)
def test_a_wrong_tablet_clock_is_believed_only_within_reason(
    db: Database, run: int, claimed: int, believed: int
) -> None:
    ticked(db, run, ASKED)
    decided(db, run, "a", at=ASKED + 5_000, elapsed=claimed)
    assert state(db, run).nodes["d01"].elapsed == believed


def test_a_decision_just_over_the_line_still_counts(db: Database, run: int, script: CompiledScenario) -> None:
    ticked(db, run, ASKED)
    limit = script.nodes["d01"].seconds * 1000
    assert decided(db, run, "a", at=ASKED + limit + 1_400).status == "accepted"
    assert state(db, run).nodes["d01"].elapsed <= limit


@pytest.mark.parametrize(
    ("node", "option", "reason"), [("d05", "a", "closed"), ("d01", "z", "option"), ("d01", "ab", "option")]
)
def test_nonsense_is_refused(db: Database, run: int, node: str, option: str, reason: str) -> None:
    ticked(db, run, ASKED)
    assert decided(db, run, option, at=ASKED + 1_000, node=node).reason == reason


def test_somebody_elses_run_is_closed(db: Database, run: int) -> None:
    ticked(db, run, ASKED)
    with pytest.raises(Forbidden):
        decided(db, run, "a", at=ASKED + 1_000, person="E1002")
    with pytest.raises(Forbidden):
        db.write(lambda s: join(s, run, person="E1002", name="周启明", device="k-2", now=ASKED)).result()


def test_many_watchers_write_what_is_due_once(db: Database, run: int) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda i: ticked(db, run, ASKED + i), range(40)))
    assert kinds(db, run).count("node.opened") == 1
    with db.read() as session:
        assert [event.seq for event in events_after(session, run, 0)] == list(range(1, state(db, run).seq + 1))


def test_a_stopped_server_catches_up(db: Database, run: int) -> None:
    ticked(db, run, ASKED)
    ticked(db, run, NOW + 3_600_000)
    assert state(db, run).status == "ended"


def test_time_never_runs_backwards_in_a_log(db: Database, run: int) -> None:
    ticked(db, run, ASKED)
    decided(db, run, "a", at=ASKED - 60_000)
    with db.read() as session:
        times = [event.ts for event in events_after(session, run, 0)]
    assert times == sorted(times)


def play_out(db: Database, run: int, script: CompiledScenario) -> None:
    at = NOW
    while (now := state(db, run)).status != "ended":
        if asked := now.open_nodes():
            best = now.nodes[asked[0]].order.index(script.nodes[asked[0]].best.id)
            decided(db, run, LETTERS[best], at=at, uuid=f"u{at}", node=asked[0], elapsed=1_000)
        at += 1_000
        ticked(db, run, at)


def test_the_result_joins_the_training_record(db: Database, run: int, script: CompiledScenario) -> None:
    play_out(db, run, script)
    with db.read() as session:
        entries = records.training_record(session, PERSON, {}, NOW)
    assert [(e.kind, e.target, e.outcome, e.score) for e in entries] == [("drill", "workshop-fire", "合格", 100)]


def test_a_stopped_drill_is_no_training(db: Database, run: int) -> None:
    db.write(lambda s: act(s, run, director="D1", uuid="x", action="stop", what={}, now=ASKED)).result()
    assert state(db, run).how == "stopped"
    with db.read() as session:
        assert records.training_record(session, PERSON, {}, NOW) == []


def test_the_last_to_leave_ends_the_drill(db: Database, run: int) -> None:
    db.write(lambda s: leave(s, run, person=PERSON, now=ASKED)).result()
    assert (state(db, run).status, state(db, run).how) == ("ended", "left")


def test_a_directors_order_is_followed_once(db: Database, run: int) -> None:
    for _ in range(3):
        db.write(lambda s: act(s, run, director="D1", uuid="x", action="pause", what={}, now=ASKED)).result()
    assert kinds(db, run).count("run.paused") == 1
    for uuid in ("y", "y", "z"):
        told = {"action": "resume", "what": {}, "now": ASKED + 9_000}
        db.write(lambda s, u=uuid, t=told: act(s, run, director="D1", uuid=u, **t)).result()
    assert state(db, run).clock(ASKED + 9_000) == ASKED - NOW


def test_a_directors_message_reaches_the_radio(db: Database, run: int) -> None:
    what = {"text": " 东门有槽车 ", "to": ["guard", "nobody"]}
    db.write(lambda s: act(s, run, director="D1", uuid="x", action="message", what=what, now=ASKED)).result()
    last = state(db, run).radio[-1]
    assert (last.sender, last.text, last.to) == ("导调", "东门有槽车", ("guard",))
    with pytest.raises(Refused):
        db.write(lambda s: act(s, run, director="D1", uuid="y", action="message", what={}, now=ASKED)).result()


def test_nothing_more_is_ordered_after_the_end(db: Database, run: int) -> None:
    for uuid, code in (("x", None), ("y", Conflict)):
        told = {"director": "D1", "uuid": uuid, "action": "stop", "what": {}, "now": ASKED}
        future = db.write(lambda s, t=told: act(s, run, **t))
        assert type(future.exception()) is (code or type(None))


def test_a_team_starts_when_the_last_one_is_there(db: Database, script: CompiledScenario) -> None:
    seats = [Seat("k-1", "", ("command", "guide", "comms")), Seat("k-2", "E1002", ("medic", "fire", "guard"))]
    run = db.write(lambda s: create(s, script, seats, by="D1", origin="director", seed="s", now=NOW)).result()
    db.write(lambda s: join(s, run, person="E1001", name="甲", device="k-1", now=NOW)).result()
    assert state(db, run).status == "waiting"
    db.write(lambda s: join(s, run, person="E1002", name="乙", device="k-2", now=NOW)).result()
    assert state(db, run).status == "running"


def test_a_players_view_tells_no_secret(db: Database, run: int, script: CompiledScenario) -> None:
    ticked(db, run, ASKED)
    view = str(player_view(script, state(db, run), PERSON, ASKED, lambda _: None))
    assert "'debrief': None" in view
    assert not any(word in view for word in ("score", "best", "forbidden", "cost"))
    assert not any(option.note in view or option.result in view for option in script.nodes["d01"].options)


def test_what_is_kept_in_mind_of_a_log_is_what_stands_in_it(db: Database, run: int) -> None:
    """A write that fails after its event leaves no trace, neither in the log nor in mind."""
    ticked(db, run, ASKED)

    def broken(session: Session) -> None:
        log = RunLog(session, run)
        log.append(EventDraft("run.paused", "pause:x"), ASKED + 500)
        assert RunLog(session, run).state.status == "paused"
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        db.write(broken).result()
    assert state(db, run).status == "running"
    decided(db, run, "a", at=ASKED + 1_000)
    with db.read() as session:
        anew = run_record(session, run).state
    assert state(db, run) == anew


def test_called_drills_are_numbered_by_year_without_a_gap_and_practice_takes_none(
    db: Database, script: CompiledScenario
) -> None:
    def made(origin: Any, year: int, times: int = 1) -> list[str]:
        def begin(session: Session) -> str:
            run = create(session, script, [Seat("k-9", "", ())], by="D1", origin=origin, seed="s", now=NOW)
            act(session, run, director="D1", uuid="x", action="stop", what={}, now=NOW)
            number = assign_number(session, run, year) if origin == "director" else ""
            assert run_record(session, run).run.label == (number or "单人练习")
            assert number in (assign_number(session, run, year), "")
            return number

        return [db.write(begin).result() for _ in range(times)]

    assert made("director", 2026, 2) + made("self", 2026) + made("director", 2027) == [
        "2026-001", "2026-002", "", "2027-001",
    ]  # fmt: skip
    db.write(
        lambda s: s.execute(update(DrillRun).where(DrillRun.number == "2026-002").values(number="2026-999"))
    ).result()
    assert made("director", 2026, 2) == ["2026-1000", "2026-1001"]
