"""On a phone a wide list becomes one card a row, without its head: every cell has to say itself what it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SERVER = Path(__file__).parent.parent.parent.parent / "src/anpei/server"
LIST = re.compile(r'<table class="list[\s"].*?</table>', re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<t[dh]\b[^>]*>")
PAGES = [path for path in sorted(SERVER.rglob("*.html")) if LIST.search(path.read_text(encoding="utf-8"))]


def test_there_are_wide_lists() -> None:
    assert PAGES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_cell_of_a_wide_list_names_its_column(page: Path) -> None:
    """But for the last one: it stands in the card's corner, as a status or a button that needs no name."""
    rows = [row for table in LIST.findall(page.read_text(encoding="utf-8")) for row in ROW.findall(table)]
    cells = [cell for row in rows for cell in CELL.findall(row)[:-1]]
    assert [cell for cell in cells if cell.startswith("<td") and "data-label=" not in cell] == []
