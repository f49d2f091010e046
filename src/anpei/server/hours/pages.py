"""学时: who has learned how long, and under which requirement each person falls; for trainers."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import hours, staff
from anpei.errors import AnpeiError, Forbidden
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Line, Number, RequestModel
from anpei.server.core.view_models import cards_of

__all__ = ["HANDLERS"]

MOST = 500


class HoursRequest(RequestModel):
    """The people shown, and to whom which requirements are given; ``saved``: to how many it was done."""

    department: Line = ""
    person: list[Line] = Field(default=[], title="人员", max_length=MOST)
    category: list[Line] = Field(default=[], title="学时要求", max_length=100)
    saved: Number = 0


class HoursPage(PageHandler):
    """``board/hours``; POST gives the chosen people other requirements."""

    access = permissions.TRAINERS

    def get(self) -> None:
        self.show(saved=self.query(HoursRequest).saved)

    async def post(self) -> None:
        by, now, rules, scope = self.person.staff_no, self.now(), self.context.hours(), self.scope
        sent = self.form(HoursRequest)

        def assign(session: Session) -> None:
            for one in sent.person:
                found = staff.find(session, one)
                if found is not None and not scope.allows(found):
                    raise Forbidden(f"{found.name}不在您管的部门。", code="scope", way_out="请只选您管的人。")
            hours.assign(session, rules, sent.person, sent.category, by=by, now=now)

        try:
            await self.db.awrite(assign)
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(message=str(error))
            return
        self.redirect(self.url("board/hours", saved=str(len(sent.person))), status=303)

    def show(self, message: str = "", saved: int = 0) -> None:
        rules, catalog, zone = self.context.hours(), self.catalog(), self.site.settings.site.timezone
        chosen = self.query(HoursRequest).department
        with self.db.read() as session:
            everyone = staff.people(session, scope=self.scope)
            shown = [one for one in everyone if chosen in ("", one.department)]
            ledgers = hours.everybody(session, rules, catalog, [one.staff_no for one in shown], self.now(), zone)
        self.render_page(
            "hours/hours.html",
            message=message,
            saved=saved or "",
            departments=sorted({one.department for one in everyone}),
            chosen=chosen,
            rows=[{"person": one, "lines": ledgers[one.staff_no]} for one in shown],
            rules=[self.requirement(category) for category in rules.categories],
            minutes=rules.minutes_per_hour,
        )

    def requirement(self, category: hours.Category) -> dict[str, Any]:
        return {"category": category, "cards": cards_of(category.cites, self.registry(), self.today())}


HANDLERS = [(r"board/hours", HoursPage)]
