"""Directing over HTTP: start a run, give orders, note what was seen, correct a score, sign when it is over."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

from anpei import clock, staff
from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises import preparation, rollcall, runs, scenarios
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import Code, Line, RequestModel, Text, Uuid
from anpei.server.drills.api import RUN, kiosk_rows, within_reach
from anpei.server.preparation.view import offered

__all__ = ["HANDLERS"]

PRACTISED = 5
NOTED = {"start": "drill.start", "stop": "drill.stop"}


class CommandRequest(RequestModel):
    """A director's command; what else it needs depends on the action."""

    uuid: Uuid
    action: Line = ""
    factor: float = Field(default=0, title="演练速度")
    id: Line = ""
    role: Line = ""
    device: Line = ""
    to: Line | list[Line] = ""
    text: Text = Field(default="", title="内容")
    sender: Line = Field(default="", alias="from")
    expect: Line = ""
    channel: Line = "radio"
    set: dict[str, bool | int | float | str] = Field(default={}, title="情景变量", max_length=100)


class ObservationRequest(RequestModel):
    uuid: Uuid
    text: Text = Field(default="", title="观察记录")
    node: Line = ""
    member: Line = ""


class ScoreCorrectionRequest(RequestModel):
    """``points`` null takes a correction back, so it must be said."""

    uuid: Uuid
    node: Line = ""
    points: int | None = Field(title="得分")
    reason: Text = Field(default="", title="理由")


class SignatureRequest(RequestModel):
    limit = 65_536
    name: Line = Field(default="", title="姓名")
    remark: Text = Field(default="", title="备注")
    path: Annotated[str, StringConstraints(max_length=60_000)] = Field(default="", title="签名")


class SeatRequest(RequestModel):
    device: Line = Field(title="终端")
    staff_no: Line = Field(default="", title="工号")
    roles: list[Line] = Field(default=[], title="角色", max_length=50)


class ExerciseTypeRequest(RequestModel):
    """The dimensions of a drill, each a word of its list."""

    content: Line = ""
    form: Line = ""
    purpose: Line = ""
    notice: Line = ""


class RollCallChoice(RequestModel):
    """The roll call the alarm is to begin: numbers of points, departments, posts and teams."""

    point: list[Line | int] = Field(default=[], title="集合点", max_length=500)
    department: list[Line | int] = Field(default=[], title="部门", max_length=500)
    post: list[Line | int] = Field(default=[], title="岗位", max_length=500)
    team: list[Line | int] = Field(default=[], title="班组", max_length=500)
    visitors: bool = Field(default=True, title="访客")
    teamless: bool = Field(default=True, title="不在班组的人")


class StartRunRequest(RequestModel):
    limit = 16_384
    uuid: Code = Field(default="", title="请求编号")
    scenario: Line = Field(default="", title="情景")
    seats: list[SeatRequest] = Field(default=[], title="席位", max_length=200)
    kind: ExerciseTypeRequest | None = Field(default=None, title="演练类型")
    roll_call: RollCallChoice | None = Field(default=None, title="清点")
    planned: int = Field(default=0, title="方案")


class DirectorCommandsHandler(ApiHandler):
    """``POST api/drills/runs/<id>/actions {uuid, action, …}``: start, pause, speed, skip, inject, message, move, …"""

    access = permissions.DIRECTORS
    acts = does(POST=("drill.start", "drill.stop"))
    """Every other command stands in the drill's own log."""

    async def post(self, run: str) -> None:
        by, run_id, sent, now = self.person.staff_no, int(run), self.body(CommandRequest), self.now()
        if act := NOTED.get(sent.action):
            self.note(act, f"run:{run_id}")
        if sent.action == "seat" and sent.device not in self._devices():
            raise NotFound("没有这台演练终端。", way_out="请刷新后再选。")
        what = sent.model_dump(by_alias=True, exclude={"uuid", "action"})
        await self.db.awrite(
            lambda session: runs.act(
                session, run_id, director=by, uuid=sent.uuid, action=sent.action, what=what, now=now
            )
        )
        self.context.feeds.get(run_id).read()
        self.answer({"status": "done", "uuid": sent.uuid})

    def _devices(self) -> set[str]:
        with self.db.read() as session:
            return {device.device_id for device in staff.devices(session) if device.revoked is None}


