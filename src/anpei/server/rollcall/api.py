"""Roll calls over HTTP: wardens tick, directors watch; who is neither sees nothing of who is missing."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Forbidden, Refused
from anpei.exercises import rollcall
from anpei.server.core.handlers import ApiHandler, Handler
from anpei.server.core.permissions import may
from anpei.server.core.printing import qr_svg
from anpei.server.evaluation.api import whole

__all__ = ["CALLERS", "HANDLERS", "WATCHERS", "may_tick"]

CALLERS = may("director")
WATCHERS = may("musters")


def may_tick(session: Session, muster_id: int, person: staff.Person) -> bool:
    """Whether this person or kiosk may tick in this roll call."""
    named = any(warden.key == person.staff_no for warden in rollcall.wardens_of(session, muster_id))
    return named or bool(person.roles & set(CALLERS))


class RollCallHandler(ApiHandler):
    """Common to everything below one roll call."""

    def ticker(self, muster_id: int) -> staff.Person:
        """The warden or director asking."""
        person = self.person
        with self.db.read() as session:
            if person.roles & set(CALLERS):
                rollcall.head(session, muster_id)
            else:
                rollcall.require_warden(session, muster_id, person.staff_no)
        return person

    def sent(self) -> tuple[dict[str, Any], str, dict[str, int]]:
        """The request's data, its uuid, and when it was tapped and sent by the device's clock."""
        data = self.read_json()
        uuid = self.uuid_of(data, "bad_entry")
        return data, uuid, {"tapped": whole(data.get("tapped")), "sent": whole(data.get("sent"))}


class RollCallViewHandler(RollCallHandler):
    """``GET api/musters/<id>?seq=``: everything, or only the time when nothing happened since ``seq``."""

    def get(self, muster: str) -> None:
        muster_id, person = int(muster), self.person
        with self.db.read() as session:
            seq, forgotten = rollcall.seq(session, muster_id), rollcall.head(session, muster_id).forgotten
            calls = bool(person.roles & set(CALLERS))
            if not calls and not person.roles & set(WATCHERS):
                rollcall.require_warden(session, muster_id, person.staff_no)
            if self.get_query_argument("seq", "") == str(seq):
                self.answer({"same": True, "seq": seq, "now": self.now()})
                return
            may = may_tick(session, muster_id, person)
            log = [asdict(line) for line in rollcall.lines(session, muster_id)[-60:]] if calls else []
            view = _views(self, session, muster_id, (seq, forgotten))
        people = view["people"] if calls else [{**who, "phone": ""} for who in view["people"]]
        self.answer({**view, "people": people, "log": log, "now": self.now(), "calls": calls, "ticks": may})


def _views(handler: Handler, session: Session, muster_id: int, version: tuple[int, int | None]) -> dict[str, Any]:
    """The view at this number, reckoned once for all who look; deleted names end what was kept."""
    kept: dict[int, tuple[Any, dict[str, Any]]] = handler.settings.setdefault("anpei_muster_views", {})
    if muster_id not in kept or kept[muster_id][0] != version:
        if len(kept) > 20:
            kept.clear()
        kept[muster_id] = (version, _view(session, muster_id) | {"seq": version[0]})
    return kept[muster_id][1]


def _view(session: Session, muster_id: int) -> dict[str, Any]:
    record = rollcall.record(session, muster_id)
    head, standing, times = record.head, record.standing, record.times
    return {
        "id": head.muster_id,
        "kind": head.kind,
        "title": head.title,
        "of": head.of,
        "started": head.started,
        "ended": head.ended,
        "note": head.note,
        "run": head.run_id,
        "expected": standing.expected,
        "accounted": standing.accounted,
        "points": [{**asdict(p.point), "count": p.count, "wardens": p.wardens} for p in standing.points],
        "people": [_person(status) for status in standing.people],
        "wardens": [asdict(warden) for warden in record.wardens],
        "times": asdict(times),
    }


def _person(status: rollcall.Status) -> dict[str, Any]:
    who = asdict(status.who)
    return {
        **who,
        "state": status.state,
        "at": status.at,
        "points": status.points,
        "by": status.by,
        "note": status.note,
    }


class ChecksHandler(RollCallHandler):
    """``POST api/musters/<id>/checks {uuid, point, person | badge, state, note, tapped, sent}``: 200 once on disk."""

    async def post(self, muster: str) -> None:
        muster_id, (data, uuid, clocks), now = int(muster), self.sent(), self.now()
        by = self.ticker(muster_id)
        point, state, note = (str(data.get(key, "")) for key in ("point", "state", "note"))
        asked = str(data.get("person", "")).strip()[:64] or self._scanned(str(data.get("badge", "")).strip())

        def tick(session: Session) -> rollcall.RollCallAck:
            return rollcall.check(
                session, muster_id, point, asked, state, by.staff_no, uuid, now, name=by.name, note=note, **clocks
            )

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
        muster_id, (data, uuid, clocks), now = int(muster), self.sent(), self.now()
        by = self.ticker(muster_id)
        who = rollcall.ExpectedPerson(f"x:{uuid}"[:64], str(data.get("name", "")), str(data.get("place", "")), "extra")
        point = str(data.get("point", ""))
        common: dict[str, Any] = {"name": by.name, **clocks}

        def add(session: Session) -> rollcall.RollCallAck:
            rollcall.put_on_list(session, muster_id, who, by=by.staff_no, uuid=uuid, now=now, **common)
            return rollcall.check(session, muster_id, point, who.key, "present", by.staff_no, uuid, now, **common)

        ack = await self.db.awrite(add)
        self.answer({"status": "saved", "uuid": uuid, "seq": ack.seq, "at": ack.at, "key": who.key, "name": who.name})


class WardensHandler(RollCallHandler):
    """``POST api/musters/<id>/wardens {uuid, key, point, named}``: a person's number or ``kiosk:<id>``."""

    async def post(self, muster: str) -> None:
        by, muster_id, (data, uuid, _), now = self.require(*CALLERS), int(muster), self.sent(), self.now()
        key, point = str(data.get("key", "")).strip()[:64], str(data.get("point", ""))
        with self.db.read() as session:
            who = rollcall.candidate(session, key)
        warden = rollcall.Warden(who.key, who.name, point)
        named = data.get("named") is not False
        await self.db.awrite(
            lambda session: rollcall.name_warden(
                session, muster_id, warden, by=by.staff_no, uuid=uuid, now=now, named=named, name=by.name
            )
        )
        self.answer({"status": "saved", "uuid": uuid, "name": warden.name})


