"""Directing over HTTP: start a run, give orders, note what was seen, correct a score, sign when it is over."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises import rollcall, runs, scenarios
from anpei.server.core.handlers import UUID, ApiHandler
from anpei.server.drills.api import DIRECTORS, RUN, WATCHERS, kiosk_rows

__all__ = ["HANDLERS"]

SIGNED_LIMIT = 65_536
PRACTISED = 5


class DirectorCommandsHandler(ApiHandler):
    """``POST api/drills/runs/<id>/actions {uuid, action, …}``: start, pause, speed, skip, inject, message, move, …"""

    async def post(self, run: str) -> None:
        director, run_id = self.require(*DIRECTORS), int(run)
        sent, now = self.read_json(), self.now()
        uuid, action = self.uuid_of(sent, "bad_action"), str(sent.get("action", ""))
        if action == "seat" and _word(sent, "device") not in self._devices():
            raise NotFound("没有这台演练终端。", way_out="请刷新后再选。")
        await self.db.awrite(
            lambda session: runs.act(
                session, run_id, director=director.staff_no, uuid=uuid, action=action, what=sent, now=now
            )
        )
        self.context.feeds.get(run_id).read()
        self.answer({"status": "done", "uuid": uuid})

    def _devices(self) -> set[str]:
        with self.db.read() as session:
            return {device.device_id for device in staff.devices(session) if device.revoked is None}


class ObservationsHandler(ApiHandler):
    """``POST api/drills/runs/<id>/observations {uuid, text, node?, member?}``: by directors and evaluators."""

    async def post(self, run: str) -> None:
        person, run_id = self.require(*WATCHERS), int(run)
        sent, now = self.read_json(), self.now()
        uuid, text, node, member = (_word(sent, name) for name in ("uuid", "text", "node", "member"))
        if not uuid or len(uuid) > UUID:
            raise Refused("请求的格式不对。", code="bad_note")
        by = person.staff_no
        await self.db.awrite(
            lambda session: runs.observe(
                session, run_id, by=by, uuid=uuid, text=text, node=node, member=member, now=now
            )
        )
        self.context.feeds.get(run_id).read()
        self.answer({"status": "done", "uuid": uuid})


class ScoreCorrectionsHandler(ApiHandler):
    """``POST api/drills/runs/<id>/scores {uuid, node?, points, reason}``: correct a score, until the run is signed.

    Without ``node`` it's the whole run's percent; ``points`` null takes a correction back.
    """

    async def post(self, run: str) -> None:
        director, run_id = self.require(*DIRECTORS), int(run)
        sent, now = self.read_json(), self.now()
        uuid, node, reason = (_word(sent, name) for name in ("uuid", "node", "reason"))
        points = sent.get("points")
        whole = isinstance(points, int) and not isinstance(points, bool)
        if not uuid or len(uuid) > UUID or not (points is None or whole) or "points" not in sent:
            raise Refused("请求的格式不对。", code="bad_score", way_out="得分请填整数。")
        by = director.staff_no
        await self.db.awrite(
            lambda session: runs.correct_score(
                session, run_id, by=by, uuid=uuid, node=node, points=points, reason=reason, now=now
            )
        )
        self.context.feeds.get(run_id).read()
        self.answer({"status": "done", "uuid": uuid})


class SignRunHandler(ApiHandler):
    """``POST api/drills/runs/<id>/signature {name, path?, remark?}``: once, when the run is over."""

    async def post(self, run: str) -> None:
        director, run_id = self.require(*DIRECTORS), int(run)
        sent, now = self.read_json(SIGNED_LIMIT), self.now()
        name, remark, path = (_word(sent, key) for key in ("name", "remark", "path"))
        by = director.staff_no
        await self.db.awrite(
            lambda session: runs.sign(session, run_id, by=by, name=name, path=path, remark=remark, now=now)
        )
        self.context.feeds.get(run_id).read()
        self.answer({"status": "signed"})


class StartRunHandler(ApiHandler):
    """``GET api/drills/runs``: what the console's first page shows. ``POST``: start one."""

    def get(self) -> None:
        self.require(*DIRECTORS)
        now = self.now()
        with self.db.read() as session:
            devices = [device for device in staff.devices(session) if device.revoked is None]
            called = runs.list_runs(session)
            practice = runs.list_runs(session, limit=PRACTISED, origin="self")
            people = staff.people(session)
            roll = _roll(session)
        names = {person.staff_no: person.name for person in people}
        self.answer(
            {
                "now": now,
                "scenarios": [_scenario(script) for script in self.context.drills().scripts.values()],
                "kiosks": kiosk_rows(self, now),
                "people": [{"staff_no": p.staff_no, "name": p.name, "department": p.department} for p in people],
                "roll": roll,
                "runs": [{**run, "seats": _seats(run["seats"], names, devices)} for run in (*called, *practice)],
            }
        )

    async def post(self) -> None:
        director, now, sent = self.require(*DIRECTORS), self.now(), self.read_json(16_384)
        slug = str(sent.get("scenario", ""))
        script = self.context.drills().get(slug)
        seats = self._seats(script, sent.get("seats"))
        seed, roll = secrets.token_hex(16), _roll_asked(script, sent.get("roll_call"))
        how = runs.ExerciseType.asked(sent.get("kind") or script.scenario.kind.model_dump())

        def begin(session: Session) -> int:
            run = runs.create(session, script, seats, by=director.staff_no, origin="director", seed=seed, now=now)
            runs.set_exercise_type(session, run, how, by=director.staff_no, now=now)
            if roll is not None:
                rollcall.plan(session, run, roll, by=director.staff_no, now=now)
            runs.seat_sitters(session, run, now)
            return run

        run = await self.db.awrite(begin)
        self.context.feeds.get(run)
        self.answer({"run": run})

    def _seats(self, script: scenarios.CompiledScenario, asked: Any) -> list[runs.Seat]:
        """The seats of the request, each a known kiosk; one without roles plays them all."""
        wanted = [_seat_asked(script, seat) for seat in asked] if isinstance(asked, list) else []
        with self.db.read() as session:
            known = {device.device_id for device in staff.devices(session) if device.revoked is None}
            for seat in wanted:
                if seat.device not in known:
                    raise NotFound("没有这台演练终端。", way_out="请刷新后再选。")
                if seat.staff_no and staff.find(session, seat.staff_no) is None:
                    raise NotFound("没有这个工号。", way_out="请从名单里选。")
        if len({seat.device for seat in wanted}) != len(wanted):
            raise Conflict("同一台终端选了两次。", code="seat_twice")
        return wanted