class ObservationsHandler(ApiHandler):
    """``POST api/drills/runs/<id>/observations {uuid, text, node?, member?}``: by directors and evaluators."""

    access = permissions.CONTROLLERS
    unnoted = "it stands in the drill's own log"

    async def post(self, run: str) -> None:
        by, run_id, sent, now = self.person.staff_no, int(run), self.body(ObservationRequest), self.now()
        await self.db.awrite(
            lambda session: runs.observe(
                session, run_id, by=by, uuid=sent.uuid, text=sent.text, node=sent.node, member=sent.member, now=now
            )
        )
        self.context.feeds.get(run_id).read()
        self.answer({"status": "done", "uuid": sent.uuid})


class ScoreCorrectionsHandler(ApiHandler):
    """``POST api/drills/runs/<id>/scores {uuid, node?, points, reason}``: correct a score, until the run is signed.

    Without ``node`` it's the whole run's percent; ``points`` null takes a correction back.
    """

    access = permissions.DIRECTORS
    acts = does(POST="drill.score")

    async def post(self, run: str) -> None:
        by, run_id, sent, now = self.person.staff_no, int(run), self.body(ScoreCorrectionRequest), self.now()
        self.note(
            about=f"run:{run_id}", 节点=sent.node, 得分="撤回" if sent.points is None else sent.points, 理由=sent.reason
        )
        await self.db.awrite(
            lambda session: runs.correct_score(
                session, run_id, by=by, uuid=sent.uuid, node=sent.node, points=sent.points, reason=sent.reason, now=now
            )
        )
        self.context.feeds.get(run_id).read()
        self.answer({"status": "done", "uuid": sent.uuid})


class SignRunHandler(ApiHandler):
    """``POST api/drills/runs/<id>/signature {name, path?, remark?}``: once, when the run is over."""

    access = permissions.DIRECTORS
    acts = does(POST="drill.sign")

    async def post(self, run: str) -> None:
        self.note(about=f"run:{run}")
        by, run_id, sent, now = self.person.staff_no, int(run), self.body(SignatureRequest), self.now()
        await self.db.awrite(
            lambda session: runs.sign(
                session, run_id, by=by, name=sent.name, path=sent.path, remark=sent.remark, now=now
            )
        )
        self.context.feeds.get(run_id).read()
        self.answer({"status": "signed"})


