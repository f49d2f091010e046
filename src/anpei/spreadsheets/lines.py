"""A table becomes sheets of numbered lines of tidy text, whatever saved it; what can't be read is a finding.

A cell says what Excel shows of it: a number with leading zeros keeps them, a cell merged downwards counts for each of
its rows, and a number so long that Excel has forgotten its end is marked.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from anpei.findings import Finding

MAX_BYTES = 20_000_000
HEADER_WITHIN = 10
"""Rows in which the header may stand below a title."""
MAX_COLUMNS = 64
MAX_CELL = 1_000
EXACT = 10**15
"""Excel keeps fifteen digits of a number; of a longer one the rest is made up."""


@dataclass(frozen=True)
class Expected:
    """What somebody expects of a table: what it is, how findings about it are called, how much of it there may be.

    ``text`` makes a cell's text of its value; ``too_many`` is what somebody with more lines is told.
    """

    what: str
    prefix: str
    most_lines: int
    too_many: str
    text: Callable[[object], str]

    def rule(self, name: str) -> str:
        return f"{self.prefix}-{name}"


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


@dataclass(frozen=True)
class Worksheet:
    """One sheet of a file, by its name; a CSV file is one without a name."""

    name: str
    lines: tuple[SheetRow, ...]
    findings: tuple[Finding, ...] = ()
    hidden: bool = False
    pictures: tuple[int, ...] = ()
    """In which rows pictures lie; they are in no cell."""


def read_sheets(data: bytes, filename: str, expected: Expected) -> tuple[list[Worksheet], list[Finding]]:
    """Read .xlsx or .csv; the first bytes decide, not the name's ending."""
    if len(data) > MAX_BYTES:
        words = f"文件超过 {MAX_BYTES // 1_000_000} MB，请拆分后再导入。"
        return [], [Finding(filename, 0, expected.rule("too-large"), words)]
    if data.startswith(b"PK\x03\x04"):
        from anpei.spreadsheets.workbook import (
            read_workbook,  # brings its parser along, which a CSV file needn't wait for
        )

        return read_workbook(data, filename, expected)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        words = "这是旧版 .xls 文件，请在 Excel 里另存为 .xlsx 再导入。"
        return [], [Finding(filename, 0, expected.rule("old-excel"), words)]
    lines, findings = _from_csv(data, filename, expected)
    return ([], findings) if findings else ([Worksheet("", tuple(lines))], [])


def tidy(value: object) -> str:
    """Text as meant: half-width letters and digits, single spaces, none between Chinese characters."""
    if (
        isinstance(value, str)
        and value.isalnum()
        and len(value) < MAX_CELL
        and unicodedata.is_normalized("NFKC", value)
    ):
        return value  # as most cells are
    text = unicodedata.normalize("NFKC", as_text(value)[:MAX_CELL])
    words = "".join(char if char.isprintable() else " " for char in text).split()
    joined = ""
    for word in words:
        spaced = joined and not (_chinese(joined[-1]) and _chinese(word[0]))
        joined += f" {word}" if spaced else word
    return joined


def as_text(value: object) -> str:
    """A cell's value as somebody would type it."""
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


def collect(
    rows: Iterable[tuple[int, Iterable[object]]], filename: str, expected: Expected
) -> tuple[Lines, list[Finding]]:
    """The lines that say something; a finding instead when there are more than there may be."""
    lines: Lines = []
    for number, cells in rows:
        if len(lines) >= expected.most_lines:
            return [], [Finding(filename, 0, expected.rule("too-large"), expected.too_many)]
        told = tuple(islice(cells, MAX_COLUMNS))
        if not any(cell is not None for cell in told):
            continue  # a sheet may have a million empty rows
        lost = frozenset(place for place, cell in enumerate(told) if _endless(cell))
        line = SheetRow(number, tuple(expected.text(cell) for cell in told), lost)
        if not line.empty:
            lines.append(line)
    return lines, []


def decode(data: bytes) -> str | None:
    """The text that was saved: UTF-8, what Windows calls Unicode, or GBK; None for what is no text."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _from_csv(data: bytes, filename: str, expected: Expected) -> tuple[Lines, list[Finding]]:
    text = decode(data)
    if text is None:
        words = "认不出文件的编码，请另存为 UTF-8 或 GBK 的 CSV，或 .xlsx。"
        return [], [Finding(filename, 0, expected.rule("encoding"), words)]
    head = text[:4096]
    delimiter = max(",\t;，", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return collect(_numbered(reader), filename, expected)
    except csv.Error:
        words = "这一行的引号不成对，请检查后再导入。"
        return [], [Finding(filename, reader.line_num, expected.rule("csv"), words)]


def _numbered(reader: Any) -> Iterable[tuple[int, list[str]]]:
    """A record that spans lines is numbered by its first."""
    start = 1
    for record in reader:
        yield start, record
        start = reader.line_num + 1
