"""The gate: visitors and contractors sign in and out, so that a roll call knows of them."""

from __future__ import annotations

import secrets

from anpei import staff
from anpei.errors import AnpeiError, Forbidden, Refused
from anpei.exercises import rollcall
from anpei.server.core.handlers import PageHandler
from anpei.server.core.permissions import may
from anpei.server.rollcall.api import CALLERS

__all__ = ["HANDLERS"]

MANY = 12


class VisitorsPage(PageHandler):
    """``visitors``: the gate's list of everybody on site; phones are shown to those who call the roll only."""

    ROLES = may("visitors")

    def keeper(self) -> staff.Person:
        """Whoever keeps the gate: of the kiosks only one that an administrator made a gate desk."""
        person, user = self.require(*self.ROLES), self.user_or_none()
        if user is not None and user.device is not None and not user.device.gate:
            raise Forbidden("这台终端不是访客登记台。", code="not_a_gate", way_out="请管理员在“人员设备”里设为登记台。")
        return person

    def get(self) -> None:
        self.keeper()
        self.show()

    async def post(self) -> None:
        by, now = self.keeper(), self.now()
        texts = {k: self.get_body_argument(k, "") for k in ("name", "firm", "host", "phone", "group", "uuid")}
        ticked = [text for text in self.get_body_arguments("leave") if text.isascii() and text.isdigit()]
        leaving = [int(text) for text in ticked if len(text) < 10]
        try:
            if leaving:
                await self.db.awrite(lambda session: rollcall.sign_out(session, *leaving, now=now))
            elif self.get_body_argument("act", "") == "leave":
                raise Refused("还没有勾选要离厂的人。", code="nobody", way_out="请先在名单上勾选。")
            else:
                await self.db.awrite(lambda session: rollcall.sign_in(session, **texts, by=by.staff_no, now=now))
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(problem=str(error), typed=texts)
            return
        self.redirect(self.url("visitors"))

    def show(self, problem: str = "", typed: dict[str, str] | None = None) -> None:
        query, since = self.get_query_argument("q", "").strip(), self.now() - rollcall.LONG
        with self.db.read() as session:
            inside, gone = rollcall.visitors(session, present=True), rollcall.visitors(session, present=False)
        phones = bool(self.person.roles & set(CALLERS))
        found = [one for one in inside if query.lower() in f"{one.name} {one.firm} {one.host}".lower()]
        self.render_page(
            "rollcall/visitors.html",
            total=len(inside),
            inside=[one for one in found if one.came >= since],
            long=[one for one in found if one.came < since],
            gone=gone,
            q=query,
            many=len(inside) > MANY,
            phones=phones,
            kept=self.site.settings.visitors,
            problem=problem,
            typed=typed or {},
            fresh=secrets.token_hex(16),
        )


HANDLERS = [(r"visitors", VisitorsPage)]
