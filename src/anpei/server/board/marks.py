"""``board/publish``: what would be published, paper by paper and person by person; and publishing it, one paper or all.

What was shown is what is published: when more was marked meanwhile, it is shown again first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from anpei import assignments, records, staff
from anpei.records import MarkEvent, MarkingQueue, Result
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Flag, Line, Number, RequestModel
from anpei.server.core.view_models import number

__all__ = ["HANDLERS"]

LISTED = 200
"""So many people of a paper are named; of more it is said how many they are."""


class MarksRequest(RequestModel):
    """Which paper, all when none; how many marks were shown, 0 when nobody was shown any."""

    paper: Line = ""
    shown: Number = 0
    more: Flag = False


class PublishMarksPage(PageHandler):
    """Asks before marks count and are seen, and says which."""

    access = permissions.TRAINERS
    acts = does(POST="training.publish")

    async def get(self) -> None:
        papers = await asyncio.to_thread(self.look)
        if not papers:
            self.redirect(self.url("board"), status=303)
            return
        total = sum(paper["marks"] for paper in papers)
        self.render_page("board/marks.html", papers=papers, total=total, more=self.query(MarksRequest).more)

    def look(self) -> list[dict[str, Any]]:
        with self.db.read() as session:
            return [self.paper(session, queue) for queue in waiting(session, self.scope)]

    def paper(self, session: Session, queue: MarkingQueue) -> dict[str, Any]:
        found = records.collected(session, queue.paper)
        names = staff.names(session, {result.staff_no for result, _ in found}, self.scope)
        people = [
            {"name": names[result.staff_no], "staff_no": result.staff_no, "marks": marks_words(result, events)}
            for result, events in found
            if result.staff_no in names
        ]
        return {
            "slug": queue.paper, "title": queue.title, "marks": queue.collected, "awaiting": queue.awaiting,
            "people": people[:LISTED], "others": len(people[LISTED:]), "count": len(people),
        }  # fmt: skip

    async def post(self) -> None:
        asked = self.form(MarksRequest)
        by, now, scope, told = self.person.staff_no, self.now(), self.scope, self.note()

        def publish(session: Session) -> int | None:
            queues = [queue for queue in waiting(session, scope) if asked.paper in ("", queue.paper)]
            if asked.shown and asked.shown != sum(queue.collected for queue in queues):
                return None
            done = sum(len(assignments.publish(session, queue.paper, now, by, scope=scope)) for queue in queues)
            told.about, told.detail["份数"] = "、".join(queue.paper for queue in queues), done
            return done

        changed = await self.db.awrite(publish, gives_way=True)
        if changed is None:
            self.redirect(self.url("board/publish", more="1"), status=303)
        else:
            self.redirect(self.url("board", published=str(changed)), status=303)


def waiting(session: Session, scope: staff.Scope) -> list[MarkingQueue]:
    """The papers that have marks to publish."""
    return [queue for queue in records.marking_queues(session, scope) if queue.collected]


def marks_words(result: Result, events: Sequence[MarkEvent]) -> str:
    """A person's marks that wait: what each question gets, and from what where it had something."""
    most = {slot.slot: slot.max for slot in result.slots}
    return "；".join(_mark(event, most.get(event.slot, 0.0)) for event in events)


def _mark(event: MarkEvent, most: float) -> str:
    words = assignments.slot_words(event.slot)
    given = "还没给分" if event.to_points is None else f"{number(event.to_points)} / {number(most)} 分"
    before = "" if event.from_points in (None, event.to_points) else f"（原来 {number(event.from_points or 0.0)} 分）"
    return f"{words}：{given}{before}" + ("，有评语" if event.comment else "")


HANDLERS = [(r"board/publish", PublishMarksPage)]
