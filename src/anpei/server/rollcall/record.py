"""What is filed of a roll call: one document to print, and the same as an Excel file; phones are in neither."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy.orm import Session

from anpei import clock, colours, staff
from anpei.cells import harmless
from anpei.clock import local
from anpei.exercises import rollcall
from anpei.exercises.rollcall import GROUPS, KINDS, STATES
from anpei.server.core import exports, permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.templates import template
from anpei.server.core.workbooks import XLSX, saved

__all__ = ["HANDLERS", "told_of", "workbook"]

JOBS = "musters/exports"

MEANINGS = {
    "live": "真实险情。这不是演练。",
    "drill": "演练。没有发生真实险情。",
    "test": "测试。只为检查设备和名单，不作为演练或险情的记录。",
}
FILLS = {"live": colours.RED, "drill": colours.BLUE, "test": colours.GREY}
PEOPLE = ("编号", "姓名", "部门或单位", "身份", "状态", "集合点", "时刻", "距警报（秒）", "登记人", "备注")
LOG = ("时刻", "经过", "登记人", "晚到（秒）")
LATE = 10_000


def told_of(session: Session, muster_id: int, zone: str) -> dict[str, Any]:
    """Everything that is said of the roll call, in words; raises NotFound."""
    record = rollcall.record(session, muster_id)
    starter = staff.find(session, record.head.by)
    head, times, standing = record.head, record.times, record.standing
    moments = (("警报", times.alarm), ("第一人到达", times.first_out), ("最后一人到达", times.last_out))
    return {
        "head": head,
        "kind": KINDS[head.kind],
        "meaning": MEANINGS[head.kind],
        "began": f"{local(head.started, zone):%Y-%m-%d %H:%M:%S}",
        "by": starter.name if starter else head.by,
        "over": f"{local(head.ended, zone):%Y-%m-%d %H:%M:%S}" if head.ended else "",
        "moments": [_moment(*one, times, zone) for one in (*moments, ("全员清点", times.all_accounted))],
        "expected": standing.expected,
        "split": standing.split,
        "groups": _groups(standing),
        "points": standing.points,
        "missing": standing.missing,
        "people": [_line(status, record, zone) for status in standing.people],
        "log": [(f"{local(x.at, zone):%H:%M:%S}", x.text, x.by, _late(x)) for x in record.lines],
    }


def _moment(words: str, at: int | None, times: rollcall.Times, zone: str) -> tuple[str, str, str]:
    if at is None:
        return words, "没有完成", ""
    after = "" if at == times.alarm else f"警报后 {clock.stretch(at - times.alarm)}"
    return words, f"{local(at, zone):%H:%M:%S}", after


def _groups(standing: rollcall.RollCallStanding) -> list[tuple[str, int, int]]:
    """How many of each group were expected, and how many of those came."""
    found = []
    for group, words in GROUPS.items():
        theirs = [status for status in standing.people if status.who.group == group]
        if theirs:
            found.append((words, len(theirs), sum(status.state == "present" for status in theirs)))
    return found


def _line(status: rollcall.Status, record: rollcall.Record, zone: str) -> tuple[str | int, ...]:
    who, places = status.who, {point.id: point.name for point in record.head.points}
    there = "、".join(places.get(point, point) for point in status.points)
    when = f"{local(status.at, zone):%H:%M:%S}" if status.at else ""
    after = record.times.seconds(status.at) if status.at else None
    number = "" if who.outside else who.key
    return (
        number, who.name, who.place, GROUPS[who.group], STATES[status.state], there, when,
        "" if after is None else after, status.by, status.note,
    )  # fmt: skip


def _late(line: rollcall.RollCallLine) -> str | int:
    return round(line.late / 1000) if line.late > LATE else ""


class RollCallRecordPage(PageHandler):
    """``muster/<id>/record``: for those who may watch a roll call; written beside the loop, for it may be long."""

    access = permissions.ROLL_CALL_WATCHERS

    async def get(self, muster: str) -> None:
        names = {"script": self.static("core/print.js"), "back": self.url(f"muster/{muster}")}
        file = self.url(f"muster/{muster}/record.xlsx")
        page = await asyncio.to_thread(self.written, int(muster), file=file, **names)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(page)

    def written(self, muster_id: int, **links: str) -> str:
        with self.db.read() as session:
            told = told_of(session, muster_id, self.zone)
        printed = f"{local(self.now(), self.zone):%Y-%m-%d %H:%M}"
        site = self.site.settings.site.name
        page = template("rollcall/record.html")
        return page.render(**told, **links, heads=PEOPLE, log_heads=LOG, site=site, zone=self.zone, printed=printed)


class RollCallRecordFile(PageHandler):
    """``muster/<id>/record.xlsx``: what the page says, on three sheets; that of a big roll call is waited for."""

    access = permissions.ROLL_CALL_WATCHERS
    acts = does(GET="export.rollcall")

    async def get(self, muster: str) -> None:
        muster_id = int(muster)
        with self.db.read() as session:
            head, expected = rollcall.head(session, muster_id), rollcall.summary(session, muster_id).expected
        called = f"filename*=UTF-8''{quote(f'清点记录-{KINDS[head.kind]}-{muster}.xlsx')}"
        if expected > exports.ROWS_IN_AN_ANSWER:
            asked = {"by": self.person.staff_no, "at": self.now(), "muster": muster_id, "called": called}
            asked["back"] = f"muster/{muster}/record"
            await self.noted()
            job = exports.begin(self.site, "anpei.server.rollcall.record_job", asked)
            self.redirect(self.url(f"{JOBS}/{job.folder.name}"), status=303)
            return
        await self.send_file(await asyncio.to_thread(self.made, muster_id), XLSX, called)

    def made(self, muster_id: int) -> bytes:
        with self.db.read() as session:
            told = told_of(session, muster_id, self.zone)
        return saved(workbook(told, self.site.settings.site.name))


def workbook(told: dict[str, Any], enterprise: str, done: Callable[[int], None] = lambda rows: None) -> Workbook:
    """A sheet of facts in the colour of its kind, one of people, one of the log."""
    book, head = Workbook(), told["head"]
    first = book.active
    assert isinstance(first, Worksheet)
    facts = [
        ("企业", enterprise),
        ("性质", told["meaning"]),
        ("警报", told["began"]),
        ("发起", told["by"]),
        ("名单", head.of or "没有记录"),
        ("结束", told["over"] or "还在清点"),
        ("应到", told["expected"]),
        ("清点结果", told["split"]),
        *((words, f"{at} {after}".strip()) for words, at, after in told["moments"][1:]),
        *((f"其中{words}", f"应到 {expected}，实到 {there}") for words, expected, there in told["groups"]),
        *((p.point.name, f"{p.count} 人；清点员：{'、'.join(p.wardens) or '没有指定'}") for p in told["points"]),
        ("说明", head.note),
    ]
    _fill(first, "清点", (f"{told['kind']}清点", head.title), facts, FILLS[head.kind])
    _fill(book.create_sheet(), "名单", PEOPLE, told["people"], FILLS[head.kind])
    done(len(told["people"]))
    _fill(book.create_sheet(), "经过", LOG, told["log"], FILLS[head.kind])
    done(len(told["people"]) + len(told["log"]))
    return book


def _fill(sheet: Worksheet, title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], colour: str) -> None:
    sheet.title = title
    for row in (heads, *rows):
        sheet.append([harmless(value) if isinstance(value, str) else value for value in row])
    for cell in sheet[1]:
        cell.font, cell.fill = (
            Font(bold=True, color=colours.named(colours.WHITE)),
            PatternFill("solid", fgColor=colours.named(colour)),
        )
    for index in range(1, len(heads) + 1):
        longest = max((len(str(row[index - 1])) for row in (heads, *rows)), default=8)
        sheet.column_dimensions[get_column_letter(index)].width = min(44, 6 + longest * 1.6)
    sheet.freeze_panes = "A2"


HANDLERS = [
    (r"muster/([0-9]{1,9})/record", RollCallRecordPage),
    (r"muster/([0-9]{1,9})/record\.xlsx", RollCallRecordFile),
    *exports.pages(JOBS, permissions.ROLL_CALL_WATCHERS, heading="导出清点记录", place="清点记录"),
]
