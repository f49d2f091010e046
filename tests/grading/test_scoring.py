"""Marks never leave [0, max], the key earns everything, blank earns nothing, and display order is no matter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpei import bank, grading
from anpei.grading import Mark, score

PUBLIC = {"prompts", "scales", "bands", "nodes"}
TEXTS = tuple("一二三四五六七八")


def item(kind: bank.Kind, points: float = 6, choices: int = 0, unit: str = "", **rest: Any) -> bank.ItemVersion:
    return bank.ItemVersion(
        item_id="x-1",
        topic="fire",
        use="exam",
        difficulty="easy",
        points=points,
        public=bank.PublicItem(
            kind=kind, stem="题", choices=TEXTS[:choices], unit=unit, **{k: v for k, v in rest.items() if k in PUBLIC}
        ),
        secret=bank.SecretItem(explanation="因为", **{k: v for k, v in rest.items() if k not in PUBLIC}),
    )


SINGLE = item("single", choices=4, right=(2,))
MULTIPLE = item("multiple", choices=4, right=(0, 1, 3))
TRUE = item("truefalse", answer=True)
ORDER = item("order", choices=4, sequence=(3, 1, 0, 2))
SHORT = item("short", accept=("泡沫灭火器", "119"), numeric=bank.Numeric(value=15, tolerance=0.5), unit="分钟")
CASE = item("case", rubric=(bank.Criterion(criterion="报警", points=6),))
NUMERIC = item("numeric", numeric=bank.Numeric(value=12.5, tolerance=0.5), unit="米")
MATCHING = item("matching", choices=4, prompts=("甲", "乙", "丙"), pairs=(3, 0, 3))
CLOZE = item("cloze", choices=3, prompts=("第 1 空", "第 2 空"), pairs=(2, 1))
SCALE = bank.Scale(id="l", name="可能性", levels=tuple((n, str(n), "") for n in range(1, 6)))
BANDS = (bank.Band(upto=9, name="低", tone="blue"), bank.Band(upto=None, name="高", tone="red"))
RISK = item("risk", scales=(SCALE, SCALE), bands=BANDS, levels=(3, 1))
NODES = (
    bank.Node(text="一", options=(0, 3), leads=(1, None)),
    bank.Node(text="二", options=(1, 2, 4), leads=(None, None, 2)),
    bank.Node(text="三", options=(5, 6), leads=(None, None)),
)
BRANCHING = item("branching", choices=7, nodes=NODES, worth=(2.0, 3.0, 0.0, 1.0, 1.0, 3.0, 0.0))
ITEMS = [SINGLE, MULTIPLE, TRUE, ORDER, SHORT, CASE, NUMERIC, MATCHING, CLOZE, RISK, BRANCHING]


@st.composite
def displayed(draw: st.DrawFn) -> tuple[bank.ItemVersion, list[int]]:
    version = draw(st.sampled_from(ITEMS))
    return version, draw(st.permutations(range(len(version.public.choices))))


def likely(version: bank.ItemVersion) -> st.SearchStrategy[Any]:
    """Answers of the right shape as well as any JSON."""
    letters = bank.LETTERS[: len(version.public.choices)]
    shaped = st.sampled_from(letters or "a") | st.lists(st.sampled_from(letters or "a"), unique=True)
    shaped |= st.lists(st.sampled_from("abcde") | st.none(), max_size=3)
    shaped |= st.lists(st.sampled_from(bank.place_ids(range(len(version.public.choices) or 1))), unique=True)
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


@pytest.mark.parametrize("text", ["12.5", "１２．９", "12", "13.0", "+12.5", "12。5"])
def test_a_number_within_the_accepted_error_is_right(text: str) -> None:
    assert score(NUMERIC, (), text).verdict == "right"


@pytest.mark.parametrize("text", ["13.01", "11.99", "-12.5", "0"])
def test_another_number_is_wrong(text: str) -> None:
    assert score(NUMERIC, (), text) == Mark(0, 6, "wrong")


@pytest.mark.parametrize(
    ("version", "value", "points", "verdict"),
    [
        (MATCHING, ["d", "a", "d"], 6, "right"),
        (MATCHING, ["d", "a", None], 4, "partial"),
        (MATCHING, ["d"], 2, "partial"),
        (MATCHING, ["a", "b", "c"], 0, "wrong"),
        (MATCHING, [None, None, None], 0, "blank"),
        (CLOZE, ["c", "a"], 3, "partial"),
        (RISK, ["d", "b"], 6, "right"),
        (RISK, ["e", "b"], 4.5, "partial"),
        (RISK, ["c", "c"], 3, "partial"),
        (RISK, ["b", None], 0, "wrong"),
        (RISK, ["k", "b"], 3, "partial"),
    ],
)
def test_parts_earn_their_share(version: bank.ItemVersion, value: Any, points: float, verdict: grading.Verdict) -> None:
    """Of a risk, the next level earns half, one further off nothing."""
    order = range(len(version.public.choices))
    assert score(version, order, value) == Mark(points, 6, verdict)


@pytest.mark.parametrize(
    ("taken", "points"),
    [
        ((0, 4, 5), 6),  # the best: 2 + 1 + 3
        ((0, 1), 5),  # 2 + 3 of 6
        ((0, 2), 2),
        ((0,), 2),  # not walked to its end
        ((3,), 1),
        ((3, 1), 1),  # what doesn't follow isn't counted
        ((5,), 0),
    ],
)
def test_a_case_earns_what_its_path_does(taken: tuple[int, ...], points: float) -> None:
    names = bank.place_ids(range(7))
    assert score(BRANCHING, range(7), [names[index] for index in taken]).points == points


@given(st.permutations(range(7)))
def test_the_best_path_is_the_best_however_it_is_displayed(order: list[int]) -> None:
    path = grading.right_value(BRANCHING, order)
    walked = grading.followed(BRANCHING, order, path)
    assert (walked.share, walked.ended, [index for _, index in walked.steps]) == (1, True, [0, 4, 5])


@pytest.mark.parametrize(
    ("chosen", "net", "whole", "partial"),
    [("abd", 6, 6, 6), ("ab", 4, 0, 4), ("abcd", 4, 0, 0), ("ac", 0, 0, 0), ("a", 2, 0, 2), ("c", 0, 0, 0)],
)
def test_a_multiple_choice_is_marked_by_the_paper_s_policy(
    chosen: str, net: float, whole: float, partial: float
) -> None:
    order = (0, 1, 2, 3)
    assert score(MULTIPLE, order, list(chosen)).points == net
    assert score(MULTIPLE, order, list(chosen), multiple="net_correct").points == net
    assert score(MULTIPLE, order, list(chosen), multiple="all_or_nothing").points == whole
    assert score(MULTIPLE, order, list(chosen), multiple="partial").points == partial
