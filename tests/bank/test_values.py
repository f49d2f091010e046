"""What may be an answer is decided by the public half alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpei import bank

GOOD: list[tuple[bank.Kind, Any, Any]] = [
    ("single", "c", "c"),
    ("multiple", ["c", "a"], ["a", "c"]),
    ("multiple", [], None),
    ("truefalse", False, False),
    ("order", ["c", "a", "b"], ["c", "a", "b"]),
    ("short", "119", "119"),
    ("short", "", None),
    ("case", "先报警\n再疏散", "先报警\n再疏散"),
    ("single", None, None),
    ("spot", [{"y": 7, "x": 3}, "p02"], [{"x": 3, "y": 7}, "p02"]),
    ("spot", [], None),
    ("numeric", "１，２００。5", "1200.5"),
    ("numeric", "−3", "-3"),
    ("numeric", "", None),
    ("matching", ["c", None, "c"], ["c", None, "c"]),
    ("matching", [None, None], None),
    ("cloze", ["a", "b"], ["a", "b"]),
    ("risk", ["g", None, "f"], ["g", None, "f"]),
    ("branching", ["p03", "p01"], ["p03", "p01"]),
    ("branching", [], None),
]
BAD: list[tuple[bank.Kind, Any]] = [
    ("single", "d"),
    ("single", "ab"),
    ("single", ["a"]),
    ("single", True),
    ("multiple", "a"),
    ("multiple", ["a", "a"]),
    ("multiple", ["a", "b", "c", "a"]),
    ("multiple", [1]),
    ("truefalse", 1),
    ("truefalse", "true"),
    ("order", ["a", "b"]),
    ("order", ["a", "b", "b"]),
    ("short", 119),
    ("short", float("nan")),
    ("short", "字" * 501),
    ("case", "字" * 11_000),
    ("case", {"text": "答"}),
    ("spot", "p01"),
    ("spot", ["p04"]),
    ("spot", ["p01", "p01"]),
    ("spot", [{"x": 1, "y": 1}, {"x": 1, "y": 1}]),
    ("spot", ["p01", "p02", "p03", {"x": 1, "y": 1}]),
    ("spot", [{"x": 1.5, "y": 1}]),
    ("spot", [{"x": True, "y": 1}]),
    ("spot", [{"x": 2001, "y": 1}]),
    ("spot", [{"x": -1, "y": 1}]),
    ("spot", [{"x": 1, "y": 1, "z": 1}]),
    ("numeric", "十二"),
    ("numeric", "1e3"),
    ("numeric", "12 米"),
    ("numeric", 12),
    ("numeric", "1" * 600),
    ("matching", ["d"]),
    ("matching", ["a", "b", "c", "a"]),
    ("matching", [1]),
    ("cloze", "ab"),
    ("risk", ["a", "a", "a", "a"]),
    ("risk", ["m"]),
    ("branching", ["p04"]),
    ("branching", ["p01", "p01"]),
    ("branching", [None]),
    ("branching", "p01"),
]


@pytest.mark.parametrize(("kind", "value", "kept"), GOOD)
def test_a_fitting_value_is_kept(kind: bank.Kind, value: Any, kept: Any) -> None:
    assert bank.check_value(kind, 3, value) == kept


@pytest.mark.parametrize(("kind", "value"), BAD)
def test_anything_else_is_refused(kind: bank.Kind, value: Any) -> None:
    with pytest.raises(bank.BadValue):
        bank.check_value(kind, 3, value)


def test_the_longest_answer_to_a_scene_is_short() -> None:
    marks = [{"x": 2000 - n, "y": 2000} for n in range(bank.MOST_PLACES)]
    assert len(json.dumps(bank.check_value("spot", bank.MOST_PLACES, marks))) < 2048


def test_a_clipped_emoji_costs_only_itself() -> None:
    assert bank.check_value("case", 0, "先报警\ud83d 再疏散\0") == "先报警\ufffd 再疏散"
    assert bank.check_value("case", 0, "\U0001f600") == "\U0001f600"


@given(st.sampled_from(bank.KINDS), st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_a_kept_value_is_kept_again_and_fits_any_database(kind: bank.Kind, value: Any) -> None:
    try:
        kept = bank.check_value(kind, 3, value)
    except bank.BadValue:
        return
    assert bank.check_value(kind, 3, kept) == kept
    assert "\0" not in str(kept).encode().decode()


def test_a_prompt_that_is_a_sentence_is_followed_by_a_dash_not_by_a_colon() -> None:
    spec = {"kind": "matching", "options": [{"id": "a", "text": "知情权"}], "prompts": ["这桶东西有毒吗？", "木箱"]}
    assert bank.answer_lines(spec, ["a", None]) == ["这桶东西有毒吗？——知情权", "木箱：（未选）"]
