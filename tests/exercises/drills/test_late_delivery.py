"""The moment of the tap decides: an answer given in time counts, however long the network kept it."""

from __future__ import annotations

import pytest

from anpei import records
from anpei.database import Database
from anpei.exercises.runs import Event, act, debrief, describe, engine, events_after, outcome, run_record, sign, tick
from anpei.exercises.runs.decisions import UNDER_WAY
from anpei.exercises.scenarios import CompiledScenario
from tests.exercises.drills.conftest import NOW
from tests.exercises.drills.plays import PERSON, Play
from tests.exercises.drills.test_runs import ASKED, decided, kinds, play_out, state, ticked

GAP = 28_000


def lines(db: Database, run: int, kind: str) -> list[Event]:
    with db.read() as session:
        return [event for event in events_after(session, run, 0) if event.type == kind]


def words(db: Database, run: int, kind: str) -> list[str]:
    with db.read() as session:
        story = run_record(session, run)
    return [describe(story.script, story.state, event)["text"] for event in story.events if event.type == kind]


def best(db: Database, run: int, script: CompiledScenario) -> str:
    return "abcd"[state(db, run).nodes["d01"].order.index(script.nodes["d01"].best.id)]


def timed_out(db: Database, run: int, script: CompiledScenario) -> int:
    """The first question passes without an answer; when it was asked, and its limit in ms."""
    ticked(db, run, ASKED)
    limit = script.nodes["d01"].seconds * 1000
    ticked(db, run, ASKED + limit + 5_000)
    assert state(db, run).nodes["d01"].status == "timeout"
    return limit


def test_an_answer_in_time_counts_after_a_gap_of_28_seconds(db: Database, run: int, script: CompiledScenario) -> None:
    limit = timed_out(db, run, script)
    tapped = ASKED + limit - 2_000
    ack = decided(db, run, best(db, run, script), at=tapped + GAP, tapped=tapped, elapsed=limit - 2_000)
    assert (ack.status, ack.delayed) == ("accepted", True)
    node = state(db, run).nodes["d01"]
    assert (node.status, node.choice, node.elapsed) == ("timeout", script.nodes["d01"].best.id, limit - 2_000)
    (kept,) = lines(db, run, "decision.delayed")
    assert (kept.payload["tapped"], kept.ts) == (tapped, tapped + GAP)
    assert kinds(db, run).count("node.timeout") == 1


def test_the_log_says_what_was_tapped_when_and_why_it_counts(db: Database, run: int, script: CompiledScenario) -> None:
    limit = timed_out(db, run, script)
    tapped = ASKED + limit - 2_000
    decided(db, run, best(db, run, script), at=tapped + GAP, tapped=tapped, elapsed=limit - 2_000)
    (told,) = words(db, run, "decision.delayed")
    assert f"{limit // 1000 - 2}.0 秒，28 秒后送达" in told
    assert "网络中断，按点选时刻计；现场仍按超时发展" in told


def test_delivered_twice_it_counts_once_and_another_one_is_too_many(
    db: Database, run: int, script: CompiledScenario
) -> None:
    limit = timed_out(db, run, script)
    at, tapped = ASKED + limit + 30_000, ASKED + limit - 2_000
    first = decided(db, run, "a", at=at, tapped=tapped)
    assert decided(db, run, "a", at=at + 500, tapped=tapped) == first
    assert decided(db, run, "b", at=at + 900, tapped=tapped, uuid="u2").reason == "decided"
    assert kinds(db, run).count("decision.delayed") == 1


@pytest.mark.parametrize(("after", "reason"), [(1_600, "late"), (60_000, "late")], ids=str)
def test_tapped_after_the_limit_it_is_too_late(
    db: Database, run: int, script: CompiledScenario, after: int, reason: str
) -> None:
    limit = timed_out(db, run, script)
    at = ASKED + limit + 90_000
    ack = decided(db, run, "a", at=at, tapped=ASKED + limit + after)
    assert (ack.status, ack.reason) == ("refused", reason)


def test_a_tap_cannot_be_on_its_way_for_ever(db: Database, run: int, script: CompiledScenario) -> None:
    timed_out(db, run, script)
    tapped = ASKED + 5_000
    assert decided(db, run, "a", at=tapped + UNDER_WAY + 1, tapped=tapped).reason == "late"
    assert decided(db, run, "a", at=tapped + UNDER_WAY, tapped=tapped, uuid="u2").delayed is True


def test_a_tap_is_never_before_its_question_nor_after_its_arrival(
    db: Database, run: int, script: CompiledScenario
) -> None:
    ticked(db, run, ASKED)
    decided(db, run, "a", at=ASKED + 9_000, tapped=ASKED - 60_000, elapsed=0)
    assert state(db, run).nodes["d01"].elapsed == 0


