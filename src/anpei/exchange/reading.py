"""The one door of every reader: what a file is, by its first bytes and its ending; whatever it holds, no exception.

Nothing is parsed that is larger than a file of questions is.
"""

from __future__ import annotations

from pathlib import Path, PurePath

from anpei import spreadsheets
from anpei.exchange.model import Choices, QuestionSource
from anpei.exchange.tables import read_table
from anpei.exchange.text import lines_of, read_lines
from anpei.exchange.word import read_word
from anpei.findings import Finding
from anpei.plainfiles import read_bytes, safely
from anpei.spreadsheets import MAX_BYTES

__all__ = ["READABLE", "read_file", "read_questions"]

READABLE = "Excel（.xlsx）、CSV、Word（.docx）、文本（.txt）"
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

    return safely(filename, lambda: _read(data, filename, choices), failed)


def _read(data: bytes, filename: str, choices: Choices) -> QuestionSource:
    if len(data) > MAX_BYTES:
        words = f"文件超过 {MAX_BYTES // 1_000_000} MB，请拆分后再导入。"
        return QuestionSource(filename, "", findings=(Finding(filename, 0, "import-too-large", words),))
    ending = PurePath(filename).suffix.lower()
    if ending in (".csv", ".tsv", ".xlsx", ".xls"):
        return read_table(data, filename, choices)
    if ending == ".docx":
        return read_word(data, filename, choices)
    if ending in (".txt", ".md", ""):
        text = spreadsheets.decode(data)
        if text is None:
            words = "认不出文件的编码，请另存为 UTF-8 或 GBK。"
            return QuestionSource(filename, "text", findings=(Finding(filename, 0, "import-encoding", words),))
        return read_lines(lines_of(text), filename)
    words = f"不认识的文件“{ending or PurePath(filename).name}”，可以导入：{READABLE}。"
    return QuestionSource(filename, "", findings=(Finding(filename, 0, "import-format", words),))
