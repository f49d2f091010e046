"""What somebody earns who knows nothing, by the strategies that are played, and what the bundled banks give away."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from anpei import bank, grading
from anpei.bank.guessing import ENOUGH, chance
from anpei.cli.content import app
from anpei.cli.guessing import tables, told
from anpei.content import Shelves, bundled

Load = Callable[[str], bank.Bank]
HEAD = "topic: fire\nitems:\n"
TAIL = '    explanation: 任何人发现火灾都应当立即报警。\n    cites: ["xiaofang#44"]\n'


def item(number: int, kind: str, rows: str) -> str:
    return f"  - id: fire-{number:03d}\n    kind: {kind}\n    stem: 第 {number} 问，怎么做？\n{rows}{TAIL}"


def options(*texts: str, right: int = 1) -> str:
    """Options of which the first ones are right."""
    rows = [f"      - {{text: {text}, right: {str(n < right).lower()}}}\n" for n, text in enumerate(texts)]
    return "    options:\n" + "".join(rows)


def earned(loaded: bank.Bank, strategy: str, topic: str = "fire") -> bank.GuessResult:
    (found,) = [one for one in bank.play_guesses(loaded) if one.strategy == strategy and one.topic == topic]
    return found


def test_a_right_option_that_is_always_shortest_is_found_by_its_length(load_bank: Load) -> None:
    texts = [item(n, "single", options("甲", "乙乙", "丙丙丙", "丁丁丁丁")) for n in range(ENOUGH)]
    loaded = load_bank(HEAD + "".join(texts))
    shortest, second, longest = (earned(loaded, name) for name in ("最短", "第二短", "最长"))
    assert (shortest.earned, second.earned, longest.earned) == (1, 0, 0)
    assert (shortest.chance, shortest.beats_chance, longest.beats_chance) == (0.25, True, False)


def test_among_equals_a_strategy_takes_one_by_lot(load_bank: Load) -> None:
    loaded = load_bank(HEAD + item(1, "single", options("甲甲", "乙乙", "丙丙丙", "丁丁丁")))
    assert earned(loaded, "最短").earned == 0.5
    assert earned(loaded, "第二短").earned == 0.5
    assert earned(loaded, "最长").earned == 0


@pytest.mark.parametrize(("right", "all_ticked", "by_lot"), [(2, 0, 0.15), (3, 1 / 3, 0.3), (4, 0.75, 0.45)])
def test_ticking_everything_pays_where_most_options_are_right(
    right: int, all_ticked: float, by_lot: float, load_bank: Load
) -> None:
    """Marks are net correct, as in an exam; chance ticks three of five."""
    loaded = load_bank(HEAD + item(1, "multiple", options("甲", "乙", "丙", "丁", "戊", right=right)))
    assert earned(loaded, "全选").earned == pytest.approx(all_ticked)
    assert chance(loaded.items["fire-001"]) == pytest.approx(by_lot)


def test_six_sentences_among_many_questions_count_as_six(load_bank: Load) -> None:
    sentences = [item(n, "truefalse", "    answer: false\n") for n in range(6)]
    choices = [item(n, "single", options("甲", "乙", "丙", "丁")) for n in range(10, 28)]
    result = earned(load_bank(HEAD + "".join(sentences + choices)), "全选错")
    assert (result.decided, result.items) == (6, 24)
    assert result.gain == pytest.approx(6 * 0.5 / 24)


def test_a_few_items_are_no_measure_and_drafts_are_none(load_bank: Load) -> None:
    texts = [item(n, "single", options("甲", "乙乙", "丙丙丙", "丁丁丁丁")) for n in range(7)]
    draft = item(8, "single", options("甲", "乙乙", "丙丙丙", "丁丁丁丁") + "    state: draft\n")
    result = earned(load_bank(HEAD + "".join([*texts, draft])), "最短")
    assert (result.items, result.earned, result.beats_chance) == (7, 1, False)


def test_a_lean_is_told_with_the_bank_the_use_and_what_earns_it(load_bank: Load) -> None:
    texts = [item(n, "single", options("甲", "乙乙", "丙丙丙", "丁丁丁丁")) for n in range(ENOUGH)]
    found = bank.check_balance(load_bank(HEAD + "".join(texts)))
    told = [finding.message for finding in found if finding.path.endswith("fire.yaml")]
    assert "“消防与逃生”的考试单选题 15 道，不懂也能猜：“最短”100%" in told[0]
    assert "蒙只有 25%" in told[0]


def test_no_bundled_bank_is_beaten_by_guessing() -> None:
    loaded = bank.load(Shelves([bundled()]))
    results = bank.play_guesses(loaded)
    assert [result for result in results if result.beats_chance] == []
    assert bank.check_balance(loaded) == []
    first, *others = tables(results, loaded.topics)
    assert [table.splitlines()[0] for table in (first, *others)] == ["### 单选", "### 多选", "### 判断"]
    assert "| 急救 | 考试 | 25 | 25% |" in first


def test_the_command_tells_every_strategy_to_programs(load_bank: Load) -> None:
    texts = [item(n, "single", options("甲", "乙乙", "丙丙丙", "丁丁丁丁")) for n in range(ENOUGH)]
    rows = told(bank.play_guesses(load_bank(HEAD + "".join(texts))))
    beaten = [row["strategy"] for row in rows if row["topic"] == "fire" and row["beats_chance"]]
    assert "最短" in beaten
    shown = CliRunner().invoke(app, ["check", "--bundled", "--guessing", "--json"]).stdout
    assert {"first-aid", ""} <= {row["topic"] for row in json.loads(shown)}


def test_the_length_of_a_way_tells_nothing_in_bundled_cases() -> None:
    """Taking the longest way, or the shortest, finds the best about as often as taking any."""
    cases = [version for version in bank.load(Shelves([bundled()])).items.values() if version.public.nodes]
    steps = [
        [(len(version.public.choices[index]), version.secret.worth[index]) for index in node.options]
        for version in cases
        for node in version.public.nodes
    ]
    by_lot = sum(1 / len(ways) for ways in steps)
    for extreme in (max, min):
        found = sum(extreme(ways)[1] == max(worth for _, worth in ways) for ways in steps)
        assert found < by_lot + len(steps) * 0.1, extreme


def test_no_level_of_a_risk_is_always_a_good_guess() -> None:
    """Judging every factor alike, or always in the middle, earns less than half."""
    risks = [version for version in bank.load(Shelves([bundled()])).items.values() if version.public.scales]
    assert len(risks) >= 8
    for letter in "abcdef":
        marks = [grading.score(risk, (), [letter] * len(risk.public.scales)) for risk in risks]
        assert sum(mark.points / mark.max for mark in marks) < len(risks) / 2, letter
