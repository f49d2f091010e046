"""The real emergency over HTTP: every screen asks, few may raise it, fewer may clear it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session
from tornado.iostream import StreamClosedError

from anpei.errors import Conflict
from anpei.exercises import rollcall, runs
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.emergency_watch import shared_half
from anpei.server.core.event_streams import EventStreamHandler
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import RequestModel, Text

__all__ = ["HANDLERS"]

BEAT = 20.0
"""Seconds after which a page that waits hears that the way is still there."""


class RaiseRequest(RequestModel):
    text: Text = Field(title="险情")


class EmergencyRequest(RequestModel):
    """Which emergency is meant, so that nobody clears the next one."""

    id: int = Field(title="险情编号")


class EmergencyHandler(ApiHandler):
    """``GET api/emergency``: what stands. ``POST {text}`` raises it. ``DELETE {id}`` clears it."""

    access = permissions.EMERGENCY
    acts = does(POST="rollcall.emergency", DELETE="rollcall.cleared")

    def get(self) -> None:
        with self.db.read() as session:
            self.tell(session, runs.emergency.current(session))

    async def post(self) -> None:
        by, now, text = self.person.staff_no, self.now(), self.body(RaiseRequest).text
        self.note(险情=text)
        await self.db.awrite(lambda session: runs.emergency.raise_(session, by, text, now))
        self.context.emergencies.look()
        self.get()

    async def delete(self) -> None:
        by, now, ident = self.person.staff_no, self.now(), self.body(EmergencyRequest).id
        await self.db.awrite(lambda session: runs.emergency.clear(session, by, now, ident=ident))
        self.context.emergencies.look()
        self.get()

    def tell(self, session: Session, standing: runs.emergency.Emergency | None) -> None:
        raises, clears = self.may(permissions.RAISERS), self.may(permissions.CLEARERS)
        told = None
        if standing is not None:
            told = {
                **shared_half(session, standing, self.site.settings.emergency.phones),
                "roll": self.roll(session, standing) if clears else None,
                "watch": _watch(session, self.asker.username, standing),
            }
        self.answer(
            {
                "emergency": told,
                "may_raise": raises,
                "may_clear": clears,
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


class EmergencyEventsHandler(EventStreamHandler):
    """``GET api/emergency/events``: what stands, at once and at every change, for every page that is in sight.

    It tells what is the same for everybody; a page asks ``api/emergency`` what it may do besides.
    """

    access = permissions.EMERGENCY
    open_while_password_due = True

    async def get(self) -> None:
        watch = self.context.emergencies
        self.begin_stream()
        watch.join()
        try:
            while True:
                turn = watch.turn
                told = json.dumps({"emergency": watch.told, "now": self.now()}, ensure_ascii=False)
                self.write(f"event: emergency\ndata: {told}\n\n")
                await self.flush()
                while not await watch.after(turn, BEAT):
                    self.write("event: beat\ndata: 1\n\n")
                    await self.flush()
        except StreamClosedError:
            return
        finally:
            watch.leave()
            self.end_stream()


class EmergencyRollCallHandler(ApiHandler):
    """``POST api/emergency/muster {id}``: the real roll call of this emergency, begun once however often it's asked."""

    access = permissions.CLEARERS
    acts = does(POST="rollcall.live")

    async def post(self) -> None:
        person, ident = self.person, self.body(EmergencyRequest).id

        with self.db.read() as session:
            standing = runs.emergency.current(session)
        if standing is None or standing.id != ident:
            raise Conflict("这次险情已经解除。", code="cleared", way_out="请刷新页面。")
        muster = await asyncio.to_thread(rollcall.begin_live, self.db, standing, by=person.staff_no)
        self.context.emergencies.look()
        self.answer({"muster": muster})


HANDLERS = [
    (r"api/emergency", EmergencyHandler),
    (r"api/emergency/events", EmergencyEventsHandler),
    (r"api/emergency/muster", EmergencyRollCallHandler),
]
