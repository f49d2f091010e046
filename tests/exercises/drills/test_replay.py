"""Whatever people do, a log replays to the same state, to the byte, and some things never happen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anpei.content import Shelves, bundled
from anpei.exercises.runs import engine
from anpei.exercises.scenarios import CompiledScenario, load
from tests.exercises.drills.fuzz import MANY, fuzz, many
from tests.exercises.drills.plays import Play

SHIPPED = load(Shelves([bundled()])).scripts


@settings(max_examples=60, deadline=None)
@given(acts=MANY, seed=st.text(max_size=8), team=st.integers(1, 6), slug=st.sampled_from(sorted(SHIPPED)))
def test_any_play_replays_to_the_byte(acts: list[tuple[str, int, int]], seed: str, team: int, slug: str) -> None:
    fuzz(SHIPPED[slug], seed, team, acts)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("slug", sorted(SHIPPED))
def test_ten_thousand_plays(slug: str) -> None:
    figures = many(SHIPPED[slug], 10_000)
    assert figures.plays >= 10_000
    assert set(figures.teams) == set(range(1, 7))
    assert not figures.unreached


def test_a_log_written_before_there_was_speed_still_folds(script: CompiledScenario) -> None:
    """The lines of old logs, told with pauses only, give the clock they always gave."""
    play = Play(script).start()
    play.until_asked()
    play.write(engine.EventDraft("run.paused", "pause:1"))
    play.at += 30_000
    play.write(engine.EventDraft("run.resumed", "resume:1"))
    play.at += 2_000
    began = next(event.ts for event in play.events if event.type == "run.started")
    assert play.state.clock(play.at) == play.at - began - 30_000
    assert play.best().state.how == "complete"


def test_half_a_log_and_the_rest_give_the_whole(script: CompiledScenario) -> None:
    play = Play(script).start().best()
    half = len(play.events) // 2
    first = engine.fold(script, engine.begin(script, "seed"), play.events[:half])
    assert engine.fold(script, first, play.events[half:]).dump() == play.state.dump()


def test_waking_at_the_told_moments_misses_nothing(script: CompiledScenario) -> None:
    sleeper, watcher = Play(script).start(), Play(script).start()
    while sleeper.until_asked():
        wake = engine.wake(script, sleeper.state)
        assert wake is not None
        sleeper.at = sleeper.state.moment(wake)
        sleeper.catch_up()
    watcher.wait(script.scenario.minutes * 60)
    assert [event.key for event in sleeper.events] == [event.key for event in watcher.events]
