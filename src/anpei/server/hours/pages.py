"""学时: who has learned how long, and under which requirement each person falls; for trainers."""

from __future__ import annotations

from typing import Any

from anpei import hours, staff
from anpei.errors import AnpeiError
from anpei.server.board.pages import TRAINERS
from anpei.server.core.handlers import PageHandler
from anpei.server.core.view_models import cards_of

__all__ = ["HANDLERS"]

MOST = 500


class HoursPage(PageHandler):
    """``board/hours``; POST gives the chosen people other requirements."""

    def get(self) -> None:
        self.require(*TRAINERS)
        self.show(saved=self.get_query_argument("saved", ""))

    async def post(self) -> None:
        person, now, rules = self.require(*TRAINERS), self.now(), self.context.hours()
        people, chosen = self.get_body_arguments("person")[:MOST], self.get_body_arguments("category")
        try:
            await self.db.awrite(lambda s: hours.assign(s, rules, people, chosen, by=person.staff_no, now=now))
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(message=str(error))
            return
        self.redirect(self.url("board/hours", saved=str(len(people))), status=303)

    def show(self, message: str = "", saved: str = "") -> None:
        rules, catalog, zone = self.context.hours(), self.catalog(), self.site.settings.site.timezone
        chosen = self.get_query_argument("department", "")
        with self.db.read() as session:
            everyone = staff.people(session)
            shown = [one for one in everyone if "kiosk" not in one.roles and chosen in ("", one.department)]
            ledgers = hours.everybody(session, rules, catalog, [one.staff_no for one in shown], self.now(), zone)
        self.render_page(
            "hours/hours.html",
            message=message,
            saved=saved if saved.isdigit() else "",
            departments=sorted({one.department for one in everyone}),
            chosen=chosen,
            rows=[{"person": one, "lines": ledgers[one.staff_no]} for one in shown],
            rules=[self.rule(category) for category in rules.categories],
            minutes=rules.minutes_per_hour,
        )

    def rule(self, category: hours.Category) -> dict[str, Any]:
        return {"category": category, "cards": cards_of(category.cites, self.registry(), self.today())}


HANDLERS = [(r"board/hours", HoursPage)]
