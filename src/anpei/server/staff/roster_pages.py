"""Importing the roster in the browser: send a file, see what was found, say what is what, confirm, watch it go in.

Nothing is written before somebody confirms, and what was confirmed is finished, also by the server's next start.
"""

from __future__ import annotations

import asyncio
import io
import sys

from pydantic import Field

from anpei import clock, spreadsheets, staff
from anpei.server.core import exports, permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import ApiHandler, PageHandler
from anpei.server.core.requests import Flag, Line, RequestModel
from anpei.server.core.upload_door import UploadHandler
from anpei.server.core.uploads import FILE, UPLOAD
from anpei.server.core.workbooks import XLSX
from anpei.server.staff.roster_preview import RosterPreview, preview_of
from anpei.server.staff.roster_uploads import RosterDecision, RosterUpload
from anpei.staff import roster_words

__all__ = ["HANDLERS"]

READING = "anpei.server.staff.roster_reading"
CSV = "text/csv; charset=utf-8"


class RosterRequest(RequestModel):
    """How a file is to be read: each field's column as a number, empty for none; ``told`` when they are meant."""

    sheet: Line = ""
    header: Line = ""
    told: Flag = False
    sound_only: Flag = False
    rest: dict[str, Line] = Field(default_factory=dict)

    def layout(self, words: dict[str, str]) -> staff.RosterLayout:
        """Without a word of the person, what the heads say."""
        header = int(self.header) if _whole(self.header) else 0
        if not self.told:
            return staff.RosterLayout(self.sheet, header, words=words)
        places = {name: self.rest.get(name, "") for name in staff.COLUMNS}
        columns = {name: int(place) if _whole(place) else -1 for name, place in places.items()}
        return staff.RosterLayout(self.sheet, header, columns, words)


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8


class RosterPage(PageHandler):
    """``admin/roster``: choose a file, or take the roster home as one."""

    access = permissions.ADMINISTRATORS

    def get(self) -> None:
        with self.db.read() as session:
            total = staff.how_many(session, staff.PeopleQuery())
        self.render_page(
            "staff/roster.html", total=total, columns=list(staff.LABELS.values()),
            megabytes=spreadsheets.MAX_BYTES // 1_000_000, most=f"{staff.MAX_PEOPLE:,}",
        )  # fmt: skip


class RosterUploadHandler(UploadHandler):
    """``PUT api/roster?name=``: a file as it is, taken in once it is known whose, and read by a process of its own."""

    access = permissions.ADMINISTRATORS
    largest_body = spreadsheets.MAX_BYTES + 1
    unnoted = "nothing is imported before it is confirmed, and that is noted"

    async def put(self) -> None:
        name, body = self.received()
        upload = RosterUpload.begin(self.site, self.person.staff_no, name)
        await asyncio.to_thread((upload.folder / FILE).write_bytes, body)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", READING, str(self.site.root), str(upload.folder),
            stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await process.wait()
        self.log.info("roster %s: %d bytes", self.person.staff_no, len(body))
        self.answer({"page": f"admin/roster/{upload.folder.name}"})


class RosterUploadPage(PageHandler):
    """``admin/roster/<upload>``: what was found, which column is which, first people, faults; then how far it is."""

    access = permissions.ADMINISTRATORS
    acts = does(POST="roster.confirm")
    asks_password = True

    async def get(self, name: str) -> None:
        upload = RosterUpload.find(self.site, name, self.person.staff_no)
        decision = upload.decision()
        if decision is not None:
            self.tell(upload, decision)
            return
        sent = self.query(RosterRequest)
        self.show(upload, await self.looked(upload, sent))

    async def post(self, name: str) -> None:
        upload, sent = RosterUpload.find(self.site, name, self.person.staff_no), self.form(RosterRequest)
        if upload.decision() is None:
            found = await self.looked(upload, sent)
            if (found.refused and not sent.sound_only) or not found.importable:
                self.show(upload, found, "名单里还有错，没有导入任何人。请改正，或选“有错的行跳过”。")
                return
            used = found.layout
            await self.noted(about=upload.name, 只导没错的行="是" if sent.sound_only else "否")
            columns = dict(used.columns or {})
            upload.decide(RosterDecision(used.sheet, used.header, columns, sent.sound_only, found.counts))
            self.log.info("roster %s: confirmed %s", self.person.staff_no, name)
        self.redirect(self.url(f"admin/roster/{name}"), status=303)

    async def looked(self, upload: RosterUpload, sent: RosterRequest) -> RosterPreview:
        def look() -> RosterPreview:
            layout = sent.layout(roster_words.known(self.site))
            with self.db.read() as session:
                return preview_of(session, upload.file(), layout)

        return await asyncio.to_thread(look)

    def show(self, upload: RosterUpload, found: RosterPreview, trouble: str = "") -> None:
        self.render_page("staff/roster-preview.html", upload=upload, found=found, labels=staff.LABELS, trouble=trouble)

    def tell(self, upload: RosterUpload, decision: RosterDecision) -> None:
        with self.db.read() as session:
            without = staff.without_password(session) if decision.state == "done" else 0
        told = {"upload": upload, "decision": decision, "percent": upload.percent(), "without": without}
        self.render_page("staff/roster-import.html", **told)


class RosterStateHandler(ApiHandler):
    """``GET api/roster/<upload>``: ``{"state", "percent"}`` of what was confirmed."""

    access = permissions.ADMINISTRATORS

    def get(self, name: str) -> None:
        upload = RosterUpload.find(self.site, name, self.person.staff_no)
        decision = upload.decision()
        self.answer({"state": decision.state if decision else "waiting", "percent": upload.percent()})


class RosterExport(PageHandler):
    """``admin/roster/people.<ending>``: the roster as it is, to be completed and imported again."""

    access = permissions.ADMINISTRATORS
    acts = does(GET="export.roster")

    async def get(self, ending: str) -> None:
        with self.db.read() as session:
            total = staff.how_many(session, staff.PeopleQuery())
        now = self.now()
        if ending == "xlsx" and total > exports.ROWS_IN_AN_ANSWER:
            asked = {"by": self.person.staff_no, "at": now, "back": "admin/roster", "called": self.called(now, ending)}
            await self.noted()
            job = exports.begin(self.site, "anpei.server.staff.roster_export_job", asked)
            self.redirect(self.url(f"admin/roster/exports/{job.folder.name}"), status=303)
            return
        body = await asyncio.to_thread(self.whole, ending)
        await self.send_file(body, XLSX if ending == "xlsx" else CSV, self.called(now, ending))

    def whole(self, ending: str) -> bytes:
        with self.db.read() as session:
            people, places = staff.people(session), {place.id: place.name for place in staff.departments(session)}
        rows = staff.roster_rows(people, places)
        if ending == "csv":
            return staff.roster_csv(rows).encode()
        buffer = io.BytesIO()
        staff.write_roster_workbook(buffer, rows)
        return buffer.getvalue()

    def called(self, now: int, ending: str) -> str:
        return f'filename="roster-{clock.local(now, self.zone):%Y%m%d}.{ending}"'


HANDLERS = [
    (r"admin/roster", RosterPage),
    (r"admin/roster/people\.(xlsx|csv)", RosterExport),
    (rf"admin/roster/{UPLOAD}", RosterUploadPage),
    (r"api/roster", RosterUploadHandler),
    (rf"api/roster/{UPLOAD}", RosterStateHandler),
    *exports.pages("admin/roster/exports", permissions.ADMINISTRATORS, heading="导出名册", place="导入和导出名册"),
]
