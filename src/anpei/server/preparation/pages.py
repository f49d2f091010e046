"""Before a drill: planned drills and their papers as Word and PDF, written by some, approved by who is named."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import clock, staff
from anpei.errors import AnpeiError, NotFound, Refused
from anpei.exercises import preparation, report, rollcall, runs
from anpei.exercises.preparation import DrillPlan, PlannedDrill
from anpei.exercises.scenarios import CompiledScenario
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Flag, Line, Number, RequestModel, Text
from anpei.server.signing.given import SignRequest, given

__all__ = ["HANDLERS"]

OWN_FONTS = "fonts"
ROLE = "role-"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class NewPlanRequest(RequestModel):
    uuid: Line = ""
    scenario: Line = ""


class DrillPlanRequest(SignRequest):
    """A version of a plan, or a decision about one; ``role-<id>`` in :attr:`rest` is who plays a role."""

    base: Number = Field(0, title="版本")
    day: Line = Field("", title="演练日期")
    at: Line = Field("", title="开始时间")
    place: Line = Field("", title="地点")
    form: Line = ""
    notice: Line = ""
    point: list[Line] = Field(default=[], title="集合点", max_length=100)
    facilities: Text = Field("", title="器材和物资")
    risks: Text = Field("", title="风险与控制")
    support: Text = Field("", title="评估和保障人员")
    phones: Text = Field("", title="电话")
    notes: Text = Field("", title="其他")
    needs_approval: Flag = False
    approver: Line = Field("", title="审批人")
    note: Text = Field("", title="要改什么")
    rest: dict[str, Text] = Field(default={}, title="角色")


class PreparationPage(PageHandler):
    """What these pages share: the scenarios there are, and whether the enterprise asks for approval."""

    def script(self, slug: str) -> CompiledScenario | None:
        return self.context.drills().scripts.get(slug)

    @property
    def demanded(self) -> bool:
        return self.site.settings.drills.approval

    def seen(self, planned: int) -> PlannedDrill:
        """A planned drill that whoever asks may see."""
        with self.db.read() as session:
            one = preparation.planned_drill(session, planned, self.script)
            preparation.require_plan_sight(session, one, self.person, prepares=self.may(permissions.PREPARERS))
        return one


class PlannedDrillsPage(PreparationPage):
    """``drills/planned``: what is planned; POST begins a plan for a scenario."""

    access = permissions.PREPARERS
    acts = does(POST="drill.plan")

    def get(self) -> None:
        self.show()

    async def post(self) -> None:
        sent, now, person = self.form(NewPlanRequest), self.now(), self.person
        try:
            script = self.script(sent.scenario)
            if script is None:
                raise Refused("请选一个情景。", code="scenario")
            self.note(情景=script.slug)
            day = f"{clock.local(now + clock.DAY, self.zone):%Y-%m-%d}"
            phones = self.site.settings.emergency.phones

            def begin(session: Session) -> int:
                points = tuple(map(point_words, rollcall.points(session)))
                plan = preparation.proposal(script, day=day, points=points, phones=phones)
                uuid = sent.uuid[:64] or secrets.token_hex(16)
                return preparation.save_plan(
                    session, script, plan, by=person.staff_no, name=person.name, uuid=uuid, now=now
                )

            planned = await self.db.awrite(begin)
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(problem=str(error))
            return
        self.redirect(self.url(f"drills/planned/{planned}"), status=303)

    def show(self, problem: str = "") -> None:
        with self.db.read() as session:
            found = preparation.planned_drills(session, self.script, looker=self.person)
            labels = runs.run_labels(session, [one.run_id for one in found if one.run_id])
        self.render_page(
            "preparation/planned_drills.html",
            rows=[(one, one.word(demanded=self.demanded), one.tone(demanded=self.demanded)) for one in found],
            labels=labels,
            scenarios=[(script.slug, script.scenario.title) for script in self.context.drills().scripts.values()],
            demanded=self.demanded,
            problem=problem,
            fresh=secrets.token_hex(16),
        )


class PlannedDrillPage(PreparationPage):
    """``drills/planned/<id>``: a plan for who prepares it and who approves it; POST writes, approves or gives it up."""

    access = permissions.SIGNERS
    acts = does(POST=("drill.plan", "drill.approve", "drill.return", "drill.cancel"))

    def get(self, planned: str) -> None:
        self.show(int(planned))

    async def post(self, planned: str) -> None:
        number, sent = int(planned), self.form(DrillPlanRequest)
        self.seen(number)
        acts: dict[str, tuple[str, Callable[[int, DrillPlanRequest], Any]]] = {
            "save": ("drill.plan", self.save),
            "approve": ("drill.approve", self.approve),
            "return": ("drill.return", self.send_back),
            "cancel": ("drill.cancel", self.cancel),
        }
        noted, act = acts.get(sent.act, ("", None))
        try:
            if act is not None:
                self.note(noted, f"plan:{number}")
                await act(number, sent)
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(number, problem=str(error), sent=sent if sent.act == "save" else None)
            return
        self.redirect(self.url(f"drills/planned/{number}", done=sent.act), status=303)

    async def save(self, number: int, sent: DrillPlanRequest) -> None:
        self.require_preparing()
        one, person, now = self.seen(number), self.person, self.now()
        script = self.script(one.scenario)
        if script is None:
            raise NotFound("这个情景已经没有了。", way_out="请取消这份方案，另做一份。")
        plan = written(one.plan, script, sent)
        self.require_reach(one.plan, plan)
        await self.db.awrite(
            lambda session: preparation.save_plan(
                session, script, plan, planned=number, base=sent.base, by=person.staff_no, name=person.name,
                uuid=sent.uuid, now=now,
            )
        )  # fmt: skip

    def require_preparing(self) -> None:
        if not self.may(permissions.PREPARERS):
            raise Refused("审批人只批准或退回，不改方案。", code="not_preparing", way_out="要改的，写明了退回。")

    def require_reach(self, before: DrillPlan, plan: DrillPlan) -> None:
        """Whoever is limited to departments names people of theirs; who was there already stays."""
        with self.db.read() as session:
            for number in plan.people - before.people:
                person = staff.find(session, number)
                if person is not None and not self.scope.allows(person):
                    raise NotFound("没有这个工号。", way_out="请从名单里选你管的部门的人。")

    async def approve(self, number: int, sent: DrillPlanRequest) -> None:
        signature, by, now = await given(self, sent), self.person.staff_no, self.now()
        await self.db.awrite(
            lambda session: preparation.approve(
                session, number, self.script, by=by, seen=sent.seen, uuid=sent.uuid, now=now, **signature
            )
        )

    async def send_back(self, number: int, sent: DrillPlanRequest) -> None:
        by, now = self.person.staff_no, self.now()
        await self.db.awrite(
            lambda session: preparation.send_back(
                session, number, self.script, by=by, seen=sent.seen, note=sent.note, uuid=sent.uuid, now=now
            )
        )

    async def cancel(self, number: int, sent: DrillPlanRequest) -> None:
        self.require_preparing()
        now = self.now()
        await self.db.awrite(lambda session: preparation.cancel(session, number, now=now))

    def show(self, number: int, problem: str = "", sent: DrillPlanRequest | None = None) -> None:
        one = self.seen(number)
        script, prepares = self.script(one.scenario), self.may(permissions.PREPARERS)
        plan = written(one.plan, script, sent) if sent is not None and script is not None else one.plan
        with self.db.read() as session:
            points = list(map(point_words, rollcall.points(session)))
        self.render_page(
            "preparation/planned_drill.html",
            one=one,
            plan=plan,
            base=sent.base if sent is not None else one.version,
            writable=prepares and one.open and script is not None,
            word=one.word(demanded=self.demanded),
            tone=one.tone(demanded=self.demanded),
            state=one.state(demanded=self.demanded),
            why=preparation.refusal_to_decide(one, self.person.staff_no),
            decides=one.plan.approver == self.person.staff_no,
            papers=[(kind, paper.title) for kind, paper in preparation.PAPERS.items()],
            points=list(dict.fromkeys([*points, *plan.points])),
            forms=("桌面演练", "实战演练"),
            notices=runs.NOTICES,
            demanded=self.demanded,
            prepares=prepares,
            problem=problem,
            done=self.query(DrillPlanRequest).rest.get("done", ""),
            fresh=secrets.token_hex(16),
        )


def point_words(point: rollcall.Point) -> str:
    """A muster point as a plan and its papers write it."""
    return f"{point.name}（{point.place}）" if point.place else point.name


def written(before: DrillPlan, script: CompiledScenario, sent: DrillPlanRequest) -> DrillPlan:
    """The plan as it was sent; the roles are the scenario's, whatever it was when the plan began."""
    known = {role.role: role for role in before.roles}
    blank = preparation.proposal(script, day="", points=(), phones=()).roles
    roles = tuple(
        replace(role, staff_no=who, name=known[role.role].name if role.role in known else "")
        for role in blank
        if (who := sent.rest.get(f"{ROLE}{role.role}", "").strip()[:32]) is not None
    )
    return replace(
        before, day=sent.day, at=sent.at[:5], place=sent.place, form=sent.form, notice=sent.notice, roles=roles,
        points=tuple(sent.point), facilities=sent.facilities, risks=sent.risks, support=sent.support,
        phones=sent.phones, notes=sent.notes, needs_approval=sent.needs_approval, approver=sent.approver,
    )  # fmt: skip


