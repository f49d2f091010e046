"""学时: who has learned how long, and under which requirement each person falls; for trainers."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import hours, staff
from anpei.errors import AnpeiError, Forbidden
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Line, Number, RequestModel
from anpei.server.core.view_models import cards_of, page_within

__all__ = ["HANDLERS"]

PER_PAGE = 100


class HoursRequest(RequestModel):
    """The people shown, and to whom which requirements are given; ``saved``: to how many it was done."""

    q: Line = ""
    department: Line = ""
    page: Number = 1
    person: list[Line] = Field(default=[], title="人员", max_length=PER_PAGE)
    category: list[Line] = Field(default=[], title="学时要求", max_length=100)
    saved: Number = 0


class HoursPage(PageHandler):
    """``board/hours``; POST gives the chosen people other requirements."""

    access = permissions.TRAINERS
    acts = does(POST="training.hours")

    async def get(self) -> None:
        await self.show(saved=self.query(HoursRequest).saved)

    async def post(self) -> None:
        by, now, rules, scope = self.person.staff_no, self.now(), self.context.hours(), self.scope
        sent, here = self.form(HoursRequest), self.query(HoursRequest)

        def assign(session: Session) -> None:
            for one in sent.person:
                found = staff.find(session, one)
                if found is not None and not scope.allows(found):
                    raise Forbidden(f"{found.name}不在你管的部门。", code="scope", way_out="请只选你管的人。")
            hours.assign(session, rules, sent.person, sent.category, by=by, now=now)

        self.note(
            about=sent.person[0] if len(sent.person) == 1 else "",
            人员="、".join(sent.person),
            类别="、".join(sent.category),
        )
        try:
            await self.db.awrite(assign, gives_way=True)
        except AnpeiError as error:
            self.set_status(error.status)
            await self.show(message=str(error))
            return
        self.redirect(self.at(here, page=str(here.page), saved=str(len(sent.person))), status=303)

    def at(self, here: HoursRequest, **more: str) -> str:
        """This page's address with the same filter."""
        filters = {name: value for name, value in (("q", here.q), ("department", here.department)) if value}
        return self.url("board/hours", **filters, **more)

    async def show(self, message: str = "", saved: int = 0) -> None:
        rules, here = self.context.hours(), self.query(HoursRequest)
        seen = await asyncio.to_thread(self.look, rules, here, self.now())
        self.render_page(
            "hours/hours.html",
            message=message,
            saved=saved or "",
            chosen=here,
            turn=lambda number: self.at(here, page=str(number)),
            rules=[self.requirement(category) for category in rules.categories],
            minutes=rules.minutes_per_hour,
            **seen,
        )

    def look(self, rules: hours.HoursRules, here: HoursRequest, now: int) -> dict[str, Any]:
        """What of the page is in the database, of the people whom the asker looks after."""
        with self.db.read() as session:
            departments = {one.name: one.id for one in staff.departments(session, self.scope)}
            place = departments.get(here.department, 0) if here.department else None
            query = staff.PeopleQuery(here.q, place, scope=self.scope)
            total = staff.how_many(session, query)
            page, pages = page_within(here.page, total, PER_PAGE)
            shown = staff.search(session, query, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
            people = [one.staff_no for one in shown]
            ledgers = hours.everybody(session, rules, self.catalog(), people, now, self.zone)
        return {
            "departments": list(departments),
            "total": total,
            "page": page,
            "pages": pages,
            "rows": [{"person": one, "lines": ledgers[one.staff_no]} for one in shown],
        }

    def requirement(self, category: hours.Category) -> dict[str, Any]:
        return {"category": category, "cards": cards_of(category.cites, self.registry(), self.today())}


HANDLERS = [(r"board/hours", HoursPage)]
