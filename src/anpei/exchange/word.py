"""A Word file as lines of text: the numbers Word shows are rebuilt, tables of questions and of keys are read as such.

Automatic numbers are in no text: they come from ``numbering.xml`` by style, list, level and start, as Word counts them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from anpei import xmltext
from anpei.exchange.model import Choices, Line, QuestionSource
from anpei.exchange.tables import names_stem, read_rows
from anpei.exchange.text import read_lines
from anpei.exchange.words import cell_text
from anpei.findings import Finding
from anpei.spreadsheets import SheetRow
from anpei.unpacking import Most, too_much

__all__ = ["read_word"]

MOST = Most(unpacked=200_000_000, members=5_000, tags=2_000_000, text=500_000)
MOST_ELEMENTS = 400_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMERALS = "〇一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting")
SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}footnoteReference"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True)
class _Level:
    start: int
    form: str
    text: str


@dataclass
class _List:
    """A list as Word counts it: lists of one pattern count on together, unless one says where it starts."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class _Numbering:
    """The numbers of paragraphs, in the order of the paragraphs."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.lists: dict[str, _List] = {}
        self.pattern: dict[str, str] = {}
        self.overrides: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()
        for abstract in numbering if numbering is not None else ():
            if abstract.tag == f"{W}abstractNum":
                levels = {_int(level, "ilvl"): _level(level) for level in abstract.iter(f"{W}lvl")}
                self.lists[_attribute(abstract, "abstractNumId")] = _List(levels)
            elif abstract.tag == f"{W}num":
                name = _attribute(abstract, "numId")
                self.pattern[name] = _value(abstract, "abstractNumId")
                self.overrides[name] = {
                    _int(over, "ilvl"): int(start)
                    for over in abstract.iter(f"{W}lvlOverride")
                    if (start := _value(over, "startOverride")).isdigit() and len(start) < 4
                }
        self.styles = dict(_numbered_styles(styles))

    def label(self, paragraph: Element) -> str:
        """What Word writes before the paragraph; empty where it counts nothing."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        number, level = self.styles.get(_value(properties, "pStyle"), ("", 0))
        own = properties.find(f"{W}numPr")
        if own is not None:
            number = _value(own, "numId") or number
            level = int(_value(own, "ilvl")) if _value(own, "ilvl").isdigit() else level
        counted = self.lists.get(self.pattern.get(number, ""))
        return "" if counted is None or level not in counted.levels else self._next(number, counted, level)

    def _next(self, number: str, counted: _List, level: int) -> str:
        if number not in self.begun:
            self.begun.add(number)
            for at, start in self.overrides.get(number, {}).items():
                counted.counts[at] = start - 1
        counted.counts[level] = counted.counts.get(level, counted.levels[level].start - 1) + 1
        for deeper in [at for at in counted.counts if at > level]:
            del counted.counts[deeper]
        text = counted.levels[level].text
        for at in range(9):
            if f"%{at + 1}" in text and at in counted.levels:
                shown = _numeral(counted.counts.get(at, counted.levels[at].start), counted.levels[at].form)
                text = text.replace(f"%{at + 1}", shown)
        return text if counted.levels[level].form not in ("bullet", "none") else ""


def _attribute(element: Element, name: str) -> str:
    return element.get(f"{W}{name}") or ""


def _int(element: Element, name: str) -> int:
    text = _attribute(element, name)
    return int(text) if text.isdigit() and len(text) < 4 else 0


