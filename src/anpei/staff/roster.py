"""What a roster says, row by row: pure reading and checking, every problem a finding with its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from anpei.findings import Finding, Level, errors_only
from anpei.plainfiles import read_bytes, safely
from anpei.spreadsheets import HEADER_WITHIN, MAX_BYTES, Expected, SheetRow, Worksheet, read_sheets, tidy
from anpei.staff.layout import LABELS, REQUIRED, Header, RosterLayout, find_header

STAFF_NO = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,31}")
NAME_LENGTH = 64
MAX_PEOPLE = 50_000
TOO_MANY = f"名单超过 {MAX_PEOPLE:,} 人，请拆成几个文件，分几次导入。"
EXPECTED = Expected("名单", "roster", MAX_PEOPLE + HEADER_WITHIN, TOO_MANY, tidy)

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
    """The sound rows of a file and everything that is wrong with it; ``header`` and ``sheet`` say how it was read."""

    path: str
    rows: tuple[RosterRow, ...]
    findings: tuple[Finding, ...]
    total: int = 0
    sheet: str = ""
    header: Header | None = None


@dataclass(frozen=True)
class RosterFile:
    """A file as it lies there: its sheets, before anybody has said which of them is the roster and what is where."""

    path: str
    sheets: tuple[Worksheet, ...]
    findings: tuple[Finding, ...] = ()

    def sheet(self, layout: RosterLayout) -> Worksheet | None:
        """The sheet that is asked for; without a word the first to be seen that has a header, or just the first.

        Of a book of hidden ones it is one of those.
        """
        if layout.sheet:
            return next((sheet for sheet in self.sheets if sheet.name == layout.sheet), None)
        seen = [sheet for sheet in self.sheets if not sheet.hidden] or list(self.sheets)
        headed = (sheet for sheet in seen if find_header(sheet.lines, self.path, layout)[0] is not None)
        filled = (sheet for sheet in seen if sheet.lines or sheet.findings)
        return next(headed, None) or next(filled, None) or next(iter(seen), None)

    def read(self, layout: RosterLayout = RosterLayout()) -> Roster:  # noqa: B008 - a frozen value
        """The roster in it; never raises for what is in it."""
        if self.findings:
            return Roster(self.path, (), self.findings)
        sheet = self.sheet(layout)
        if sheet is None:
            names = "、".join(f"“{one.name}”" for one in self.sheets[:10] if one.name)
            words = f"没有叫“{layout.sheet}”的工作表。" + (f"文件里有：{names}。" if names else "这个文件只有一张表。")
            return Roster(self.path, (), (Finding(self.path, 0, "roster-sheet", words),))
        if errors_only(sheet.findings):
            return Roster(self.path, (), sheet.findings, sheet=sheet.name)
        roster = read_rows(sheet.lines, self.path, layout)
        told = (*sheet.findings, *self._passed_over(sheet, layout), *roster.findings)
        return replace(roster, findings=told, sheet=sheet.name)

    def _passed_over(self, read: Worksheet, layout: RosterLayout) -> list[Finding]:
        """Another sheet that looks like a roster, seen or hidden, and that nobody chose."""
        if layout.sheet:
            return []
        others = [sheet for sheet in self.sheets if sheet is not read and sheet.lines]
        others = [sheet for sheet in others if find_header(sheet.lines, self.path, layout)[0] is not None]
        if not others:
            return []
        names = "、".join(f"“{sheet.name}”{'（隐藏）' if sheet.hidden else ''}" for sheet in others[:5])
        words = f"读的是工作表“{read.name}”；{names}也像名单，没有读。要读它就指定工作表。"
        return [Finding(self.path, 0, "roster-other-sheet", words, "warning")]


def open_roster(source: Path | bytes, filename: str = "") -> RosterFile:
    """A roster file or its bytes as sheets; never raises for what is in it."""
    name = filename or (str(source) if isinstance(source, Path) else "名单")
    return safely(name, lambda: _open_roster(source, name), lambda found: RosterFile(name, (), (_unreadable(found),)))


def read_roster(source: Path | bytes, filename: str = "", layout: RosterLayout = RosterLayout()) -> Roster:  # noqa: B008
    """Read a roster file or its bytes; never raises for what is in it."""
    return open_roster(source, filename).read(layout)


def _unreadable(finding: Finding) -> Finding:
    return replace(finding, rule="roster-unreadable")


def _open_roster(source: Path | bytes, name: str) -> RosterFile:
    data, findings = (source, []) if isinstance(source, bytes) else read_bytes(source, MAX_BYTES)
    if data is None:
        return RosterFile(name, (), tuple(map(_unreadable, findings)))
    sheets, findings = read_sheets(data, name, EXPECTED)
    return RosterFile(name, tuple(sheets), tuple(findings))


def normal_staff_no(text: str) -> str:
    """The one spelling of a staff number: half-width, upper case, no spaces."""
    return tidy(text).replace(" ", "").upper()


def read_rows(lines: Sequence[SheetRow], path: str, layout: RosterLayout) -> Roster:
    """Turn numbered lines into rows and findings."""
    header, findings = find_header(lines, path, layout)
    if header is None:
        return Roster(path, (), tuple(findings))
    body = lines[header.position + 1 :]
    if len(body) > MAX_PEOPLE:
        return Roster(path, (), (Finding(path, 0, "roster-too-large", TOO_MANY),), len(body), header=header)
    if not body:
        findings.append(Finding(path, 0, "roster-empty", "表头下面没有人员，请填好后再导入。"))
    reader = _RosterReader(path, header, findings)
    rows = [row for line in body if (row := reader.row(line)) is not None]
    return Roster(path, tuple(rows), tuple(findings), len(body), header=header)


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
