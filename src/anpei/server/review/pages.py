"""今日巩固: a few questions a day about what was missed, and chapters to read again."""

from __future__ import annotations

from functools import partial
from typing import Any

from anpei import bank, review
from anpei.content import Shelves
from anpei.review import ChapterToReread
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.pictures import versioned_spec
from anpei.server.core.requests import Number, RequestModel
from anpei.server.core.view_models import due_words, script_json

__all__ = ["HANDLERS"]


class ChapterReadRequest(RequestModel):
    chapter: Number = 0


class ReviewPage(PageHandler):
    """``refresh``: what is due for the asker; POST says that a chapter was read again."""

    access = permissions.OWN

    def get(self) -> None:
        person, now = self.person, self.now()
        with self.db.read() as session:
            due = review.due(session, person.staff_no, now)
            chapters = review.chapters(session, person.staff_no)
            later = review.waiting(session, person.staff_no, now)
        items, spec = self.bank().items, partial(_spec, self.context.content().shelves)
        cards = [
            {"item": one.item, "why": one.why, "kind": items[one.item].public.kind, "spec": spec(items[one.item])}
            for one in due
            if one.item in items and items[one.item].use == "practice"
        ]
        zone = self.site.settings.site.timezone
        self.render_page(
            "review/review.html",
            cards=script_json(cards),
            count=len(cards),
            chapters=[view for chapter in chapters if (view := self.chapter(chapter))],
            later=due_words(later, now, zone).when.replace("截止", "") if later else "",
        )

    async def post(self) -> None:
        person, now, chapter = self.person, self.now(), self.form(ChapterReadRequest).chapter
        await self.db.awrite(lambda session: review.chapter_read(session, person.staff_no, chapter, now))
        self.redirect(self.url("refresh"), status=303)

    def chapter(self, one: ChapterToReread) -> dict[str, Any] | None:
        """A chapter that is still there."""
        course = self.catalog().courses.get(one.course)
        found = course.chapter(one.chapter) if course else None
        if found is None:
            return None
        return {"id": one.id, "title": found.title, "why": one.why, "href": f"courses/{one.course}/{one.chapter}"}


def _spec(shelves: Shelves, version: bank.ItemVersion) -> Any:
    return versioned_spec(shelves, version.public.spec(bank.practice_order(version), version.points))


HANDLERS = [(r"refresh", ReviewPage)]
