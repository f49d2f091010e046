"""A roster file becomes numbered lines of tidy text, whatever program saved it; what can't be read is a finding."""

from __future__ import annotations

import csv
import io
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from anpei.findings import Finding

MAX_BYTES = 20_000_000
MAX_UNPACKED = 60_000_000
MAX_LINES = 50_000
MAX_COLUMNS = 64
MAX_CELL = 1_000


@dataclass(frozen=True)
class SheetRow:
    """One line of the sheet, numbered as the person sees it in Excel or an editor."""

    number: int
    cells: tuple[str, ...]

    @property
    def empty(self) -> bool:
        return not any(self.cells)


Lines = list[SheetRow]


def read_lines(data: bytes, filename: str) -> tuple[Lines, list[Finding]]:
    """Read .xlsx or .csv; the first bytes decide, not the name's ending."""
    if len(data) > MAX_BYTES:
        return _trouble(filename, "roster-too-large", f"文件超过 {MAX_BYTES // 1_000_000} MB，请拆分后再导入。")
    if data.startswith(b"PK\x03\x04"):
        return _from_workbook(data, filename)
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
        line = SheetRow(number, tuple(tidy(cell) for cell in told))
        if not line.empty:
            lines.append(line)
    return lines, []


def _from_workbook(data: bytes, filename: str) -> tuple[Lines, list[Finding]]:
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
                sheet: Any = book.worksheets[0]
                sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
                rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
                return _collect(enumerate(rows, 1), filename)
            finally:
                book.close()
    except Exception:  # openpyxl raises whatever its parsers raise; to the person they all mean the same
        return _trouble(filename, "roster-unreadable", unreadable)


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
