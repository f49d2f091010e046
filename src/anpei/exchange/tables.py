"""Tables of questions, .xlsx and .csv: columns by their heads in any order and spelling, or as somebody says.

Every sheet with a header is read, but for hidden ones, which are told. Each row is a question, a heading, or left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from anpei import spreadsheets
from anpei.exchange.keys import short
from anpei.exchange.model import Choices, Leftover, QuestionSource, SourceQuestion
from anpei.exchange.words import LABELS, cell_text, field_of_head, head_word, kind_word, section_kind
from anpei.findings import Finding
from anpei.spreadsheets import HEADER_WITHIN, Expected, SheetRow, Worksheet

__all__ = ["MOST_QUESTIONS", "TOO_MANY", "names_stem", "read_rows", "read_table"]

MOST_QUESTIONS = 10_000
TOO_MANY = f"超过 {MOST_QUESTIONS:,} 题，请拆成几个文件，分几次导入。"
EXPECTED = Expected("题目", "import", MOST_QUESTIONS, TOO_MANY, cell_text)
TOLD = 8


@dataclass(frozen=True)
class _Head:
    position: int
    fields: dict[str, int]
    """The place of the column of each field."""
    options: dict[int, int]
    """The place of the column of each option."""
    named: frozenset[int] = frozenset()
    """The places that have a head: one that isn't read was told once, with the header."""


def read_table(data: bytes, path: str, choices: Choices) -> QuestionSource:
    """The questions of every sheet that has some."""
    sheets, findings = spreadsheets.read_sheets(data, path, EXPECTED)
    format_name = "xlsx" if data.startswith(b"PK") else "csv"
    if findings or not sheets:
        found = findings or [Finding(path, 0, "import-empty", "文件里没有工作表。")]
        return QuestionSource(path, format_name, findings=tuple(found))
    chosen, findings = _chosen(sheets, path, choices)
    sources = [_of_sheet(sheet, path, choices) for sheet in chosen]
    headed = [source for source in sources if not _headless(source)]
    if headed:  # a cover sheet beside the questions is told, no more
        others = [replace(f, level="warning") for one in sources if _headless(one) for f in one.findings]
        findings += others
    for source in headed or sources:
        findings += source.findings
    read = QuestionSource(
        path,
        format_name,
        tuple(question for source in headed for question in source.questions),
        tuple(left for source in sources for left in source.leftovers),
        tuple(passed for source in sources for passed in source.passed),
        tuple(findings),
        next((source.heads for source in (*headed, *sources)), ()),
        tuple(sheet.name for sheet in sheets if sheet.name),
    )
    if not read.questions and not any(finding.level == "error" for finding in findings):
        empty = Finding(path, 0, "import-empty", "表里没有题目，请填好后再导入。")
        return replace(read, findings=(*read.findings, empty))
    return read


def _headless(source: QuestionSource) -> bool:
    return any(finding.level == "error" for finding in source.findings)


def _chosen(sheets: Sequence[Worksheet], path: str, choices: Choices) -> tuple[list[Worksheet], list[Finding]]:
    if choices.sheet:
        chosen = [sheet for sheet in sheets if sheet.name == choices.sheet]
        names = "、".join(f"“{sheet.name}”" for sheet in sheets[:TOLD] if sheet.name)
        words = f"没有叫“{short(choices.sheet)}”的工作表。" + (
            f"文件里有：{names}。" if names else "这个文件只有一张表。"
        )
        return chosen, [] if chosen else [Finding(path, 0, "import-sheet", words)]
    seen = [sheet for sheet in sheets if not sheet.hidden and (sheet.lines or sheet.findings)]
    hidden = [sheet for sheet in sheets if sheet.hidden and sheet.lines]
    findings = []
    if hidden:
        names = "、".join(f"“{sheet.name}”" for sheet in hidden[:TOLD])
        words = f"工作表{names}是隐藏的，没有读。要读它就指定工作表（--sheet）。"
        findings.append(Finding(path, 0, "import-hidden-sheet", words, "warning"))
    return seen or list(sheets[:1]), findings


def _of_sheet(sheet: Worksheet, path: str, choices: Choices) -> QuestionSource:
    if any(finding.level == "error" for finding in sheet.findings):
        return QuestionSource(path, "", findings=sheet.findings)
    read = read_rows(sheet.lines, path, choices, sheet.name)
    findings = [*sheet.findings, *read.findings]
    if sheet.pictures:
        rows = "、".join(map(str, sheet.pictures[:TOLD])) + ("…" if len(sheet.pictures) > TOLD else "")
        where = f"工作表“{sheet.name}”" if sheet.name else "表里"
        words = f"{where}第 {rows} 行有图片，没有读；导入后请在题目里补图。"
        findings.append(Finding(path, sheet.pictures[0], "import-picture", words, "warning"))
    pictured = set(sheet.pictures)
    questions = tuple(
        replace(question, lost=(*question.lost, "图片")) if question.line in pictured else question
        for question in read.questions
    )
    return replace(read, questions=questions, findings=tuple(findings))


