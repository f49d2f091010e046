"""The trainer's board: who stands where, what waits to be published, and the way to marking and JupyterLab."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from sqlalchemy.orm import Session

from anpei import attempts, clock, laws, records, staff
from anpei.server.board.content import content_view, published_words
from anpei.server.board.keys import early_keys
from anpei.server.board.view import FILTERS, PER_PAGE, BoardFilter, chosen_from, counts_of, row_view
from anpei.server.core import permissions
from anpei.server.core.addresses import lab_outside
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Flag, Line, Number, RequestModel
from anpei.server.core.targets import Targets, targets_of
from anpei.server.core.view_models import page_within

__all__ = ["HANDLERS", "BoardRequest"]


class BoardRequest(RequestModel):
    """What the board is filtered by, which page of it, and what was just published: marks, or content."""

    q: Line = ""
    department: Line = ""
    post: Line = ""
    target: Line = ""
    status: Line = ""
    page: Number = 1
    published: Number = 0
    acted: Flag = False
    content: Number = 0
    withdrawn: Number = 0
    held: Number = 0
    kept: Flag = False


class BoardPage(PageHandler):
    """``board``: counted and cut to a page by the database, away from the event loop."""

    access = permissions.TRAINERS

    async def get(self) -> None:
        content = await content_view(self.context)
        targets, choice = targets_of(self), chosen_from(self.query(BoardRequest).model_dump(include={*FILTERS}))
        publisher = content["last"]["by"] if content["last"] else ""
        seen = await asyncio.to_thread(self.look, choice, targets, publisher, self.now())
        self.render_page(
            "board/board.html",
            message=self.message(),
            chosen={name: getattr(choice, name) for name in FILTERS},
            query=choice.query(),
            turn=lambda number: self.url("board") + choice.query(page=str(number)),
            content=content,
            early_keys=list(early_keys(self.papers())),
            **seen,
        )

    def look(self, choice: BoardFilter, targets: Targets, publisher: str, now: int) -> dict[str, Any]:
        """What of the page is in the database, of the people whom the asker looks after."""
        scope = self.scope
        with self.db.read() as session:
            whole = records.board_count(session, records.BoardQuery(scope=scope), now)
            count = records.board_count(session, choice.asked(scope), now) if choice.query() else whole
            page, pages = page_within(self.query(BoardRequest).page, count.of(choice.status), PER_PAGE)
            rows = records.board_page(session, count, choice.status, (page - 1) * PER_PAGE, PER_PAGE)
            late = attempts.refused(session)
            names = staff.names(session, {attempt.staff_no for attempt, _ in late}, scope)
            doubtful = sum(review.waiting for review in laws.reviews(session, open_only=True))
            return {
                "publisher": staff.names(session, [publisher]).get(publisher, publisher),
                "total": whole.of(),
                "counts": counts_of(count, choice),
                "rows": [row_view(row, targets, now, self.zone) for row in rows],
                "page": page,
                "pages": pages,
                "waiting": sum(desk.collected for desk in records.marking_queues(session, scope)),
                "selects": self.selects(session, whole, targets),
                "refused": [self.refused(attempt, fact, names) for attempt, fact in late if attempt.staff_no in names],
                "links": self.links(doubtful),
            }

    def selects(self, session: Session, whole: records.BoardCount, targets: Targets) -> list[dict[str, Any]]:
        things = {(part.plan.kind, part.plan.target) for part in whole.parts}
        planned = [(f"{kind}:{target}", targets.title(kind, target)) for kind, target in sorted(things)]
        return [
            {"name": "target", "label": "培训内容", "options": planned},
            {
                "name": "department",
                "label": "部门",
                "options": [(str(d.id), d.name) for d in staff.departments(session, self.scope)],
            },
            {"name": "post", "label": "岗位", "options": [(str(p.id), p.name) for p in staff.posts(session)]},
            {"name": "status", "label": "状态", "options": [(status, status) for status in records.STATUSES]},
        ]

    def message(self) -> str:
        asked = self.query(BoardRequest)
        if asked.published:
            return f"已公布 {asked.published} 份答卷的成绩，员工现在就能看到。"
        if asked.kept:
            return "已改好试卷文件。点“发布内容”以后，新开始的考试按新的时间给看答案；已经开始的不变。"
        return published_words(asked.content, asked.withdrawn, asked.held) if asked.acted else ""

    def links(self, doubtful: int) -> list[dict[str, Any]]:
        """Marking and JupyterLab live in the trainers' own process, on the same host."""
        lab = lab_outside(self.site, request=self.request)
        marking = {"icon": "mark", "label": "阅卷", "href": f"{lab}formgrader", "apart": True}
        reviews = f"法规复核（{doubtful}）" if doubtful else "法规复核"
        return [
            {"icon": "law", "label": reviews, "href": self.url("board/reviews"), "apart": False},
            {"icon": "clock", "label": "学时", "href": self.url("board/hours"), "apart": False},
            *([marking] if self.scope.whole else []),  # nbgrader's pages list everybody
            {"icon": "info", "label": "手册", "href": self.url("help"), "apart": False},
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


HANDLERS = [(r"board", BoardPage)]
