"""A roster file becomes sheets of numbered lines of tidy text, whatever saved it; what can't be read is a finding.

A cell says what Excel shows of it: a number with leading zeros keeps them, a cell merged downwards counts for each of
its rows, and a number so long that Excel has forgotten its end is marked.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from anpei.findings import Finding

MAX_BYTES = 20_000_000
MAX_PEOPLE = 50_000
HEADER_WITHIN = 10
"""Rows in which the header may stand below a title."""
MAX_LINES = MAX_PEOPLE + HEADER_WITHIN
MAX_COLUMNS = 64
MAX_CELL = 1_000
EXACT = 10**15
"""Excel keeps fifteen digits of a number; of a longer one the rest is made up."""
TOO_MANY = f"名单超过 {MAX_PEOPLE:,} 人，请拆成几个文件，分几次导入。"


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
class RosterSheet:
    """One sheet of a file, by its name; a CSV file is one without a name."""

    name: str
    lines: tuple[SheetRow, ...]
    findings: tuple[Finding, ...] = ()
    hidden: bool = False


def read_sheets(data: bytes, filename: str) -> tuple[list[RosterSheet], list[Finding]]:
    """Read .xlsx or .csv; the first bytes decide, not the name's ending."""
    if len(data) > MAX_BYTES:
        words = f"文件超过 {MAX_BYTES // 1_000_000} MB，请拆分后再导入。"
        return [], [Finding(filename, 0, "roster-too-large", words)]
    if data.startswith(b"PK\x03\x04"):
        from anpei.staff.workbook import read_workbook  # brings its parser along, which a CSV file needn't wait for

        return read_workbook(data, filename)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        words = "这是旧版 .xls 文件，请在 Excel 里另存为 .xlsx 再导入。"
        return [], [Finding(filename, 0, "roster-old-excel", words)]
    lines, findings = _from_csv(data, filename)
    return ([], findings) if findings else ([RosterSheet("", tuple(lines))], [])


def unreadable(filename: str, words: str) -> Finding:
    return Finding(filename, 0, "roster-unreadable", words)


def tidy(value: object) -> str:
    """Text as meant: half-width letters and digits, single spaces, none between Chinese characters."""
    if (
        isinstance(value, str)
        and value.isalnum()
        and len(value) < MAX_CELL
        and unicodedata.is_normalized("NFKC", value)
    ):
        return value  # as most cells are
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


def collect(rows: Iterable[tuple[int, Iterable[object]]], filename: str) -> tuple[Lines, list[Finding]]:
    """The lines that say something; a finding instead when there are more than a roster may have."""
    lines: Lines = []
    for number, cells in rows:
        if len(lines) >= MAX_LINES:
            return _trouble(filename, "roster-too-large", TOO_MANY)
        told = tuple(islice(cells, MAX_COLUMNS))
        if not any(cell is not None for cell in told):
            continue  # a sheet may have a million empty rows
        lost = frozenset(place for place, cell in enumerate(told) if _endless(cell))
        line = SheetRow(number, tuple(tidy(cell) for cell in told), lost)
        if not line.empty:
            lines.append(line)
    return lines, []


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
        return collect(_numbered(reader), filename)
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
