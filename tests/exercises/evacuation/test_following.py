"""What happens in a drill drives the people on its plan: alarm, orders, smoke, the right turn and the wrong one."""

from __future__ import annotations

import pytest

from anpei.content import Shelves, bundled
from anpei.exercises import evacuation, runs, scenarios
from anpei.exercises.runs import engine
from tests.exercises.drills.plays import Play

SLUG = "workshop-fire"


@pytest.fixture(scope="module")
def shelves() -> Shelves:
    return Shelves([bundled()])


@pytest.fixture(scope="module")
def plan(shelves: Shelves) -> evacuation.SitePlan:
    return evacuation.load(shelves).get(SLUG)


@pytest.fixture
def play(shelves: Shelves) -> Play:
    return Play(scenarios.load(shelves).get(SLUG)).start()


def asked(shelves: Shelves, plan: evacuation.SitePlan, play: Play) -> evacuation.Inputs:
    """The question the log asks by now."""
    clocks, state = [], engine.begin(play.script, play.seed)
    for event in play.events:
        state = engine.apply(play.script, state, event)
        clocks.append(state.clock(event.ts))
    slug = play.script.slug
    info = runs.RunInfo(1, slug, "", "", "self", "E1001", 0, (), "running")
    following, _ = evacuation.load_scenario_link(shelves, slug)
    assert following is not None
    story = runs.RunRecord(info, play.script, play.state, tuple(play.events), tuple(clocks))
    inputs, marks = evacuation.link_scenario(plan, following, story)
    assert [mark.at for mark in marks] == sorted(mark.at for mark in marks)
    return inputs


def test_without_an_alarm_nobody_sets_out(shelves: Shelves, plan: evacuation.SitePlan, play: Play) -> None:
    assert asked(shelves, plan, play).cues == ()


def test_alarm_and_orders_set_people_in_motion(shelves: Shelves, plan: evacuation.SitePlan, play: Play) -> None:
    for option in ("alarm", "full", "launch", "poweroff", "go"):
        play.choose(option if option in options(play) else best(play))
    cues = {cue.id: cue for cue in asked(shelves, plan, play).cues}
    assert set(cues) == {"alarm", "order", "led"}
    assert cues["alarm"].at < cues["order"].at < cues["led"].at and cues["led"].median < cues["alarm"].median


def test_smoke_blocks_the_way_and_the_right_turn_tells_everybody(
    shelves: Shelves, plan: evacuation.SitePlan, play: Play
) -> None:
    while play.until_asked() != "d06":
        play.choose(best(play))
    before = asked(shelves, plan, play)
    assert [(block.id, block.told) for block in before.smokes] == [("east_way", None)]
    play.choose("turn")
    after = asked(shelves, plan, play)
    assert after.smokes[0].told is not None and after.smokes[0].told > after.smokes[0].at
    assert [order.exit for order in after.orders] == ["west"]


def test_going_on_into_the_smoke_tells_nobody(shelves: Shelves, plan: evacuation.SitePlan, play: Play) -> None:
    while play.until_asked() != "d06":
        play.choose(best(play))
    play.choose("towel")
    found = asked(shelves, plan, play)
    assert found.smokes[0].told is None and found.orders == ()


def test_vapour_bars_the_east_way_until_the_wind_turns_and_the_guide_tells_everybody(shelves: Shelves) -> None:
    plan, play = (
        evacuation.load(shelves).get("chemical-leak"),
        Play(scenarios.load(shelves).get("chemical-leak")).start(),
    )
    play.best(until="d05")
    found = asked(shelves, plan, play)
    assert [(block.id, block.told is not None) for block in found.smokes] == [("east_way", True)]
    assert [order.exit for order in found.orders] == ["west"]
    assert {cue.id for cue in found.cues} >= {"alarm", "led"}


def test_who_is_led_through_the_near_door_hears_of_no_vapour(shelves: Shelves) -> None:
    plan, play = (
        evacuation.load(shelves).get("chemical-leak"),
        Play(scenarios.load(shelves).get("chemical-leak")).start(),
    )
    play.best(until="d02")
    play.choose("near")
    play.until_asked()
    play.best(until="d05")
    found = asked(shelves, plan, play)
    assert found.smokes[0].told is None and [order.exit for order in found.orders] == ["east"]


def test_bystanders_leave_the_pit_when_the_guard_sends_them_upwind(shelves: Shelves) -> None:
    slug = "confined-space-rescue"
    plan, play = evacuation.load(shelves).get(slug), Play(scenarios.load(shelves).get(slug)).start()
    play.best(until="d08")
    play.choose("cordon")
    found = asked(shelves, plan, play)
    assert "ordered" in {cue.id for cue in found.cues} and [order.exit for order in found.orders] == ["east"]


def options(play: Play) -> set[str]:
    return {option.id for option in play.script.nodes[play.until_asked()].options}


def best(play: Play) -> str:
    return play.script.nodes[play.until_asked()].best.id
