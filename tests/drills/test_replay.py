"""Whatever people do, a log replays to the same state, to the byte, and some things never happen."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anpei.drills import Event, Script, engine
from tests.drills.plays import Play

ACTS = st.lists(
    st.tuples(st.sampled_from(["choose", "wait", "pause", "inject"]), st.integers(0, 3), st.integers(0, 60)),
    max_size=60,
)


def act(play: Play, what: str, pick: int, seconds: int) -> None:
    if what == "wait":
        play.at += seconds * 1000
        play.settle()
    elif what == "choose" and play.until_asked():
        options = play.script.nodes[play.until_asked()].options
        limit = play.script.nodes[play.until_asked()].seconds
        play.choose(options[pick % len(options)].id, after=min(seconds, limit))
    elif what == "pause" and play.state.status == "running":
        play.write(engine.Draft("run.paused", f"pause:{play.state.seq}"))
        play.at += seconds * 1000
        play.write(engine.Draft("run.resumed", f"resume:{play.state.seq}"))
        play.settle()
    elif what == "inject" and play.state.status == "running" and "i_driver" not in play.state.injects:
        play.write(engine.Draft("inject.sent", "inject:i_driver", {"id": "i_driver", "by": "director"}))
        play.settle()


def fuzz(script: Script, acts: list[tuple[str, int, int]], seed: str) -> None:
    play = Play(script, seed).start()
    for what, pick, seconds in acts:
        act(play, what, pick, seconds)
    keys = [event.key for event in play.events]
    assert len(keys) == len(set(keys)), "a thing that may happen once happened twice"
    assert len(play.state.open_nodes()) <= 1
    for name, variable in script.scenario.state.items():
        value = play.state.vars[name]
        assert type(value) is type(variable.start)
        assert isinstance(value, bool | str) or variable.min <= value <= variable.max
    stored = [Event(**json.loads(json.dumps(vars(event)))) for event in play.events]
    again = engine.fold(script, engine.begin(script, seed), stored)
    assert again.dump() == play.state.dump()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, seed=st.text(max_size=8))
def test_any_play_replays_to_the_byte(script: Script, acts: list[tuple[str, int, int]], seed: str) -> None:
    fuzz(script, acts, seed)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, seed=st.text(max_size=8))
def test_ten_thousand_plays(script: Script, acts: list[tuple[str, int, int]], seed: str) -> None:
    fuzz(script, acts, seed)


def test_half_a_log_and_the_rest_give_the_whole(script: Script) -> None:
    play = Play(script).start().best()
    half = len(play.events) // 2
    first = engine.fold(script, engine.begin(script, "seed"), play.events[:half])
    assert engine.fold(script, first, play.events[half:]).dump() == play.state.dump()


def test_waking_at_the_told_moments_misses_nothing(script: Script) -> None:
    sleeper, watcher = Play(script).start(), Play(script).start()
    while sleeper.until_asked():
        wake = engine.wake(script, sleeper.state)
        assert wake is not None
        sleeper.at = sleeper.state.moment(wake)
        sleeper.settle()
    watcher.wait(script.scenario.minutes * 60)
    assert [event.key for event in sleeper.events] == [event.key for event in watcher.events]
