"""The statements a person still has to verify, as an Excel file to print, hand round and fill in by hand."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from anpei import clock
from anpei.server.pages.export import harmless

__all__ = ["xlsx"]

HEADS = ("序号", "类别", "状态", "要核对的", "出现在", "核对结论", "核对人", "日期")
WIDTHS = (6, 10, 10, 60, 44, 26, 12, 12)
LINE = Side(style="thin", color="B8C0C8")
Row = tuple[str, str, str, str]


def xlsx(groups: Sequence[dict[str, Any]], enterprise: str, now: int, zone: str) -> bytes:
    """One row a statement or thing relied on, with empty columns for conclusion, name and date; A4 across."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "待核清单"
    sheet.append([harmless(f"{enterprise} 需要人核对的说法（{clock.show_date(now, zone)}）")])
    sheet.append(list(HEADS))
    for number, row in enumerate(_rows(groups), 1):
        sheet.append([number, *map(harmless, row), "", "", ""])
    _dress(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[2]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E9F0F9")
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(LINE, LINE, LINE, LINE)
    for index, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes, sheet.print_title_rows = "A3", "2:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
