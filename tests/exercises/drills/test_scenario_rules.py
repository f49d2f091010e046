"""A scenario file with a fault gives a finding with its line and the rule's name; here is one fault for each rule."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from anpei import laws, scaffold
from anpei.content import Shelves, bundled
from anpei.exercises import scenarios, validation
from anpei.exercises.scenarios.model import Node
from anpei.findings import Finding

SHIPPED = bundled() / "drills" / "workshop-fire"


def found_in(tmp_path: Path, registry: laws.Registry, old: str, new: str, file: str = "scenario.yaml") -> list[Finding]:
    """The findings after one change to the shipped scenario."""
    folder = tmp_path / "drills" / "broken"
    shutil.copytree(SHIPPED, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return validation.check(Shelves([tmp_path]), registry)


def test_the_shipped_scenario_is_clean(shelves: Shelves, registry: laws.Registry) -> None:
    assert validation.check(shelves, registry) == []


FAULTS = [
    ("extra-forbidden", "  seconds: 30\n", "  seconds: 30\n    secnods: 30\n"),
    ("missing", "minutes: 20\n", ""),
    ("duplicate-id", "  - id: d02\n", "  - id: d01\n"),
    ("duplicate-id", "  - id: guide\n", "  - id: command\n"),
    ("duplicate-id", "      - {id: care_2,", "      - {id: care_1,"),
    ("unknown-name", "after: d01\n    delay: 4", "after: d99\n    delay: 4"),
    ("unknown-name", "to: [command, comms]", "to: [command, pilot]"),
    ("condition", 'when: d01 == "alarm"', "when: d01 == alram"),
    ("condition", "when: fire >= 3}", "when: exit(3)}"),
    ("condition", "when: alarm}", 'when: alarm >= "x"}'),
    ("condition", "when: alarm}", 'when: alarm and fire >= "2"}'),
    ("condition", 'when: d01 == "alarm"\n', 'when: d01 == "alram"\n'),
    ("condition", "roll_call: alarm", "roll_call: alram"),
    ("alarm-at-once", "roll_call: alarm", "roll_call: not alarm"),
    ("alarm-never", "roll_call: alarm", "roll_call: fire >= 4"),
    ("effect", "set: {power_off: true}", "set: {power_off: 3}"),
    ("effect", "add: {inside: -12}", "add: {alarm: -12}"),
    ("one-best", "        best: true\n", ""),
    ("no-trigger", "    after: i_out\n", ""),
    ("two-triggers", "    at: 0\n", "    at: 0\n    after: d01\n"),
    ("idle-role", "phases:\n", "  - id: nurse\n    title: 护士\n    duty: 看护\n\nphases:\n"),
    ("evaluation", "nodes: [d11, d17]", "nodes: [d11]"),
    ("weights", "weight: 25", "weight: 30"),
    ("unsourced", "    cites: [shigu-baogao#9, anquan#83.2, anquan#110, xingfa#139-1]\n", ""),
    ("citation", "xiaofang#44.1", "xiaofang#440"),
    ("citation", "xiaofang#44.1", "消防法44"),
    ("too-late", "    at: 0\n", "    at: 1200\n"),
    ("too-late", "    after: i_start\n    delay: 6\n", "    at: 1180\n"),
    ("option-repeated", "text: 先打电话请示班长，他同意了再报警", "text: 先拍一段视频，发到班组群里让大家看"),
    ("swallowed", "title: 车间火灾疏散\n", "title: 车间火灾疏散 #3线\n"),
    ("too-short", "    seconds: 30\n", "    seconds: 27\n"),
    ("too-short", "    seconds: 35\n", "    seconds: 30\n"),
    ("not-told", "to: [command, guide]\n    channel: phone", "to: [command]\n    channel: phone"),
    ("role-unasked", "    role: medic\n", "    role: guide\n"),
    ("plan-missing", "plan: plan.svg", "plan: map.svg"),
    ("plan-layer", "layer: truck", "layer: tank"),
    ("unreachable", 'when: d01 == "alarm"\n', "when: alarm and not alarm\n"),
    ("dead-end", "    after: d10\n", '    after: d10\n    when: d10 == "stop"\n'),
    ("too-long", "minutes: 20", "minutes: 5"),
]


@pytest.mark.parametrize(("rule", "old", "new"), FAULTS, ids=[f"{i}-{f[0]}" for i, f in enumerate(FAULTS)])
def test_each_fault_is_found_by_name(tmp_path: Path, registry: laws.Registry, rule: str, old: str, new: str) -> None:
    found = found_in(tmp_path, registry, old, new)
    assert rule in {finding.rule for finding in found}
    assert all(finding.line > 0 and finding.path.endswith("scenario.yaml") for finding in found)


def test_a_comment_of_the_author_is_no_swallowed_text(tmp_path: Path, registry: laws.Registry) -> None:
    assert found_in(tmp_path, registry, "minutes: 20\n", "minutes: 20  # 够用\n") == []


def test_an_objective_that_only_mistakes_put_to_the_test_is_told(tmp_path: Path, registry: laws.Registry) -> None:
    found_in(tmp_path, registry, "nodes: [d03]", "nodes: [d03, d08]")
    file = tmp_path / "drills/broken/scenario.yaml"
    text = file.read_text(encoding="utf-8").replace("nodes: [d08]", "nodes: [d16]")
    text = "\n".join(line for line in text.splitlines() if "id: care_2" not in line)
    file.write_text(text, encoding="utf-8")
    assert {f.rule for f in validation.check(Shelves([tmp_path]), registry)} == {"objective-unasked"}


def test_what_a_director_can_send_is_walked_too(tmp_path: Path, registry: laws.Registry) -> None:
    """The question after the director's news never comes when its condition never holds."""
    found = found_in(tmp_path, registry, "    after: i_driver\n", "    after: i_driver\n    when: fire > 9\n")
    assert {finding.rule for finding in found} == {"unreachable", "condition-fixed"}


