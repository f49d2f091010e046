"""A roster file becomes numbered lines of tidy text, whatever program saved it; what can't be read is a finding.

A cell says what Excel shows of it: a number with leading zeros keeps them, a cell merged downwards counts for each of
its rows, and a number so long that Excel has forgotten its end is marked. Hidden sheets are nobody's roster.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from anpei.findings import Finding

MAX_BYTES = 20_000_000
MAX_UNPACKED = 60_000_000
MAX_LINES = 50_000
MAX_COLUMNS = 64
MAX_CELL = 1_000
MAX_MERGED = 10_000
EXACT = 10**15
"""Excel keeps fifteen digits of a number; of a longer one the rest is made up."""
ZEROS = re.compile(r'(?:"([^"]*)")?(0{2,})')
"""A number format that shows leading zeros, perhaps behind some letters."""
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')


@dataclass(frozen=True)
class SheetRow:
    """One line of the sheet, numbered as the person sees it in Excel or an editor.

    ``lost`` are the places of cells whose number has lost its last digits.
    """

    number: int
    cells: tuple[str, ...]
    lost: frozenset[int] = field(default=frozenset())

    @property
    def empty(self) -> bool:
        return not any(self.cells)


Lines = list[SheetRow]
Wanted = Callable[[Lines], bool]


def read_lines(data: bytes, filename: str, wanted: Wanted = lambda _lines: True) -> tuple[Lines, list[Finding]]:
    """Read .xlsx or .csv; the first bytes decide, not the name's ending.

    Of a workbook it is the first sheet to be seen that is ``wanted``, or the first when none is.
    """
    if len(data) > MAX_BYTES:
        return _trouble(filename, "roster-too-large", f"文件超过 {MAX_BYTES // 1_000_000} MB，请拆分后再导入。")
    if data.startswith(b"PK\x03\x04"):
        return _from_workbook(data, filename, wanted)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _trouble(filename, "roster-old-excel", "这是旧版 .xls 文件，请在 Excel 里另存为 .xlsx 再导入。")
    return _from_csv(data, filename)


def tidy(value: object) -> str:
    """Text as meant: half-width letters and digits, single spaces, none between Chinese characters."""
    text = unicodedata.normalize("NFKC", _as_text(value)[:MAX_CELL])
    words = "".join(char if char.isprintable() else " " for char in text).split()
    joined = ""
    for word in words:
        spaced = joined and not (_chinese(joined[-1]) and _chinese(word[0]))
        joined += f" {word}" if spaced else word
    return joined


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return str(value)


def _endless(value: object) -> bool:
    """Whether a number is longer than Excel can keep."""
    return isinstance(value, int | float) and abs(value) >= EXACT


def _chinese(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def _trouble(filename: str, rule: str, message: str) -> tuple[Lines, list[Finding]]:
    return [], [Finding(filename, 0, rule, message)]


def _collect(rows: Iterable[tuple[int, Iterable[object]]], filename: str) -> tuple[Lines, list[Finding]]:
    lines: Lines = []
    for number, cells in rows:
        if len(lines) >= MAX_LINES:
            return _trouble(filename, "roster-too-large", f"超过 {MAX_LINES} 行，请拆分后再导入。")
        told = tuple(islice(cells, MAX_COLUMNS))
        if not any(cell is not None for cell in told):
            continue  # a sheet may have a million empty rows
        lost = frozenset(place for place, cell in enumerate(told) if _endless(cell))
        line = SheetRow(number, tuple(tidy(cell) for cell in told), lost)
        if not line.empty:
            lines.append(line)
    return lines, []


def _from_workbook(data: bytes, filename: str, wanted: Wanted) -> tuple[Lines, list[Finding]]:
    import openpyxl

    unreadable = "这个 .xlsx 文件打不开，可能已损坏或有密码保护，请在 Excel 里重新保存。"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                return _trouble(filename, "roster-too-large", "文件解开后过大，请只保留名单本身。")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about decorations of the sheet that don't concern us
                book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
                try:
                    return _first(_sheets(book, archive, filename), wanted)
                finally:
                    book.close()
    except Exception:  # openpyxl raises whatever its parsers raise; to the person they all mean the same
        return _trouble(filename, "roster-unreadable", unreadable)


def _sheets(book: Any, archive: zipfile.ZipFile, filename: str) -> Iterator[tuple[Lines, list[Finding]]]:
    """What each sheet says that can be seen; of a book of hidden ones, each of those."""
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in seen or book.worksheets:
        sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
        rows = enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1)
        shown = ((number, [_shown(cell) for cell in row]) for number, row in rows)
        yield _collect(_unmerged(shown, archive.read(sheet._worksheet_path)), filename)


def _first(sheets: Iterator[tuple[Lines, list[Finding]]], wanted: Wanted) -> tuple[Lines, list[Finding]]:
    first = None
    for lines, findings in sheets:
        if not findings and wanted(lines):
            return lines, findings
        first = first or (lines, findings)
    return first or ([], [])


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


def _decode(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _from_csv(data: bytes, filename: str) -> tuple[Lines, list[Finding]]:
    text = _decode(data)
    if text is None or "\0" in text:
        return _trouble(filename, "roster-encoding", "认不出文件的编码，请另存为 UTF-8 或 GBK 的 CSV，或 .xlsx。")
    head = text[:4096]
    delimiter = max(",\t;，", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _collect(_numbered(reader), filename)
    except csv.Error:
        return _trouble_at(filename, reader.line_num)


def _numbered(reader: Any) -> Iterable[tuple[int, list[str]]]:
    """A record that spans lines is numbered by its first."""
    start = 1
    for record in reader:
        yield start, record
        start = reader.line_num + 1


def _trouble_at(filename: str, line: int) -> tuple[Lines, list[Finding]]:
    return [], [Finding(filename, line, "roster-csv", "这一行的引号不成对，请检查后再导入。")]
