"""``seed-coverage.md``: which rows of the seed map our content serves, from the ``seed`` tags of what serves them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field

from anpei import bank, citing
from anpei.content import Shelves, bundled
from anpei.errors import ContentError
from anpei.plainfiles import Plain, parse, read_yaml

__all__ = ["Row", "guard", "page", "rows", "served", "served_rows"]

PLANS = {"课": "课程与题库", "练": "演练", "具": "工具与看板", "管": "管理层阅读", "不": "不做"}
HEAD = """# 选题表覆盖情况

由 `python -m anpei.reference` 按各处的 `seed:` 标记生成；请改标记，不要改这一页。选题见 `laws/seed.yaml`。
已经有内容的行不会悄悄丢掉：标记没了，测试会失败，这一页也不肯重写。
"""
SERVED = re.compile(r"^\| (\d+) \| .* \| 已有 \|", re.MULTILINE)


class Row(Plain):
    """One subject of the seed map, in our own words, and what is meant to serve it."""

    row: int = Field(ge=1)
    title: str = Field(min_length=2, max_length=40)
    plan: Literal["课", "练", "具", "管", "不"]
    note: str = ""


class SeedFile(Plain):
    rows: tuple[Row, ...]


def rows(shelves: Shelves) -> tuple[Row, ...]:
    """The seed map; a broken file is a :class:`ContentError` with its findings."""
    path = shelves.find("laws/seed.yaml")
    document, findings = read_yaml(path) if path else (None, [])
    file, problems = parse(document, (), SeedFile) if document else (None, [])
    if file is None:
        raise ContentError("选题表（laws/seed.yaml）读不出来。", [*findings, *problems], way_out="请按提示改正。")
    return file.rows


def served(library: citing.Library) -> dict[int, list[str]]:
    """Row → what serves it, in Chinese: courses, drills, and topics of the bank."""
    found: dict[int, list[str]] = {}
    for course in library.catalog.courses.values():
        for row in course.seed:
            found.setdefault(row, []).append(f"课程《{course.title}》")
    for script in library.drills.scripts.values():
        for row in script.scenario.seed:
            found.setdefault(row, []).append(f"演练“{script.scenario.title}”")
    for row, topics in _topics(library.bank).items():
        found.setdefault(row, []).extend(f"题库“{topic}”" for topic in topics)
    return found


def _topics(items: bank.Bank) -> dict[int, dict[str, None]]:
    """Row → the topics with questions for it; how many would make the page old with every new question."""
    found: dict[int, dict[str, None]] = {}
    for version in items.items.values():
        for row in version.seed:
            found.setdefault(row, {})[items.topics.get(version.topic, version.topic)] = None
    return found


def page(shelves: Shelves | None = None) -> str:
    """The table; over the bundled content unless other shelves are given."""
    shelves = shelves or Shelves([bundled()])
    by_row, table = served(citing.read_library(shelves)), rows(shelves)
    lines = [_line(row, by_row.get(row.row, [])) for row in table]
    done = sum(row.row in by_row for row in table)
    count = f"共 {len(table)} 行：已有内容 {done} 行，计划中 {sum('| 计划 |' in line for line in lines)} 行。\n"
    return "\n".join([HEAD, count, "| 行 | 选题 | 去处 | 状态 | 由什么服务 |", "|---|---|---|---|---|", *lines, ""])


def _line(row: Row, by: list[str]) -> str:
    state = "已有" if by else "计划" if row.plan in ("课", "练", "具") else "—"
    return f"| {row.row} | {row.title} | {PLANS[row.plan]} | {state} | {'；'.join(by) or row.note} |"


def served_rows(text: str) -> set[int]:
    """The rows a page says are served."""
    return {int(number) for number in SERVED.findall(text)}


def guard(path: Path, text: str) -> None:
    """Refuse to replace a page by one that serves fewer rows; to give a row up, take it out of the old page by hand."""
    before = served_rows(path.read_text(encoding="utf-8")) if path.exists() else set()
    if lost := sorted(before - served_rows(text)):
        numbers = "、".join(str(row) for row in lost)
        raise ContentError(f"选题表第 {numbers} 行原来有内容，现在没有了。", way_out="请把 seed 标记补回来。")
