"""Roll calls over HTTP: wardens tick, directors watch; who is neither sees nothing of who is missing."""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import asdict
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import staff
from anpei.cleantext import mended
from anpei.errors import Forbidden, Refused
from anpei.exercises import rollcall
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.addresses import is_here_only, outside
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.identity import RosterUser
from anpei.server.core.printing import qr_svg
from anpei.server.core.requests import Line, Moment, RequestModel, Text, Uuid
from anpei.server.rollcall import view

__all__ = ["HANDLERS", "may_tick"]

KEPT = 20


class TapRequest(RequestModel):
    """Something done at a point, with the moments of the tap and of sending by the device's own clock."""

    uuid: Uuid
    tapped: Moment = 0
    sent: Moment = 0

    @property
    def clocks(self) -> dict[str, int]:
        return {"tapped": self.tapped, "sent": self.sent}


class CheckRequest(TapRequest):
    """Somebody, by number or badge, and how they are."""

    point: Line = ""
    person: Line = Field(default="", title="人员")
    badge: Line = Field(default="", title="胸卡")
    state: Line = ""
    note: Text = Field(default="", title="备注")


class ExtraPersonRequest(TapRequest):
    """Somebody nobody expected."""

    point: Line = ""
    name: Line = Field(default="", title="姓名")
    place: Line = Field(default="", title="单位")


class WardenRequest(RequestModel):
    uuid: Uuid
    key: Line = ""
    point: Line = ""
    named: bool = True


class PointRequest(RequestModel):
    point: Line = ""


class EndRollCallRequest(RequestModel):
    uuid: Uuid
    note: Text = Field(default="", title="说明")


class RollCallViewRequest(RequestModel):
    seq: Line = ""


class ExpectedPeopleRequest(RequestModel):
    """A choice of departments, posts and teams by number; ``0`` leaves out who is in no team, or signed in."""

    department: list[Line] = Field(default=[], max_length=500)
    post: list[Line] = Field(default=[], max_length=500)
    team: list[Line] = Field(default=[], max_length=500)
    teamless: Line = "1"
    visitors: Line = "1"


def may_tick(session: Session, muster_id: int, asker: RosterUser) -> bool:
    """Whether this person or kiosk may tick in this roll call."""
    named = any(warden.key == asker.username for warden in rollcall.wardens_of(session, muster_id))
    return named or permissions.CALLERS.admits(asker.roles)


class RollCallHandler(ApiHandler):
    """Common to everything below one roll call."""

    access = permissions.WARDENS

    def ticker(self, muster_id: int) -> RosterUser:
        """The warden or director asking."""
        asker = self.asker
        with self.db.read() as session:
            if self.may(permissions.CALLERS):
                rollcall.head(session, muster_id)
            else:
                rollcall.require_warden(session, muster_id, asker.username)
        return asker


