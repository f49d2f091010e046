"""Badges and PIN letters: what an administrator prints and hands out, for a department or for one person."""

from __future__ import annotations

import asyncio
from functools import partial

from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import NotFound, Refused
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.printing import badge_sheet, pin_letters
from anpei.server.core.requests import Line, RequestModel

__all__ = ["HANDLERS"]


class PrintRequest(RequestModel):
    """Whose badges or PIN letters; ``whom``: only those without a PIN, or all."""

    act: Line = ""
    staff_no: Line = ""
    department: Line = ""
    whom: Line = "missing"


AT_ONCE = 50
"""Badges that are written in one go."""


class PrintablePage(PageHandler):
    """What both kinds share: whom a form means, and answering with a sheet."""

    access = permissions.ADMINISTRATORS

    def meant(self, session: Session) -> list[staff.Person]:
        """The people of the chosen department, or everybody."""
        wanted = self.form(PrintRequest).department
        if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
            raise Refused("请从列表里选部门。", code="department")
        found = staff.people(session, department_id=int(wanted) if wanted else None)
        if not found:
            raise NotFound("这个部门没有在职人员。", way_out="请换一个部门。")
        return found

    def sheet(self, html: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(html)

    async def print_badges(self, badges: list[staff.Badge]) -> None:
        """Drawn beside the loop: a code for each of a whole enterprise takes its time."""
        links = {"script": self.static("core/print.js"), "back": self.url("admin")}
        self.sheet(await asyncio.to_thread(badge_sheet, badges, self.site.settings.site.name, **links))


class BadgesPage(PrintablePage):
    """``admin/badges``: one person's badge; posts print, revoke, renew, or print a whole department."""

    def get(self) -> None:
        self.show(self.query(PrintRequest).staff_no)

    async def post(self) -> None:
        acts = {"print": self.one, "renew": self.renewed, "revoke": self.revoked}
        sent = self.form(PrintRequest)
        if sent.act not in (*acts, "department"):
            raise Refused("请从页面上的按钮操作。")
        badges = await (self.everybody() if sent.act == "department" else self.db.awrite(acts[sent.act]))
        self.log.info("admin %s: badges, %s, %s printed", self.person.staff_no, sent.act, len(badges))
        if badges:
            await self.print_badges(badges)
        else:
            self.show(sent.staff_no, "已挂失，旧卡现在打不开终端。")

    def one(self, session: Session) -> list[staff.Badge]:
        numbers = [self.form(PrintRequest).staff_no]
        return staff.issue_badges(session, numbers, self.site.secret(staff.BADGE_KEY), now=self.now())

    def renewed(self, session: Session) -> list[staff.Badge]:
        staff_no = self.form(PrintRequest).staff_no
        return [staff.renew_badge(session, staff_no, self.site.secret(staff.BADGE_KEY), now=self.now())]

    async def everybody(self) -> list[staff.Badge]:
        """Those of a department, or of all, in short writes."""
        issue = partial(staff.issue_badges, secret=self.site.secret(staff.BADGE_KEY), now=self.now())
        with self.db.read() as session:
            numbers = [person.staff_no for person in self.meant(session)]
        badges: list[staff.Badge] = []
        for start in range(0, len(numbers), AT_ONCE):
            badges += await self.db.awrite(partial(issue, staff_nos=numbers[start : start + AT_ONCE]))
        return badges

    def revoked(self, session: Session) -> list[staff.Badge]:
        staff.revoke_badge(session, self.form(PrintRequest).staff_no, now=self.now())
        return []

    def show(self, staff_no: str, message: str = "") -> None:
        with self.db.read() as session:
            person = staff.find(session, staff_no)
            if person is None or not person.active:
                raise NotFound("没有这个人。", way_out="请从“人员设备”里选。")
            badge = staff.badge_of(session, staff_no, self.site.secret(staff.BADGE_KEY))
        self.render_page("staff/badge.html", holder=person, badge=badge, message=message)


class PinLettersPage(PrintablePage):
    """``admin/pins``: new PINs for a department, as letters, once."""

    async def post(self) -> None:
        admin, now = self.person, self.now()
        with self.db.read() as session:
            people = self.meant(session)
        if self.form(PrintRequest).whom != "all":
            people = [person for person in people if not person.has_pin]
        if not people:
            raise Refused("这些人都已经有 PIN 码。", code="no_pins", way_out="要换新的，请选“全部换新”。")
        pins = await asyncio.to_thread(staff.issue_pins, self.db, [p.staff_no for p in people], now=now)
        self.log.info("admin %s: %s PINs issued", admin.staff_no, len(pins))
        site = self.site.settings.site
        links = {"script": self.static("core/print.js"), "back": self.url("admin")}
        told = partial(pin_letters, people, pins, site.name, now=now, zone=site.timezone, **links)
        self.sheet(await asyncio.to_thread(told))


HANDLERS = [(r"admin/badges", BadgesPage), (r"admin/pins", PinLettersPage)]
