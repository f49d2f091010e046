"""A shelf whose law changes: the fire law is rewritten from 2027 on, a standard has lapsed without one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from anpei import citing, laws
from anpei.content import Shelves
from tests.helpers import quiz_shelf

REGISTRY = """
laws:
  - id: xiaofang
    name: 中华人民共和国消防法
    short: 消防法
    kind: 法律
    versions:
      - {id: "2021", from: 2021-04-29, until: 2027-01-01}
      - {id: "2027", passed: 2026-12-01, from: 2027-01-01}
    articles: 74
    certainty: 核
    checked: {where: 官方文本, on: 2026-11-23}
    gists: {"44": 发现火灾，谁都要马上报警。, "44.2": 工作人员要立刻带人疏散。, "70": 罚款的决定由消防救援机构作出。}
  - id: jiubiaozhun
    name: 一项废止了的标准
    short: 旧标准
    kind: 国家标准
    versions: [{id: "1986", until: 2026-07-01}]
    certainty: 转
    gists: {"1": 旧的第一条。}
"""
BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)


def write(root: Path) -> Shelves:
    """The quiz shelf over the changing law; ``fire-008`` cites another article, ``fire-007`` only advice."""
    questions = quiz_shelf.BANK
    questions = _swap(questions, "fire-008", 'cites: ["xiaofang#44"]', 'cites: ["xiaofang#70"]')
    questions = _swap(questions, "fire-007", 'cites: ["xiaofang#44"]', "basis: guidance\n    source: 通行做法")
    shelves = quiz_shelf.write(root, questions=questions)
    (root / "laws/registry.yaml").write_text(REGISTRY, encoding="utf-8")
    return shelves


def _swap(text: str, item: str, old: str, new: str) -> str:
    before, _, after = text.partition(f"id: {item}\n")
    return f"{before}id: {item}\n{after.replace(old, new, 1)}"


def read(root: Path) -> tuple[citing.Library, list[laws.Mention]]:
    """The shelf and what it says itself; the simulations say the same on every shelf."""
    library = citing.read_library(write(root))
    return library, [mention for mention in citing.mentions(library) if mention.kind != "widget"]
