"""The result: passed or not, what it came to, what the policy lets out, and what to do next."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from anpei import attempts, clock, courses, records
from anpei.attempts import Attempt
from anpei.courses import Catalog
from anpei.records import NextStep, Result, ReviewSlot
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.pictures import versioned_spec
from anpei.server.core.standing_words import pass_line
from anpei.server.core.view_models import number
from anpei.server.exams.result_view import slot_view

__all__ = ["HANDLERS"]

READ_FIRST = 3
LABELS = {
    "passed": "完成了",
    "waiting": "等阅卷",
    "going": "下一步：接着答",
    "retake": "下一步：再考一次",
    "later": "下一步：先复习",
    "ask": "下一步",
}


class ResultPage(PageHandler):
    """``exam/<attempt>/result``: the learner's own; an open attempt leads back to the exam."""

    access = permissions.OWN

    async def get(self, attempt_id: str) -> None:
        person, now = self.person, self.now()
        with self.db.read() as session:
            attempt = attempts.get(session, int(attempt_id), person)
            result = records.find_result(session, attempt.id)
        if attempt.handed_in is None:
            self.redirect(self.url(f"exam/{attempt.id}"))
            return
        if result is None:
            result = await self.db.awrite(lambda session: records.mark_attempt(session, attempt.id, now))
        self.show(attempt, result, await asyncio.to_thread(self.cites, attempt))

    def cites(self, attempt: Attempt) -> dict[str, tuple[str, ...]]:
        """What each chapter cites that could be read again: those of the paper's course, of a paper without one all."""
        catalog = self.catalog().courses
        of = {attempt.course: catalog[attempt.course]} if attempt.course in catalog else catalog
        return {
            f"{slug}/{chapter}": cited
            for slug, course in of.items()
            for chapter, cited in courses.cites_by_chapter(course).items()
        }

    def show(self, attempt: Attempt, result: Result, cites: dict[str, tuple[str, ...]]) -> None:
        now, paper = self.now(), self.papers().papers.get(attempt.paper)
        with self.db.read() as session:
            review = records.review(session, attempt.id, attempt.staff_no, self.registry(), self.today(), now=now)
            step = records.step_for(session, result, paper, now, self.zone, cites)
        self.render_page(
            "exams/result.html",
            title=attempt.title,
            attempt_no=attempt.number,
            handed_in=_when(attempt, self.site.settings.site.timezone),
            **verdict(result, attempt.pass_mark),
            next=_next(step, self.catalog(), result),
            wrong=_wrong(review.slots),
            slots=versioned_spec(self.context.content().shelves, [slot_view(slot) for slot in review.slots]),
            slots_note=review.note,
        )


def verdict(result: Result, pass_mark: float) -> dict[str, Any]:
    """The head of the page: tone, ring and the two sentences."""
    percent = f"{number(result.percent)}%"
    ring = {
        "percent": number(result.percent),
        "score": number(result.score),
        "max": number(result.max),
        "percent_words": f"{number(result.score)} 分，满分 {number(result.max)} 分",
    }
    line = pass_line(pass_mark)
    if result.decided == "pass":
        more = "案例题还在等批阅，总分可能更高。" if result.state == "awaiting" else ""
        return {**ring, "tone": "ok", "headline": "合格", "explain": f"{line}，你得了 {percent}。{more}"}
    if result.decided == "fail":
        more = "案例题批阅后也到不了合格线。" if result.state == "awaiting" else ""
        return {**ring, "tone": "danger", "headline": "不合格", "explain": f"{line}，你得了 {percent}。{more}"}
    explain = f"客观题先得 {number(result.score)} 分。案例题由培训师批阅，公布后就知道是否合格。"
    return {**ring, "tone": "info", "headline": "待阅", "explain": explain}


def _when(attempt: Attempt, zone: str) -> str:
    at = clock.show(attempt.handed_in or 0, zone)
    return f"{at} 时间到，系统自动交卷" if attempt.how == "time" else f"{at} 交卷"


def _wrong(slots: Sequence[ReviewSlot]) -> dict[int, int]:
    """The places, from 1, of what didn't earn everything, each with the one after it (the last: 0)."""
    found = [
        place
        for place, slot in enumerate(slots, 1)
        if slot.mark is not None and slot.mark.verdict in ("wrong", "partial", "blank")
    ]
    return dict(zip(found, [*found[1:], 0], strict=False))


def _next(step: NextStep, catalog: Catalog, result: Result) -> dict[str, Any]:
    """What follows, with where to read again and practise what was wrong; the way on comes first."""
    chapters = []
    if step.kind in ("retake", "later", "ask"):
        chapters = [row for place in step.chapters[:READ_FIRST] if (row := _chapter(catalog, place))]
    actions = [{"href": "my", "label": "回到我的培训"}]
    if any(slot.verdict in ("wrong", "partial", "blank") for slot in result.slots):
        actions.insert(0, {"href": "refresh", "label": "练一练没答对的内容"})
    if step.kind in ("retake", "going"):
        words = {"retake": "再考一次", "going": "继续答题"}
        actions.insert(0, {"href": f"papers/{result.paper}", "label": words[step.kind]})
    elif chapters:
        actions.insert(0, {"href": chapters[0]["href"], "label": "去复习"})
    return {"title": LABELS[step.kind], "text": step.text, "chapters": chapters, "actions": actions}


def _chapter(catalog: Catalog, place: str) -> dict[str, str] | None:
    slug, _, name = place.partition("/")
    course = catalog.courses.get(slug)
    found = course.chapter(name) if course else None
    return {"href": f"courses/{place}", "title": found.title} if found else None


HANDLERS = [(r"exam/(\d{1,9})/result", ResultPage)]
