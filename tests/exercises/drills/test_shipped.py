"""Every shipped scenario, played well and played badly; and what only the chemical leak has: a wind that turns."""

from __future__ import annotations

import pytest

from anpei.content import Shelves, bundled
from anpei.exercises.runs import outcome
from anpei.exercises.scenarios import CompiledScenario, load
from tests.exercises.drills.plays import Play

SHIPPED = load(Shelves([bundled()])).scripts


@pytest.fixture
def leak() -> Play:
    return Play(SHIPPED["chemical-leak"]).start()


def badly(play: Play) -> Play:
    """Always the option that is worth least, the forbidden ones first."""
    while node := play.until_asked():
        play.choose(min(play.script.nodes[node].options, key=lambda option: (option.score, not option.forbidden)).id)
    return play


def asked(play: Play) -> set[str]:
    return set(play.best().state.nodes)


@pytest.mark.parametrize("script", SHIPPED.values(), ids=list(SHIPPED))
def test_the_best_answers_earn_everything_and_the_worst_nothing(script: CompiledScenario) -> None:
    well, ill = (outcome(script, play.state) for play in (Play(script).start().best(), badly(Play(script).start())))
    assert (well.percent, well.passed, well.forbidden, well.lost) == (100, True, 0, 0)
    assert (ill.percent, ill.passed) == (0, False)
    assert ill.forbidden >= 6 and ill.lost > 300


@pytest.mark.parametrize("script", SHIPPED.values(), ids=list(SHIPPED))
def test_a_team_of_six_is_asked_the_same_and_each_of_them_something(script: CompiledScenario) -> None:
    team = Play(script)
    for role in script.roles:
        team.join(role, role)
    team.start().best()
    assert set(team.state.nodes) == asked(Play(script).start())
    assert {node.player for node in team.state.nodes.values()} == set(script.roles)


@pytest.mark.parametrize("script", SHIPPED.values(), ids=list(SHIPPED))
def test_whatever_is_missed_says_what_to_practise(script: CompiledScenario) -> None:
    kept = {o.id: o.refresh for o in script.scenario.objectives}
    for objective in script.scenario.objectives:
        for ident in objective.nodes:
            own = script.nodes[ident].refresh
            assert own.items or own.chapter or kept[objective.id].items or kept[objective.id].chapter, ident


def test_whoever_runs_into_the_vapour_lies_beside_the_first(leak: Play) -> None:
    leak.best(until="d06")
    leak.choose("towel")
    assert "d07" in asked(leak)
    assert {"d07", "d11", "d22"}.isdisjoint(asked(Play(leak.script).start())), "who does it right isn't asked"


def test_what_reaches_the_drain_has_to_be_reported(leak: Play) -> None:
    leak.best(until="d10")
    leak.choose("wash")
    assert "d11" in asked(leak)
    assert "drained" in leak.script.layers({**leak.script.starting_facts, **leak.state.vars})


def test_a_fire_left_burning_downwind_flashes_in_the_gully(leak: Play) -> None:
    leak.best(until="d08")
    hurt = int(leak.state.vars["hurt"])
    leak.choose("watch")
    leak.best()
    assert "i_flash" in leak.state.injects and int(leak.state.vars["hurt"]) > hurt


def test_the_wind_turns_the_cloud_over_those_who_stood_safe(leak: Play) -> None:
    leak.best(until="d14")
    shown = leak.script.layers({**leak.script.starting_facts, **leak.state.vars})
    assert {"wind-east", "cloud-w2", "muster-west"} <= set(shown) and "cloud-e1" not in shown
    leak.choose("cross")
    assert leak.state.vars["at_south"]


def test_without_the_gear_the_man_waits_for_the_brigade_and_is_helped_all_the_same(leak: Play) -> None:
    leak.best(until="d16")
    leak.choose("wait")
    leak.best()
    sent = leak.state.injects
    assert "i_out" not in sent and sent["i_brigade"] > sent["i_arrive"]
    assert leak.state.nodes["d17"].choice == "strip"
    result = outcome(leak.script, leak.state)
    assert result.passed and result.percent < 100


def test_the_tank_is_shut_off_before_anybody_goes_near_and_the_line_lies_outside_the_cloud(leak: Play) -> None:
    leak.best(until="d06")
    assert leak.state.vars["valve"], "the button is on the way out"
    leak.best(until="d14")
    shown = leak.script.layers({**leak.script.starting_facts, **leak.state.vars})
    assert "cordon-west" in shown and "cordon-east" not in shown


@pytest.mark.parametrize(("node", "words"), [("d10", "空气呼吸器"), ("d15", "10%"), ("d16", "防静电服")])
def test_near_the_tank_the_best_answer_names_what_protects(node: str, words: str) -> None:
    (best,) = [option for option in SHIPPED["chemical-leak"].nodes[node].options if option.best]
    assert words in best.text


def test_whoever_has_a_rope_is_hauled_before_the_calls_are_made_and_no_head_goes_into_the_mouth() -> None:
    pit = Play(SHIPPED["confined-space-rescue"]).start()
    (lean,) = [option for option in pit.script.nodes["d01"].options if option.id == "lean"]
    assert lean.forbidden
    pit.best(until="d05")
    assert pit.state.vars["liu_out"] and not pit.state.vars["vent"]


def test_an_electric_fire_is_switched_off_by_who_may_and_an_arc_burn_is_for_120() -> None:
    fire = SHIPPED["workshop-fire"]
    best = {node: next(o for o in fire.nodes[node].options if o.best).text for node in ("d04", "d05", "d16")}
    assert "电工" in best["d04"] and "急停" in best["d05"] and "120" in best["d16"]


@pytest.mark.parametrize("script", SHIPPED.values(), ids=list(SHIPPED))
def test_everybody_is_told_that_the_clock_is_compressed(script: CompiledScenario) -> None:
    assert "压缩" in script.scenario.summary
    assert any("压缩" in takeaway.text for takeaway in script.scenario.debrief.takeaways)
