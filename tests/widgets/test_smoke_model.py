"""The smoke model: delay costs, a closed door saves, nobody is told more than the model knows."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from anpei_widgets.learning.shared.smoke_model import LOWEST, Choices, simulate

USUAL = Choices(fire="fast")


def test_going_at_once_one_walks_out_upright() -> None:
    run = simulate(USUAL)
    assert run.outcome == "upright"
    assert run.place[-1] == USUAL.distance


def test_the_smoke_only_sinks() -> None:
    layer = simulate(replace(USUAL, delay=90)).layer
    assert all(later <= earlier for earlier, later in pairwise(layer))
    assert layer[0] == USUAL.height


def test_fetching_a_phone_costs_the_way_out() -> None:
    run = simulate(replace(USUAL, delay=90))
    assert run.outcome == "caught"
    assert run.place[-1] < USUAL.distance
    assert run.layer[-1] <= LOWEST


def test_a_closed_door_gives_the_time_back() -> None:
    assert simulate(replace(USUAL, delay=90, closed=True)).outcome == "upright"


@pytest.mark.parametrize(("better", "worse"), [("slow", "medium"), ("medium", "fast")])
def test_a_faster_fire_leaves_less_air(better: str, worse: str) -> None:
    slow, fast = (simulate(Choices(fire=fire, delay=60)).layer for fire in (better, worse))
    assert slow[60] > fast[60]


def test_waiting_too_long_nobody_starts() -> None:
    run = simulate(Choices(fire="fast", area=60, height=2.4, delay=300))
    assert (run.outcome, run.place[-1]) == ("caught", 0.0)
