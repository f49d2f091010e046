"""Badges and PIN letters: what an administrator prints and hands out, for a department or for one person."""

from __future__ import annotations

import asyncio
from functools import partial

from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import NotFound, Refused
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.printing import badge_sheet, pin_letters
from anpei.server.core.requests import Line, RequestModel

__all__ = ["HANDLERS"]


class PrintRequest(RequestModel):
    """Whose badges or PIN letters (from the ``first`` staff number on); ``whom``: only those without a PIN, or all."""

    act: Line = ""
    what: Line = "badges"
    staff_no: Line = ""
    department: Line = ""
    first: Line = ""
    whom: Line = "missing"

    @property
    def department_id(self) -> int | None:
        """The chosen department; None for all of them."""
        asked = self.department
        if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 10):
            raise Refused("请从列表里选部门。", code="department")
        return int(asked) if asked else None


MOST_A_STACK = 200
"""People whose sheets are made, and printed, together: a second or two of work and some twenty pages."""


class PrintablePage(PageHandler):
    """What both kinds share: whom a form means, and answering with a sheet."""

    access = permissions.ADMINISTRATORS
    asks_password = True

    def meant(self, session: Session, sent: PrintRequest) -> list[staff.Person]:
        """The people of the chosen department, or everybody; with a first one, no more than a stack."""
        found = staff.people(session, department_id=sent.department_id)
        if not found:
            raise NotFound("这个部门没有在职人员。", way_out="请换一个部门。")
        return [person for person in found if person.staff_no >= sent.first][:MOST_A_STACK] if sent.first else found

    def to_stacks(self, what: str, sent: PrintRequest) -> None:
        """They are too many for one sheet: choose one stack after the other."""
        self.redirect(self.url("admin/stacks", what=what, department=sent.department, whom=sent.whom))

    def back(self, what: str, sent: PrintRequest) -> str:
        """Where the sheet was asked for."""
        return self.url("admin/stacks", what=what, whom=sent.whom) if sent.first else self.url("admin")

    def sheet(self, html: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.write(html)

    async def print_badges(self, badges: list[staff.Badge], back: str) -> None:
        """Drawn beside the loop: a code for each of many takes its time."""
        links = {"script": self.static("core/print.js"), "back": back}
        self.sheet(await asyncio.to_thread(badge_sheet, badges, self.site.settings.site.name, **links))


class BadgesPage(PrintablePage):
    """``admin/badges``: one person's badge; posts print, revoke, renew, or print a whole department."""

    acts = does(POST=("account.badges", "account.badge_revoked"))

    def get(self) -> None:
        self.show(self.query(PrintRequest).staff_no)

    async def post(self) -> None:
        acts = {"renew": self.renewed, "revoke": self.revoked}
        sent = self.form(PrintRequest)
        self.note("account.badge_revoked" if sent.act == "revoke" else "account.badges", sent.staff_no)
        if sent.act in acts:
            badges = await self.db.awrite(acts[sent.act])
        elif sent.act in ("print", "department"):
            with self.db.read() as session:
                everybody = sent.act == "department"
                numbers = [person.staff_no for person in self.meant(session, sent)] if everybody else [sent.staff_no]
            if len(numbers) > MOST_A_STACK:
                self.to_stacks("badges", sent)
                return
            secret = self.site.secret(staff.BADGE_KEY)
            await self.noted(人数=len(numbers), 工号="、".join(numbers))
            badges = await asyncio.to_thread(staff.issue_badges, self.db, numbers, secret, now=self.now())
        else:
            raise Refused("请从页面上的按钮操作。")
        self.log.info("admin %s: badges, %s, %s printed", self.person.staff_no, sent.act, len(badges))
        if badges:
            await self.print_badges(badges, self.back("badges", sent))
        else:
            self.show(sent.staff_no, "已挂失，旧卡现在打不开终端。")

    def renewed(self, session: Session) -> list[staff.Badge]:
        staff_no = self.form(PrintRequest).staff_no
        return [staff.renew_badge(session, staff_no, self.site.secret(staff.BADGE_KEY), now=self.now())]

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
    """``admin/pins``: new PINs for a department, as letters, once; whoever's never got out has none."""

    acts = does(POST="account.pins")

    async def post(self) -> None:
        admin, now, sent = self.person, self.now(), self.form(PrintRequest)
        with self.db.read() as session:
            people = self.meant(session, sent)
            if sent.whom != "all":
                missing = set(staff.without_pin(session))
                people = [person for person in people if person.staff_no in missing]
        if not people:
            raise Refused("这些人都已经有 PIN 码。", code="no_pins", way_out="要换新的，请选“全部换新”。")
        if len(people) > MOST_A_STACK:
            self.to_stacks("pins", sent)
            return
        self.note(
            about=people[0].staff_no if len(people) == 1 else "",
            人数=len(people),
            工号="、".join(p.staff_no for p in people),
        )
        pins = await asyncio.to_thread(staff.issue_pins, self.db, [p.staff_no for p in people], now=now)
        self.log.info("admin %s: %s PINs issued", admin.staff_no, len(pins))
        site = self.site.settings.site
        links = {"script": self.static("core/print.js"), "back": self.back("pins", sent)}
        told = partial(pin_letters, people, pins, site.name, now=now, zone=site.timezone, **links)
        self.sheet(await asyncio.to_thread(told))
        await self.flush()  # the letters are on their way; their page ends when it is known that they are
        await asyncio.to_thread(staff.note_letters, self.db, list(pins))
        self.finish()


class StacksPage(PageHandler):
    """``admin/stacks?what=badges|pins&department=&whom=``: many people's sheets, in stacks that can be printed."""

    access = permissions.ADMINISTRATORS

    def get(self) -> None:
        sent = self.query(PrintRequest)
        letters = sent.what == "pins"
        with self.db.read() as session:
            stacks = staff.stacks(session, sent.department_id, MOST_A_STACK)
        heading = "发 PIN 信" if letters else "打印胸卡"
        self.render_page(
            "staff/stacks.html", heading=heading, letters=letters, whom=sent.whom, stacks=stacks, most=MOST_A_STACK
        )


HANDLERS = [(r"admin/badges", BadgesPage), (r"admin/pins", PinLettersPage), (r"admin/stacks", StacksPage)]