def read_rows(lines: Sequence[SheetRow], path: str, choices: Choices, part: str = "") -> QuestionSource:
    """The questions of one table, whose header is among its first rows."""
    head, findings = _head(lines, path, choices)
    if head is None:
        rest = tuple(_left(line, part) for line in lines)
        return QuestionSource(path, "", leftovers=rest, findings=tuple(findings), heads=_heads(lines, choices))
    questions: list[SourceQuestion] = []
    leftovers: list[Leftover] = []
    passed = [_left(line, part) for line in lines[: head.position + 1]]
    header, kind = lines[head.position].cells, part if kind_word(part) else ""
    for line in lines[head.position + 1 :]:
        filled = [cell for cell in line.cells if cell]
        section = section_kind(filled[0]) if len(set(filled)) == 1 else None
        if section is not None:
            kind = section
            passed.append(_left(line, part))
        elif line.cells[: len(header)] == header:
            passed.append(_left(line, part))
        elif (question := _question(line, head, part, kind)) is not None:
            questions.append(question)
        else:
            leftovers.append(_left(line, part))
    return QuestionSource(
        path,
        "",
        tuple(questions),
        tuple(leftovers),
        tuple(passed),
        tuple(findings),
        tuple(cell for cell in header if cell),
    )


def names_stem(lines: Sequence[SheetRow], choices: Choices) -> bool:
    """Whether a table is one of questions: its header names the question and something more."""
    head, _ = _head(lines, "", choices)
    return head is not None and len(head.fields) + len(head.options) > 1


def _left(line: SheetRow, part: str) -> Leftover:
    return Leftover(line.number, " ｜ ".join(cell.replace("\n", " ") for cell in line.cells if cell)[:200], part)


def _heads(lines: Sequence[SheetRow], choices: Choices) -> tuple[str, ...]:
    told = next((line for line in lines if line.number == choices.header), lines[0] if lines else None)
    return tuple(cell for cell in told.cells if cell) if told else ()


def _head(lines: Sequence[SheetRow], path: str, choices: Choices) -> tuple[_Head | None, list[Finding]]:
    """The header: as told, or the row of the first ten that names most fields; it names the stem."""
    first = list(enumerate(lines[:HEADER_WITHIN]))
    told = [n for n, line in first if line.number == choices.header]
    position = told[0] if told else max(first, key=lambda at: _known(at[1], choices), default=(0, None))[0]
    if not lines:
        return None, [Finding(path, 0, "import-empty", "表是空的，请填好题目后再导入。")]
    head, findings = _columns(lines[position], position, path, choices)
    if "stem" not in head.fields:
        words = "认不出表头：要有“题干”列（还有题型、选项A、选项B、答案、解析）。"
        words += "列名不一样就说明，如 --column 题干=试题描述。"
        return None, [Finding(path, lines[position].number, "import-header", words)]
    return head, findings


def _meant(cell: str, choices: Choices) -> str:
    word = head_word(cell)
    return choices.columns[word] if word in choices.columns else field_of_head(cell)


def _known(line: SheetRow, choices: Choices) -> int:
    return len({meant for cell in line.cells if cell and len(cell) <= 20 and (meant := _meant(cell, choices))})


def _columns(line: SheetRow, position: int, path: str, choices: Choices) -> tuple[_Head, list[Finding]]:
    fields: dict[str, int] = {}
    options: dict[int, int] = {}
    findings = []
    for place, cell in enumerate(line.cells):
        meant = _meant(cell, choices) if cell else ""
        if meant.startswith("option-"):
            number = int(meant.removeprefix("option-"))
            twice, options[number] = number in options, options.get(number, place)
        else:
            twice = bool(meant) and meant in fields
            if meant:
                fields.setdefault(meant, place)
        if twice:
            words = f"“{short(cell)}”这一列的意思出现了两次，只读了前一列。请改列名，或用 --column 说明。"
            findings.append(Finding(path, line.number, "import-column-twice", words, "warning"))
        elif cell and not meant and head_word(cell) not in choices.columns:
            words = (
                f"不认识的列“{short(cell)}”，没有读。要读就说明，如 --column {LABELS['explanation']}={short(cell)}。"
            )
            findings.append(Finding(path, line.number, "import-column-unknown", words, "warning"))
    named = frozenset(place for place, cell in enumerate(line.cells) if cell)
    return _Head(position, fields, options, named), findings


def _question(line: SheetRow, head: _Head, part: str, kind: str) -> SourceQuestion | None:
    """The question of a row; a row without a stem is none."""

    def cell(place: int) -> str:
        return line.cells[place] if place < len(line.cells) else ""

    says = {field: cell(place) for field, place in head.fields.items() if cell(place)}
    number = says.pop("number", "")
    if not says.get("stem"):
        return None
    if kind:
        says.setdefault("kind", kind)
    lost = ["答案里 16 位以上的数字"] if head.fields.get("key", -1) in line.lost else []
    if "DISPIMG(" in "".join(line.cells).upper():
        lost.append("单元格里的图片")
    last = max(head.options, default=-1)
    options = tuple(cell(head.options[n]) if n in head.options else "" for n in range(last + 1))
    lost += [f"表头以外的“{short(text)}”" for n, text in enumerate(line.cells) if text and n not in head.named]
    return SourceQuestion(line.number, part, number, says, options, lost=tuple(lost))