def _seat_asked(script: scenarios.CompiledScenario, asked: Any) -> runs.Seat:
    """One seat as the console sends it; whatever else comes is refused."""
    told = asked if isinstance(asked, dict) else {}
    device, staff_no, roles = told.get("device"), told.get("staff_no") or "", told.get("roles") or []
    words = [device, staff_no, *roles] if isinstance(roles, list) else [None]
    if not all(isinstance(word, str) for word in words):
        raise Refused("席位的格式不对。", code="bad_seat", way_out="请刷新后再选。")
    return runs.Seat(str(device), str(staff_no), tuple(map(str, roles)) or tuple(script.roles))


def _roll_asked(script: scenarios.CompiledScenario, asked: Any) -> rollcall.RollCallScope | None:
    """The roll call the alarm is to begin, None for none; refused for a scenario that has no alarm."""
    if not asked:
        return None
    if not isinstance(asked, dict) or not script.scenario.roll_call:
        raise Refused(
            "这个情景没有写警报，不能自动开始清点。", code="bad_roll", way_out="请关掉自动清点，或在“清点”里手动开始。"
        )
    return rollcall.RollCallScope.of(asked)


def _roll(session: Session) -> dict[str, Any]:
    """What the form offers for the roll call: the plant's points, departments and teams, and last time's choice."""
    choice = rollcall.usual(session, "drill") or rollcall.everybody(session)
    kept = {point for point, found in rollcall.regulars(session).items() if any(one.active for one in found)}
    return {
        "points": [{"id": at.id, "name": at.name, "kept": at.id in kept} for at in rollcall.points(session)],
        "departments": [
            {"id": str(one.id), "name": one.name, "people": one.people}
            for one in staff.departments(session)
            if one.people
        ],
        "teams": [{"id": str(one.id), "name": one.name, "people": one.people} for one in staff.teams(session)],
        "visitors": len(rollcall.on_site(session)),
        "choice": {
            name: list(map(str, kept)) if isinstance(kept, list) else kept for name, kept in choice.plain().items()
        },
    }


def _word(sent: dict[str, Any], name: str) -> str:
    """A text of the request; anything else counts as none."""
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def _scenario(script: scenarios.CompiledScenario) -> dict[str, Any]:
    scenario = script.scenario
    return {
        "id": script.slug,
        "title": scenario.title,
        "summary": scenario.summary,
        "kind": " · ".join(scenario.kind.model_dump().values()),
        "dimensions": scenario.kind.model_dump(),
        "minutes": scenario.minutes,
        "nodes": len(scenario.nodes),
        "injects": len(scenario.injects),
        "roles": [{"id": role.id, "title": role.title} for role in scenario.roles],
        "alarm": bool(scenario.roll_call),
    }


def _seats(seats: list[dict[str, Any]], names: dict[str, str], devices: list[staff.Device]) -> list[dict[str, str]]:
    places = {device.device_id: device.name for device in devices}
    return [{"name": names.get(s["staff_no"], ""), "device": places.get(s["device"], "")} for s in seats]


HANDLERS = [
    (r"api/drills/runs", StartRunHandler),
    (RUN + r"/actions", DirectorCommandsHandler),
    (RUN + r"/observations", ObservationsHandler),
    (RUN + r"/scores", ScoreCorrectionsHandler),
    (RUN + r"/signature", SignRunHandler),
]
