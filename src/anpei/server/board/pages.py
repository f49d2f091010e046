"""The trainer's board: who stands where, what waits to be published, and the way to marking and JupyterLab."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy.orm import Session

from anpei import assignments, attempts, clock, courses, laws, plans, records, staff
from anpei.courses import read_built
from anpei.records import BoardRow
from anpei.server.board.view import FILTERS, BoardFilter, chosen_from, counts_of, page_of, row_view, sift
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Line, Number, RequestModel
from anpei.server.core.targets import Targets, targets_of
from anpei.server.core.workbooks import XLSX, workbook

__all__ = ["HANDLERS"]


class BoardRequest(RequestModel):
    """What the board is filtered by, which page of it, and how many marks were just published."""

    q: Line = ""
    department: Line = ""
    post: Line = ""
    target: Line = ""
    status: Line = ""
    page: Number = 1
    published: Number = 0


class BoardBasePage(PageHandler):
    """What the board and its export share."""

    access = permissions.TRAINERS

    def choice(self) -> BoardFilter:
        return chosen_from(self.query(BoardRequest).model_dump(include={*FILTERS}))

    def rows(self, session: Session, targets: Targets) -> list[BoardRow]:
        """The standing in everything that is planned of everybody the asker looks after."""
        planned = {(plan.kind, plan.target): None for plan in plans.plans(session)}
        found: list[BoardRow] = []
        for kind, target in planned:
            found += records.board(session, kind, target, self.now(), targets.syllabus(kind, target))
        return [row for row in found if self.scope.allows(row.person)]


class BoardPage(BoardBasePage):
    def get(self) -> None:
        targets, choice = targets_of(self), self.choice()
        with self.db.read() as session:
            rows = self.rows(session, targets)
            waiting = sum(desk.collected for desk in records.marking_queues(session, self.scope))
            selects = self.selects(session, rows, targets)
            doubtful = sum(review.waiting for review in laws.reviews(session, open_only=True))
            late = attempts.refused(session)
            people = staff.people(session, active=None, scope=self.scope) if late else []
            names = {person.staff_no: person.name for person in people}
        sifted = sift(rows, choice)
        shown = [row for row in sifted if choice.status in ("", row.standing.status)]
        self.render_page(
            "board/board.html",
            total=len(rows),
            waiting=waiting,
            message=self.message(),
            links=self.links(doubtful),
            counts=counts_of(sifted, choice),
            chosen={name: getattr(choice, name) for name in FILTERS},
            query=choice.query(),
            selects=selects,
            refused=[self.refused(attempt, fact, names) for attempt, fact in late if attempt.staff_no in names],
            findings=self.findings(),
            **self.page(shown, choice, targets),
        )

    def page(self, shown: list[BoardRow], choice: BoardFilter, targets: Targets) -> dict[str, Any]:
        rows, page, pages = page_of(shown, self.query(BoardRequest).page)
        return {
            "rows": [row_view(row, targets, self.site.settings.site.timezone) for row in rows],
            "page": page,
            "pages": pages,
            "turn": lambda number: self.url("board") + choice.query(page=str(number)),
        }

    def selects(self, session: Session, rows: list[BoardRow], targets: Targets) -> list[dict[str, Any]]:
        planned = {f"{row.kind}:{row.target}": targets.title(row.kind, row.target) for row in rows}
        return [
            {"name": "target", "label": "培训内容", "options": list(planned.items())},
            {
                "name": "department",
                "label": "部门",
                "options": [(str(d.id), d.name) for d in staff.departments(session, self.scope)],
            },
            {"name": "post", "label": "岗位", "options": [(str(p.id), p.name) for p in staff.posts(session)]},
            {"name": "status", "label": "状态", "options": [(status, status) for status in records.STATUSES]},
        ]

    def message(self) -> str:
        published = self.query(BoardRequest).published
        return f"已发布 {published} 份，员工现在就能看到。" if published else ""

    def links(self, doubtful: int) -> list[dict[str, Any]]:
        """Marking and JupyterLab live in the trainers' own process, on the same host."""
        server = self.site.settings.server
        lab = f"{self.request.protocol}://{self.request.host_name}:{server.lab_port}{server.base_url}studio/"
        reviews = f"法规复核（{doubtful}）" if doubtful else "法规复核"
        return [
            {"icon": "law", "label": reviews, "href": self.url("board/reviews"), "apart": False},
            {"icon": "clock", "label": "学时", "href": self.url("board/hours"), "apart": False},
            {"icon": "mark", "label": "阅卷", "href": f"{lab}formgrader", "apart": True},
            {"icon": "lab", "label": "JupyterLab", "href": f"{lab}lab", "apart": True},
        ]

    def refused(self, attempt: attempts.Attempt, fact: attempts.AnswerFact, names: dict[str, str]) -> dict[str, str]:
        words = fact.value if isinstance(fact.value, str) else json.dumps(fact.value, ensure_ascii=False)
        return {
            "name": names.get(attempt.staff_no, attempt.staff_no),
            "title": f"{attempt.title}（第 {attempt.number} 次）",
            "slot": fact.slot,
            "reason": fact.reason,
            "when": clock.show(fact.received, self.site.settings.site.timezone),
            "value": words[:200],
        }

    def findings(self) -> list[dict[str, str]]:
        """What trainers have to put right in courses: files that can't be read, chapters that don't run."""
        catalog = self.catalog()
        found = [{"place": f"{f.path.rsplit('/', 2)[-2]}/{f.path.rsplit('/', 1)[-1]}:{f.line}", "message": f.message}
                 for f in catalog.findings]  # fmt: skip
        for course in catalog.courses.values():
            found += [self.broken(course, chapter) for chapter in course.chapters if self.is_broken(course, chapter)]
        return found

    def is_broken(self, course: courses.Course, chapter: courses.Chapter) -> bool:
        return chapter.mode == "static" and read_built(self.site, course, chapter).state == "broken"

    def broken(self, course: courses.Course, chapter: courses.Chapter) -> dict[str, str]:
        built = read_built(self.site, course, chapter)
        return {"place": f"{course.slug}/{chapter.path.name}", "message": built.problem}


class PublishPage(PageHandler):
    """``board/publish``: every collected mark counts from now on and is seen by its learner."""

    access = permissions.TRAINERS

    async def post(self) -> None:
        by, now, scope = self.person.staff_no, self.now(), self.scope

        def publish(session: Session) -> int:
            waiting = [queue.paper for queue in records.marking_queues(session, scope) if queue.collected]
            return sum(len(assignments.publish(session, paper, now, by, scope=scope)) for paper in waiting)

        changed = await self.db.awrite(publish)
        self.redirect(self.url("board", published=str(changed)), status=303)


class ExportPage(BoardBasePage):
    """``board/export.xlsx``: the rows the board shows, all pages of them."""

    def get(self) -> None:
        targets, choice, zone = targets_of(self), self.choice(), self.site.settings.site.timezone
        with self.db.read() as session:
            rows = sift(self.rows(session, targets), choice)
        shown = [row for row in rows if choice.status in ("", row.standing.status)]
        day = clock.local(self.now(), zone).strftime("%Y%m%d")
        body = workbook(shown, targets, self.site.settings.site.name, self.now(), zone)
        self.send_file(body, XLSX, f'filename="anpei-{day}.xlsx"')


HANDLERS = [(r"board", BoardPage), (r"board/publish", PublishPage), (r"board/export\.xlsx", ExportPage)]
