"""Assigning a course, paper or drill to a person, department, post or everyone, with a date by which it is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from anpei import clock, plans, records, staff
from anpei.errors import AnpeiError, Forbidden, Refused
from anpei.server.board.pages import TRAINERS
from anpei.server.core.handlers import PageHandler
from anpei.server.core.targets import ICONS, Targets, targets_of
from anpei.server.core.view_models import page_within

__all__ = ["HANDLERS", "end_of"]

FIELDS = ("what", "audience_kind", "person", "department", "post", "due")
AUDIENCES = (("person", "一个人"), ("department", "一个部门"), ("post", "一个岗位"), ("everyone", "全员"))
USUAL_DAYS = 7
PER_PAGE = 50


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
        person, now, due = self.person, self.now(), end_of(form["due"], self.zone)
        to = form["audience_kind"]
        who = form[to] if to in ("person", "department", "post") else ""
        with self.db.read() as session:
            if not within(session, person.scope, to, who):
                raise Refused("只能安排给您管辖部门的人。", code="scope", way_out="请选择您管辖的部门，或其中的人。")
        by = person.staff_no
        await self.db.awrite(lambda session: records.assign(session, kind, target, to, who, due=due, by=by, now=now))

    async def cancel(self, plan: str) -> None:
        person, now = self.person, self.now()
        plan_id = int(plan) if plan.isascii() and plan.isdigit() and len(plan) < 10 else 0

        def withdraw(session: Session) -> plans.Plan:
            known = plans.find(session, plan_id)
            if known is not None and not within(session, person.scope, known.audience_kind, known.audience):
                raise Forbidden("这项安排不只是给您管辖的部门的。", way_out="请联系安排它的培训师。")
            return records.withdraw(session, plan_id, by=person.staff_no, now=now)

        await self.db.awrite(withdraw)
        self.redirect(self.url("board/assign"), status=303)

    def show(self, form: dict[str, str], message: str = "", done: str = "") -> None:
        targets, zone, scope = targets_of(self), self.zone, self.person.scope
        today = clock.day(self.now(), zone)
        usual = dict.fromkeys(FIELDS, "") | {"due": (today + timedelta(days=USUAL_DAYS)).isoformat()}
        with self.db.read() as session:
            total = plans.how_many(session)
            page, pages = page_within(self.get_query_argument("page", "1"), total, PER_PAGE)
            listed = plans.page(session, (page - 1) * PER_PAGE, PER_PAGE)
            laying = {plan.id: plans.audience_size(session, plan) for plan in listed if plan.effective is None}
            names = plans.audience_names(session, listed)
            self.render_page(
                "board/assign.html",
                message=message,
                done="" if laying else done,
                form=usual | form,
                targets=_choices(targets),
                audiences=AUDIENCES if scope.whole else AUDIENCES[:2],
                departments=[
                    (str(one.id), f"{one.name}（{one.people} 人）") for one in staff.departments(session, scope)
                ],
                posts=[(str(one.id), f"{one.name}（{one.people} 人）") for one in staff.posts(session)],
                today=today.isoformat(),
                total=total,
                page=page,
                pages=pages,
                turn=lambda number: self.url("board/assign", page=str(number)) + "#plans",
                plans=[_plan(plan, names[plan.id], laying.get(plan.id, 0), targets, zone) for plan in listed],
            )


def within(session: Session, scope: staff.Scope, audience_kind: str, audience: str) -> bool:
    """Whether everybody of an audience is whom somebody looks after; posts reach over all departments."""
    if scope.whole:
        return True
    if audience_kind == "department":
        return audience.isdigit() and scope.covers(int(audience))
    person = staff.find(session, audience) if audience_kind == "person" else None
    return person is not None and scope.allows(person)


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


def _plan(plan: plans.Plan, audience: str, laying: int, targets: Targets, zone: str) -> dict[str, Any]:
    """A plan as a line; ``laying`` is to how many people, while it isn't in force yet."""
    due = clock.local(plan.due, zone)
    return {
        "id": plan.id,
        "icon": ICONS[plan.kind],
        "title": targets.title(plan.kind, plan.target),
        "audience": audience,
        "due": f"{due.year}年{due.month}月{due.day}日",
        "laying": laying,
    }


HANDLERS = [(r"board/assign", AssignPage)]
