"""A question's public half tells nothing of its key, and a change of wording is another version."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from anpei import bank

BANK = """
topic: fire
items:
  - id: fire-001
    kind: multiple
    stem: 灭火器怎么用？
    options:
      - {text: 站上风处, right: true, feedback: 火不会扑向你。}
      - {text: 对准火焰根部, right: true}
      - {text: 对准火焰上方, feedback: 灭不掉火源。}
    points: 2
    explanation: 对准根部才能扑灭。
    cites: ["xiaofang#44"]
    seed: [33]
  - id: fire-002
    kind: order
    stem: 请排序。
    steps: [提起灭火器, 拔掉保险销, 对准火焰根部, 压下压把]
    explanation: 先拔销，后压把。
    basis: guidance
    source: 使用说明
  - id: fire-003
    kind: short
    use: practice
    stem: 火警电话是多少？
    accept: ["119"]
    numeric: {value: 119, unit: 号}
    explanation: 全国统一。
    cites: ["xiaofang#44"]
    media: {src: media/exit.svg, alt: 电话}
  - id: fire-004
    kind: case
    stem: 车间起火，你怎么办？
    rubric: [{criterion: 报警, points: 4}, {criterion: 疏散, points: 6}]
    model_answer: 先报警，再疏散。
    explanation: 人命第一。
    cites: ["xiaofang#44"]
"""
Load = Callable[[str], bank.Bank]


@pytest.fixture
def items(load_bank: Load) -> dict[str, bank.ItemVersion]:
    loaded = load_bank(BANK)
    assert loaded.findings == []
    return loaded.items


def test_the_public_half_holds_nothing_secret(items: dict[str, bank.ItemVersion]) -> None:
    for version in items.values():
        public = json.dumps(version.public.model_dump(), ensure_ascii=False)
        assert version.secret.explanation not in public
        assert not set(bank.SecretItem.model_fields) & set(bank.PublicItem.model_fields)


def test_indices_point_at_the_right_texts(items: dict[str, bank.ItemVersion]) -> None:
    choices, secret = items["fire-001"].public.choices, items["fire-001"].secret
    assert {choices[n] for n in secret.right} == {"站上风处", "对准火焰根部"}
    assert dict(zip(choices, secret.feedback, strict=True))["对准火焰上方"] == "灭不掉火源。"
    steps, sequence = items["fire-002"].public.choices, items["fire-002"].secret.sequence
    assert [steps[n] for n in sequence] == ["提起灭火器", "拔掉保险销", "对准火焰根部", "压下压把"]


def test_the_public_order_does_not_depend_on_the_key(load_bank: Load) -> None:
    swapped = BANK.replace("[提起灭火器, 拔掉保险销,", "[拔掉保险销, 提起灭火器,")
    one, other = load_bank(BANK).items["fire-002"], load_bank(swapped).items["fire-002"]
    assert one.public == other.public
    assert one.sha != other.sha


def test_a_spec_letters_the_options_as_displayed(items: dict[str, bank.ItemVersion]) -> None:
    public = items["fire-001"].public
    spec = public.spec((2, 0, 1), 2.0)
    assert spec == {
        "kind": "multiple",
        "stem": "灭火器怎么用？",
        "points": 2,
        "options": [{"id": letter, "text": public.choices[n]} for letter, n in zip("abc", (2, 0, 1), strict=True)],
    }


def test_a_spec_carries_unit_and_media(items: dict[str, bank.ItemVersion]) -> None:
    spec = items["fire-003"].public.spec((), 0.5)
    assert spec["unit"] == "号"
    assert spec["media"] == {"src": "media/exit.svg", "alt": "电话"}
    assert spec["points"] == 0.5


def test_a_case_is_worth_its_rubric(items: dict[str, bank.ItemVersion]) -> None:
    assert items["fire-004"].points == 10


def test_a_version_survives_json_with_its_sha(items: dict[str, bank.ItemVersion]) -> None:
    for version in items.values():
        again = bank.ItemVersion.model_validate(json.loads(json.dumps(version.model_dump(mode="json"))))
        assert (again, again.sha) == (version, version.sha)


def test_a_changed_stem_is_another_version(load_bank: Load) -> None:
    before = load_bank(BANK).items
    after = load_bank(BANK.replace("灭火器怎么用", "灭火器该怎么用")).items
    assert before["fire-001"].sha != after["fire-001"].sha
    assert before["fire-002"].sha == after["fire-002"].sha


def test_items_that_were_there_before_a_kind_was_added_keep_their_hash() -> None:
    """Attempts and published objects are held by it, and their content says nothing of what came later."""
    public = bank.PublicItem(kind="single", stem="先做什么？", choices=("报警", "拍照"))
    secret = bank.SecretItem(right=(0,), feedback=("对。", "不急。"), explanation="先报警。", cites=("xiaofang#44",))
    version = bank.ItemVersion(
        item_id="fire-001", topic="fire", use="exam", difficulty="easy", points=1, public=public, secret=secret
    )
    assert version.sha == "cdfa0a1f50fdbcc2a69f372ff47aef7c0b90d80c1539bfd87a70b5b4aa3cda23"
    assert bank.ItemVersion.model_validate(version.model_dump(mode="json")) == version


PARTS = """
topic: fire
items:
  - id: fire-001
    kind: cloze
    stem: 先[[报警]]，再[[疏散]]。
    extra: [拍照]
    explanation: 先报警。
    cites: ["xiaofang#44"]
  - id: fire-002
    kind: matching
    stem: 连起来。
    pairs: [{left: 木箱, right: 甲}, {left: 汽油, right: 乙}, {left: 纸箱, right: 甲}]
    extra: [丙]
    explanation: 先认火。
    cites: ["xiaofang#44"]
  - id: fire-003
    kind: risk
    stem: 判一判。
    risk: {method: matrix, levels: {l: 4, s: 2}, why: {l: 护栏没有了。, s: 擦破皮。}}
    explanation: 八分。
    cites: ["xiaofang#44"]
  - id: fire-004
    kind: branching
    stem: 着火了。
    nodes:
      - id: first
        text: 先做什么？
        options:
          - {text: 报警, points: 2, to: then, feedback: 对。}
          - {text: 拍照, feedback: 不急。}
      - id: then
        text: 然后呢？
        options:
          - {text: 疏散, points: 1.5, feedback: 好。}
          - {text: 回去, feedback: 不行。}
    explanation: 先报警。
    cites: ["xiaofang#44"]
  - id: fire-005
    kind: numeric
    stem: 多少？
    numeric: {value: 200, percent: 5, unit: 米}
    explanation: 量一量。
    cites: ["xiaofang#44"]
