"""The rules of a drill: who is asked what and when, and what follows."""

from __future__ import annotations

import pytest

from anpei.exercises.runs import engine, outcome
from anpei.exercises.scenarios import CompiledScenario
from tests.exercises.drills.plays import Play


def test_news_comes_first_and_then_the_first_question(script: CompiledScenario) -> None:
    play = Play(script).start()
    assert [message.id for message in play.state.radio] == ["i_start"]
    play.wait(7)
    assert play.state.open_nodes() == ["d01"]


def test_the_best_answers_earn_everything(script: CompiledScenario) -> None:
    result = outcome(script, Play(script).start().best().state)
    assert (result.percent, result.passed, result.forbidden, result.lost) == (100, True, 0, 0)


def test_answering_nothing_earns_nothing_and_still_ends(script: CompiledScenario) -> None:
    play = Play(script).start()
    play.wait(script.scenario.minutes * 60)
    assert play.state.status == "ended"
    assert outcome(script, play.state).percent == 0


def test_a_wrong_answer_has_consequences(script: CompiledScenario) -> None:
    play = Play(script).start().best(until="d04")
    play.choose("water")
    assert play.state.lost == 30
    play.wait(5)
    assert play.state.vars["hurt"] == 1
    assert play.until_asked() == "d05"
    play.choose("go")
    assert play.until_asked() == "d16", "somebody is burnt now, and the medic is asked"


def test_a_branch_nobody_took_does_not_count(script: CompiledScenario) -> None:
    play = Play(script).start().best()
    assert "d16" not in play.state.nodes
    care = next(mark for mark in outcome(script, play.state).objectives if mark.id == "care")
    assert care.max == 10


def test_a_question_closes_by_itself_a_little_after_its_time(script: CompiledScenario) -> None:
    play = Play(script).start()
    play.until_asked()
    play.wait(script.nodes["d01"].seconds + 1)
    assert play.state.nodes["d01"].status == "open"
    play.wait(1)
    assert play.state.nodes["d01"].status == "timeout"
    assert play.state.lost == script.nodes["d01"].timeout.cost


def test_one_person_is_never_asked_two_things_at_once(script: CompiledScenario) -> None:
    play = Play(script).start()
    while play.state.status == "running":
        play.wait(1)
        assert len(play.state.open_nodes()) <= 1


def test_two_people_may_be_asked_at_the_same_time(script: CompiledScenario) -> None:
    play = Play(script)
    play.join("A", "command", "guide", "comms")
    play.join("B", "medic", "fire", "guard")
    play.start().best(until="d04")
    play.choose("water")
    play.wait(12)
    assert {play.state.nodes[node].player for node in play.state.open_nodes()} == {"A", "B"}


def test_a_pause_stops_every_clock(script: CompiledScenario) -> None:
    play = Play(script).start()
    play.until_asked()
    before = play.state.clock(play.at)
    play.write(engine.EventDraft("run.paused", "pause:1"))
    play.wait(600)
    assert play.state.clock(play.at) == before
    play.write(engine.EventDraft("run.resumed", "resume:1"))
    play.catch_up()
    assert play.state.nodes["d01"].status == "open"


def test_forbidden_acts_fail_the_drill_whatever_the_score(script: CompiledScenario) -> None:
    play = Play(script).start().best(until="d10")
    play.choose("quick")
    result = outcome(script, play.best().state)
    assert result.percent >= script.scenario.pass_mark
    assert (result.forbidden, result.passed) == (1, False)


def test_options_are_shown_in_another_order_in_another_run(script: CompiledScenario) -> None:
    orders = set()
    for seed in ("a", "b", "c", "d", "e"):
        play = Play(script, seed).start()
        play.until_asked()
        orders.add(play.state.nodes["d01"].order)
    assert len(orders) > 1


@pytest.mark.parametrize("inject", ["i_driver", "i_neighbour"])
def test_some_news_waits_for_the_director(script: CompiledScenario, inject: str) -> None:
    play = Play(script).start().best()
    assert inject not in play.state.injects


def test_news_from_the_director_opens_its_own_question(script: CompiledScenario) -> None:
    play = Play(script).start()
    play.write(engine.EventDraft("inject.sent", "inject:i_driver", {"id": "i_driver", "by": "director"}))
    assert "d17" in play.best().state.nodes