def _value(parent: Element, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return "" if child is None else _attribute(child, "val")


def _level(level: Element) -> _Level:
    start = _value(level, "start")
    start_at = int(start) if start.isdigit() and len(start) < 4 else 1
    return _Level(start_at, _value(level, "numFmt") or "decimal", _value(level, "lvlText"))


def _numbered_styles(styles: Element | None) -> Iterator[tuple[str, tuple[str, int]]]:
    """The list and level of each style that counts, also by the style it is based on."""
    found: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        name = _attribute(style, "styleId")
        based[name] = _value(style, "basedOn")
        numbers = style.find(f"{W}pPr/{W}numPr")
        if numbers is not None and _value(numbers, "numId"):
            level = _value(numbers, "ilvl")
            found[name] = (_value(numbers, "numId"), int(level) if level.isdigit() else 0)
    for name in based:
        parent, steps = name, 0
        while parent and parent not in found and steps < 20:
            parent, steps = based.get(parent, ""), steps + 1
        if parent in found:
            yield name, found[parent]


def _numeral(number: int, form: str) -> str:
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        text, rest = "", min(number, 399)
        for value, sign in ROMAN:
            text, rest = text + sign * (rest // value), rest % value
        return text.upper() if form == "upperRoman" else text
    if form in CHINESE:
        return _chinese(number)
    if form == "decimalEnclosedCircle" and 0 < number <= len(CIRCLED):
        return CIRCLED[number - 1]
    return str(number)


def _chinese(number: int) -> str:
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    lead = ("" if tens == 1 else NUMERALS[tens]) + "十" if tens else ""
    return lead + (NUMERALS[ones] if ones or not tens else "")


def read_word(data: bytes, path: str, choices: Choices) -> QuestionSource:
    """The questions of a .docx file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if too_much(archive, MOST):
            words = "文件解开后过大，请只保留题目本身，删去其他内容后另存。"
            return QuestionSource(path, "docx", findings=(Finding(path, 0, "import-too-large", words),))
        body = _part(archive, "word/document.xml")
        numbering = _Numbering(_part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml"))
    if body is None:
        words = "这不是 Word 文档（.docx），请在 Word 里另存为 .docx 再导入。"
        return QuestionSource(path, "docx", findings=(Finding(path, 0, "import-unreadable", words),))
    lines, tables = [], []
    for number, block in enumerate(_blocks(body), 1):
        if block.tag == f"{W}p":
            lines += _lines(block, number, numbering)
        elif names_stem(rows := [row for row in _rows(block, number, numbering) if not row.empty], choices):
            tables.append(read_rows(rows, path, choices, f"第 {number} 段的表格"))
        else:
            lines += _plain(rows)
    read = read_lines(lines, path)
    questions = sorted((*read.questions, *(q for one in tables for q in one.questions)), key=lambda q: q.line)
    return replace(
        read,
        format="docx",
        questions=tuple(questions),
        leftovers=(*read.leftovers, *(left for one in tables for left in one.leftovers)),
        passed=(*read.passed, *(left for one in tables for left in one.passed)),
        findings=tuple(finding for one in tables for finding in one.findings),
    )


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    return xmltext.tree(archive.read(name).decode("utf-8-sig", "replace"), most=MOST_ELEMENTS)


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables in their order, also those in controls and corrections."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag not in SKIPPED:
            yield from _blocks(child)


def _lines(paragraph: Element, number: int, numbering: _Numbering) -> list[Line]:
    text, picture = _text(paragraph)
    label = numbering.label(paragraph)
    rows = cell_text(f"{label} {text}" if label and text.strip() else text).split("\n")
    lines = [Line(number, row) for row in rows]
    return [replace(lines[0], picture=picture), *lines[1:]]


def _text(element: Element) -> tuple[str, bool]:
    """What a paragraph shows, and whether a picture is in it; what was deleted isn't shown."""
    parts, picture = [], False
    for child in element:
        name = child.tag.rpartition("}")[2]
        if child.tag in SKIPPED or child.tag == FALLBACK:
            continue
        if name == "t":
            parts.append(child.text or "")
        elif name in ("tab", "ptab"):
            parts.append("  ")
        elif name in ("br", "cr"):
            parts.append("\n")
        elif name == "noBreakHyphen":
            parts.append("-")
        else:
            picture = picture or name in ("drawing", "pict", "object")
            text, inside = _text(child)
            parts.append(text)
            picture = picture or inside
    return "".join(parts), picture


def _rows(table: Element, number: int, numbering: _Numbering) -> Iterator[SheetRow]:
    for row in table.iter(f"{W}tr"):
        cells = []
        for cell in row.iter(f"{W}tc"):
            lines = [line.text for block in _blocks(cell) for line in _lines(block, number, numbering)]
            cells.append(cell_text("\n".join(lines)))
        yield SheetRow(number, tuple(cells))


def _plain(rows: list[SheetRow]) -> Iterator[Line]:
    """A table that is no table of questions as lines; one of numbers above keys as keys."""
    above: tuple[str, ...] = ()
    for row in rows:
        numbers = [cell.rstrip(".、") for cell in above]
        if above and len(row.cells) == len(above) and any(cell.isdigit() for cell in numbers):
            pairs = [f"{n}.{cell}" for n, cell in zip(numbers, row.cells, strict=True) if n.isdigit() and cell]
            yield Line(row.number, " ".join(pairs))
            above = ()
            continue
        if above:
            yield Line(rows[0].number, " ".join(above))
        above = row.cells if sum(cell.rstrip(".、").isdigit() for cell in row.cells) >= len(row.cells) - 1 else ()
        if not above:
            yield Line(row.number, cell_text(" ".join(row.cells)))
    if above:
        yield Line(rows[-1].number, " ".join(above))
