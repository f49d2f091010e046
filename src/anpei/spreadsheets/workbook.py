"""An Excel file becomes sheets of tidy lines; how much there is to read is known before any of it is parsed.

A few hundred kilobytes can unpack to gigabytes of cells. So a workbook is unpacked once, piece by piece, and counted:
bytes, tags, the longest text. Only then a parser sees it, and it sees no more rows and columns than somebody fills.
"""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from anpei.findings import Finding
from anpei.spreadsheets.lines import EXACT, MAX_COLUMNS, Expected, Worksheet, collect
from anpei.unpacking import Most, too_much

__all__ = ["read_workbook"]

MOST = Most(unpacked=60_000_000, members=2_000, tags=8_000_000, text=200_000)
"""Fifty thousand people with twenty columns, each cell a shared text, and half as much again; Excel's longest cell has
32,767 signs."""
MAX_SHEETS = 50
FURTHEST = 200_000
"""Rows further down are not looked at: somebody typed a blank there once."""
MAX_MERGED = 10_000
TOLD = 5
ZEROS = re.compile(r'(?:"([^"]*)")?(0{2,})')
"""A number format that shows leading zeros, perhaps behind some letters."""
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
DRAWING = re.compile(rb'\bTarget="([^"]*drawings?/drawing[^"]*\.xml)"')
ANCHOR = re.compile(rb"<(?:\w+:)?(?:twoCell|oneCell)Anchor\b")
ANCHORED = re.compile(rb"<(?:\w+:)?row>([0-9]{1,7})<")
PICTURE = re.compile(rb"<(?:\w+:)?pic\b")
NUMBER = re.compile(rb'\br="([0-9]{1,7})"')


def read_workbook(data: bytes, filename: str, expected: Expected) -> tuple[list[Worksheet], list[Finding]]:
    """Every sheet of an .xlsx file in its order; without any, a finding says why."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if trouble := too_much(archive, MOST):
                return [], [Finding(filename, 0, expected.rule("too-large"), _too_large(trouble, expected.what))]
            return _sheets(data, archive, filename, expected)
    except Exception:  # openpyxl raises whatever its parsers raise; to the person they all mean the same
        words = "这个 .xlsx 文件打不开，可能已损坏或有密码保护，请在 Excel 里重新保存。"
        return [], [Finding(filename, 0, expected.rule("unreadable"), words)]


def _too_large(trouble: str, what: str) -> str:
    return {
        "tags": f"单元格太多，请只保留{what}要用的列，删去空白区域的格式后另存。",
        "text": f"有一格的内容太长，不是{what}，请删去后另存。",
    }.get(trouble, f"文件解开后过大，请只保留{what}本身（另存一份，删去其他工作表和图片）。")


def _sheets(
    data: bytes, archive: zipfile.ZipFile, filename: str, expected: Expected
) -> tuple[list[Worksheet], list[Finding]]:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about decorations of the sheet that don't concern us
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return [_sheet(sheet, archive, filename, expected) for sheet in book.worksheets[:MAX_SHEETS]], []
        finally:
            book.close()


def _sheet(sheet: Any, archive: zipfile.ZipFile, filename: str, expected: Expected) -> Worksheet:
    """One sheet; what is hidden in it counts, and is told."""
    written = archive.read(sheet._worksheet_path)
    sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
    shown = _filled(sheet.iter_rows(max_row=FURTHEST, max_col=MAX_COLUMNS))
    name = str(sheet.title)
    try:
        lines, findings = collect(_unmerged(shown, written), filename, expected)
    except Exception:  # one sheet that can't be read takes no other along
        lines, findings = (
            [],
            [Finding(filename, 0, expected.rule("unreadable"), f"工作表“{name}”读不出来，请在 Excel 里重新保存。")],
        )
    findings += _told(written, {line.number for line in lines}, filename, name, expected)
    hidden = sheet.sheet_state != "visible"
    return Worksheet(name, tuple(lines), tuple(findings), hidden, _pictures(archive, sheet._worksheet_path))


def _pictures(archive: zipfile.ZipFile, path: str) -> tuple[int, ...]:
    """The rows in which pictures of a sheet begin."""
    folder, _, name = path.rpartition("/")
    relations, members = f"{folder}/_rels/{name}.rels", set(archive.namelist())
    if relations not in members:
        return ()
    rows = set()
    for match in islice(DRAWING.finditer(archive.read(relations)), MAX_SHEETS):
        target = posixpath.normpath(posixpath.join("/", folder, match[1].decode("utf-8", "replace"))).lstrip("/")
        drawing = archive.read(target) if target in members else b""
        for anchor in ANCHOR.split(drawing)[1:MAX_MERGED]:
            if PICTURE.search(anchor) and (row := ANCHORED.search(anchor)):
                rows.add(int(row[1]) + 1)
    return tuple(sorted(rows))


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


def _told(written: bytes, filled: set[int], filename: str, name: str, expected: Expected) -> list[Finding]:
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
        found.append(Finding(filename, hidden[0], expected.rule("hidden-rows"), words, "warning"))
    if furthest > FURTHEST:
        words = f"工作表“{name}”到第 {furthest} 行还有格子，第 {FURTHEST} 行以后没有读。"
        found.append(Finding(filename, furthest, expected.rule("far-row"), words, "warning"))
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
