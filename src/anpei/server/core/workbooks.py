"""The board as an Excel file; no text a person typed can become a formula in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from anpei import clock, colours
from anpei.cells import harmless
from anpei.records import BoardRow
from anpei.server.core.standing_words import standing_words

__all__ = ["HEADS", "XLSX", "begun", "head_cell", "saved", "write_board"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

HEADS = ("工号", "姓名", "部门", "岗位", "培训内容", "类别", "截止日期", "状态", "得分", "满分", "已考次数", "完成时间")
WIDTHS = (12, 12, 16, 16, 28, 8, 14, 10, 8, 8, 10, 18)
KINDS = {"course": "课程", "paper": "考试", "drill": "演练"}


def begun(name: str, title: str, heads: Sequence[str], widths: Sequence[int]) -> tuple[Workbook, Worksheet]:
    """A book of one sheet with its title line and its heads, which stay in sight."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    sheet.append([harmless(title)])
    sheet.append([harmless(head) for head in heads])
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A3"
    return book, sheet


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_board(
    file: BinaryIO, rows: Iterable[BoardRow], title_of: Callable[[str, str], str], enterprise: str, now: int, zone: str
) -> None:
    """One sheet: a title line, the heads, one row per person and task, written as the rows come.

    ``title_of`` names a thing by its kind and slug.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("培训情况")
    for index, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "C3"
    title = f"{enterprise} 培训情况（{clock.show_date(now, zone)} {clock.local(now, zone):%H:%M} 导出）"
    sheet.append([_cell(sheet, harmless(title), Font(bold=True, size=14))])
    sheet.append([head_cell(sheet, head) for head in HEADS])
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - how many there were
        sheet.append(_values(row, title_of, now, zone))
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(HEADS))}{count + 2}"
    book.save(file)


def _cell(sheet: Any, text: str, font: Font) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=text)
    cell.font = font
    return cell


def head_cell(sheet: Any, text: str) -> Cell:
    """A head of a sheet that is written as it comes."""
    cell = _cell(sheet, harmless(text), Font(bold=True))
    cell.fill = PatternFill("solid", fgColor=colours.named(colours.PALE_BLUE))
    cell.alignment = Alignment(vertical="center")
    return cell


def _values(row: BoardRow, title_of: Callable[[str, str], str], now: int, zone: str) -> list[str | float | int | None]:
    person, stands, best = row.person, row.standing, row.standing.best
    texts = [person.staff_no, person.name, person.department, person.post or "", title_of(row.kind, row.target)]
    return [
        *(harmless(text) for text in texts),
        KINDS[row.kind],
        f"{clock.local(stands.due, zone):%Y-%m-%d}" if stands.due else None,
        standing_words(stands, row.kind, now, zone).tag,
        best.score if best else None,
        best.max if best else None,
        stands.attempts or None,
        f"{clock.local(stands.done_at, zone):%Y-%m-%d %H:%M}" if stands.done_at else None,
    ]
