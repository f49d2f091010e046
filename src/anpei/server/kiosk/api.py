"""What a kiosk asks for itself: who it is, who sits at it, tapping in, starting on one's own, leaving."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from anpei import staff
from anpei.errors import AnpeiError, Conflict, Forbidden, Refused
from anpei.exercises import rollcall, runs, scenarios
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.identity import DEVICE_COOKIE, DEVICE_DAYS

__all__ = ["HANDLERS", "device_of", "open_quiz_offer", "sitting", "today"]

UNKNOWN_BADGE = "这张胸卡认不出来，可能已经挂失。"
UNKNOWN_BADGE_WAY = "请用工号和 PIN 码就位，或请管理员补卡。"


def device_of(handler: ApiHandler) -> staff.Device:
    """The enrolled kiosk that is asking, whoever else may be signed in on the same browser; anybody else is refused."""
    user = handler.user_or_none()
    if user is not None and user.device is not None:
        return user.device
    token = handler.get_secure_cookie(DEVICE_COOKIE, max_age_days=DEVICE_DAYS)
    with handler.db.read() as session:
        device = staff.device_for(session, token.decode()) if token else None
    if device is None:
        message = "这台设备还没有登记，或已被停用。"
        raise Forbidden(message, code="not_a_kiosk", way_out="请管理员给出登记链接，在这台设备上打开。")
    return device


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


class KioskStateHandler(ApiHandler):
    """``GET api/kiosk/state``: everything the kiosk's screen needs outside a run; also its sign of life."""

    async def get(self) -> None:
        device, now = device_of(self), self.now()
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


class TapInHandler(ApiHandler):
    """``POST api/kiosk/tap-in {staff_no, pin}`` or ``{badge, pin}``: sit down; goes on with an unfinished run.

    A badge without a PIN is answered with whose it is and ``needs_pin``, unless the site lets badges in alone.
    """

    async def post(self) -> None:
        device, now, sent = device_of(self), self.now(), self.read_json()
        staff_no, pin, badge = (str(sent.get(key, ""))[:64] for key in ("staff_no", "pin", "badge"))
        if badge:
            person = await self.holder(badge, device, now)
            staff_no = person.staff_no
            if not self.site.settings.kiosk.badge_only and not pin:
                self.answer({"name": person.name, "needs_pin": True})
                return
        if not badge or not self.site.settings.kiosk.badge_only:
            person = await self.proved(staff_no, pin, device, now)
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
        return _let_in(tried, self.zone)


def _let_in(tried: staff.SignIn, zone: str) -> staff.Person:
    if tried.outcome != "ok" or tried.person is None:
        raise Refused(tried.message(zone), code=tried.outcome)
    return tried.person


class StartAloneHandler(ApiHandler):
    """``POST api/kiosk/start {scenario}``: the person at the kiosk plays alone, in every role."""

    async def post(self) -> None:
        device, now = device_of(self), self.now()
        seat = sitting(self, device)["seat"]
        slug = str(self.read_json().get("scenario", ""))
        script = self.context.drills().get(slug)
        run = await self.db.awrite(lambda session: _start(session, script, device, seat, now))
        self.answer({"run": run})


def _start(
    session: Any, script: scenarios.CompiledScenario, device: staff.Device, seat: dict[str, Any], now: int
) -> int:
    place = runs.Seat(device.device_id, seat["staff_no"], tuple(script.roles))
    seed = secrets.token_hex(16)
    run = runs.create(session, script, [place], by=seat["staff_no"], origin="self", seed=seed, now=now)
    runs.join(session, run, person=seat["staff_no"], name=seat["name"], device=device.device_id, now=now)
    return run


class LeaveSeatHandler(ApiHandler):
    """``POST api/kiosk/leave``: get up; the kiosk returns to its start screen."""

    async def post(self) -> None:
        device, now = device_of(self), self.now()
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
