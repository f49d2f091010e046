"""An Excel file becomes sheets of tidy lines; how much there is to read is known before any of it is parsed.

A few hundred kilobytes can unpack to gigabytes of cells. So a workbook is unpacked once, piece by piece, and counted:
bytes, tags, the longest text. Only then a parser sees it, and it sees no more rows and columns than a roster has.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from anpei.findings import Finding
from anpei.staff.sheets import EXACT, MAX_COLUMNS, RosterSheet, collect, unreadable

__all__ = ["read_workbook"]

MAX_UNPACKED = 60_000_000
MAX_TAGS = 8_000_000
"""Fifty thousand people with twenty columns, each cell a shared text, and half as much again."""
LONGEST_TEXT = 200_000
"""Bytes between two tags; Excel's longest cell has 32,767 signs."""
MAX_MEMBERS = 2_000
MAX_SHEETS = 50
FURTHEST = 200_000
"""Rows further down are not looked at: somebody typed a blank there once."""
MAX_MERGED = 10_000
PIECE = 256 * 1024
TOLD = 5
ZEROS = re.compile(r'(?:"([^"]*)")?(0{2,})')
"""A number format that shows leading zeros, perhaps behind some letters."""
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
NUMBER = re.compile(rb'\br="([0-9]{1,7})"')


def read_workbook(data: bytes, filename: str) -> tuple[list[RosterSheet], list[Finding]]:
    """Every sheet of an .xlsx file in its order; without any, a finding says why."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if trouble := _too_much(archive):
                return [], [Finding(filename, 0, "roster-too-large", trouble)]
            return _sheets(data, archive, filename)
    except Exception:  # openpyxl raises whatever its parsers raise; to the person they all mean the same
        words = "这个 .xlsx 文件打不开，可能已损坏或有密码保护，请在 Excel 里重新保存。"
        return [], [unreadable(filename, words)]


def _too_much(archive: zipfile.ZipFile) -> str:
    """Why a workbook is more than any roster, or an empty text; nothing of it is kept while it is counted."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        return "文件解开后过大，请只保留名单本身（另存一份，删去其他工作表和图片）。"
    tags = 0
    for member in members:
        longest, run = 0, 0
        for piece in _pieces(archive, member):
            parts = piece.split(b"<")
            tags += len(parts) - 1
            run = run + len(parts[0])
            longest = max(longest, run, *map(len, parts))
            run = len(parts[-1]) if len(parts) > 1 else run
            if tags > MAX_TAGS:
                return "单元格太多，请只保留名单要用的列，删去空白区域的格式后另存。"
            if longest > LONGEST_TEXT:
                return "有一格的内容太长，不是名单，请删去后另存。"
    return ""


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member that is XML; pictures and printers' settings are none."""
    with archive.open(member) as file:
        piece = file.read(PIECE)
        if not piece.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
            return
        while piece:
            yield piece
            piece = file.read(PIECE)


def _sheets(data: bytes, archive: zipfile.ZipFile, filename: str) -> tuple[list[RosterSheet], list[Finding]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about decorations of the sheet that don't concern us
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return [_sheet(sheet, archive, filename) for sheet in book.worksheets[:MAX_SHEETS]], []
        finally:
            book.close()


def _sheet(sheet: Any, archive: zipfile.ZipFile, filename: str) -> RosterSheet:
    """One sheet; what is hidden in it counts, and is told."""
    written = archive.read(sheet._worksheet_path)
    sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
    shown = _filled(sheet.iter_rows(max_row=FURTHEST, max_col=MAX_COLUMNS))
    name = str(sheet.title)
    try:
        lines, findings = collect(_unmerged(shown, written), filename)
    except Exception:  # one sheet that can't be read takes no other along
        lines, findings = [], [unreadable(filename, f"工作表“{name}”读不出来，请在 Excel 里重新保存。")]
    findings += _told(written, {line.number for line in lines}, filename, name)
    return RosterSheet(name, tuple(lines), tuple(findings), sheet.sheet_state != "visible")


def _filled(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, list[object]]]:
    """Rows that hold something, as far as they do; there may be a hundred thousand empty ones between."""
    from openpyxl.cell.read_only import EMPTY_CELL

    empty: tuple[Any, ...] | None = None  # of which there is one that is given again and again
    for number, row in enumerate(rows, 1):
        if row is empty:
            continue
        cells = [None if cell is EMPTY_CELL else _shown(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield number, cells
        else:
            empty = row


def _told(written: bytes, filled: set[int], filename: str, name: str) -> list[Finding]:
    """Hidden rows that hold something, and rows too far down to belong to the list."""
    hidden, furthest, counted = [], 0, 0
    for match in ROW.finditer(written):
        number = NUMBER.search(match[1])
        counted = int(number[1]) if number else counted + 1
        furthest = max(furthest, counted)
        if counted in filled and HIDDEN.search(match[1]):
            hidden.append(counted)
    found = []
    if hidden:
        places = "、".join(map(str, hidden[:TOLD])) + ("…" if len(hidden) > TOLD else "")
        words = f"工作表“{name}”有 {len(hidden)} 行是隐藏的（第 {places} 行），也读了。不要的请删掉。"
        found.append(Finding(filename, hidden[0], "roster-hidden-rows", words, "warning"))
    if furthest > FURTHEST:
        words = f"工作表“{name}”到第 {furthest} 行还有格子，第 {FURTHEST} 行以后没有读。"
        found.append(Finding(filename, furthest, "roster-far-row", words, "warning"))
    return found


def _shown(cell: Any) -> object:
    """A cell's value; a whole number with the leading zeros that Excel shows."""
    value = cell.value
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1 and value >= 0:
        form = ZEROS.fullmatch(str(cell.number_format))
        if form is not None and value < EXACT:
            return (form[1] or "") + str(int(value)).zfill(len(form[2]))
    return value


def _unmerged(rows: Iterable[tuple[int, list[object]]], sheet: bytes) -> Iterator[tuple[int, list[object]]]:
    """Cells merged downwards, each row's with the value of the first."""
    begins: dict[int, list[tuple[int, int]]] = {}
    for match in islice(MERGED.finditer(sheet), MAX_MERGED):
        column, top, bottom = _column(match[1]), int(match[2]), int(match[3])
        if top < bottom and column < MAX_COLUMNS:
            begins.setdefault(top, []).append((column, bottom))
    open_now: dict[int, tuple[int, object]] = {}
    for number, cells in rows:
        for column, bottom in begins.get(number, ()):
            open_now[column] = (bottom, cells[column] if column < len(cells) else None)
        if any(cell is not None for cell in cells):
            for column, (bottom, value) in open_now.items():
                if number <= bottom and value is not None:
                    cells += [None] * (column + 1 - len(cells))
                    cells[column] = value if cells[column] is None else cells[column]
        yield number, cells


def _column(letters: bytes) -> int:
    """The place of a column by its letters: A is 0."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