class StartRunHandler(ApiHandler):
    """``GET api/drills/runs``: what the console's first page shows. ``POST``: start one, the same uuid once."""

    access = permissions.DIRECTORS
    acts = does(POST="drill.create")

    def get(self) -> None:
        now, demanded = self.now(), self.site.settings.drills.approval
        with self.db.read() as session:
            devices = [device for device in staff.devices(session) if device.revoked is None]
            called = runs.list_runs(session, looker=self.person)
            practice = runs.list_runs(session, limit=PRACTISED, origin="self", looker=self.person)
            roll = _roll(session, self.scope)
            plans = offered(session, self.script, self.person, demanded=demanded, today=self.today())
            sat = {seat["staff_no"] for run in (*called, *practice) for seat in run["seats"]}
            names = staff.names(session, sat)
        self.answer(
            {
                "now": now,
                "scenarios": [_scenario(script) for script in self.context.drills().scripts.values()],
                "kiosks": within_reach(self, kiosk_rows(self, now)),
                "roll": roll,
                "plans": plans,
                "approval": demanded,
                "runs": [{**run, "seats": _seats(run["seats"], names, devices)} for run in (*called, *practice)],
            }
        )

    async def post(self) -> None:
        director, now, sent = self.person, self.now(), self.body(StartRunRequest)
        slug = sent.scenario
        script = self.context.drills().get(slug)
        seats = self._seats(script, sent.seats)
        seed, roll = secrets.token_hex(16), _roll_asked(script, sent.roll_call, self.scope)
        how = runs.ExerciseType.asked((sent.kind or script.scenario.kind).model_dump())

        told_act, today = self.note(情景=slug), f"{self.today():%Y-%m-%d}"
        demanded = self.site.settings.drills.approval

        def begin(session: Session) -> int:
            if known := runs.known_run(session, sent.uuid):
                return known
            plan = preparation.require_approved(
                session, script, sent.planned, self.script, looker=director, demanded=demanded, today=today
            )
            told: dict[str, Any] = {"by": director.staff_no, "seed": seed, "now": now, "uuid": sent.uuid}
            run = runs.create(session, script, seats, origin="director", **told)
            runs.assign_number(session, run, clock.local(now, self.zone).year)
            held = how if plan is None else how.model_copy(update={"form": plan.plan.form, "notice": plan.plan.notice})
            runs.set_exercise_type(session, run, held, by=director.staff_no, now=now)
            if plan is not None:
                preparation.held_as(session, plan.id, run)
                told_act.detail["方案"] = f"{plan.id} 第 {plan.version} 版"
            if roll is not None:
                rollcall.plan(session, run, roll, by=director.staff_no, now=now)
            runs.seat_sitters(session, run, now)
            told_act.about = f"run:{run}"
            return run

        run = await self.db.awrite(begin)
        self.context.feeds.get(run)
        self.answer({"run": run})

    def script(self, slug: str) -> scenarios.CompiledScenario | None:
        return self.context.drills().scripts.get(slug)

    def _seats(self, script: scenarios.CompiledScenario, asked: list[SeatRequest]) -> list[runs.Seat]:
        """The seats of the request, each a known kiosk; one without roles plays them all."""
        wanted = [runs.Seat(one.device, one.staff_no, tuple(one.roles) or tuple(script.roles)) for one in asked]
        with self.db.read() as session:
            known = {device.device_id for device in staff.devices(session) if device.revoked is None}
            for seat in wanted:
                if seat.device not in known:
                    raise NotFound("没有这台演练终端。", way_out="请刷新后再选。")
                person = staff.find(session, seat.staff_no) if seat.staff_no else None
                if seat.staff_no and (person is None or not self.scope.allows(person)):
                    raise NotFound("没有这个工号。", way_out="请从名单里选。")
        if len({seat.device for seat in wanted}) != len(wanted):
            raise Conflict("同一台终端选了两次。", code="seat_twice")
        return wanted


def _roll_asked(
    script: scenarios.CompiledScenario, asked: RollCallChoice | None, scope: staff.Scope
) -> rollcall.RollCallScope | None:
    """The roll call the alarm is to begin, None for none; refused for a scenario that has no alarm."""
    if asked is None:
        return None
    if not script.scenario.roll_call:
        raise Refused(
            "这个情景没有写警报，不能自动开始清点。", code="bad_roll", way_out="请关掉自动清点，或在“清点”里手动开始。"
        )
    choice = rollcall.RollCallScope.of(asked.model_dump())
    if not (scope.whole or (all(map(scope.covers, choice.departments)) and not choice.posts)):
        raise Refused("清点的部门超出了你管的范围。", code="scope", way_out="请只选你管的部门。")
    return choice


def _roll(session: Session, scope: staff.Scope) -> dict[str, Any]:
    """What the form offers for the roll call: the plant's points, departments and teams, and last time's choice."""
    choice = rollcall.usual(session, "drill") or rollcall.everybody(session)
    if not scope.whole:
        choice = replace(choice, departments=tuple(filter(scope.covers, choice.departments)), posts=())
    kept = {point for point, found in rollcall.regulars(session).items() if any(one.active for one in found)}
    return {
        "points": [{"id": at.id, "name": at.name, "kept": at.id in kept} for at in rollcall.points(session)],
        "departments": [
            {"id": str(one.id), "name": one.name, "people": one.people}
            for one in staff.departments(session, scope)
            if one.people
        ],
        "teams": [{"id": str(one.id), "name": one.name, "people": one.people} for one in staff.teams(session)],
        "visitors": len(rollcall.on_site(session)),
        "choice": {
            name: list(map(str, kept)) if isinstance(kept, list) else kept for name, kept in choice.plain().items()
        },
    }


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
