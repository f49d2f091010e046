"""The model: people leave by the nearest door, news of a blocked way travels, and answers come as ranges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from anpei.errors import Refused
from anpei.exercises import evacuation
from anpei.exercises.evacuation import Blockage, Cue, ExitOrder, Inputs
from tests.exercises.evacuation.halls import plan_in

pytestmark = pytest.mark.engine
SOON = (Cue(median=2, p95=5),)


def walked(plan: evacuation.SitePlan, seed: int = 1, **asked: Any) -> Any:
    from anpei.exercises.evacuation.simulation import walk

    return walk(plan, Inputs(people={"line": 20}, cues=SOON, limit=120).model_copy(update=asked), seed)


def test_everybody_walks_out_by_the_nearest_door(plan: evacuation.SitePlan) -> None:
    walk = walked(plan)
    assert walk.stranded == 0 and walk.exits.count("east") > walk.exits.count("west") > 0
    assert 3 < np.max(walk.out) < 40 and (walk.arrived > walk.out).all()


def test_the_same_chance_gives_the_same_run(plan: evacuation.SitePlan) -> None:
    assert np.array_equal(np.array(walked(plan).frames), np.array(walked(plan).frames), equal_nan=True)


def test_a_shut_door_turns_people_round(plan: evacuation.SitePlan) -> None:
    walk = walked(plan, exits=(Blockage(id="east"),))
    assert walk.stranded == 0 and set(walk.exits) == {"west"}
    assert np.max(walk.out) > np.max(walked(plan).out)


def test_a_door_shut_later_lets_the_first_out(plan: evacuation.SitePlan) -> None:
    walk = walked(plan, exits=(Blockage(id="east", at=7),))
    assert walk.exits.count("east") > 0 and max(walk.out[[e == "east" for e in walk.exits]]) <= 7.5


def test_smoke_closes_a_way_and_somebody_tells(plan: evacuation.SitePlan) -> None:
    """Some start in the smoke; nobody goes in again."""
    walk = walked(plan, smokes=(Blockage(id="smoke", at=0, told=0),))
    assert walk.stranded == 0 and walk.exits.count("west") > 0 and walk.in_smoke > 0


def test_no_way_out_is_told_not_hidden(plan: evacuation.SitePlan) -> None:
    walk = walked(plan, exits=(Blockage(id="east", told=0), Blockage(id="west", told=0)))
    assert walk.stranded == 20


def test_an_order_sends_people_to_a_door(plan: evacuation.SitePlan) -> None:
    assert set(walked(plan, orders=(ExitOrder(exit="west"),)).exits) == {"west"}


def test_nobody_moves_before_anybody_says_so(plan: evacuation.SitePlan) -> None:
    assert walked(plan, cues=()).stranded == 20


def test_what_comes_later_changes_nothing_before(plan: evacuation.SitePlan) -> None:
    """A run under way is reckoned again with what has happened since; nobody jumps."""
    before = walked(plan).frames
    after = walked(plan, exits=(Blockage(id="east", at=6),), cues=(*SOON, Cue(id="led", at=6, median=1, p95=2))).frames
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(before[:24], after[:24], strict=True))


def test_an_answer_is_a_range_with_a_picture(tmp_path: Path) -> None:
    plan, path = plan_in(tmp_path)
    heard: list[float] = []
    told, tracks = evacuation.reckon(path, plan.sha, Inputs(people={"line": 20}, cues=SOON, seeds=4), heard.append)
    assert told["last_out"]["p5"] <= told["last_out"]["p50"] <= told["last_out"]["p95"]
    assert told["muster"]["count"] == 4 and told["stranded"]["high"] == 0
    assert heard == sorted(heard) and heard[-1] == 1
    head, places = evacuation.unpack(tracks)
    assert places.shape == (head["frames"], 20, 2) and len(tracks) < 40_000


def test_whoever_stays_behind_is_not_averaged_away(tmp_path: Path) -> None:
    plan, path = plan_in(tmp_path)
    shut = (Blockage(id="east", told=0), Blockage(id="west", at=6))
    told, _ = evacuation.reckon(path, plan.sha, Inputs(people={"line": 20}, cues=SOON, seeds=3, exits=shut), [].append)
    assert told["muster"] is None and told["stranded"]["low"] > 0


def test_what_does_not_fit_the_plan_is_refused(plan: evacuation.SitePlan) -> None:
    for asked in (
        Inputs(people={"nosuch": 3}),
        Inputs(people={"line": 0}),
        Inputs(people={"line": 300}),
        Inputs(people={"line": 3}, exits=(Blockage(id="north"),)),
        Inputs(people={"line": 3}, smokes=(Blockage(id="north"),)),
    ):
        with pytest.raises(Refused):
            evacuation.check_inputs(plan, asked)
