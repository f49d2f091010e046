"""Marks never leave [0, max], the key earns everything, blank earns nothing, and display order is no matter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpei import bank, grading
from anpei.grading import Mark, score

TEXTS = tuple("一二三四五六七八")


def item(kind: bank.Kind, points: float = 6, choices: int = 0, unit: str = "", **secret: Any) -> bank.ItemVersion:
    return bank.ItemVersion(
        item_id="x-1",
        topic="fire",
        use="exam",
        difficulty="easy",
        points=points,
        public=bank.PublicItem(kind=kind, stem="题", choices=TEXTS[:choices], unit=unit),
        secret=bank.SecretItem(explanation="因为", **secret),
    )


SINGLE = item("single", choices=4, right=(2,))
MULTIPLE = item("multiple", choices=4, right=(0, 1, 3))
TRUE = item("truefalse", answer=True)
ORDER = item("order", choices=4, sequence=(3, 1, 0, 2))
SHORT = item("short", accept=("泡沫灭火器", "119"), numeric=bank.Numeric(value=15, tolerance=0.5), unit="分钟")
CASE = item("case", rubric=(bank.Criterion(criterion="报警", points=6),))
ITEMS = [SINGLE, MULTIPLE, TRUE, ORDER, SHORT, CASE]


@st.composite
def displayed(draw: st.DrawFn) -> tuple[bank.ItemVersion, list[int]]:
    version = draw(st.sampled_from(ITEMS))
    return version, draw(st.permutations(range(len(version.public.choices))))


def likely(version: bank.ItemVersion) -> st.SearchStrategy[Any]:
    """Answers of the right shape as well as any JSON."""
    letters = bank.LETTERS[: len(version.public.choices)]
    shaped = st.sampled_from(letters or "a") | st.lists(st.sampled_from(letters or "a"), unique=True)
    anything = st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=5)
    return shaped | st.permutations(letters).map(list) | anything


@given(displayed(), st.data(), st.floats(0.5, 100))
def test_marks_stay_between_nothing_and_all(
    shown: tuple[bank.ItemVersion, list[int]], data: st.DataObject, points: float
) -> None:
    mark = score(*shown, data.draw(likely(shown[0])), points)
    assert 0 <= mark.points <= mark.max == points


@given(displayed())
def test_the_key_earns_everything_and_blank_nothing(shown: tuple[bank.ItemVersion, list[int]]) -> None:
    key = grading.right_value(*shown)
    expected = Mark(0, 6, "blank") if shown[0] is CASE else Mark(6, 6, "right")
    assert score(*shown, key) == expected
    for blank in (None, "", []):
        assert score(*shown, blank) == Mark(0, 6, "blank")


@given(st.sampled_from([SINGLE, MULTIPLE, ORDER]), st.data())
def test_display_order_does_not_change_marks(version: bank.ItemVersion, data: st.DataObject) -> None:
    size = len(version.public.choices)
    chosen = data.draw(st.permutations(range(size)))[: 1 if version is SINGLE else size]
    if version is MULTIPLE:
        chosen = chosen[: data.draw(st.integers(1, size))]
    marks = set()
    for _ in range(2):
        order = data.draw(st.permutations(range(size)))
        letters = [bank.LETTERS[order.index(index)] for index in chosen]
        marks.add(score(version, order, letters[0] if version is SINGLE else letters))
    assert len(marks) == 1


@pytest.mark.parametrize(
    ("chosen", "points", "verdict"),
    [("abd", 6, "right"), ("ab", 4, "partial"), ("abcd", 4, "partial"), ("ac", 0, "wrong"), ("c", 0, "wrong")],
)
def test_multiple_counts_net_correct(chosen: str, points: float, verdict: grading.Verdict) -> None:
    assert score(MULTIPLE, (0, 1, 2, 3), list(chosen)) == Mark(points, 6, verdict)


@pytest.mark.parametrize(
    ("given_order", "points", "verdict"),
    [("dbac", 6, "right"), ("cdba", 4, "partial"), ("bdca", 0, "wrong"), ("badc", 2, "partial")],
)
def test_order_counts_right_neighbours(given_order: str, points: float, verdict: grading.Verdict) -> None:
    assert score(ORDER, (0, 1, 2, 3), list(given_order)) == Mark(points, 6, verdict)


@pytest.mark.parametrize(
    "text", ["泡沫灭火器", " 泡沫 灭火器。", "１１９", "15", "15.5", "１４．５ 分钟", "+15分钟", "15 分钟。"]
)
def test_short_answers_are_read_generously(text: str) -> None:
    assert score(SHORT, (), text).verdict == "right"


@pytest.mark.parametrize("text", ["灭火器", "15.51", "14.4分钟", "nan", "inf", "1e1", "十五", "15小时", "9" * 400, "½"])
def test_other_short_answers_are_wrong(text: str) -> None:
    assert score(SHORT, (), text) == Mark(0, 6, "wrong")


def test_a_case_waits_for_a_person() -> None:
    assert score(CASE, (), "先报警。") == Mark(0, 6, "awaiting")
    assert score(CASE, (), "  \n ") == Mark(0, 6, "blank")


def test_thirds_are_rounded_to_hundredths() -> None:
    assert score(MULTIPLE, (0, 1, 2, 3), ["a"], points=1).points == 0.33


def test_feedback_follows_the_displayed_letters() -> None:
    version = item("single", choices=3, right=(0,), feedback=("对", "", "错"))
    assert grading.feedback(version, (2, 0, 1)) == {"a": "错", "b": "对"}