def test_a_tap_from_the_future_is_one_of_now(db: Database, run: int) -> None:
    ticked(db, run, ASKED)
    decided(db, run, "a", at=ASKED + 9_000, tapped=ASKED + 99_000, elapsed=9_000)
    assert state(db, run).nodes["d01"].elapsed == 9_000
    (made,) = lines(db, run, "decision.made")
    assert made.payload["tapped"] == ASKED + 9_000


def test_a_tablet_out_of_step_is_mended_by_what_its_own_clock_says(
    db: Database, run: int, script: CompiledScenario
) -> None:
    """Three days slow, and the tap waited for half a minute."""
    limit = timed_out(db, run, script)
    slow, at = -3 * 86_400_000, ASKED + limit + 20_000
    ack = decided(db, run, "a", at=at, tapped=at + slow - 30_000, sent=at + slow)
    assert ack.delayed
    assert state(db, run).nodes["d01"].elapsed == limit - 10_000


def test_a_delayed_answer_scores_and_the_scene_stays_as_it_was_seen(script: CompiledScenario) -> None:
    play = Play(script).start()
    node = play.until_asked()
    opened = play.at
    play.wait(script.nodes[node].seconds + 10)
    assert play.state.nodes[node].status == "timeout"
    scene, lost = play.state.vars, play.state.lost
    choice = "abcd"[play.state.nodes[node].order.index(script.nodes[node].best.id)]
    play.deliver(node, choice, PERSON, tapped=opened + 3_000, uuid="u-late")
    assert engine.facts(script, play.state)[node] == "timeout"
    assert (play.state.vars, play.state.lost) == (scene, lost)
    assert play.state.radio[-1].text.endswith("按点选时刻计，现场不变。")
    play.best()
    (step,) = (s for s in debrief(script, play.state, lambda _: None)["steps"] if s["node"] == node)
    assert (step["verdict"], step["delayed"], step["elapsed"]) == ("right", True, 2)
    result = outcome(script, play.state)
    assert result.right == result.decided == result.asked


def test_an_answer_in_time_is_taken_in_a_pause_that_came_after_it(db: Database, run: int) -> None:
    ticked(db, run, ASKED)
    pause = {"director": "D1", "action": "pause", "what": {}}
    db.write(lambda s: act(s, run, uuid="p", now=ASKED + 4_000, **pause)).result()
    in_it = decided(db, run, "a", at=ASKED + 9_000, tapped=ASKED + 5_000)
    assert in_it.reason == "paused"
    before = decided(db, run, "a", at=ASKED + 9_500, tapped=ASKED + 3_000, elapsed=3_000, uuid="u2")
    assert (before.status, state(db, run).nodes["d01"].elapsed) == ("accepted", 3_000)


def test_an_answer_that_comes_after_the_end_corrects_the_record(
    db: Database, run: int, script: CompiledScenario
) -> None:
    limit = timed_out(db, run, script)
    play_out(db, run, script)
    ended = state(db, run)
    before = recorded(db)
    tapped = ASKED + limit - 1_000
    at = NOW + ended.ended + 1_000
    db.write(lambda s: tick(s, run, at)).result()
    choice = best(db, run, script)
    ack = decided(db, run, choice, at=min(at, tapped + UNDER_WAY), tapped=tapped)
    assert ack.delayed
    assert recorded(db) > before


def recorded(db: Database) -> float:
    with db.read() as session:
        (entry,) = records.training_record(session, PERSON, {}, NOW)
    return entry.score or 0


def test_a_signed_run_takes_nothing_more(db: Database, run: int, script: CompiledScenario) -> None:
    limit = timed_out(db, run, script)
    stop = {"director": "D1", "uuid": "x", "action": "stop", "what": {}}
    at = ASKED + limit + 10_000
    db.write(lambda s: act(s, run, now=at, **stop)).result()
    db.write(lambda s: sign(s, run, by="D1", name="郑", path="", remark="", now=at + 1)).result()
    assert decided(db, run, "a", at=at + 2, tapped=ASKED + 1_000).reason == "late"


def test_what_was_still_open_at_the_end_is_not_answered_after_it(db: Database, run: int) -> None:
    ticked(db, run, ASKED)
    stop = {"director": "D1", "uuid": "x", "action": "stop", "what": {}}
    db.write(lambda s: act(s, run, now=ASKED + 4_000, **stop)).result()
    assert decided(db, run, "a", at=ASKED + 5_000, tapped=ASKED + 3_000).reason == "ended"
