"""A live chapter cites the law as a static one does."""

from __future__ import annotations

from pathlib import Path

import nbformat

from anpei import laws
from anpei.server.live.notebooks import cite
from tests.helpers import quiz_shelf


def cited(tmp_path: Path, text: str) -> str:
    registry, _ = laws.load(quiz_shelf.write(tmp_path))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(text)])
    return str(cite(notebook, registry, "/plant/").cells[0].source)


def test_a_citation_becomes_a_link_to_its_card(tmp_path: Path) -> None:
    text = cited(tmp_path, "要报警，见 [[xiaofang#44]]。")
    assert 'href="/plant/laws/xiaofang/44"' in text
    assert "消防法" in text


def test_an_unknown_one_says_so(tmp_path: Path) -> None:
    assert cited(tmp_path, "[[nosuch#1]]") == "nosuch#1（依据待核）"
