"""The board as an Excel file; no text a person typed can become a formula in it."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from anpei import clock
from anpei.records import BoardRow
from anpei.server.core.targets import Targets

__all__ = ["HEADS", "XLSX", "begun", "harmless", "saved", "workbook"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

HEADS = ("工号", "姓名", "部门", "岗位", "培训内容", "类别", "截止日期", "状态", "得分", "满分", "已考次数", "完成时间")
WIDTHS = (12, 12, 16, 16, 28, 8, 14, 10, 8, 8, 10, 18)
KINDS = {"course": "课程", "paper": "考试", "drill": "演练"}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text as Excel may show it: what would start a formula gets an apostrophe, control characters go."""
    clean = "".join(char for char in text if char >= " " or char in "\t\r\n")
    return f"'{clean}" if clean.lstrip().startswith(DANGEROUS) or clean.startswith(DANGEROUS) else clean


def begun(name: str, title: str, heads: Sequence[str], widths: Sequence[int]) -> tuple[Workbook, Worksheet]:
    """A book of one sheet with its title line and its heads, which stay in sight."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    sheet.append([harmless(title)])
    sheet.append(list(heads))
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


def workbook(rows: Sequence[BoardRow], targets: Targets, enterprise: str, now: int, zone: str) -> bytes:
    """One sheet: a title line, the heads, one row per person and task."""
    title = f"{enterprise} 培训情况（{clock.show_date(now, zone)} {clock.local(now, zone):%H:%M} 导出）"
    book, sheet = begun("培训情况", title, HEADS, WIDTHS)
    for row in rows:
        sheet.append(_values(row, targets, zone))
    _dress(sheet)
    return saved(book)


def _values(row: BoardRow, targets: Targets, zone: str) -> list[str | float | int | None]:
    person, stands, best = row.person, row.standing, row.standing.best
    texts = [person.staff_no, person.name, person.department, person.post or "", targets.title(row.kind, row.target)]
    return [
        *(harmless(text) for text in texts),
        KINDS[row.kind],
        f"{clock.local(stands.due, zone):%Y-%m-%d}" if stands.due else None,
        stands.status,
        best.score if best else None,
        best.max if best else None,
        stands.attempts or None,
        f"{clock.local(stands.done_at, zone):%Y-%m-%d %H:%M}" if stands.done_at else None,
    ]


def _dress(sheet: Worksheet) -> None:
    for cell in sheet[2]:
        cell.fill = PatternFill("solid", fgColor="E9F0F9")
        cell.alignment = Alignment(vertical="center")
    sheet.freeze_panes = "C3"
    sheet.auto_filter.ref = f"A2:{get_column_letter(len(HEADS))}{max(2, sheet.max_row)}"
