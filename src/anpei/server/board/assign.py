"""Assigning a course, paper or drill to a person, department, post or everyone, with a date by which it is due."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import clock, plans, records, staff
from anpei.errors import AnpeiError, Forbidden, Refused
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Flag, Line, Number, RequestModel
from anpei.server.core.targets import ICONS, Targets, targets_of
from anpei.server.core.view_models import page_within

__all__ = ["HANDLERS", "end_of"]

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


class AssignRequest(RequestModel):
    """What is assigned to whom by when; or, with ``cancel``, the plan that is withdrawn. ``done``: it was done."""

    what: Line = Field("", title="培训内容")
    audience_kind: Line = "department"
    person: Line = ""
    department: Line = ""
    post: Line = ""
    due: Line = ""
    cancel: Number = 0
    page: Number = 1
    done: Flag = False


class AssignPage(PageHandler):
    access = permissions.TRAINERS
    acts = does(POST=("training.assign", "training.withdraw"))

    async def get(self) -> None:
        await self.show(AssignRequest(), done="安排好了。" if self.query(AssignRequest).done else "")

    async def post(self) -> None:
        form = self.form(AssignRequest)
        if form.cancel:
            await self.cancel(form.cancel)
            return
        try:
            await self.assign(form)
        except AnpeiError as error:
            self.set_status(error.status)
            await self.show(form, message=str(error))
            return
        self.redirect(self.url("board/assign", done="1"), status=303)

    async def assign(self, form: AssignRequest) -> None:
        kind, _, target = form.what.partition(":")
        targets = targets_of(self)
        if not targets.exists(kind, target):
            raise Refused("请选择培训内容。")
        first = targets.course_first(kind, target)
        due, by, now = end_of(form.due, self.zone), self.person.staff_no, self.now()
        to, scope = form.audience_kind, self.scope
        who = getattr(form, to) if to in ("person", "department", "post") else ""

        def assign(session: Session) -> None:
            require_audience(session, scope, to, who)
            records.assign(session, kind, target, to, who, due=due, by=by, now=now, course_first=first)

        self.note("training.assign", form.what, 给谁=f"{dict(AUDIENCES).get(to, to)} {who}".strip(), 截止=form.due)
        await self.db.awrite(assign, gives_way=True)

    async def cancel(self, plan_id: int) -> None:
        by, now, scope = self.person.staff_no, self.now(), self.scope

        def withdraw(session: Session) -> None:
            plan = plans.find(session, plan_id)
            require_audience(session, scope, plan.audience_kind, plan.audience)
            records.withdraw(session, plan_id, by=by, now=now)
            told.about = f"{plan.kind}:{plan.target}"
            told.detail["给谁"] = (
                f"{dict(AUDIENCES).get(plan.audience_kind, plan.audience_kind)} {plan.audience}".strip()
            )

        told = self.note("training.withdraw", 编号=plan_id)
        await self.db.awrite(withdraw, gives_way=True)
        self.redirect(self.url("board/assign"), status=303)

    async def show(self, form: AssignRequest, message: str = "", done: str = "") -> None:
        usual = (self.today() + timedelta(days=USUAL_DAYS)).isoformat()
        targets = targets_of(self)
        seen = await asyncio.to_thread(self.look, targets)
        self.render_page(
            "board/assign.html",
            message=message,
            done="" if any(plan["laying"] for plan in seen["plans"]) else done,
            form=form.model_dump() | {"due": form.due or usual},
            targets=_choices(targets),
            audiences=AUDIENCES if self.scope.whole else AUDIENCES[:2],
            today=self.today().isoformat(),
            turn=lambda number: self.url("board/assign", page=str(number)) + "#plans",
            **seen,
        )

    def look(self, targets: Targets) -> dict[str, Any]:
        """What of the page is in the database, of the people whom the asker looks after."""
        zone, scope = self.zone, self.scope
        with self.db.read() as session:
            total = plans.how_many(session, scope)
            page, pages = page_within(self.query(AssignRequest).page, total, PER_PAGE)
            listed = plans.page(session, (page - 1) * PER_PAGE, PER_PAGE, scope)
            laying = {plan.id: plans.audience_size(session, plan) for plan in listed if plan.effective is None}
            names = plans.audience_names(session, listed)
            places, posts = staff.departments(session, scope), staff.posts(session)
        return {
            "departments": [(str(one.id), f"{one.name}（{one.people} 人）") for one in places],
            "posts": [(str(one.id), f"{one.name}（{one.people} 人）") for one in posts],
            "total": total,
            "page": page,
            "pages": pages,
            "plans": [_plan(plan, names[plan.id], laying.get(plan.id, 0), targets, zone) for plan in listed],
        }


def require_audience(session: Session, scope: staff.Scope, kind: str, audience: str) -> None:
    """Posts and everyone reach beyond a department, so whoever is limited assigns to departments and people only."""
    if scope.whole:
        return
    if kind == "department":
        within = audience.isascii() and audience.isdigit() and scope.covers(int(audience))
    else:
        person = staff.find(session, audience) if kind == "person" else None
        within = person is not None and scope.allows(person)
    if not within:
        raise Forbidden("你只能给自己管的部门布置。", code="scope", way_out="请选你管的部门或其中的人。")


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
        "audience": f"{audience}，学完课程才能考" if plan.course_first else audience,
        "due": f"{due.year}年{due.month}月{due.day}日",
        "laying": laying,
    }


HANDLERS = [(r"board/assign", AssignPage)]