class DrillPaperPage(PreparationPage):
    """``drills/planned/<id>/plan.pdf``, ``script.docx``, …: made in a thread of the newest version."""

    access = permissions.SIGNERS
    acts = does(GET="export.plan")

    async def get(self, planned: str, kind: str, ending: str) -> None:
        number = int(planned)
        self.note(about=f"plan:{number}", 文件=f"{kind}.{ending}")
        one = self.seen(number)
        script = self.script(one.scenario)
        if script is None:
            raise NotFound("这个情景已经没有了，印不出来。", way_out="请取消这份方案，另做一份。")
        paper = preparation.paper_of(
            kind, one, script, enterprise=self.site.settings.site.name, zone=self.zone, demanded=self.demanded,
            plans=report.plans_of(self.context.drilling(), one.scenario), cite=self.cited,
        )  # fmt: skip
        body = await asyncio.to_thread(self.made, paper, ending)
        shown = f"{paper.title}-{preparation.PAPERS[kind].title}-第{one.version}版.{ending}"
        mime = "application/pdf" if ending == "pdf" else DOCX
        await self.send_file(body, mime, f"filename=\"{kind}.{ending}\"; filename*=UTF-8''{quote(shown)}")

    def cited(self, text: str) -> str:
        card = self.registry().resolve(text, self.today())
        return f"{card.title}（{card.status}）" if card else text

    def made(self, paper: report.ReportDocument, ending: str) -> bytes:
        def photo(_name: str) -> None:
            return None

        if ending == "docx":
            return report.word(paper, photo=photo)
        return report.pdf(paper, photo=photo, more_fonts=(self.site.workspace / OWN_FONTS,))


PLANNED = r"drills/planned/([0-9]{1,9})"
HANDLERS = [
    (r"drills/planned", PlannedDrillsPage),
    (PLANNED, PlannedDrillPage),
    (PLANNED + r"/(plan|script|signin|support)\.(pdf|docx)", DrillPaperPage),
]