class RollCallViewHandler(RollCallHandler):
    """``GET api/musters/<id>?seq=``: everything; with the number a screen has, what changed since, or only the time.

    Nothing of it is kept from one request to the next but the whole list, for those who open it at the same time.
    """

    async def get(self, muster: str) -> None:
        muster_id, calls, asked = int(muster), self.may(permissions.CALLERS), self.query(RollCallViewRequest).seq
        with self.db.read() as session:
            if not calls and not self.may(permissions.ROLL_CALL_WATCHERS):
                rollcall.require_warden(session, muster_id, self.asker.username)
            head, ticks = rollcall.head(session, muster_id), may_tick(session, muster_id, self.asker)
            mine = {"calls": calls, "ticks": ticks, "now": self.now()}
            if asked == str(view.version(head)):
                self.answer({"same": True, "seq": view.version(head), **mine})
                return
            if (since := view.since(asked, head.seq)) is not None:
                self.answer({**view.changed(rollcall.news(session, muster_id, since), since, calls), **mine})
                return
        self.packed(await asyncio.to_thread(self.whole, muster_id, calls, mine))

    def whole(self, muster_id: int, calls: bool, mine: dict[str, Any]) -> bytes:
        """The first answer to a screen, compressed: ten thousand people are a tenth of what they were."""
        kept: dict[tuple[int, bool], tuple[Any, str]] = self.settings.setdefault("anpei_roll_call_lists", {})
        with self.db.read() as session:
            head = rollcall.head(session, muster_id)
            version, known = (head.seq, head.forgotten), kept.get((muster_id, calls))
            have_list = known is not None and known[0] == version
            news = rollcall.news(session, muster_id, head.seq if have_list else -1)
            log = rollcall.newest_lines(session, muster_id)
        if known is None or not have_list:
            if len(kept) > KEPT:
                kept.clear()
            known = kept[muster_id, calls] = (version, json.dumps(view.people(news, calls), ensure_ascii=False))
        rest = json.dumps({**view.head(news, log, calls), **mine}, ensure_ascii=False)
        return gzip.compress(mended(f'{rest[:-1]}, "people": {known[1]}}}').encode(), 1, mtime=0)

    def packed(self, body: bytes) -> None:
        """Answer with what is compressed already; unpacked for a browser that can't do it itself."""
        self.set_header("Vary", "Accept-Encoding")
        if "gzip" in self.request.headers.get("Accept-Encoding", ""):
            self.set_header("Content-Encoding", "gzip")
        else:
            body = gzip.decompress(body)
        self.answer_text(body)


class ChecksHandler(RollCallHandler):
    """``POST api/musters/<id>/checks {uuid, point, person | badge, state, note, tapped, sent}``: 200 once on disk."""

    async def post(self, muster: str) -> None:
        muster_id, sent, now = int(muster), self.body(CheckRequest), self.now()
        by, uuid = self.ticker(muster_id), sent.uuid
        asked = sent.person[:64] or self._scanned(sent.badge)

        def tick(session: Session) -> rollcall.RollCallAck:
            return rollcall.check(
                session, muster_id, sent.point, asked, sent.state, by.username, uuid, now,
                name=by.display_name, note=sent.note, **sent.clocks,
            )  # fmt: skip

        ack = await self.db.awrite(tick)
        with self.db.read() as session:
            person = staff.find(session, asked)
        name = person.name if person else ""
        self.answer({"status": "saved", "uuid": uuid, "seq": ack.seq, "at": ack.at, "key": asked, "name": name})

    def _scanned(self, code: str) -> str:
        """The staff number behind a badge; a code that is no badge may be a staff number."""
        with self.db.read() as session:
            person = staff.badge_person(session, code, self.site.secret(staff.BADGE_KEY)) or staff.find(session, code)
        if person is None:
            raise Refused("这张胸卡认不出来。", code="badge", way_out="请按姓名或工号找人。")
        return person.staff_no


class PeopleHandler(RollCallHandler):
    """``POST api/musters/<id>/people {uuid, name, place, point}``: somebody nobody expected, there at this point."""

    async def post(self, muster: str) -> None:
        muster_id, sent, now = int(muster), self.body(ExtraPersonRequest), self.now()
        by, uuid = self.ticker(muster_id), sent.uuid
        who = rollcall.ExpectedPerson(f"x:{uuid}"[:64], sent.name, sent.place, "extra")
        common: dict[str, Any] = {"name": by.display_name, **sent.clocks}

        def add(session: Session) -> rollcall.RollCallAck:
            rollcall.put_on_list(session, muster_id, who, by=by.username, uuid=uuid, now=now, **common)
            return rollcall.check(session, muster_id, sent.point, who.key, "present", by.username, uuid, now, **common)

        ack = await self.db.awrite(add)
        self.answer({"status": "saved", "uuid": uuid, "seq": ack.seq, "at": ack.at, "key": who.key, "name": who.name})


