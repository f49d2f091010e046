"""``admin/audit``: the audit log, newest first, by person, kind and day; and as a file, which is noted in it, too."""

from __future__ import annotations

import asyncio
import io
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from anpei import audit, clock, staff
from anpei.cells import to_csv
from anpei.server.audit.export_job import rows_of, write_log
from anpei.server.audit.view import HEADS, names_of, words_of
from anpei.server.core import exports, permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Line, Number, RequestModel
from anpei.server.core.workbooks import XLSX

__all__ = ["HANDLERS"]

PER_PAGE = 50
NAMESAKES = 50
CSV = "text/csv; charset=utf-8"
FILTERS = ("q", "kind", "since", "until")


class AuditRequest(RequestModel):
    """Whose rows (who did it, or whom it was about), of which kind, from and to which day; ``before``: older ones."""

    q: Line = ""
    kind: Line = ""
    since: Line = ""
    until: Line = ""
    before: Number = 0


class AuditPage(PageHandler):
    access = permissions.ADMINISTRATORS

    async def get(self) -> None:
        asked = self.query(AuditRequest)
        rows, names, older = await asyncio.to_thread(self.look, asked)
        filters = {name: value for name in FILTERS if (value := getattr(asked, name))}
        self.render_page(
            "audit/audit.html",
            asked=asked,
            kinds=audit.GROUPS,
            rows=[self.line(row, names) for row in rows],
            older=self.url("admin/audit", **filters, before=str(rows[-1].id)) if older else "",
            newest=self.url("admin/audit", **filters) if asked.before else "",
            filtered=bool(filters),
            file=lambda ending: self.url(f"admin/audit/log.{ending}", **filters),
        )

    def look(self, asked: AuditRequest) -> tuple[list[audit.AuditEntry], dict[str, str], bool]:
        """One page of rows, the names in it, and whether there are older ones."""
        with self.db.read() as session:
            found = audit.entries(session, query_of(self, asked), PER_PAGE + 1)
            return found[:PER_PAGE], names_of(session, found), len(found) > PER_PAGE

    def line(self, row: audit.AuditEntry, names: dict[str, str]) -> dict[str, Any]:
        return {
            "when": f"{clock.local(row.at, self.zone):%Y-%m-%d %H:%M:%S}",
            "who": names.get(row.who) or words_of(row.who) or ("没有登录的人" if row.address else "平台"),
            "number": row.who if row.who in names and ":" not in row.who else "",
            "act": audit.act_words(row.act),
            "failed": row.act.endswith("failed"),
            "about": names.get(row.about) or row.about,
            "about_number": row.about if row.about in names and ":" not in row.about else "",
            "detail": [f"{key}：{value}" for key, value in row.detail.items()],
            "place": " · ".join(filter(None, (row.address, row.browser))),
        }


class AuditFile(PageHandler):
    """``admin/audit/log.csv`` and ``log.xlsx``: the rows of the page, all of them."""

    access = permissions.ADMINISTRATORS
    acts = does(GET="export.audit")

    async def get(self, ending: str) -> None:
        asked, now = self.query(AuditRequest), self.now()
        query = await asyncio.to_thread(self.asked_for, asked)
        self.note(条件="，".join(value for name in FILTERS if (value := getattr(asked, name))), 格式=ending)
        called = f'filename="audit-{clock.local(now, self.zone):%Y%m%d}.{ending}"'
        if ending == "csv":
            await self.noted()
            await self.stream(query, called)
        elif await asyncio.to_thread(self.long, query):
            await self.noted()
            told = {"by": self.person.staff_no, "at": now, "back": "admin/audit", "called": called}
            job = exports.begin(self.site, "anpei.server.audit.export_job", told | {"query": asdict(query)})
            self.redirect(self.url(f"admin/audit/exports/{job.folder.name}"), status=303)
        else:
            await self.send_file(await asyncio.to_thread(self.book, query), XLSX, called)

    def asked_for(self, asked: AuditRequest) -> audit.AuditQuery:
        with self.db.read() as session:
            newest = audit.entries(session, audit.AuditQuery(), 1)
            return replace(query_of(self, asked), before=newest[0].id + 1 if newest else 0)

    def long(self, query: audit.AuditQuery) -> bool:
        with self.db.read() as session:
            return len(audit.entries(session, query, exports.ROWS_IN_AN_ANSWER + 1)) > exports.ROWS_IN_AN_ANSWER

    def book(self, query: audit.AuditQuery) -> bytes:
        buffer = io.BytesIO()
        with self.db.read() as session:
            write_log(buffer, (row for some in rows_of(session, query, self.zone) for row in some))
        return buffer.getvalue()

    async def stream(self, query: audit.AuditQuery, called: str) -> None:
        """Piece by piece, each read beside the loop: a log of years is longer than memory should be."""
        self.set_header("Content-Type", CSV)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Disposition", f"attachment; {called}")
        self.write(to_csv([HEADS]))
        with self.db.read() as session:
            pieces = rows_of(session, query, self.zone)
            nothing: list[list[str]] = []
            while some := await asyncio.to_thread(next, pieces, nothing):
                self.write(to_csv(some, begun=True))
                await self.flush()
        self.finish()


def query_of(page: PageHandler, asked: AuditRequest) -> audit.AuditQuery:
    """A name stands for the numbers of everybody called so; a day that is none for no limit."""
    numbers = []
    if asked.q:
        with page.db.read() as session:
            namesakes = staff.search(session, staff.PeopleQuery(asked.q), limit=NAMESAKES)
        numbers = [asked.q, staff.normal_staff_no(asked.q), *(person.staff_no for person in namesakes)]
    since, until = _midnight(asked.since, page.zone), _midnight(asked.until, page.zone, after=1)
    kind = asked.kind if asked.kind in audit.GROUPS else ""
    return audit.AuditQuery(tuple(dict.fromkeys(numbers)), kind, since, until, asked.before)


def _midnight(day: str, zone: str, after: int = 0) -> int:
    try:
        at = datetime.combine(date.fromisoformat(day), time(), ZoneInfo(zone)) + timedelta(days=after)
        return max(0, int(at.timestamp() * 1000))
    except (ValueError, OverflowError):
        return 0


HANDLERS = [
    (r"admin/audit", AuditPage),
    (r"admin/audit/log\.(csv|xlsx)", AuditFile),
    *exports.pages("admin/audit/exports", permissions.ADMINISTRATORS, heading="导出操作记录", place="操作记录"),
]
