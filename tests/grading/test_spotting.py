"""Marks on a scene: found counts, false costs, twice is once, and a tap is worth what the list's entry is worth."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpei import bank, grading
from anpei.grading import Mark, score, spotted

SIDE, COLUMNS, SIZE = 60, 4, 9
RIGHT = (1, 4, 5, 8)
NOTHING = {"x": 390, "y": 390}


def corner(place: int) -> tuple[int, int]:
    """Where a place begins; between places are 40 units of nothing."""
    return 100 * (place % COLUMNS), 100 * (place // COLUMNS)


def outline(place: int) -> tuple[bank.Point, ...]:
    x, y = corner(place)
    return ((x, y), (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE))


SCENE = bank.ItemVersion(
    item_id="room-1",
    topic="fire",
    use="exam",
    difficulty="easy",
    points=8,
    public=bank.PublicItem(
        kind="spot",
        stem="找",
        choices=tuple(f"第 {n} 处" for n in range(SIZE)),
        scene=bank.Scene(src="media/room.svg", alt="屋子", width=400, height=400),
    ),
    secret=bank.SecretItem(
        explanation="因为",
        right=RIGHT,
        feedback=("因为",) * SIZE,
        regions=tuple(bank.Region(id=f"r{n}", polygon=outline(n)) for n in range(SIZE)),
    ),
)
ORDER_AS_WRITTEN = tuple(range(SIZE))
ORDER = st.permutations(range(SIZE))
PLACES = st.sets(st.integers(0, SIZE - 1))


def named(order: list[int], places: set[int]) -> list[Any]:
    return [f"p{order.index(place) + 1:02d}" for place in places]


def tapped(places: set[int], off: int = 30) -> list[Any]:
    return [{"x": corner(place)[0] + off, "y": corner(place)[1] + off} for place in places]


@given(ORDER, PLACES)
def test_a_tap_is_worth_what_the_lists_entry_is_worth(order: list[int], places: set[int]) -> None:
    assert score(SCENE, order, tapped(places)) == score(SCENE, order, named(order, places))


@given(ORDER, PLACES)
def test_display_order_does_not_change_marks(order: list[int], places: set[int]) -> None:
    straight = list(range(SIZE))
    assert score(SCENE, order, named(order, places)) == score(SCENE, straight, named(straight, places))


@given(PLACES, st.permutations(range(SIZE)))
def test_found_minus_false_of_all_hazards_and_never_below_nothing(places: set[int], order: list[int]) -> None:
    mark = score(SCENE, order, named(order, places))
    found, false = len(places & set(RIGHT)), len(places - set(RIGHT))
    assert mark.points == (max(0, found - false) * 2 if places else 0)
    assert 0 <= mark.points <= mark.max == 8


@given(PLACES, st.integers(0, SIZE - 1))
def test_one_hazard_more_never_costs_and_one_false_place_never_pays(places: set[int], more: int) -> None:
    straight = list(range(SIZE))
    before = score(SCENE, straight, named(straight, places)).points
    after = score(SCENE, straight, named(straight, places | {more})).points
    assert after >= before if more in RIGHT else after <= before


@given(st.lists(st.fixed_dictionaries({"x": st.integers(0, 2000), "y": st.integers(0, 2000)}), max_size=SIZE))
def test_no_tap_anywhere_leaves_the_range(taps: list[dict[str, int]]) -> None:
    assert 0 <= score(SCENE, range(SIZE), taps).points <= 8


def test_all_hazards_earn_everything_and_all_places_nothing() -> None:
    straight = list(range(SIZE))
    assert score(SCENE, straight, grading.right_value(SCENE, straight)) == Mark(8, 8, "right")
    assert score(SCENE, straight, named(straight, set(straight))) == Mark(0, 8, "wrong")


@pytest.mark.parametrize(
    ("value", "points", "verdict"),
    [
        ([*tapped({1, 4, 5}), NOTHING], 4, "partial"),
        ([*tapped({1}), NOTHING], 0, "wrong"),
        ([*tapped({1}), *tapped({1}, 40), "p02"], 2, "partial"),
        ([*tapped({0}), *tapped({0}, 40), *tapped({1, 4})], 2, "partial"),
        (tapped({1, 4, 5, 8}, 68), 8, "right"),
        (["p99"], 0, "wrong"),
        (None, 0, "blank"),
    ],
)
def test_examples(value: Any, points: float, verdict: grading.Verdict) -> None:
    assert score(SCENE, range(SIZE), value) == Mark(points, 8, verdict)


def test_every_mark_is_told_what_it_hit() -> None:
    shown = spotted(SCENE, range(SIZE), [*tapped({4}), NOTHING, "p01", *tapped({4}, 40)])
    assert {place.id: place.marks for place in shown.places if place.marks} == {"p05": (1, 4), "p01": (3,)}
    assert shown.astray == (2,)
    assert [place.id for place in shown.places if place.hazard] == ["p02", "p05", "p06", "p09"]