class WardensHandler(RollCallHandler):
    """``POST api/musters/<id>/wardens {uuid, key, point, named}``: a person's number or ``kiosk:<id>``."""

    access = permissions.CALLERS
    acts = does(POST="rollcall.warden")

    async def post(self, muster: str) -> None:
        by, muster_id, sent, now = self.person, int(muster), self.body(WardenRequest), self.now()
        self.note(about=sent.key[:64], 清点=muster_id, 清点员="是" if sent.named else "不再是")
        with self.db.read() as session:
            who = rollcall.candidate(session, sent.key[:64])
        warden = rollcall.Warden(who.key, who.name, sent.point)
        await self.db.awrite(
            lambda session: rollcall.name_warden(
                session, muster_id, warden, by=by.staff_no, uuid=sent.uuid, now=now, named=sent.named, name=by.name
            )
        )
        self.answer({"status": "saved", "uuid": sent.uuid, "name": warden.name})


class PointCodesHandler(RollCallHandler):
    """``POST api/musters/<id>/codes {point}``: a QR code that makes its first scanner a warden there."""

    access = permissions.CALLERS
    acts = does(POST="rollcall.code")

    async def post(self, muster: str) -> None:
        muster_id, point, now = int(muster), self.body(PointRequest).point, self.now()
        with self.db.read() as session:
            if point not in {known.id for known in rollcall.head(session, muster_id).points}:
                raise Forbidden("没有这个集合点。")
        code = await self.db.awrite(lambda session: rollcall.new_code(session, muster_id, point, now=now))
        link = outside(self.site, f"muster/{muster_id}/{point}", self.request, code=code)
        self.answer({"link": link, "far": not is_here_only(link), "qr": str(qr_svg(link, "成为清点员的一次性二维码"))})


class EndRollCallHandler(RollCallHandler):
    """``POST api/musters/<id>/end {uuid, note}``."""

    access = permissions.CALLERS
    acts = does(POST="rollcall.end")

    async def post(self, muster: str) -> None:
        by, muster_id, sent, now = self.person, int(muster), self.body(EndRollCallRequest), self.now()
        await self.db.awrite(
            lambda s: rollcall.finish(
                s, muster_id, by=by.staff_no, note=sent.note, now=now, uuid=sent.uuid, name=by.name
            )
        )
        self.answer({"status": "saved", "uuid": sent.uuid})


class MyRollCallsHandler(ApiHandler):
    """``GET api/musters/mine``: the roll calls under way in which whoever asks is a warden, a real one first."""

    access = permissions.WARDENS

    def get(self) -> None:
        key = self.asker.username
        with self.db.read() as session:
            self.answer({"musters": [head.muster_id for head, _ in rollcall.watched_by(session, key)]})


class ExpectedPeopleHandler(ApiHandler):
    """``GET api/musters/expected?department=&post=&team=&teamless=0&visitors=0``: how many such a choice means."""

    access = permissions.CALLERS

    def get(self) -> None:
        sent = self.query(ExpectedPeopleRequest)
        asked: dict[str, Any] = sent.model_dump(include={"department", "post", "team"})
        said = {"teamless": sent.teamless != "0", "visitors": sent.visitors != "0"}
        with self.db.read() as session:
            told = rollcall.counted(session, rollcall.RollCallScope.of(asked | said), now=self.now())
        self.answer({**asdict(told), "words": told.words})


MUSTER = r"api/musters/([0-9]{1,9})"
HANDLERS = [
    (r"api/musters/expected", ExpectedPeopleHandler),
    (r"api/musters/mine", MyRollCallsHandler),
    (MUSTER, RollCallViewHandler),
    (MUSTER + r"/checks", ChecksHandler),
    (MUSTER + r"/people", PeopleHandler),
    (MUSTER + r"/wardens", WardensHandler),
    (MUSTER + r"/codes", PointCodesHandler),
    (MUSTER + r"/end", EndRollCallHandler),
]
