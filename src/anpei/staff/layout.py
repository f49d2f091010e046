"""Which sheet of a file is the roster, where its header stands, and which column means what: found by heads, or told.

What an enterprise calls its columns it says once (:class:`RosterLayout`, ``words``); whoever imports may say otherwise
for one file (``sheet``, ``header``, ``columns``).
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from anpei.findings import Finding
from anpei.spreadsheets import HEADER_WITHIN, SheetRow, tidy

__all__ = [
    "COLUMNS",
    "LABELS",
    "REQUIRED",
    "Header",
    "RosterLayout",
    "columns_by_heads",
    "field_named",
    "find_header",
    "head_word",
    "header_position",
]

COLUMNS: dict[str, tuple[str, ...]] = {
    "staff_no": (
        "工号",
        "员工编号",
        "员工号",
        "职工号",
        "人员编号",
        "编号",
        "人员编码",
        "员工编码",
        "staff_no",
        "staff no",
        "staffno",
    ),
    "name": ("姓名", "员工姓名", "名字", "name"),
    "department": ("部门", "所属部门", "部门名称", "车间", "department"),
    "post": ("岗位", "岗位名称", "职位", "工种", "post"),
    "team": ("班组", "班组名称", "所属班组", "team"),
    "roles": ("角色", "平台角色", "权限", "role", "roles"),
    "status": ("状态", "在职状态", "人员状态", "员工状态", "任职状态", "status"),
    "scope": ("管辖部门", "负责部门", "管理范围", "scope"),
    "hired": ("入职日期", "入职时间", "进厂日期", "hired"),
}
INSTEAD = {"账号": "staff_no", "登录账号": "staff_no", "一级部门": "department"}
"""What stands for a column when the file has no better one."""
LABELS = {field: names[0] for field, names in COLUMNS.items()}
REQUIRED = ("staff_no", "name", "department")
_FIELD = {word.replace(" ", ""): field for field, words in COLUMNS.items() for word in words}
WRITE_SO = "请补上（第一行写：工号、姓名、部门、岗位、角色、状态、入职日期）。"


@dataclass(frozen=True)
class RosterLayout:
    """How somebody wants a file to be read; empty where it is left to what the file says.

    ``header``: the number of the header's line. ``columns``: the place (0-based) of each field; then no head counts.
    ``words``: heads as :func:`head_word` writes them, and the field each means; an empty field: a column to pass over.
    """

    sheet: str = ""
    header: int = 0
    columns: Mapping[str, int] | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Header:
    """Which of the lines is the header, which column holds which field, what its cells say and how many there are."""

    position: int
    columns: Mapping[str, int]
    width: int
    heads: tuple[str, ...] = ()
    line: int = 0


def head_word(head: str) -> str:
    """A head as it is meant: without the marks of what must be filled in."""
    return re.sub(r"\([^)]*\)|[*:\s]", "", head).lower() or head.lower()


def field_named(label: str) -> str | None:
    """The field somebody means by one of its names."""
    return _FIELD.get(head_word(tidy(label)))


def find_header(lines: Sequence[SheetRow], path: str, layout: RosterLayout) -> tuple[Header | None, list[Finding]]:
    """Find the header among the first lines; without the required columns there is none."""
    position = header_position(lines, layout)
    if position is None:
        return None, [Finding(path, 0, "roster-empty", "文件是空的，请填好名单后再导入。")]
    line = lines[position]
    columns, findings = _told(line, layout) if layout.columns is not None else _recognised(line, path, layout.words)
    missing = [LABELS[field] for field in REQUIRED if field not in columns]
    if missing:
        words = f"还没有选“{'、'.join(missing)}”是哪一列。" if layout.columns is not None else ""
        words = words or f"表头缺少“{'、'.join(missing)}”列，{WRITE_SO}"
        return None, [Finding(path, line.number, "roster-header", words)]
    width = max(*columns.values(), *(i for i, cell in enumerate(line.cells) if cell)) + 1
    return Header(position, columns, width, line.cells, line.number), findings


def columns_by_heads(heads: Sequence[str], words: Mapping[str, str]) -> dict[str, int]:
    """The places of the fields that these heads name, also when some that are required are missing."""
    return _recognised(SheetRow(0, tuple(heads)), "", words)[0]


def header_position(lines: Sequence[SheetRow], layout: RosterLayout) -> int | None:
    """Where among the lines the header is: as told, or the line of the first ten that has most heads we know."""
    told = next((i for i, line in enumerate(lines[:HEADER_WITHIN]) if line.number == layout.header), None)
    if told is not None:
        return told
    candidates = range(min(len(lines), HEADER_WITHIN))
    return max(candidates, key=lambda i: (_known(lines[i], layout.words), _filled(lines[i]) > 2), default=None)


def _told(line: SheetRow, layout: RosterLayout) -> tuple[dict[str, int], list[Finding]]:
    columns = {name: place for name, place in (layout.columns or {}).items() if name in COLUMNS and place >= 0}
    return columns, []


def _recognised(line: SheetRow, path: str, words: Mapping[str, str]) -> tuple[dict[str, int], list[Finding]]:
    """The columns by their heads; one named twice, and one nobody knows, are told."""
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    named = {_plainly(cell, words) for cell in line.cells}
    for index, cell in enumerate(line.cells):
        field = _field_of(cell, named, words)
        if field in columns:
            message = f"“{LABELS[field]}”这一列出现了两次，请删去一列。"
            findings.append(Finding(path, line.number, "roster-column-twice", message))
        elif field:
            columns[field] = index
        elif cell and head_word(cell) not in words:
            message = f"不认识的列“{cell}”，已忽略。"
            findings.append(Finding(path, line.number, "roster-column-unknown", message, "warning"))
    return columns, findings


def _known(line: SheetRow, words: Mapping[str, str]) -> int:
    return sum(bool(_field_of(cell, (), words)) for cell in line.cells)


def _filled(line: SheetRow) -> int:
    return sum(map(bool, line.cells))


def _plainly(cell: str, words: Mapping[str, str]) -> str | None:
    """The field a head names by its own name, or as this enterprise says."""
    word = head_word(cell)
    return words[word] if word in words else _FIELD.get(word)


def _field_of(cell: str, named: Container[str | None], words: Mapping[str, str]) -> str | None:
    """The field a head names; a stand-in only where nothing better is ``named``."""
    word = head_word(cell)
    if word in words or word in _FIELD:
        return _plainly(cell, words)
    instead = INSTEAD.get(word)
    return instead if instead not in named else None
