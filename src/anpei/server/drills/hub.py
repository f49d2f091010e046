"""The hub of drills, and corrective actions."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import clock, staff
from anpei.errors import AnpeiError, Forbidden, Refused
from anpei.exercises import report, rollcall, runs
from anpei.exercises.report import Action, CalendarSlot
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.permissions import hub
from anpei.server.core.requests import Line, Number, RequestModel, Text
from anpei.server.core.view_models import STATUS, due_words
from anpei.server.drills.archive import run_view
from anpei.server.drills.calendar import DirectingPage, slot_view
from anpei.server.evaluation.api import may_view

__all__ = ["HANDLERS"]

RECENT = 12
"""So many drills are on a page; the archive has them all."""
PRACTISED = 5
TONES = {"open": "warn", "done": "info", "verified": "info", "closed": "ok"}


class DrillHubPage(DirectingPage):
    """``drills``: what goes on and what was held; for directors also what is due and what is still to be mended."""

    access = permissions.WATCHERS

    def get(self) -> None:
        person, now = self.person, self.now()
        directs = self.may(permissions.DIRECTORS)
        with self.db.read() as session:
            slots = self.slots(session) if directs else []
            going = [
                run
                for origin in ("director", "self")
                for run in runs.list_runs(session, limit=0, origin=origin, looker=person)
            ]
            held = [
                run_view(session, run)
                for run in runs.closings(session, newest=RECENT, origin="director", looker=person)
            ]
            practised = runs.closings(session, newest=PRACTISED, origin="self", looker=person) if directs else []
            pending = report.actions(session, unclosed=True, looker=person) if directs else []
            calls = rollcall.open_now(session)
            readable = {each["run"].run_id for each in held if may_view(session, each["run"].run_id, person)}
        self.render_page(
            "drills/hub.html",
            sample=self.drilling().sample,
            pressing=[self.slot(slot) for slot in slots if slot.state in ("overdue", "never", "soon")
                      or slot.filing == "待报送"],
            going=[{**run, "word": STATUS[run["status"]]} for run in going],
            held=held,
            practised=practised,
            actions=[action_view(one, now, self.zone) for one in pending],
            overdue=sum(1 for one in pending if one.overdue(now)),
            calls=calls,
            readable=readable,
            directs=directs,
            doors=hub(person.roles),
            counts={"drills/calendar": f"{len(slots)} 项要求", "drills/actions": f"{len(pending)} 项没销"}
            if directs else {},
        )  # fmt: skip

    def slot(self, slot: CalendarSlot) -> dict[str, Any]:
        return slot_view(slot, self)


class ActionRequest(RequestModel):
    """A new corrective action of a run, or a step of one there is; ``back`` is the report it was asked from."""

    act: Line = ""
    uuid: Line = Field(default_factory=lambda: secrets.token_hex(16))
    run: Number = 0
    back: Number = 0
    action: Number = 0
    problem: Text = Field("", title="问题")
    measure: Text = Field("", title="措施")
    owner: Line = Field("", title="责任人")
    due: Line = ""
    note: Text = Field("", title="说明")


class ActionsPage(DirectingPage):
    """``drills/actions``: a director sees all, anybody else their own; POST takes a step or puts one on the list."""

    access = permissions.ACTIONS
    acts = does(POST="drill.action")

    def get(self) -> None:
        self.show()

    async def post(self) -> None:
        sent = self.form(ActionRequest)
        acts = {"open": self.open, "rearrange": self.rearrange, **dict.fromkeys(report.STEPS, self.step)}
        act = acts.get(sent.act)
        if act is None:
            raise Refused("请从页面上的按钮操作。")
        self.note(about=f"action:{sent.action}" if sent.action else f"run:{sent.run}", 步骤=sent.act)
        try:
            done = await self.db.awrite(partial(act, sent=sent))
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(problem=str(error))
            return
        where = f"drills/{sent.back}/report#actions" if sent.back else f"drills/actions#action-{done.id}"
        self.redirect(self.url(where), status=303)

    @property
    def directing(self) -> bool:
        return self.may(permissions.DIRECTORS)

    def open(self, session: Session, *, sent: ActionRequest) -> Action:
        self.require_directing()
        self.require_reach(session, sent.run, sent.owner)
        return report.open_action(
            session,
            sent.run,
            problem=sent.problem,
            measure=sent.measure,
            owner=sent.owner,
            due=self.day(sent.due, end=True),
            by=self.person.staff_no,
            uuid=sent.uuid[:64],
            now=self.now(),
        )

    def step(self, session: Session, *, sent: ActionRequest) -> Action:
        self.require_reach(session, report.action(session, sent.action).run_id)
        return report.take_step(
            session,
            sent.action,
            sent.act,
            by=self.person.staff_no,
            directing=self.directing,
            note=sent.note,
            now=self.now(),
        )

    def rearrange(self, session: Session, *, sent: ActionRequest) -> Action:
        self.require_directing()
        self.require_reach(session, report.action(session, sent.action).run_id, sent.owner)
        return report.rearrange(
            session,
            sent.action,
            owner=sent.owner,
            due=self.day(sent.due, end=True),
            reason=sent.note,
            by=self.person.staff_no,
            now=self.now(),
        )

    def require_reach(self, session: Session, run_id: int, owner: str = "") -> None:
        """A limited director arranges what is of their drills, among their people; anybody else only what is theirs."""
        person = staff.find(session, owner) if owner else None
        if self.directing:
            runs.require_sight(session, run_id, self.person)
        if person is not None and not self.scope.allows(person):
            raise Forbidden(f"{person.name}不在你管的部门。", code="scope", way_out="请从名单里选责任人。")

    def require_directing(self) -> None:
        if not self.directing:
            raise Forbidden("整改由导调员安排。", way_out="请联系组织演练的人。")

    def show(self, problem: str = "") -> None:
        now, me = self.now(), self.person
        with self.db.read() as session:
            found = report.actions(session, owner="" if self.directing else me.staff_no, looker=me)
            labels = runs.run_labels(session, {one.run_id for one in found})
        self.render_page(
            "report/actions.html",
            actions=[action_view(one, now, self.zone) for one in found],
            labels=labels,
            directing=self.directing,
            me=me.staff_no,
            problem=problem,
            fresh=secrets.token_hex(16),
        )


def action_view(one: Action, now: int, zone: str) -> dict[str, Any]:
    """An action for a page."""
    late = one.overdue(now)
    return {
        "one": one,
        "late": late,
        "tag": "已逾期" if late else one.word,
        "tone": "danger" if late else TONES[one.status],
        "due": f"{clock.local(one.due, zone):%Y-%m-%d}",
        "when": due_words(one.due, now, zone).when if one.status == "open" else "",
    }


HANDLERS = [
    (r"drills", DrillHubPage),
    (r"drills/actions", ActionsPage),
]
