"""A citation resolves to a card, or it says why it can't."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from anpei import laws
from anpei.content import Shelves

REGISTRY = """
laws:
  - id: xiaofang
    name: 中华人民共和国消防法
    short: 消防法
    kind: 法律
    versions:
      - {id: "2019", from: 2019-04-23, until: 2021-04-29}
      - {id: "2021", from: 2021-04-29}
    articles: 74
    certainty: 核
    checked: {where: 官方文本, on: 2026-11-23}
    gists:
      "44": 发现火灾，谁都要马上报警。
      "44.2": 场所里的工作人员要立刻带人疏散。
  - id: biaozhun
    name: 一项没有取得文本的标准
    short: 某标准
    kind: 国家标准
    versions: [{id: "2025", from: 2027-01-01}]
    certainty: 转
"""


def registry(tmp_path: Path, text: str = REGISTRY) -> tuple[laws.Registry, list[str]]:
    (tmp_path / "laws").mkdir()
    (tmp_path / "laws/registry.yaml").write_text(text, encoding="utf-8")
    loaded, findings = laws.load(Shelves([tmp_path]))
    return loaded, [f"{finding.line} {finding.rule}" for finding in findings]


def test_a_citation_becomes_a_card(tmp_path: Path) -> None:
    card = registry(tmp_path)[0].resolve("xiaofang#44", date(2026, 1, 1))
    assert card is not None
    assert (card.title, card.status, card.version) == ("《消防法》第44条", "现行", "2021")


def test_a_paragraph_has_its_own_gist_or_its_article_s(tmp_path: Path) -> None:
    book = registry(tmp_path)[0]
    assert "疏散" in book.resolve("xiaofang#44.2", date(2026, 1, 1)).gist  # type: ignore[union-attr]
    assert "报警" in book.resolve("xiaofang#44.1", date(2026, 1, 1)).gist  # type: ignore[union-attr]


def test_an_old_version_is_said_to_be_replaced(tmp_path: Path) -> None:
    card = registry(tmp_path)[0].resolve("xiaofang#44@2019", date(2026, 1, 1))
    assert card is not None and card.status == "已被替代"


def test_a_text_not_yet_in_force_is_said_to_be_so(tmp_path: Path) -> None:
    card = registry(tmp_path)[0].resolve("biaozhun", date(2026, 1, 1))
    assert card is not None and card.status == "尚未施行"


def test_an_unverified_text_is_never_called_in_force(tmp_path: Path) -> None:
    card = registry(tmp_path)[0].resolve("biaozhun", date(2028, 1, 1))
    assert card is not None and card.status == "待核"


@pytest.mark.parametrize(
    "text", ["xiaofang#75", "xiaofang#45", "nosuch#1", "xiaofang#44@1998", "消防法44条", "xiaofang#0"]
)
def test_a_citation_that_cannot_stand_resolves_to_nothing(tmp_path: Path, text: str) -> None:
    assert registry(tmp_path)[0].resolve(text, date(2026, 1, 1)) is None


def test_articles_inserted_later_are_read_and_named() -> None:
    citation = laws.Citation.parse("xingfa#134-1.2")
    assert citation is not None and citation.place == "第134条之一第2款"


def test_a_broken_registry_gives_every_finding_with_its_line(tmp_path: Path) -> None:
    broken = REGISTRY.replace("articles: 74", "articles: 40").replace("kind: 国家标准", "kind: 标准")
    broken = broken.replace("    checked: {where: 官方文本, on: 2026-11-23}\n", "")
    rules = registry(tmp_path, broken)[1]
    assert len(rules) == 4
    assert {rule.split()[1] for rule in rules} == {"unchecked", "article-range", "literal-error"}


BROKEN = Path(__file__).parents[1] / "broken_shelves/laws"
RULES = [laws.rule_name(rule) for rule in laws.RULES] + [rule for rule in laws.FILE_RULES if rule != "missing"]


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_finds_its_broken_register(tmp_path: Path, rule: str) -> None:
    found = registry(tmp_path, (BROKEN / f"{rule}.yaml").read_text(encoding="utf-8"))[1]
    assert {finding.split()[1] for finding in found} == {rule}


def test_no_broken_register_is_left_over() -> None:
    assert {path.stem for path in BROKEN.glob("*.yaml")} == set(RULES)


def test_a_shelf_without_a_register_is_a_finding(tmp_path: Path) -> None:
    assert [finding.rule for finding in laws.load(Shelves([tmp_path]))[1]] == ["missing"]
