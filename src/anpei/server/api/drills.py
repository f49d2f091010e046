"""Drills over HTTP: the state comes down as server-sent events, decisions and orders go up as posts.

Who asks decides what is answered: the kiosk at which a participant sits sees that participant's view of that run,
a director sees the console, and nobody else sees anything.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from tornado.iostream import StreamClosedError

from anpei import drills, staff
from anpei.errors import Conflict, Forbidden, NotFound, Refused
from anpei.server.api.kiosk import device_of, sitting, sound
from anpei.server.base import ApiHandler
from anpei.server.identity import RosterUser

__all__ = ["DIRECTORS", "HANDLERS", "feeds"]

DIRECTORS = ("director", "admin")
BEAT = 2.0
NEWEST = 200
UUID = 64


def feeds(handler: ApiHandler) -> drills.Feeds:
    feeds: drills.Feeds = handler.settings.setdefault("anpei_drill_feeds", drills.Feeds(handler.db, handler.now))
    return feeds


def _cite(handler: ApiHandler) -> Callable[[str], dict[str, Any] | None]:
    """How citations become cards, asked of the register as it is now."""
    registry = handler.registry()

    def cite(text: str) -> dict[str, Any] | None:
        card = registry.resolve(text)
        return {"title": card.title, "gist": card.gist, "status": card.status} if card else None

    return cite


class Run(ApiHandler):
    """Common to everything below one run: who may look at it, and through which eyes."""

    def as_director(self) -> staff.Person | None:
        """The director asking, if the request comes from one (and not from a kiosk's screen)."""
        if self.get_query_argument("as", "") == "kiosk":
            return None
        person = self.person_or_none()
        return person if person is not None and person.roles & set(DIRECTORS) else None

    def participant(self, run_id: int) -> tuple[staff.Device, str]:
        """The kiosk asking and the person at it, who must be in this very run."""
        device = device_of(self)
        state = sitting(self, device)
        if state["run"] != run_id:
            raise Forbidden("这不是您参加的演练。", way_out="请在自己的终端上操作。")
        return device, str(state["seat"]["staff_no"])

    def decider(self, run_id: int, claimed: str) -> tuple[staff.Device, str]:
        """The kiosk asking and whose decision it brings: the sitter's, or one of whoever played there when it was made.

        A tablet without network keeps a decision while its player goes on at another one; it's never taken for the
        decision of the next person.
        """
        if not claimed:
            return self.participant(run_id)
        device = device_of(self)
        with self.db.read() as session:
            theirs = drills.sat_at(session, run_id, device.device_id, claimed)
        if not theirs:
            raise Forbidden("这不是您参加的演练。", way_out="请在自己的终端上操作。")
        return device, claimed

    def looker(self, run_id: int, feed: drills.Feed) -> Callable[[], dict[str, Any]]:
        """A function that gives the asker's view of the run as it is at that moment."""
        if self.as_director() is not None:
            return lambda: drills.console_view(feed.script, feed.state, feed.events[-NEWEST:], self.now())
        _, person = self.participant(run_id)
        return lambda: drills.player_view(feed.script, feed.state, person, self.now(), _cite(self))


class View(Run):
    """``GET api/drills/runs/<id>``: the state now, and the plan, which doesn't change."""

    def get(self, run: str) -> None:
        if self.as_director() is None:
            self.participant(int(run))
        feed = feeds(self).get(int(run))
        feed.read()
        self.answer({"run": int(run), "view": self.looker(int(run), feed)(), "plan": feed.script.plan})


class Events(Run):
    """``GET api/drills/runs/<id>/events?after=seq``: a view for every change, and a beat when nothing changes."""

    async def get(self, run: str) -> None:
        run_id = int(run)
        if self.as_director() is None:
            self.participant(run_id)
        feed = feeds(self).get(run_id)
        view, seq = self.looker(run_id, feed), self._after()
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Accel-Buffering", "no")
        feed.watchers += 1
        try:
            await self._stream(feed, view, seq)
        except StreamClosedError:
            return
        finally:
            feed.watchers -= 1
            feeds(self).release(feed)

    def _after(self) -> int:
        text = self.request.headers.get("Last-Event-ID") or self.get_query_argument("after", "-1")
        return int(text) if text.lstrip("-").isdigit() else -1

    async def _stream(self, feed: drills.Feed, view: Callable[[], dict[str, Any]], seq: int) -> None:
        self.write("retry: 1000\n\n")
        directing = self.as_director() is not None
        while self._still(directing):
            if await feed.after(seq, BEAT):
                seq = feed.state.seq
                self._send("view", view(), seq)
            else:
                self._send("beat", {"clock": feed.state.clock(self.now())})
                feeds(self).get(feed.run_id)
            await self.flush()

    def _still(self, directing: bool) -> bool:
        """Asked before every message, for a stream is one long request: is the asker still who may look?"""
        if directing:
            user = self.identity_provider.get_user(self)
            return isinstance(user, RosterUser) and user.has(*DIRECTORS)
        try:
            return bool(device_of(self))
        except Forbidden:
            return False

    def _send(self, event: str, data: dict[str, Any], seq: int | None = None) -> None:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        self.write((f"id: {seq}\n" if seq is not None else "") + f"event: {event}\ndata: {text}\n\n")


class Decisions(Run):
    """``POST api/drills/runs/<id>/decisions {uuid, node, option, elapsed, person}``: 200 accepted, 409 refused."""

    async def post(self, run: str) -> None:
        run_id = int(run)
        sent, now = self.read_json(), self.now()
        device, person = self.decider(run_id, str(sent.get("person", ""))[:UUID])
        uuid, node, option = (str(sent.get(key, ""))[:UUID] for key in ("uuid", "node", "option"))
        elapsed = sent.get("elapsed", 0)
        if not uuid or not node or not isinstance(elapsed, int) or isinstance(elapsed, bool):
            raise Refused("请求的格式不对。", code="bad_decision")
        ack = await self.db.awrite(
            lambda session: drills.decide(
                session,
                run_id,
                person=person,
                device=device.device_id,
                uuid=uuid,
                node=node,
                option=option,
                elapsed=elapsed,
                now=now,
            )
        )
        feeds(self).get(run_id).read()
        self.answer(asdict(ack), 200 if ack.status == "accepted" else 409)


class Actions(Run):
    """``POST api/drills/runs/<id>/actions {uuid, action, …}``: start, pause, resume, stop, inject, message."""

    async def post(self, run: str) -> None:
        director, run_id = self.require(*DIRECTORS), int(run)
        sent, now = self.read_json(), self.now()
        uuid, action = str(sent.get("uuid", ""))[:UUID], str(sent.get("action", ""))
        if not uuid:
            raise Refused("请求的格式不对。", code="bad_action")
        await self.db.awrite(
            lambda session: drills.act(
                session, run_id, director=director.staff_no, uuid=uuid, action=action, what=sent, now=now
            )
        )
        feeds(self).get(run_id).read()
        self.answer({"status": "done", "uuid": uuid})


class Runs(ApiHandler):
    """``GET api/drills/runs``: what the console's first page shows. ``POST``: start one."""

    def get(self) -> None:
        self.require(*DIRECTORS)
        now = self.now()
        shelf = self.context.drills()
        with self.db.read() as session:
            known = drills.kiosks(session, now)
            devices = [device for device in staff.devices(session) if device.revoked is None]
            runs = drills.runs(session)
            people = staff.people(session)
        for run in runs:
            if run["status"] in ("running", "waiting", "paused"):
                feeds(self).get(run["run"])
        names = {person.staff_no: person.name for person in people}
        self.answer(
            {
                "now": now,
                "scenarios": [_scenario(script) for script in shelf.scripts.values()],
                "kiosks": [_kiosk(device, known.get(device.device_id)) for device in devices],
                "people": [{"staff_no": p.staff_no, "name": p.name, "department": p.department} for p in people],
                "runs": [{**run, "seats": _seats(run["seats"], names, devices)} for run in runs],
            }
        )

    async def post(self) -> None:
        director, now, sent = self.require(*DIRECTORS), self.now(), self.read_json(16_384)
        slug = str(sent.get("scenario", ""))
        script = self.context.drills().get(slug)
        if not sound(self, slug):
            raise Refused("这个情景的文件有问题，不能使用。", code="unsound", way_out="请培训师检查情景文件。")
        seats = self._seats(script, sent.get("seats"))
        seed = secrets.token_hex(16)

        def begin(session: Any) -> int:
            run = drills.create(session, script, seats, by=director.staff_no, origin="director", seed=seed, now=now)
            _seat_present(session, run, seats, now)
            return run

        run = await self.db.awrite(begin)
        feeds(self).get(run)
        self.answer({"run": run})

    def _seats(self, script: drills.Script, asked: Any) -> list[drills.Seat]:
        """The seats of the request, each a known kiosk; one without roles plays them all."""
        with self.db.read() as session:
            known = {device.device_id for device in staff.devices(session) if device.revoked is None}
            seats = []
            for seat in asked if isinstance(asked, list) else []:
                device, staff_no = str(seat.get("device", "")), str(seat.get("staff_no", ""))
                if device not in known:
                    raise NotFound("没有这台演练终端。", way_out="请刷新后再选。")
                if staff_no and staff.find(session, staff_no) is None:
                    raise NotFound("没有这个工号。", way_out="请从名单里选。")
                roles = tuple(str(role) for role in seat.get("roles", [])) or tuple(script.roles)
                seats.append(drills.Seat(device, staff_no, roles))
        if len({seat.device for seat in seats}) != len(seats):
            raise Conflict("同一台终端选了两次。", code="seat_twice")
        return seats


def _seat_present(session: Any, run: int, seats: list[drills.Seat], now: int) -> None:
    """Whoever already sits at a chosen kiosk is in at once."""
    for seat in seats:
        sitter = drills.kiosk_state(session, seat.device)["seat"]
        if sitter is not None and seat.staff_no in ("", sitter["staff_no"]):
            drills.join(session, run, person=sitter["staff_no"], name=sitter["name"], device=seat.device, now=now)


def _scenario(script: drills.Script) -> dict[str, Any]:
    scenario = script.scenario
    return {
        "id": script.slug,
        "title": scenario.title,
        "summary": scenario.summary,
        "kind": " · ".join(scenario.kind.model_dump().values()),
        "minutes": scenario.minutes,
        "nodes": len(scenario.nodes),
        "injects": len(scenario.injects),
        "roles": [{"id": role.id, "title": role.title} for role in scenario.roles],
    }


def _kiosk(device: staff.Device, state: dict[str, Any] | None) -> dict[str, Any]:
    state = state or {"seat": None, "run": 0, "seen": 0, "online": False}
    return {"id": device.device_id, "name": device.name, "area": device.site_area, **state}


def _seats(seats: list[dict[str, Any]], names: dict[str, str], devices: list[staff.Device]) -> list[dict[str, str]]:
    places = {device.device_id: device.name for device in devices}
    return [{"name": names.get(s["staff_no"], ""), "device": places.get(s["device"], "")} for s in seats]


RUN = r"api/drills/runs/([0-9]{1,9})"
HANDLERS = [
    (r"api/drills/runs", Runs),
    (RUN, View),
    (RUN + r"/events", Events),
    (RUN + r"/decisions", Decisions),
    (RUN + r"/actions", Actions),
]
