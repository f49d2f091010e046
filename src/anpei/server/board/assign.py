"""Assigning a course, paper or drill to a person, department, post or everyone, with a date by which it is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from anpei import clock, plans, staff
from anpei.errors import AnpeiError, Refused
from anpei.server.board.pages import TRAINERS
from anpei.server.core.handlers import PageHandler
from anpei.server.core.targets import ICONS, Targets, targets_of

__all__ = ["HANDLERS", "end_of"]

FIELDS = ("what", "audience_kind", "person", "department", "post", "due")
AUDIENCES = (("person", "一个人"), ("department", "一个部门"), ("post", "一个岗位"), ("everyone", "全员"))
USUAL_DAYS = 7


def end_of(day: str, zone: str) -> int:
    """The last millisecond of a day where the enterprise is; :class:`Refused` when it is no date."""
    try:
        at = datetime.combine(date.fromisoformat(day), time(), ZoneInfo(zone)) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise Refused("请选择截止日期。") from None
    return int(at.timestamp() * 1000) - 1


class AssignPage(PageHandler):
    def get(self) -> None:
        self.require(*TRAINERS)
        done = self.get_query_argument("done", "")
        self.show({"audience_kind": "department"}, done="安排好了。" if done else "")

    async def post(self) -> None:
        self.require(*TRAINERS)
        if cancel := self.get_body_argument("cancel", ""):
            await self.cancel(cancel)
            return
        form = {name: self.get_body_argument(name, "").strip()[:128] for name in FIELDS}
        try:
            await self.assign(form)
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(form, message=str(error))
            return
        self.redirect(self.url("board/assign", done="1"), status=303)

    async def assign(self, form: dict[str, str]) -> None:
        kind, _, target = form["what"].partition(":")
        if not targets_of(self).exists(kind, target):
            raise Refused("请选择培训内容。")
        due, by, now = end_of(form["due"], self.site.settings.site.timezone), self.person.staff_no, self.now()
        to = form["audience_kind"]
        who = form[to] if to in ("person", "department", "post") else ""
        await self.db.awrite(lambda session: plans.assign(session, kind, target, to, who, due=due, by=by, now=now))

    async def cancel(self, plan: str) -> None:
        by, now = self.person.staff_no, self.now()
        plan_id = int(plan) if plan.isascii() and plan.isdigit() else 0
        await self.db.awrite(lambda session: plans.cancel(session, plan_id, by=by, now=now))
        self.redirect(self.url("board/assign"), status=303)

    def show(self, form: dict[str, str], message: str = "", done: str = "") -> None:
        targets, zone = targets_of(self), self.site.settings.site.timezone
        today = clock.local(self.now(), zone).date()
        usual = dict.fromkeys(FIELDS, "") | {"due": (today + timedelta(days=USUAL_DAYS)).isoformat()}
        with self.db.read() as session:
            self.render_page(
                "board/assign.html",
                message=message,
                done=done,
                form=usual | form,
                targets=_choices(targets),
                audiences=AUDIENCES,
                people=[(one.staff_no, f"{one.name} {one.department}") for one in staff.people(session)],
                departments=[(str(one.id), f"{one.name}（{one.people} 人）") for one in staff.departments(session)],
                posts=[(str(one.id), f"{one.name}（{one.people} 人）") for one in staff.posts(session)],
                today=today.isoformat(),
                plans=[_plan(session, plan, targets, zone) for plan in plans.plans(session)],
            )


def _choices(targets: Targets) -> list[dict[str, Any]]:
    """Everything that can be assigned, by kind."""
    known = {
        "course": {slug: course.title for slug, course in targets.catalog.courses.items()},
        "paper": {slug: paper.title for slug, paper in targets.papers.papers.items()},
        "drill": targets.drills,
    }
    return [
        {"label": plans.KIND_NAMES[kind], "options": [(f"{kind}:{slug}", title) for slug, title in titles.items()]}
        for kind, titles in known.items()
    ]


def _plan(session: Session, plan: plans.Plan, targets: Targets, zone: str) -> dict[str, Any]:
    due = clock.local(plan.due, zone)
    return {
        "id": plan.id,
        "icon": ICONS[plan.kind],
        "title": targets.title(plan.kind, plan.target),
        "audience": plans.audience_name(session, plan),
        "due": f"{due.year}年{due.month}月{due.day}日",
    }


HANDLERS = [(r"board/assign", AssignPage)]
