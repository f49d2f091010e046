"""The drill calendar: duties with their basis, drills held elsewhere, filings; a page, a sheet and a calendar file."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from anpei import clock
from anpei.errors import AnpeiError, Refused
from anpei.exercises import report, runs
from anpei.exercises.report import CalendarSlot, Drilling
from anpei.server.core.handlers import UUID, PageHandler
from anpei.server.core.view_models import due_words
from anpei.server.core.workbooks import XLSX
from anpei.server.drills.calendar_files import ics, xlsx
from anpei.server.report.pages import DIRECTORS

__all__ = ["HANDLERS", "DirectingPage", "slot_view"]

UNCOUNTED = 8
SLOT_TONES = {"overdue": "danger", "never": "danger", "soon": "warn", "ok": "ok", "unnumbered": ""}


class DirectingPage(PageHandler):
    """What the pages about keeping drills share: dates as people enter them, and the enterprise's duties."""

    @property
    def zone(self) -> str:
        return self.site.settings.site.timezone

    def day(self, name: str, *, end: bool) -> int:
        """A date field as ms: the start of the day where the enterprise is, or its end."""
        try:
            day = date.fromisoformat(self.get_body_argument(name, ""))
        except ValueError:
            raise Refused("请选择日期。", code="date") from None
        moment = datetime.combine(day, time(23, 59, 59) if end else time(0), ZoneInfo(self.zone))
        return int(moment.timestamp() * 1000)

    def uuid(self) -> str:
        return self.get_body_argument("uuid", "")[:UUID] or secrets.token_hex(16)

    def drilling(self) -> Drilling:
        return self.context.drilling()

    def slots(self, session: Session) -> list[CalendarSlot]:
        told = self.drilling()
        if told.frequencies is None or told.enterprise is None:
            return []
        return report.calendar(told.frequencies, told.enterprise, report.drilled(session), self.now(), self.zone)


class CalendarPage(DirectingPage):
    """``drills/calendar``: every duty with its basis; POST enters a drill held elsewhere, or a filing."""

    def get(self) -> None:
        self.require(*DIRECTORS)
        self.show()

    async def post(self) -> None:
        self.require(*DIRECTORS)
        act = {"held": self.held, "file": self.file}.get(self.get_body_argument("act", ""))
        if act is None:
            raise Refused("请从页面上的按钮操作。")
        try:
            await self.db.awrite(act)
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(problem=str(error))
            return
        self.redirect(self.url("drills/calendar", done="1"), status=303)

    def held(self, session: Session) -> None:
        plan, told = self.get_body_argument("plan", ""), self.drilling().enterprise
        if told is None or plan not in {one.id for one in told.plans}:
            raise Refused("请选择预案。", code="plan")
        report.enter_held(
            session, plan, held=self.day("held", end=False), note=self.get_body_argument("note", ""),
            by=self.person.staff_no, uuid=self.uuid(), now=self.now(),
        )  # fmt: skip

    def file(self, session: Session) -> None:
        report.file_drill(
            session, self.get_body_argument("drill", ""), authority=self.get_body_argument("authority", ""),
            reference=self.get_body_argument("reference", ""), filed=self.day("filed", end=False),
            by=self.person.staff_no, uuid=self.uuid(), now=self.now(),
        )  # fmt: skip

    def show(self, problem: str = "") -> None:
        told = self.drilling()
        with self.db.read() as session:
            slots, held = self.slots(session), report.drilled(session)
            called = runs.closings(session, origin="director")
        self.render_page(
            "drills/calendar.html",
            slots=[slot_view(slot, self) for slot in slots],
            plans=told.enterprise.plans if told.enterprise else (),
            plan_words=report.PLANS,
            kinds=[told.frequencies.kinds.get(k, k) for k in told.enterprise.kinds]
            if told.frequencies and told.enterprise else [],
            held=held,
            uncounted=sorted((run for run in called if not run.counts), key=lambda run: not run.finished)[:UNCOUNTED],
            chosen=self.get_query_argument("drill", ""),
            sample=told.sample,
            findings=told.findings,
            problem=problem,
            done=bool(self.get_query_argument("done", "")),
            today=f"{clock.local(self.now(), self.zone):%Y-%m-%d}",
            fresh=secrets.token_hex(16),
        )  # fmt: skip


class CalendarFilePage(DirectingPage):
    """``drills/calendar.xlsx`` and ``drills/calendar.ics``."""

    def get(self, ending: str) -> None:
        self.require(*DIRECTORS)
        with self.db.read() as session:
            views = [slot_view(slot, self) for slot in self.slots(session)]
        make, kind = {"xlsx": (xlsx, XLSX), "ics": (ics, "text/calendar; charset=utf-8")}[ending]
        body = make(views, self.site.settings.site.name, self.now(), self.zone)
        self.send_file(body, kind, f'filename="drills.{ending}"')


def slot_view(slot: CalendarSlot, handler: DirectingPage) -> dict[str, Any]:
    """A duty for a page or a file; what isn't checked against the text says 待核."""
    cards = handler.registry().cards(slot.rule.cites, handler.today())
    checked = slot.rule.certainty == "核" and all(card.status == "现行" for card in cards)
    return {
        "id": f"{slot.rule.id}:{'+'.join(plan.id for plan in slot.plans)}",
        "title": slot.rule.title,
        "who": slot.rule.who,
        "plans": "、".join(plan.title for plan in slot.plans),
        "versions": "；".join(plan.version or "没有登记" for plan in slot.plans),
        "plan_notes": "；".join(plan.note for plan in slot.plans if plan.note),
        "any": len(slot.plans) > 1,
        "every": f"每 {slot.months} 个月至少一次" if slot.months else "定期，法规没有写次数",
        "last": slot.last,
        "due": slot.due,
        "due_words": due_words(slot.due, handler.now(), handler.zone) if slot.due else None,
        "word": slot.word,
        "tone": SLOT_TONES[slot.state],
        "state": slot.state,
        "filing": slot.filing,
        "unfiled": slot.unfiled,
        "file_with": slot.rule.file_with,
        "own": slot.own,
        "note": slot.rule.note,
        "basis": "、".join(card.title for card in cards) or slot.rule.source,
        "gists": [card.gist for card in cards],
        "doubt": not checked,
    }


HANDLERS = [
    (r"drills/calendar", CalendarPage),
    (r"drills/calendar\.(xlsx|ics)", CalendarFilePage),
]
