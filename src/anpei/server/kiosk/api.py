"""What a kiosk asks for itself: who it is, who sits at it, tapping in, starting on one's own, leaving."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from pydantic import Field

from anpei import staff
from anpei.errors import AnpeiError, Conflict, Refused
from anpei.exercises import rollcall, runs, scenarios
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.identity import note_failed, origin_of
from anpei.server.core.requests import Code, Line, RequestModel

__all__ = ["HANDLERS", "KioskHandler", "open_quiz_offer", "sitting", "today"]

UNKNOWN_BADGE = "这张胸卡认不出来，可能已经挂失。"
UNKNOWN_BADGE_WAY = "请用工号和 PIN 码就位，或请管理员补卡。"


class TapInRequest(RequestModel):
    """A staff number or a badge, and the PIN."""

    staff_no: Line = Field("", title="工号")
    pin: Line = Field("", title="PIN 码")
    badge: Line = Field("", title="胸卡")


class StartAloneRequest(RequestModel):
    uuid: Code = Field("", title="请求编号")
    scenario: Line = Field("", title="情景")


class KioskHandler(ApiHandler):
    """What an enrolled kiosk asks for itself, whoever else may be signed in on the same browser."""

    access = permissions.KIOSK


def sitting(handler: ApiHandler, device: staff.Device) -> dict[str, Any]:
    """Who sits at the kiosk and in which run; nobody there is a conflict the page can explain."""
    with handler.db.read() as session:
        state = runs.kiosk_state(session, device.device_id)
    if state["seat"] is None:
        raise Conflict("还没有人就位。", code="nobody", way_out="请先输入工号和 PIN 码。")
    return state


def today(handler: ApiHandler) -> str:
    """The site's date, by which the public quiz is counted."""
    return handler.today().isoformat()


def open_quiz_offer(handler: ApiHandler) -> dict[str, int] | None:
    """How many questions a round has and how many rounds were played today; None when there is nothing to play."""
    rules = handler.site.settings.kiosk
    if not rules.quiz:
        return None
    asked = sum(runs.open_quiz.may_ask(item, rules.quiz_topics) for item in handler.bank().items.values())
    if not asked:
        return None
    with handler.db.read() as session:
        latest = runs.open_quiz.quiz_days(session, limit=1)
    played = latest[0].finished if latest and latest[0].day == today(handler) else 0
    return {"items": min(rules.quiz_items, asked), "today": played}


class KioskStateHandler(KioskHandler):
    """``GET api/kiosk/state``: everything the kiosk's screen needs outside a run; also its sign of life."""

    async def get(self) -> None:
        device, now = self.device, self.now()
        await self.db.awrite(lambda session: runs.touch(session, device.device_id, now))
        with self.db.read() as session:
            state = runs.kiosk_state(session, device.device_id)
            calls = rollcall.watched_by(session, f"kiosk:{device.device_id}")
        self.answer(
            {
                **state,
                "device": {"id": device.device_id, "name": device.name, "area": device.site_area, "gate": device.gate},
                "calls": [_call(head, point) for head, point in calls],
                "site": self.site.settings.site.name,
                "idle": self.site.settings.drills.idle_reset,
                "scenarios": [_card(script) for script in self.context.drills().scripts.values()],
                "quiz": open_quiz_offer(self),
            }
        )


def _call(head: rollcall.RollCallHead, point: rollcall.Point) -> dict[str, Any]:
    """A roll call in which this kiosk is a warden, and where."""
    kind = rollcall.KINDS[head.kind]
    return {"muster": head.muster_id, "id": point.id, "point": point.name, "kind": kind, "started": head.started}


def _card(script: scenarios.CompiledScenario) -> dict[str, Any]:
    scenario = script.scenario
    return {
        "id": script.slug,
        "title": scenario.title,
        "summary": scenario.summary,
        "place": scenario.place,
        "minutes": scenario.minutes,
        "nodes": len(scenario.nodes),
        "roles": [{"id": role.id, "title": role.title, "duty": role.duty} for role in scenario.roles],
    }


