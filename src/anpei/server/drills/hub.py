"""The hub of drills, and corrective actions."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy.orm import Session

from anpei import clock, staff
from anpei.errors import AnpeiError, Refused
from anpei.exercises import report, rollcall, runs
from anpei.exercises.report import Action, CalendarSlot
from anpei.server.core.permissions import hub, may
from anpei.server.core.view_models import STATUS, due_words
from anpei.server.drills.archive import run_view
from anpei.server.drills.calendar import DirectingPage, slot_view
from anpei.server.evaluation.api import may_view
from anpei.server.report.pages import DIRECTORS

__all__ = ["HANDLERS"]

RECENT = 12
"""So many drills are on a page; the archive has them all."""
PRACTISED = 5
TONES = {"open": "warn", "done": "info", "verified": "info", "closed": "ok"}


class DrillHubPage(DirectingPage):
    """``drills``: what goes on and what was held; for directors also what is due and what is still to be mended."""

    def get(self) -> None:
        person, now = self.require(*may("drills")), self.now()
        directs = person.has(*DIRECTORS)
        with self.db.read() as session:
            slots = self.slots(session) if directs else []
            going = [run for origin in ("director", "self") for run in runs.list_runs(session, limit=0, origin=origin)]
            held = [run_view(session, run) for run in runs.closings(session, newest=RECENT, origin="director")]
            practised = runs.closings(session, newest=PRACTISED, origin="self") if directs else []
            pending = report.actions(session, unclosed=True) if directs else []
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


class ActionsPage(DirectingPage):
    """``drills/actions``: a director sees all, anybody else their own; POST takes a step or puts one on the list."""

    def get(self) -> None:
        self.require()
        self.show()

    async def post(self) -> None:
        self.require()
        acts = {"open": self.open, "rearrange": self.rearrange, **dict.fromkeys(report.STEPS, self.step)}
        act = acts.get(self.get_body_argument("act", ""))
        if act is None:
            raise Refused("请从页面上的按钮操作。")
        try:
            done = await self.db.awrite(act)
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(problem=str(error))
            return
        run = self.get_body_argument("back", "")
        where = f"drills/{run}/report#actions" if run.isdigit() else f"drills/actions#action-{done.id}"
        self.redirect(self.url(where), status=303)

    @property
    def directing(self) -> bool:
        return bool(self.person.roles & set(DIRECTORS))

    def open(self, session: Session) -> Action:
        self.require(*DIRECTORS)
        run = self.get_body_argument("run", "")
        return report.open_action(
            session,
            int(run) if run.isdigit() else 0,
            problem=self.get_body_argument("problem", ""),
            measure=self.get_body_argument("measure", ""),
            owner=self.get_body_argument("owner", ""),
            due=self.day("due", end=True),
            by=self.person.staff_no,
            uuid=self.uuid(),
            now=self.now(),
        )

    def step(self, session: Session) -> Action:
        return report.take_step(
            session,
            self.number(),
            self.get_body_argument("act", ""),
            by=self.person.staff_no,
            directing=self.directing,
            note=self.get_body_argument("note", ""),
            now=self.now(),
        )

    def rearrange(self, session: Session) -> Action:
        self.require(*DIRECTORS)
        return report.rearrange(
            session,
            self.number(),
            owner=self.get_body_argument("owner", ""),
            due=self.day("due", end=True),
            reason=self.get_body_argument("note", ""),
            by=self.person.staff_no,
            now=self.now(),
        )

    def number(self) -> int:
        text = self.get_body_argument("action", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def show(self, problem: str = "") -> None:
        now, me = self.now(), self.person
        with self.db.read() as session:
            found = report.actions(session, owner="" if self.directing else me.staff_no)
            people = [(p.staff_no, p.name, p.department) for p in staff.people(session)] if self.directing else []
        self.render_page(
            "report/actions.html",
            actions=[action_view(one, now, self.zone) for one in found],
            directing=self.directing,
            me=me.staff_no,
            people=people,
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
