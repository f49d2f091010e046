"""学时: who has learned how long, and under which requirement each person falls; for trainers."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy.orm import Session

from anpei import hours, staff
from anpei.errors import AnpeiError, Refused
from anpei.server.board.pages import TRAINERS
from anpei.server.core.handlers import PageHandler
from anpei.server.core.view_models import cards_of, page_within

__all__ = ["HANDLERS"]

PER_PAGE = 100
FILTERS = ("q", "department")


class HoursPage(PageHandler):
    """``board/hours``, a page of people at a time; POST gives the chosen ones other requirements."""

    async def get(self) -> None:
        self.require(*TRAINERS)
        await self.show(saved=self.get_query_argument("saved", ""))

    async def post(self) -> None:
        person, now, rules = self.require(*TRAINERS), self.now(), self.context.hours()
        people, chosen = self.get_body_arguments("person")[:PER_PAGE], self.get_body_arguments("category")

        def assign(session: Session) -> None:
            homes = staff.homes(session, people)
            if not all(who in homes and person.scope.covers(homes[who].department_id) for who in people):
                raise Refused("只能改您管辖部门的人。", code="scope", way_out="请刷新页面后重新选择。")
            hours.assign(session, rules, people, chosen, by=person.staff_no, now=now)

        try:
            await self.db.awrite(assign)
        except AnpeiError as error:
            self.set_status(error.status)
            await self.show(message=str(error))
            return
        here = {**self.chosen(), "page": self.get_query_argument("page", ""), "saved": str(len(people))}
        self.redirect(self.url("board/hours", **{name: value for name, value in here.items() if value}), status=303)

    def chosen(self) -> dict[str, str]:
        return {name: self.get_query_argument(name, "")[:64] for name in FILTERS}

    async def show(self, message: str = "", saved: str = "") -> None:
        rules = self.context.hours()
        chosen = {name: value for name, value in self.chosen().items() if value}
        seen = await asyncio.to_thread(self.look, rules, self.person.scope, self.now())
        self.render_page(
            "hours/hours.html",
            message=message,
            saved=saved if saved.isdigit() else "",
            chosen=self.chosen(),
            turn=lambda number: self.url("board/hours", **chosen, page=str(number)),
            rules=[self.rule(category) for category in rules.categories],
            minutes=rules.minutes_per_hour,
            **seen,
        )

    def look(self, rules: hours.HoursRules, scope: staff.Scope, now: int) -> dict[str, Any]:
        """What of the page is in the database."""
        asked, catalog = self.chosen(), self.catalog()
        with self.db.read() as session:
            departments = {one.name: one.id for one in staff.departments(session, scope)}
            place = departments.get(asked["department"], 0) if asked["department"] else None
            query = staff.PeopleQuery(asked["q"], place, "kiosk", scope)
            total = staff.how_many(session, query)
            page, pages = page_within(self.get_query_argument("page", "1"), total, PER_PAGE)
            shown = staff.search(session, query, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
            ledgers = hours.everybody(session, rules, catalog, [one.staff_no for one in shown], now, self.zone)
        return {
            "departments": list(departments),
            "total": total,
            "page": page,
            "pages": pages,
            "rows": [{"person": one, "lines": ledgers[one.staff_no]} for one in shown],
        }

    def rule(self, category: hours.Category) -> dict[str, Any]:
        return {"category": category, "cards": cards_of(category.cites, self.registry(), self.today())}


HANDLERS = [(r"board/hours", HoursPage)]