def test_numbers_beyond_their_bounds_are_told(tmp_path: Path, registry: laws.Registry) -> None:
    found_in(tmp_path, registry, "fire: {start: 1,", "fire: {start: 7,")
    file = tmp_path / "drills/broken/scenario.yaml"
    text = file.read_text(encoding="utf-8").replace("set: {power_off: true}", "set: {power_off: true, fire: 44}", 1)
    file.write_text(text, encoding="utf-8")
    told = {(f.rule, f.level) for f in validation.check(Shelves([tmp_path]), registry)}
    assert told >= {("start-range", "warning"), ("effect-range", "warning")}


def test_a_drill_of_two_questions_is_told_to_be_thin(tmp_path: Path, registry: laws.Registry) -> None:
    scaffold.drill(tmp_path, Shelves([tmp_path]), "small")
    assert [(f.rule, f.level) for f in validation.check(Shelves([tmp_path]), registry)] == [("too-thin", "warning")]


def test_an_unquoted_comma_is_not_swallowed(tmp_path: Path, registry: laws.Registry) -> None:
    """In flow style `text: 先断电, 再扑` would silently lose its second half."""
    found = found_in(tmp_path, registry, "text: 电气火先断电, ".replace(", ", ""), "text: 电气火先断电, 再扑")
    assert [finding.rule for finding in found] == ["extra-forbidden"]


@pytest.mark.parametrize("drawn", ["<script>1</script>", '<g onclick="x()"/>', '<image href="http://x"/>'])
def test_a_plan_holds_no_program(tmp_path: Path, registry: laws.Registry, drawn: str) -> None:
    found = found_in(tmp_path, registry, "</svg>", f"{drawn}</svg>", "plan.svg")
    assert [finding.rule for finding in found] == ["plan-active"]


def rules_after(
    script: scenarios.CompiledScenario, registry: laws.Registry, change: Callable[[Node], Node]
) -> set[str]:
    """The rules broken once every decision of the shipped scenario is changed."""
    nodes = tuple(change(node) for node in script.scenario.nodes)
    changed = scenarios.CompiledScenario("changed", script.scenario.model_copy(update={"nodes": nodes}), script.plan)
    _, document, _ = scenarios.read_scenario(SHIPPED / "scenario.yaml")
    assert document is not None
    return {finding.rule for finding in validation.check_script(changed, document, registry)}


def test_best_answers_all_in_one_place_are_found(registry: laws.Registry, script: scenarios.CompiledScenario) -> None:
    def first(node: Node) -> Node:
        return node.model_copy(update={"options": (node.best, *(o for o in node.options if o is not node.best))})

    assert "best-place" in rules_after(script, registry, first)


@pytest.mark.parametrize("longer", [0, 1], ids=["always the longest", "always one of the two longest"])
def test_best_answers_told_by_their_length_are_found(
    registry: laws.Registry, script: scenarios.CompiledScenario, longer: int
) -> None:
    def telling(node: Node) -> Node:
        others = [option for option in node.options if option is not node.best]
        lengths = {other.id: 12 if place < longer else 5 - place for place, other in enumerate(others)}
        cut = tuple(o.model_copy(update={"text": "字" * lengths.get(o.id, 10)}) for o in node.options)
        return node.model_copy(update={"options": cut})

    assert "best-longest" in rules_after(script, registry, telling)


def test_all_ways_are_walked(script: scenarios.CompiledScenario) -> None:
    walk = validation.Explorer(script).run()
    assert walk.complete
    assert not walk.dead_ends
    assert walk.best < sum(node.best.score for node in script.nodes.values()), "no run can meet every question"