class PointCodesHandler(RollCallHandler):
    """``POST api/musters/<id>/codes {point}``: a QR code that makes its first scanner a warden there."""

    async def post(self, muster: str) -> None:
        self.require(*CALLERS)
        muster_id, point, now = int(muster), str(self.read_json().get("point", "")), self.now()
        with self.db.read() as session:
            if point not in {known.id for known in rollcall.head(session, muster_id).points}:
                raise Forbidden("没有这个集合点。")
        code = await self.db.awrite(lambda session: rollcall.new_code(session, muster_id, point, now=now))
        path = self.url(f"muster/{muster_id}/{point}", code=code)
        link = f"{self.request.protocol}://{self.request.host}{path}"
        far = self.request.host_name not in ("localhost", "127.0.0.1", "::1")
        self.answer({"link": link, "far": far, "qr": str(qr_svg(link, "成为清点员的一次性二维码"))})


class EndRollCallHandler(RollCallHandler):
    """``POST api/musters/<id>/end {uuid, note}``."""

    async def post(self, muster: str) -> None:
        by, muster_id, (data, uuid, _), now = self.require(*CALLERS), int(muster), self.sent(), self.now()
        note = str(data.get("note", ""))
        await self.db.awrite(
            lambda s: rollcall.finish(s, muster_id, by=by.staff_no, note=note, now=now, uuid=uuid, name=by.name)
        )
        self.answer({"status": "saved", "uuid": uuid})


class MyRollCallsHandler(ApiHandler):
    """``GET api/musters/mine``: the roll calls under way in which whoever asks is a warden, a real one first."""

    def get(self) -> None:
        key = self.person.staff_no
        with self.db.read() as session:
            self.answer({"musters": [head.muster_id for head, _ in rollcall.watched_by(session, key)]})


class ExpectedPeopleHandler(ApiHandler):
    """``GET api/musters/expected?department=&post=&team=&teamless=0&visitors=0``: how many such a choice means."""

    def get(self) -> None:
        self.require(*CALLERS)
        asked: dict[str, Any] = {name: self.get_query_arguments(name) for name in ("department", "post", "team")}
        said = {name: self.get_query_argument(name, "1") != "0" for name in ("teamless", "visitors")}
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
