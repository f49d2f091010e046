"""A small shelf of laws, questions and papers, as a person would write it, for the tests of the quiz rooms."""

from __future__ import annotations

from pathlib import Path

from anpei import bank, papers
from anpei.content import Shelves

LAWS = """
laws:
  - {id: xiaofang, name: 消防法, short: 消防法, kind: 法律, versions: [{id: "2021"}], articles: 74, certainty: 核,
     checked: {where: 官方文本, on: 2026-01-01}, gists: {"44": 发现火灾要立即报警。, "5": 人人都要维护消防安全。}}
"""
ENDING = """    explanation: 人命第一。
    cites: ["xiaofang#44"]
"""
SPECIAL = {
    "multiple": "    options: [{text: 甲, right: true}, {text: 乙, right: true}, {text: 丙}, {text: 丁}]\n",
    "truefalse": "    answer: true\n",
    "order": "    steps: [提, 拔, 握, 压]\n",
    "short": '    accept: ["119", 一一九]\n',
    "case": "    rubric: [{criterion: 报警, points: 4}, {criterion: 疏散, points: 6}]\n    model_answer: 先报警。\n",
}


def single(number: int, extra: str = "") -> str:
    """A single-choice question whose right option says so."""
    return (
        f"  - id: fire-{number:03d}\n    kind: single\n    stem: 第 {number} 题怎么做？\n"
        f"    options: [{{text: 对, right: true}}, {{text: 错一}}, {{text: 错二}}, {{text: 错三}}]\n{ENDING}{extra}"
    )


def special(kind: str, extra: str = "") -> str:
    return f"  - id: fire-{kind}\n    kind: {kind}\n    stem: 一道 {kind} 题，怎么答？\n{SPECIAL[kind]}{ENDING}{extra}"


BANK = "topic: fire\nitems:\n" + "".join(
    [*(single(n) for n in range(1, 9)), *map(special, SPECIAL), single(99, "    use: practice\n")]
)
PAPER = """
title: 消防小测
minutes: 30
attempts: 2
cool_down_hours: 24
pass_mark: 60
review: {when: after_publish, show: [marks, key, explanation]}
slots:
  - {pool: {topics: [fire], kinds: single}, count: 4, points: 5}
  - {item: fire-multiple, points: 4}
  - {item: fire-truefalse, points: 2}
  - {item: fire-order, points: 3}
  - {item: fire-short, points: 1}
  - {item: fire-case}
"""


def write(root: Path, paper: str = PAPER, questions: str = BANK) -> Shelves:
    """Lay the shelf down under ``root``; the paper's slug is ``quiz``."""
    for name, text in {
        "laws/registry.yaml": LAWS,
        "quizzes/topics.yaml": "fire: {title: 消防与逃生}\n",
        "quizzes/bank/fire.yaml": questions,
        "quizzes/papers/quiz.yaml": paper,
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Shelves([root])


def load(root: Path, paper: str = PAPER, questions: str = BANK) -> tuple[papers.Papers, bank.Bank]:
    shelves = write(root, paper, questions)
    items = bank.load(shelves)
    assert items.findings == []
    return papers.load(shelves, items), items
