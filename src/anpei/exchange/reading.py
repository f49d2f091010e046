"""The one door of every reader: what a file is, by its first bytes and its ending; whatever it holds, no exception.

Nothing is parsed that is larger than a file of questions is.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path, PurePath

from anpei import spreadsheets
from anpei.exchange.gift import looks_like_aiken, looks_like_gift, read_aiken, read_gift
from anpei.exchange.h5p import read_h5p
from anpei.exchange.model import Choices, QuestionSource
from anpei.exchange.moodle import read_moodle
from anpei.exchange.qti import read_qti_item, read_qti_package
from anpei.exchange.tables import MOST_QUESTIONS, TOO_MANY, read_table
from anpei.exchange.text import lines_of, read_lines
from anpei.exchange.word import read_word
from anpei.findings import Finding
from anpei.plainfiles import read_bytes, safely
from anpei.spreadsheets import MAX_BYTES

__all__ = ["READABLE", "read_file", "read_questions"]

LARGEST_TEXT = 8_000_000
"""Bytes of a file that holds no pictures: ten thousand questions have half as many."""
READABLE = "Excel（.xlsx）、CSV、Word（.docx）、文本（.txt）、GIFT、Aiken、Moodle XML、QTI 2.1 和 3.0、H5P"
"""The files there is a reader for, as people are told."""


def read_file(path: Path) -> tuple[bytes, list[Finding]]:
    """The bytes of a file of questions; a finding for one that can't be read or is too large."""
    data, findings = read_bytes(path, MAX_BYTES)
    return data or b"", findings


def read_questions(data: bytes, filename: str, choices: Choices = Choices()) -> QuestionSource:  # noqa: B008 - frozen
    """The questions of a file, whatever wrote it."""

    def failed(finding: Finding) -> QuestionSource:
        return QuestionSource(
            filename, "", findings=(Finding(filename, finding.line, "import-unreadable", finding.message),)
        )

    source = safely(filename, lambda: _read(data, filename, choices), failed)
    if len(source.questions) > MOST_QUESTIONS:
        return _refused(filename, "too-large", TOO_MANY)
    return source


def _read(data: bytes, filename: str, choices: Choices) -> QuestionSource:
    ending = PurePath(filename).suffix.lower()
    pictured = data.startswith(b"PK") or ending == ".xml"
    if len(data) > (MAX_BYTES if pictured else LARGEST_TEXT):
        return _refused(filename, "too-large", "文件太大，请拆成几个，分几次导入。")
    if ending in (".csv", ".tsv", ".xlsx", ".xls"):
        return read_table(data, filename, choices)
    if data.startswith(b"PK\x03\x04"):
        if ending == ".docx":
            return read_word(data, filename, choices)
        return read_h5p(data, filename) if ending == ".h5p" else _packed(data, filename, choices)
    if ending in (".docx", ".doc", ".zip", ".h5p"):
        words = "这个文件打不开：可能已损坏、有密码保护，或是旧版的 .doc。请另存为没有密码的新格式。"
        return _refused(filename, "unreadable", words)
    if ending == ".xml":
        return _xml(data, filename)
    if ending in ("", ".txt", ".md", ".gift", ".aiken"):
        return _text(data, filename, ending)
    return _refused(filename, "format", f"不认识的文件“{ending}”，可以导入：{READABLE}。")


def _refused(filename: str, rule: str, words: str) -> QuestionSource:
    return QuestionSource(filename, "", findings=(Finding(filename, 0, f"import-{rule}", words),))


def _packed(data: bytes, filename: str, choices: Choices) -> QuestionSource:
    """A package by what is in it, whatever its name says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
    if "h5p.json" in names:
        return read_h5p(data, filename)
    if "word/document.xml" in names:
        return read_word(data, filename, choices)
    if "xl/workbook.xml" in names:
        return read_table(data, filename, choices)
    return read_qti_package(data, filename)


def _xml(data: bytes, filename: str) -> QuestionSource:
    """Moodle's or QTI's, by what the file begins with."""
    head = (spreadsheets.decode(data) or "")[:4096]
    return read_moodle(data, filename) if "<quiz" in head else read_qti_item(data, filename)


def _text(data: bytes, filename: str, ending: str) -> QuestionSource:
    text = spreadsheets.decode(data)
    if text is None:
        return _refused(filename, "encoding", "认不出文件的编码，请另存为 UTF-8 或 GBK。")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if ending == ".gift" or (ending != ".aiken" and looks_like_gift(text)):
        return read_gift(text, filename)
    if ending == ".aiken" or looks_like_aiken(text):
        return read_aiken(text, filename)
    return read_lines(lines_of(text), filename)
