"""The real emergency over HTTP: every screen asks, few may raise it, fewer may clear it."""

from __future__ import annotations

from typing import Any

from anpei import drills, staff
from anpei.errors import Refused
from anpei.server.base import ApiHandler

__all__ = ["HANDLERS", "MAY_CLEAR", "MAY_RAISE"]

MAY_RAISE = ("director", "evaluator", "admin")
MAY_CLEAR = ("director", "admin")


class Standing(ApiHandler):
    """``GET api/emergency``: what stands. ``POST {text}`` raises it. ``DELETE {id}`` clears it."""

    def get(self) -> None:
        with self.db.read() as session:
            self.tell(session, drills.emergency.current(session))

    async def post(self) -> None:
        person, now = self.require(*MAY_RAISE), self.now()
        text = self.read_json().get("text")
        if not isinstance(text, str):
            raise Refused("请求的格式不对。", code="bad_emergency")
        await self.db.awrite(lambda session: drills.emergency.raise_(session, person.staff_no, text, now))
        self.get()

    async def delete(self) -> None:
        person, now = self.require(*MAY_CLEAR), self.now()
        ident = self.read_json().get("id")
        if not isinstance(ident, int) or isinstance(ident, bool):
            raise Refused("请求的格式不对。", code="bad_emergency")
        await self.db.awrite(lambda session: drills.emergency.clear(session, person.staff_no, now, ident=ident))
        self.get()

    def tell(self, session: Any, standing: drills.emergency.Emergency | None) -> None:
        roles = self.person.roles
        told = None
        if standing is not None:
            who = staff.find(session, standing.raised_by)
            told = {
                "id": standing.id,
                "text": standing.text,
                "raised": standing.raised,
                "by": who.name if who else standing.raised_by,
                "runs": list(standing.runs),
            }
        self.answer(
            {
                "emergency": told,
                "may_raise": bool(roles & set(MAY_RAISE)),
                "may_clear": bool(roles & set(MAY_CLEAR)),
                "now": self.now(),
            }
        )


HANDLERS = [(r"api/emergency", Standing)]
