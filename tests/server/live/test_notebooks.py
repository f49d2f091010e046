"""What of a live chapter its kernel shows: its first live cell to its last, the text between as in any chapter."""

from __future__ import annotations

from pathlib import Path

import nbformat

from anpei import courses, laws
from anpei.courses.model import Block, Built
from anpei.server.live.notebooks import keep
from tests.helpers import quiz_shelf

TEXT, CODE = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
QUESTION = Block("widget", name="practice")


def kept(tmp_path: Path, part: courses.LivePart | None, *cells: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    registry, _ = laws.load(quiz_shelf.write(tmp_path))
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    keep(notebook, part, registry, "https://plant.test/anpei/")
    return list(notebook.cells)


def test_text_within_is_a_chapters_text_and_all_other_code_runs_unseen(tmp_path: Path) -> None:
    part = courses.LivePart(1, 4, frozenset({3}))
    text = "> **注意** 要报警，见 [[xiaofang#44]]。"
    cells = kept(tmp_path, part, TEXT("before"), CODE("a"), TEXT(text), CODE("b"), CODE("c"), TEXT("after"), CODE("d"))
    assert [(cell.source, cell.metadata.get("anpei_unseen", False)) for cell in cells] == [
        ("a", False), (text, False), ("b", True), ("c", False), ("d", True)
    ]  # fmt: skip
    html = cells[1].metadata["anpei_html"]
    assert 'class="sign warn"' in html
    assert 'href="https://plant.test/anpei/laws/xiaofang/44" target="_blank" rel="noopener"' in html


def test_a_script_in_a_text_or_raw_cell_is_no_script_in_a_readers_browser(tmp_path: Path) -> None:
    attack = "<script>fetch('/anpei/admin', {method: 'POST'})</script><img src=x onerror=hit()>"
    cells = kept(tmp_path, None, TEXT(attack), nbformat.v4.new_raw_cell(attack), CODE("a"))
    text, code = cells
    assert code.source == "a"
    assert "<script" not in text.metadata["anpei_html"] and "<img" not in text.metadata["anpei_html"]


def test_a_chapter_that_needs_no_kernel_has_no_live_part() -> None:
    assert Built("ready", (Block("html", "<p>a</p>", cell=0), QUESTION)).live_part is None


def test_the_live_part_goes_from_first_to_last_and_leaves_activities_to_the_page() -> None:
    live = Block("kernel", live=True)
    blocks = [Block("html", cell=0), replaced(live, 1), replaced(QUESTION, 2), Block("html", cell=3), replaced(live, 4)]
    assert Built("ready", tuple(blocks)).live_part == courses.LivePart(1, 4, frozenset({2}))


def replaced(block: Block, cell: int) -> Block:
    return Block(block.kind, name=block.name, live=block.live, cell=cell)
