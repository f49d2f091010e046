"""The statements a person still has to verify, as an Excel file to print, hand round and fill in by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from anpei import clock, colours
from anpei.cells import harmless
from anpei.server.core.workbooks import begun, saved

__all__ = ["xlsx"]

HEADS = ("序号", "类别", "状态", "要核对的", "出现在", "核对结论", "核对人", "日期")
WIDTHS = (6, 10, 10, 60, 44, 26, 12, 12)
LINE = Side(style="thin", color=colours.named(colours.LINE))
Row = tuple[str, str, str, str]


def xlsx(groups: Sequence[dict[str, Any]], enterprise: str, now: int, zone: str) -> bytes:
    """One row a statement or thing relied on, with empty columns for conclusion, name and date; A4 across."""
    book, sheet = begun("待核清单", f"{enterprise} 需要人核对的说法（{clock.show_date(now, zone)}）", HEADS, WIDTHS)
    for number, row in enumerate(_rows(groups), 1):
        sheet.append([number, *map(harmless, row), "", "", ""])
    _dress(sheet)
    return saved(book)


def _rows(groups: Sequence[dict[str, Any]]) -> Iterator[Row]:
    """Kind, status, what to verify, where it stands."""
    for group in groups:
        for row in group["rows"]:
            for sentence in row["sentences"]:
                yield group["title"], row["status"], sentence, row["title"]
            if row["places"]:
                where = "；".join(f"{place['kind']} {place['title']}（{place['name']}）" for place in row["places"])
                yield group["title"], row["status"], row["title"], where


def _dress(sheet: Worksheet) -> None:
    for cell in sheet[2]:
        cell.fill = PatternFill("solid", fgColor=colours.named(colours.PALE_BLUE))
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(LINE, LINE, LINE, LINE)
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
