"""The real emergency over HTTP: every screen asks, few may raise it, fewer may clear it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Conflict, Refused
from anpei.exercises import rollcall, runs
from anpei.server.core.handlers import ApiHandler

__all__ = ["HANDLERS", "MAY_CLEAR", "MAY_RAISE"]

MAY_RAISE = ("director", "evaluator", "admin")
MAY_CLEAR = ("director", "admin")


class EmergencyHandler(ApiHandler):
    """``GET api/emergency``: what stands. ``POST {text}`` raises it. ``DELETE {id}`` clears it."""

    def get(self) -> None:
        with self.db.read() as session:
            self.tell(session, runs.emergency.current(session))

    async def post(self) -> None:
        person, now = self.require(*MAY_RAISE), self.now()
        text = self.read_json().get("text")
        if not isinstance(text, str):
            raise Refused("请求的格式不对。", code="bad_emergency")
        await self.db.awrite(lambda session: runs.emergency.raise_(session, person.staff_no, text, now))
        self.get()

    async def delete(self) -> None:
        person, now = self.require(*MAY_CLEAR), self.now()
        ident = self.read_json().get("id")
        if not isinstance(ident, int) or isinstance(ident, bool):
            raise Refused("请求的格式不对。", code="bad_emergency")
        await self.db.awrite(lambda session: runs.emergency.clear(session, person.staff_no, now, ident=ident))
        self.get()

    def tell(self, session: Session, standing: runs.emergency.Emergency | None) -> None:
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
                "roll": self.roll(session, standing) if roles & set(MAY_CLEAR) else None,
                "watch": _watch(session, self.person.staff_no, standing),
            }
        self.answer(
            {
                "emergency": told,
                "may_raise": bool(roles & set(MAY_RAISE)),
                "may_clear": bool(roles & set(MAY_CLEAR)),
                "now": self.now(),
            }
        )

    def roll(self, session: Session, standing: runs.emergency.Emergency) -> dict[str, Any]:
        """How the real roll call stands, or of whom and how many one would be called; and one left from before."""
        known = rollcall.live_of(session, standing)
        if known is not None:
            return {**asdict(known), "of": rollcall.head(session, known.muster).of}
        choice, older = rollcall.everybody(session), rollcall.older_live(session, standing)
        told = rollcall.counted(session, choice, now=self.now())
        left = {"muster": older.muster_id, "title": older.title, "started": older.started} if older else None
        return {"state": "none", "expected": told.staff, "visitors": told.visitors, "older": left}


def _watch(session: Session, key: str, standing: runs.emergency.Emergency) -> dict[str, Any] | None:
    found = rollcall.watched_in(session, standing, key)
    return {"muster": found[0].muster_id, "id": found[1].id, "point": found[1].name} if found else None


class EmergencyRollCallHandler(ApiHandler):
    """``POST api/emergency/muster {id}``: the real roll call of this emergency, begun once however often it's asked."""

    async def post(self) -> None:
        person, ident = self.require(*MAY_CLEAR), self.read_json().get("id")

        def begin(session: Session) -> int:
            standing = runs.emergency.current(session)
            if standing is None or standing.id != ident:
                raise Conflict("这次险情已经解除。", code="cleared", way_out="请刷新页面。")
            return rollcall.begin_live(session, standing, by=person.staff_no)

        self.answer({"muster": await self.db.awrite(begin)})


HANDLERS = [(r"api/emergency", EmergencyHandler), (r"api/emergency/muster", EmergencyRollCallHandler)]
