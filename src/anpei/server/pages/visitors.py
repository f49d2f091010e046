"""The gate: visitors and contractors sign in and out, so that a roll call knows of them."""

from __future__ import annotations

import secrets

from anpei import musters
from anpei.errors import AnpeiError
from anpei.server.api.musters import CALLERS
from anpei.server.base import PageHandler

__all__ = ["HANDLERS"]


class Visitors(PageHandler):
    """``visitors``: the gate's list; phones are shown to those who call the roll only."""

    ROLES = ("director", "trainer", "admin", "kiosk")

    def get(self) -> None:
        self.require(*self.ROLES)
        self.show()

    async def post(self) -> None:
        by, now = self.require(*self.ROLES), self.now()
        texts = {k: self.get_body_argument(k, "") for k in ("name", "firm", "host", "phone", "group", "uuid")}
        leaving = self.get_body_argument("leave", "")
        try:
            if leaving.isascii() and leaving.isdigit():
                await self.db.awrite(lambda session: musters.sign_out(session, int(leaving), now=now))
            else:
                await self.db.awrite(lambda session: musters.sign_in(session, **texts, by=by.staff_no, now=now))
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(problem=str(error), typed=texts)
            return
        self.redirect(self.url("visitors"))

    def show(self, problem: str = "", typed: dict[str, str] | None = None) -> None:
        with self.db.read() as session:
            inside = musters.visitors(session, present=True)
            gone = [visitor for visitor in musters.visitors(session, limit=60) if visitor.left is not None]
        phones = bool(self.person.roles & set(CALLERS))
        self.render_page(
            "visitors.html",
            inside=inside,
            gone=gone,
            phones=phones,
            kept=self.site.settings.visitors,
            problem=problem,
            typed=typed or {},
            fresh=secrets.token_hex(16),
        )


HANDLERS = [(r"visitors", Visitors)]
