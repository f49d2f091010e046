"""Every rule has one broken example, which breaks that rule and no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from anpei import bank

BROKEN = Path(__file__).parent.parent / "broken_shelves/bank"
NAMES = [bank.rule_name(rule) for rule in bank.RULES] + list(bank.SHAPE_RULES)
Load = Callable[[str], bank.Bank]


@pytest.mark.parametrize("rule", NAMES)
def test_each_rule_finds_its_broken_example(rule: str, load_bank: Load) -> None:
    text = (BROKEN / f"{rule}.yaml").read_text(encoding="utf-8")
    loaded = load_bank(text)
    found = bank.check(loaded) if rule == "near-duplicate" else [*loaded.findings, *bank.check_balance(loaded)]
    assert {finding.rule for finding in found} == {rule}


def test_no_broken_example_is_left_over() -> None:
    assert {path.stem for path in BROKEN.glob("*.yaml")} == {*NAMES, "many-faults"}


def test_a_file_with_many_faults_gives_as_many_findings(load_bank: Load) -> None:
    loaded = load_bank((BROKEN / "many-faults.yaml").read_text(encoding="utf-8"))
    assert len({finding.rule for finding in loaded.findings}) == 27
    assert loaded.items == {}


def test_a_finding_names_file_line_and_item(load_bank: Load) -> None:
    (finding,) = load_bank((BROKEN / "option-repeated.yaml").read_text(encoding="utf-8")).findings
    assert Path(finding.path).name == "fire.yaml"
    assert finding.line == 9
    assert finding.message == "fire-001：第 3 个选项与前面的重复。"


def test_hints_leave_the_item_usable(load_bank: Load) -> None:
    loaded = load_bank((BROKEN / "option-giveaway.yaml").read_text(encoding="utf-8"))
    assert [finding.level for finding in loaded.findings] == ["warning"]
    assert list(loaded.items) == ["fire-001"]


@pytest.mark.parametrize("text", ["", "- 1", "topic: fire", "topic: fire\nitems: 3", "topic: [\n", "a: 1\na: 2"])
def test_a_file_of_another_shape_is_a_finding(text: str, load_bank: Load) -> None:
    loaded = load_bank(text)
    assert loaded.findings
    assert loaded.items == {}


@pytest.mark.parametrize("row", ["- 3", "- null", "- [a]", "- {}"])
def test_an_item_of_another_shape_is_a_finding(row: str, load_bank: Load) -> None:
    loaded = load_bank(f"topic: fire\nitems:\n  {row}\n")
    assert loaded.findings
    assert loaded.items == {}


def test_an_unquoted_comma_is_not_lost_silently(load_bank: Load) -> None:
    text = (BROKEN / "option-giveaway.yaml").read_text(encoding="utf-8")
    found = load_bank(text.replace("以上都不对", "先断电, 再灭火")).findings
    assert [finding.rule for finding in found] == ["unknown-key"]
