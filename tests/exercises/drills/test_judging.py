"""Conditions are judged on every branch before anybody plays, and one that slips through stops no drill."""

from __future__ import annotations

import logging

import pytest

from anpei.exercises.scenarios import CompiledScenario, condition_types, conditions
from anpei.exercises.scenarios.condition_types import FactType

FACTS = {
    "alarm": FactType("switch"),
    "fire": FactType("number", 0, 4),
    "lost": FactType("number"),
    "wind": FactType("words", words=frozenset({"east", "west"})),
    "d04": FactType("words", words=frozenset({"", "timeout", "alarm", "water"})),
}
WRONG = {
    'alarm and fire >= "2"': "不同种类",
    "alarm or not (fire == alarm)": "不同种类",
    "1 < fire < d04": "不同种类",
    "(alarm and fire) >= 2": "不同种类",
    'd04 == "alram"': "alram",
    '"north" != wind': "只会是 east、west",
    'd04 < "b"': "不分大小",
    "alarm >= True": "不分大小",
    "alarm + 1 > 0": "只有数能加减",
    "fire == None": "数、文字",
    "fyre >= 2": "fyre",
    "fire >=": "写法有误",
    "fire * 2 > 3": "只能比较",
    "exit(3)": "只能比较",
    "not " * 200 + "alarm": "太长",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_would_fail_on_some_branch_is_told(text: str) -> None:
    assert WRONG[text] in condition_types.problem(text, FACTS)


@pytest.mark.parametrize(
    "text",
    [
        "alarm and fire >= 2",
        'd04 != "" and d04 != "timeout"',
        "fire + 1 - lost < 3",
        "not d04",
        "1 <= fire < 3",
        "d04 == wind",
    ],
)
def test_what_can_always_be_answered_is_accepted(text: str) -> None:
    assert condition_types.problem(text, FACTS) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fire >= 9", "永远不成立"),
        ("fire >= 0", "总是成立"),
        ("5 == fire", "永远不成立"),
        ("lost < 0", "永远不成立"),
        ("fire >= 1", ""),
        ("3 > fire", ""),
        ("fire == 2", ""),
        ("lost > 20", ""),
        ("fire < lost", ""),
    ],
)
def test_a_comparison_that_never_changes_is_a_doubt(text: str, told: str) -> None:
    found = list(condition_types.doubts(text, FACTS))
    assert bool(found) == bool(told)
    assert all(told in words for words in found)


def test_a_condition_that_fails_all_the_same_is_false_and_told_once(
    script: CompiledScenario, caplog: pytest.LogCaptureFixture
) -> None:
    """A run keeps the scenario it began with, so a condition of an older day must not take its screens down."""
    layer = script.scenario.map[0].model_copy(update={"when": 'alarm and fire >= "2"'})
    old = CompiledScenario(
        "old", script.scenario.model_copy(update={"map": (layer, script.scenario.map[1])}), script.plan
    )
    facts = {**script.starting_facts, "alarm": True, "fire": 2}
    conditions._tell.cache_clear()
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert old.layers(facts) == [script.scenario.map[1].layer]
    assert [record.name for record in caplog.records] == ["anpei.exercises.scenarios.conditions"]
    assert not conditions.holds("gone == 1", facts)
    assert not conditions.holds("fire >=", facts)
