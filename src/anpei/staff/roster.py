"""What a roster says, row by row: pure reading and checking, every problem a finding with its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from anpei.findings import Finding, Level
from anpei.plainfiles import read_bytes, safely
from anpei.staff.sheets import MAX_BYTES, Lines, SheetRow, read_lines, tidy

HEADER_WITHIN = 10  # rows in which the header may stand below a title
STAFF_NO = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,31}")
NAME_LENGTH = 64

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

ROLE_WORDS = {
    "learner": ("学员", "员工", "learner"),
    "trainer": ("培训师", "讲师", "培训员", "trainer"),
    "director": ("导调员", "导调", "演练导调", "director"),
    "evaluator": ("评估员", "评估", "演练评估", "evaluator"),
    "admin": ("管理员", "系统管理员", "admin"),
}
STATUS_WORDS = {
    True: ("在职", "在岗", "试用", "试用期", "实习", "正式", "返聘", "active"),
    False: ("离职", "已离职", "辞退", "退休", "已退休", "left"),
}
WHOLE_WORDS = ("全部", "全厂", "全企业", "全公司", "不限", "无", "-", "—", "/")
NO_TEAM = ("无", "没有", "无班组", "-", "—", "/")
_ROLE = {word: role for role, words in ROLE_WORDS.items() for word in words}
_STATUS = {word: active for active, words in STATUS_WORDS.items() for word in words}
_FIELD = {word.replace(" ", ""): field for field, words in COLUMNS.items() for word in words}


@dataclass(frozen=True)
class RosterRow:
    """One person as the file tells it; None means the file says nothing, and what is known stays.

    An empty ``team`` means the file says that they are in none, an empty ``scope`` that they are limited to none.
    """

    line: int
    staff_no: str
    name: str
    department: str
    post: str | None = None
    roles: frozenset[str] | None = None
    active: bool | None = None
    hired: str | None = None
    team: str | None = None
    scope: frozenset[str] | None = None


@dataclass(frozen=True)
class Roster:
    """The sound rows of a file and everything that is wrong with it."""

    path: str
    rows: tuple[RosterRow, ...]
    findings: tuple[Finding, ...]
    total: int = 0


def read_roster(source: Path | bytes, filename: str = "") -> Roster:
    """Read a roster file or its bytes; never raises for what is in it."""
    name = filename or (str(source) if isinstance(source, Path) else "名单")
    return safely(name, lambda: _read_roster(source, name), lambda finding: Roster(name, (), (_unreadable(finding),)))


def _unreadable(finding: Finding) -> Finding:
    return replace(finding, rule="roster-unreadable")


def _read_roster(source: Path | bytes, name: str) -> Roster:
    data, findings = (source, []) if isinstance(source, bytes) else read_bytes(source, MAX_BYTES)
    if data is None:
        return Roster(name, (), tuple(map(_unreadable, findings)))
    lines, findings = read_lines(data, name, wanted=lambda lines: _header(lines, name)[0] is not None)
    return Roster(name, (), tuple(findings)) if findings else read_rows(lines, name)


def normal_staff_no(text: str) -> str:
    """The one spelling of a staff number: half-width, upper case, no spaces."""
    return tidy(text).replace(" ", "").upper()


def read_rows(lines: Lines, path: str) -> Roster:
    """Turn numbered lines into rows and findings."""
    header, findings = _header(lines, path)
    if header is None:
        return Roster(path, (), tuple(findings))
    body = lines[header.position + 1 :]
    if not body:
        findings.append(Finding(path, 0, "roster-empty", "表头下面没有人员，请填好后再导入。"))
    reader = _RosterReader(path, header, findings)
    rows = [row for line in body if (row := reader.row(line)) is not None]
    return Roster(path, tuple(rows), tuple(findings), len(body))


@dataclass(frozen=True)
class Header:
    """Which of the lines is the header, which column holds which field, and how many columns it names."""

    position: int
    columns: dict[str, int]
    width: int


def _header(lines: Lines, path: str) -> tuple[Header | None, list[Finding]]:
    """Find the header among the first lines; without the required columns there is none."""
    best = max(range(min(len(lines), HEADER_WITHIN)), key=lambda i: _known(lines[i]), default=None)
    if best is None:
        return None, [Finding(path, 0, "roster-empty", "文件是空的，请填好名单后再导入。")]
    line = lines[best]
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    named = {_FIELD.get(_word(cell)) for cell in line.cells}
    for index, cell in enumerate(line.cells):
        field = _field_of(cell, named)
        if field in columns:
            message = f"“{LABELS[field]}”这一列出现了两次，请删去一列。"
            findings.append(Finding(path, line.number, "roster-column-twice", message))
        elif field:
            columns[field] = index
        elif cell:
            message = f"不认识的列“{cell}”，已忽略。"
            findings.append(Finding(path, line.number, "roster-column-unknown", message, "warning"))
    missing = [LABELS[field] for field in REQUIRED if field not in columns]
    if missing:
        message = (
            f"表头缺少“{'、'.join(missing)}”列，请补上（第一行写：工号、姓名、部门、岗位、角色、状态、入职日期）。"
        )
        return None, [Finding(path, line.number, "roster-header", message)]
    return Header(best, columns, max(i for i, cell in enumerate(line.cells, 1) if cell)), findings


def _known(line: SheetRow) -> int:
    return sum(_word(cell) in _FIELD or _word(cell) in INSTEAD for cell in line.cells)


def _word(cell: str) -> str:
    """A head as it is meant: without the marks of what must be filled in."""
    return re.sub(r"\([^)]*\)|[*:\s]", "", cell).lower() or cell.lower()


def _field_of(cell: str, named: Container[str | None]) -> str | None:
    """The field a head names; a stand-in only where nothing better is ``named``."""
    instead = INSTEAD.get(_word(cell))
    return _FIELD.get(_word(cell)) or (instead if instead not in named else None)


class _RosterReader:
    """Reads rows one after the other and remembers the staff numbers seen."""

    def __init__(self, path: str, header: Header, findings: list[Finding]) -> None:
        self.path = path
        self.columns = header.columns
        self.width = header.width
        self.findings = findings
        self.seen: dict[str, int] = {}
        self.line = SheetRow(0, ())

    def row(self, line: SheetRow) -> RosterRow | None:
        """The row, or None if any of its cells is wrong; all its wrong cells are reported."""
        self.line = line
        before = len(self.findings)
        row = RosterRow(
            line.number, self.staff_no(), self.text("name"), self.text("department"), self.text("post") or None,
            self.roles(), self.status(), self.hired(), self.team(), self.scope(),
        )  # fmt: skip
        self.lost()
        self.extra()
        return row if len(self.findings) == before else None

    def cell(self, field: str) -> str:
        index = self.columns.get(field, -1)
        return self.line.cells[index] if 0 <= index < len(self.line.cells) else ""

    def find(self, rule: str, message: str, level: Level = "error") -> None:
        self.findings.append(Finding(self.path, self.line.number, rule, message, level))

    def staff_no(self) -> str:
        staff_no = normal_staff_no(self.cell("staff_no"))
        if not staff_no:
            self.find("roster-staff-no-missing", "缺少工号。")
        elif not STAFF_NO.fullmatch(staff_no):
            self.find("roster-staff-no-form", f"工号“{_short(staff_no)}”只能用字母、数字、- 和 _，最多 32 位。")
        elif staff_no in self.seen:
            self.find("roster-staff-no-twice", f"工号 {staff_no} 与第 {self.seen[staff_no]} 行重复。")
        self.seen.setdefault(staff_no, self.line.number)
        return staff_no

    def text(self, field: str) -> str:
        text = self.cell(field)
        if not text and field in REQUIRED:
            self.find(f"roster-{field}-missing", f"缺少{LABELS[field]}。")
        elif len(text) > NAME_LENGTH:
            self.find(f"roster-{field}-long", f"{LABELS[field]}太长，最多 {NAME_LENGTH} 个字。")
        elif "\ufffd" in text or text.startswith(("#REF!", "#N/A")):
            self.find(f"roster-{field}-broken", f"{LABELS[field]}“{_short(text)}”是乱码或公式错误，请改正。")
        return text

    def roles(self) -> frozenset[str] | None:
        """Whoever is on the roster learns; other roles are added to that."""
        words = [word.lower() for word in re.split(r"[,、;/|\s]+", self.cell("roles")) if word]
        unknown = [word for word in words if word not in _ROLE]
        if unknown:
            choices = "、".join(names[0] for names in ROLE_WORDS.values())
            self.find("roster-role-unknown", f"不认识的角色“{_short(unknown[0])}”，可写：{choices}。")
        return frozenset({"learner", *(_ROLE[word] for word in words if word in _ROLE)}) if words else None

    def status(self) -> bool | None:
        word = self.cell("status").lower()
        if word and word not in _STATUS:
            self.find("roster-status-unknown", f"不认识的状态“{_short(word)}”，可写：在职、离职。")
        return _STATUS.get(word)

    def hired(self) -> str | None:
        text = self.cell("hired")
        day = _day(text)
        if text and day is None:
            self.find("roster-date", f"入职日期“{_short(text)}”不是日期，请写成 2024-03-01。")
        return day.isoformat() if day else None

    def team(self) -> str | None:
        """A word for "none" takes somebody out of their team; an empty cell says nothing."""
        word = self.text("team")
        return "" if word in NO_TEAM else word or None

    def scope(self) -> frozenset[str] | None:
        """The departments somebody looks after; a word for "all" lifts a limit, an empty cell says nothing."""
        words = [word for word in re.split(r"\s*[,、;|]\s*", self.cell("scope")) if word]
        if long := next((word for word in words if len(word) > NAME_LENGTH), None):
            self.find("roster-scope-long", f"{LABELS['scope']}“{_short(long)}”太长，几个部门之间请用顿号隔开。")
        if not words:
            return None
        return frozenset() if words[0] in WHOLE_WORDS else frozenset(words)

    def lost(self) -> None:
        """Excel makes up the end of a long number: it would become somebody else's."""
        for field in (field for field, index in self.columns.items() if index in self.line.lost):
            message = f"{LABELS[field]}是 16 位以上的数字，Excel 已丢掉末几位，请把这一列设成“文本”后重新填写。"
            self.find("roster-number-long", message)

    def extra(self) -> None:
        """A comma too many shifts every cell after it: no cell of such a row can be trusted."""
        if any(self.line.cells[self.width :]):
            self.find("roster-extra-cells", "这一行比表头多出内容，可能有多余的逗号，请检查。")


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"


_DATE_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date]], ...] = (
    (re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?( .*)?"), lambda m: date(int(m[1]), int(m[2]), int(m[3]))),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), lambda m: date(int(m[1]), int(m[2]), int(m[3]))),
    # a date cell saved as a plain number counts days since 1899-12-30
    (re.compile(r"([1-5]\d{4})"), lambda m: date(1899, 12, 30) + timedelta(days=int(m[1]))),
)


def _day(text: str) -> date | None:
    for form, read in _DATE_FORMS:
        if match := form.fullmatch(text):
            try:
                day = read(match)
            except ValueError:
                return None
            return day if 1950 <= day.year <= 2100 else None
    return None
