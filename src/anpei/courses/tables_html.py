"""A data frame's HTML rewritten from scratch: only its texts survive, with scopes a screen reader understands."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from markupsafe import escape

__all__ = ["to_table"]


@dataclass
class _Cell:
    head: bool
    text: str = ""


@dataclass
class _TableReader(HTMLParser):
    """Collects rows of cells; anything outside a cell (styles, scripts) is dropped."""

    rows: list[tuple[bool, list[_Cell]]] = field(default_factory=list)
    in_head: bool = False
    open: _Cell | None = None

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("thead", "tbody"):
            self.in_head = tag == "thead"
        elif tag == "tr":
            self.rows.append((self.in_head, []))
        elif tag in ("th", "td") and self.rows:
            self.open = _Cell(tag == "th")
            self.rows[-1][1].append(self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self.open = None

    def handle_data(self, data: str) -> None:
        if self.open is not None:
            self.open.text += data


def to_table(html: str) -> str | None:
    """Accessible HTML of the first table in ``html``; None if there is none."""
    reader = _TableReader()
    reader.feed(html)
    if not reader.rows:
        return None
    body = "".join(_row(cells, head) for head, cells in reader.rows)
    return f'<div class="table-frame" tabindex="0"><table>{body}</table></div>'


def _row(cells: list[_Cell], head: bool) -> str:
    return "<tr>" + "".join(_cell(cell, head) for cell in cells) + "</tr>"


def _cell(cell: _Cell, head: bool) -> str:
    text = escape(cell.text.strip())
    if not cell.head or not text:
        return f"<td>{text}</td>"
    return f'<th scope="{"col" if head else "row"}">{text}</th>'
