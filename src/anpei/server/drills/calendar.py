"""The drill calendar: duties with their basis, drills held elsewhere, filings; a page, a sheet and a calendar file."""

from __future__ import annotations

import asyncio
import secrets
from datetime import date, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import clock
from anpei.errors import AnpeiError, Refused
from anpei.exercises import report, runs
from anpei.exercises.report import CalendarSlot, Drilling
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Flag, Line, RequestModel, Text
from anpei.server.core.view_models import due_words
from anpei.server.core.workbooks import XLSX
from anpei.server.drills.calendar_files import ics, xlsx

__all__ = ["HANDLERS", "DirectingPage", "slot_view"]

UNCOUNTED = 8
SLOT_TONES = {"overdue": "danger", "never": "danger", "soon": "warn", "ok": "ok", "unnumbered": ""}


class DirectingPage(PageHandler):
    """What the pages about keeping drills share: dates as people enter them, and the enterprise's duties."""

    @property
    def zone(self) -> str:
        return self.site.settings.site.timezone

    def day(self, text: str, *, end: bool) -> int:
        """A date field as ms: the start of the day where the enterprise is, or its end."""
        try:
            moment = datetime.combine(
                date.fromisoformat(text), time(23, 59, 59) if end else time(0), ZoneInfo(self.zone)
            )
            return int(moment.timestamp() * 1000)
        except (ValueError, OverflowError):
            raise Refused("请选择日期。", code="date") from None

    def drilling(self) -> Drilling:
        return self.context.drilling()

    def slots(self, session: Session) -> list[CalendarSlot]:
        told = self.drilling()
        if told.frequencies is None or told.enterprise is None:
            return []
        return report.calendar(told.frequencies, told.enterprise, report.drilled(session), self.now(), self.zone)


class CalendarRequest(RequestModel):
    """A drill held elsewhere (``plan``, ``held``, ``note``) or a filing (``drill``, ``authority``, …)."""

    act: Line = ""
    uuid: Line = Field(default_factory=lambda: secrets.token_hex(16))
    plan: Line = ""
    held: Line = ""
    note: Text = Field("", title="说明")
    drill: Line = ""
    authority: Line = Field("", title="报送单位")
    reference: Line = Field("", title="回执或文号")
    filed: Line = ""
    done: Flag = False


class CalendarPage(DirectingPage):
    """``drills/calendar``: every duty with its basis; POST enters a drill held elsewhere, or a filing."""

    access = permissions.CALENDAR
    acts = does(POST="drill.calendar")

    def get(self) -> None:
        self.show()

    async def post(self) -> None:
        sent = self.form(CalendarRequest)
        act = {"held": self.held, "file": self.file}.get(sent.act)
        if act is None:
            raise Refused("请从页面上的按钮操作。")
        self.note(about=sent.plan or sent.drill, 事项="别处演练" if sent.act == "held" else "报送")
        try:
            await self.db.awrite(partial(act, sent=sent))
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(problem=str(error))
            return
        self.redirect(self.url("drills/calendar", done="1"), status=303)

    def held(self, session: Session, *, sent: CalendarRequest) -> None:
        told = self.drilling().enterprise
        if told is None or sent.plan not in {one.id for one in told.plans}:
            raise Refused("请选择预案。", code="plan")
        report.enter_held(
            session, sent.plan, held=self.day(sent.held, end=False), note=sent.note,
            by=self.person.staff_no, uuid=sent.uuid[:64], now=self.now(),
        )  # fmt: skip

    def file(self, session: Session, *, sent: CalendarRequest) -> None:
        report.file_drill(
            session, sent.drill, authority=sent.authority, reference=sent.reference,
            filed=self.day(sent.filed, end=False), by=self.person.staff_no, uuid=sent.uuid[:64], now=self.now(),
        )  # fmt: skip

    def show(self, problem: str = "") -> None:
        told, asked = self.drilling(), self.query(CalendarRequest)
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
            chosen=asked.drill,
            sample=told.sample,
            findings=told.findings,
            problem=problem,
            done=asked.done,
            today=f"{clock.local(self.now(), self.zone):%Y-%m-%d}",
            fresh=secrets.token_hex(16),
        )  # fmt: skip


class CalendarFilePage(DirectingPage):
    """``drills/calendar.xlsx`` and ``drills/calendar.ics``."""

    access = permissions.CALENDAR

    async def get(self, ending: str) -> None:
        with self.db.read() as session:
            views = [slot_view(slot, self) for slot in self.slots(session)]
        make, kind = {"xlsx": (xlsx, XLSX), "ics": (ics, "text/calendar; charset=utf-8")}[ending]
        body = await asyncio.to_thread(make, views, self.site.settings.site.name, self.now(), self.zone)
        await self.send_file(body, kind, f'filename="drills.{ending}"')


def slot_view(slot: CalendarSlot, handler: DirectingPage) -> dict[str, Any]:
    """A duty for a page or a file; what isn't checked against the text says 待核."""
    cards = handler.registry().cards(slot.rule.cites, handler.today())
    checked = slot.rule.certainty == "核" and all(card.status == "现行" for card in cards)
    return {
        "id": f"{slot.rule.id}:{'+'.join(plan.id for plan in slot.plans)}",
        "title": slot.rule.title,
        "who": slot.rule.who,
        "plans": "、".join(plan.title for plan in slot.plans),
        "versions": "；".join(report.version_words(plan) or "没有登记" for plan in slot.plans),
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