"""


def test_what_is_answered_in_parts_has_its_halves(load_bank: Callable[[str], bank.Bank]) -> None:
    items = load_bank(PARTS).items
    cloze, matching = items["fire-001"], items["fire-002"]
    assert cloze.public.stem == "先【1】，再【2】。"
    assert cloze.public.prompts == ("第 1 空", "第 2 空")
    assert [cloze.public.choices[index] for index in cloze.secret.pairs] == ["报警", "疏散"]
    assert [matching.public.choices[index] for index in matching.secret.pairs] == ["甲", "乙", "甲"]
    assert sorted(matching.public.choices) == ["丙", "乙", "甲"]
    assert items["fire-003"].secret.levels == (3, 1)
    assert items["fire-003"].secret.feedback == ("护栏没有了。", "擦破皮。")
    assert items["fire-005"].secret.numeric == bank.Numeric(value=200, tolerance=10)
    case = items["fire-004"]
    first, then = case.public.nodes
    assert [case.public.choices[index] for index in first.options] == ["报警", "拍照"]
    assert (first.leads, then.leads) == ((1, None), (None, None))
    worth = dict(zip(case.public.choices, case.secret.worth, strict=True))
    assert worth == {"报警": 2, "拍照": 0, "疏散": 1.5, "回去": 0}


@pytest.mark.parametrize(
    ("value", "typed"), [("1e15", False), ("1e-7", False), ("-0.5", True), ("999999999999999", True)]
)
def test_a_number_is_one_that_can_be_typed(load_bank: Callable[[str], bank.Bank], value: str, typed: bool) -> None:
    loaded = load_bank(PARTS.replace("value: 200", f"value: {value}"))
    assert ("fire-005" in loaded.items) == typed
    assert [found.rule for found in loaded.findings if found.level == "error"] == ([] if typed else ["number-missing"])


def test_a_way_stands_once_in_its_step(load_bank: Callable[[str], bank.Bank]) -> None:
    loaded = load_bank(PARTS.replace("text: 拍照", "text: 报警"))
    assert [(found.rule, "重复" in found.message) for found in loaded.findings if found.level == "error"] == [
        ("node-incomplete", True)
    ]


def test_nothing_public_tells_the_key_of_parts(load_bank: Callable[[str], bank.Bank]) -> None:
    for version in load_bank(PARTS).items.values():
        told = version.public.spec(bank.practice_order(version), version.points)
        assert not {"pairs", "worth", "feedback", "right", "why"} & set(json.dumps(told).split('"'))
        assert "护栏没有了" not in json.dumps(told, ensure_ascii=False)
