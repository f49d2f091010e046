"""A small course as a person writes it, and a registry with one article."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from anpei import courses, laws
from anpei.content import Shelves

REGISTRY = """
laws:
  - id: xiaofang
    name: 中华人民共和国消防法
    short: 消防法
    kind: 法律
    versions: [{id: "2021", from: 2021-04-29}]
    articles: 74
    certainty: 核
    checked: {where: 官方文本, on: 2026-11-23}
    gists: {"44": 发现火灾，谁都要马上报警。}
"""
COURSE = """
title: 灭火与逃生
summary: 起火的头几分钟怎么做。
audience: 全体员工
minutes: 20
cites: [xiaofang#44]
chapters:
  - {file: 01-alarm.ipynb, title: 先报警, minutes: 10}
  - {file: 02-smoke.ipynb, title: 烟往哪里走, minutes: 10, mode: live}
"""
PRACTICE = 'import anpei_widgets as aw\naw.practice("fire-p01")'


def notebook(*cells: tuple[str, str]) -> str:
    """A notebook of (kind, source) cells, as Jupyter writes it."""
    made: list[dict[str, Any]] = []
    for number, (kind, source) in enumerate(cells):
        cell: dict[str, Any] = {"cell_type": kind, "id": f"c{number}", "metadata": {}}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        made.append(cell | {"source": source.splitlines(keepends=True)})
    content = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, ensure_ascii=False, indent=1)


def lay_out(folder: Path, *cells: tuple[str, str]) -> Shelves:
    """Shelves with the course ``fire``, its first chapter made of ``cells``."""
    course = folder / "courses/fire"
    course.mkdir(parents=True)
    (folder / "laws").mkdir()
    (folder / "laws/registry.yaml").write_text(REGISTRY, encoding="utf-8")
    (course / "course.yaml").write_text(COURSE, encoding="utf-8")
    text = cells or (("markdown", "# 先报警\n\n打 **119**（[[xiaofang#44]]）。"), ("code", PRACTICE))
    (course / "01-alarm.ipynb").write_text(notebook(*text), encoding="utf-8")
    (course / "02-smoke.ipynb").write_text(notebook(("markdown", "# 烟"), ("code", PRACTICE)), encoding="utf-8")
    return Shelves([folder])


def registry(shelves: Shelves) -> laws.Registry:
    return laws.load(shelves)[0]


def course(shelves: Shelves) -> courses.Course:
    return courses.load(shelves).courses["fire"]