class TapInHandler(KioskHandler):
    """``POST api/kiosk/tap-in {staff_no, pin}`` or ``{badge, pin}``: sit down; goes on with an unfinished run.

    A badge without a PIN is answered with whose it is and ``needs_pin``, unless the site lets badges in alone.
    """

    acts = does(POST=("login.kiosk", "login.kiosk_failed"))

    async def post(self) -> None:
        device, now, sent = self.device, self.now(), self.body(TapInRequest)
        staff_no, pin, badge = (text[:64] for text in (sent.staff_no, sent.pin, sent.badge))
        if badge:
            person = await self.holder(badge, device, now)
            staff_no = person.staff_no
            if not self.site.settings.kiosk.badge_only and not pin:
                self.answer({"name": person.name, "needs_pin": True})
                return
        if not badge or not self.site.settings.kiosk.badge_only:
            person = await self.proved(staff_no, pin, device, now)
        self.note("login.kiosk", f"kiosk:{device.device_id}").origin = origin_of(self, person.staff_no)
        run = await self.db.awrite(
            lambda session: runs.sit(session, device.device_id, person=person.staff_no, name=person.name, now=now)
        )
        self.answer({"staff_no": person.staff_no, "name": person.name, "run": run})

    async def holder(self, badge: str, device: staff.Device, now: int) -> staff.Person:
        """Whose badge this is; a lost, replaced or forged one is refused, and counted."""
        secret, rules = self.site.secret(staff.BADGE_KEY), self.site.settings.signin
        read = await self.db.awrite(
            lambda session: staff.scan(session, badge, secret, device=device, now=now, rules=rules)
        )
        if read.outcome == "wrong":
            raise Refused(UNKNOWN_BADGE, code="badge", way_out=UNKNOWN_BADGE_WAY)
        return _let_in(read, self.zone)

    async def proved(self, staff_no: str, pin: str, device: staff.Device, now: int) -> staff.Person:
        rules = self.site.settings.signin
        tried = await asyncio.to_thread(staff.tap_in, self.db, staff_no, pin, device=device, now=now, rules=rules)
        if tried.outcome != "ok":
            await note_failed(self, "login.kiosk_failed", staff_no, tried)
        return _let_in(tried, self.zone)


def _let_in(tried: staff.SignIn, zone: str) -> staff.Person:
    if tried.outcome != "ok" or tried.person is None:
        raise Refused(tried.message(zone), code=tried.outcome)
    return tried.person


class StartAloneHandler(KioskHandler):
    """``POST api/kiosk/start {uuid, scenario}``: the person at the kiosk plays alone, in every role; a uuid once."""

    async def post(self) -> None:
        device, now = self.device, self.now()
        seat = sitting(self, device)["seat"]
        sent = self.body(StartAloneRequest)
        script = self.context.drills().get(sent.scenario)
        run = await self.db.awrite(lambda session: _start(session, script, device, seat, sent.uuid, now))
        self.answer({"run": run})


def _start(
    session: Any, script: scenarios.CompiledScenario, device: staff.Device, seat: dict[str, Any], uuid: str, now: int
) -> int:
    if known := runs.known_run(session, uuid):
        return known
    place = runs.Seat(device.device_id, seat["staff_no"], tuple(script.roles))
    told: dict[str, Any] = {"by": seat["staff_no"], "seed": secrets.token_hex(16), "now": now, "uuid": uuid}
    run = runs.create(session, script, [place], origin="self", **told)
    runs.join(session, run, person=seat["staff_no"], name=seat["name"], device=device.device_id, now=now)
    return run


class LeaveSeatHandler(KioskHandler):
    """``POST api/kiosk/leave``: get up; the kiosk returns to its start screen."""

    async def post(self) -> None:
        device, now = self.device, self.now()
        try:
            await self.db.awrite(lambda session: runs.stand(session, device.device_id, now=now))
        except AnpeiError as error:
            self.log.warning("kiosk %s could not leave its run: %s", device.device_id, error)
            raise
        self.answer({"seat": None})


HANDLERS = [
    (r"api/kiosk/state", KioskStateHandler),
    (r"api/kiosk/tap-in", TapInHandler),
    (r"api/kiosk/start", StartAloneHandler),
    (r"api/kiosk/leave", LeaveSeatHandler),
]
