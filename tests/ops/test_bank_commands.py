"""``anpei bank``: questions in and out, as a trainer types it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from anpei.settings import Site

Command = Callable[..., object]
ROWS = """题型,题干,选项A,选项B,答案,描述
单选,着火了，先做什么？,报警,拍照,A,
判断,电梯可以逃生。,,,B,
1,代码题，怎么答？,甲,乙,二,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "题库.csv"
    path.write_text(ROWS.replace("，", "、"), encoding="gbk")
    return path


def test_an_import_is_tried_decided_and_done(anpei: Command, site: Site, table: Path) -> None:
    told = anpei("bank", "import", table, "--dry-run")
    assert told.code == 0 and "试运行，没有写入：共 3 题，要人决定 3" in told.text
    assert ":3: 错误 [import-truefalse-letter]" in told.text and "--topic 可写：fire（消防与逃生）" in told.text
    said = ("--topic", "fire", "--kind", "1=单选", "--truefalse", "B=错", "--column", "解析=描述")
    told = anpei("bank", "import", table, *said)
    assert "导入完：共 3 题，成为草稿 2，要人决定 1" in told.text and "发布前要做：补解析（2 题）" in told.text
    (drafts,) = (site.workspace / "quizzes/bank").glob("fire-*.yaml")
    assert "state: draft" in drafts.read_text(encoding="utf-8") and str(drafts) in told.text
    told = json.loads(anpei("bank", "import", table, *said, "--json").text)
    assert told["applied"] and told["paths"] == [] and told["counts"]["landed"] == 2
    assert [finding["rule"] for finding in told["told"]] == ["import-key-unknown"]


def test_what_cannot_be_read_or_understood_says_the_way_out(anpei: Command, table: Path, tmp_path: Path) -> None:
    assert "可写：fire（消防与逃生）" in anpei("bank", "import", table, "--topic", "火").text
    assert "写法如 --kind 1=单选" in anpei("bank", "import", table, "--kind", "1=怪").text
    assert "写法如 --truefalse A=对" in anpei("bank", "import", table, "--truefalse", "A").text
    assert "列可写：题型、题干" in anpei("bank", "import", table, "--column", "啥=描述").text
    assert "可写：text、number" in anpei("bank", "import", table, "--amounts", "x").text
    assert "文件读不出来" in anpei("bank", "import", tmp_path / "没有.xlsx").text
    (tmp_path / "图.png").write_bytes(b"\x89PNG")
    told = anpei("bank", "import", tmp_path / "图.png")
    assert told.code == 1 and "可以导入：Excel" in told.text and "没有读到题目" in told.text
