"""A course and its chapters: where somebody stands, and the chapter itself as text and widgets at once."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm import Session
from tornado import web

from anpei import bank, completion, courses, plans, records
from anpei.courses import Built, Chapter, Course
from anpei.errors import NotFound
from anpei.server.core import permissions
from anpei.server.core.addresses import live_outside
from anpei.server.core.handlers import SECURITY_HEADERS, PageHandler
from anpei.server.core.pictures import cover, versioned_html, versioned_spec
from anpei.server.courses.media import ChapterMedia
from anpei.server.core.standing_words import pass_line, standing_words
from anpei.server.core.view_models import SLUG, cards_of, due_words, script_json

__all__ = ["HANDLERS"]

FIRST_BUILD_SECONDS = 6.0


def find_course(handler: PageHandler, slug: str) -> Course:
    course = handler.catalog().courses.get(slug)
    if course is None:
        raise NotFound("没有这门课程。", way_out="请从“我的培训”重新进入。")
    return course


def address(course: Course, chapter: Chapter) -> str:
    return f"courses/{course.slug}/{chapter.slug}"


def state_of(progress: records.ChapterProgress | None) -> str:
    """A chapter's progress in one word: "", "opened" or "finished"."""
    if progress is None:
        return ""
    return "finished" if progress.finished is not None else "opened"


def chapter_row(course: Course, chapter: Chapter, state: str, owed: str = "") -> dict[str, str]:
    """One line of the course page; ``state`` is the chapter's progress: "", "opened" or "finished"."""
    tone, tag = {"finished": ("ok", "已学完"), "opened": ("info", "在学")}.get(state, ("", ""))
    about = [f"约 {chapter.minutes} 分钟", "互动模拟" if chapter.mode == "live" else "", owed]
    note = " · ".join(filter(None, about))
    return {"href": address(course, chapter), "title": chapter.title, "note": note, "tone": tone, "tag": tag}


class CoursePage(PageHandler):
    access = permissions.SHARED

    def get(self, slug: str) -> None:
        person, course = self.person, find_course(self, slug)
        with self.db.read() as session:
            progress = records.course_progress(session, person.staff_no, course.slug)
            duties = plans.due_for(session, person)
            sat = records.standing(session, person.staff_no, "paper", course.paper, None, self.now())
            owed = {
                chapter.slug: self.owed(session, person.staff_no, course, chapter, known)
                for chapter in course.chapters
                if (known := progress.get(chapter.slug)) is not None
            }
        states = {chapter.slug: state_of(progress.get(chapter.slug)) for chapter in course.chapters}
        due = next((duty.due for duty in duties if (duty.kind, duty.target) == ("course", slug)), None)
        self.render_page(
            "courses/course.html",
            course=course,
            cover=cover(self.context.content().shelves, slug),
            due=due_words(due, self.now(), self.site.settings.site.timezone) if due else None,
            chapters=[chapter_row(course, c, states[c.slug], owed.get(c.slug, "")) for c in course.chapters],
            finished=sum(state == "finished" for state in states.values()),
            action=self.action(course, states, sat),
            paper=self.paper(course, sat),
            cards=cards_of(course.cites, self.registry(), self.today()),
        )

    def owed(
        self, session: Session, staff_no: str, course: Course, chapter: Chapter, known: records.ChapterProgress
    ) -> str:
        """What a chapter that was begun still takes, or by which rule it was finished."""
        if known.finished is not None:
            return "按旧规则学完" if known.old_rule else ""
        asked = self.context.demands(course, chapter)
        return completion.stands(session, staff_no, course.slug, chapter.slug, asked).owed.words

    def action(self, course: Course, states: dict[str, str], sat: records.Standing) -> dict[str, str] | None:
        """The one thing to do next: the first unfinished chapter, then the paper."""
        todo = next((chapter for chapter in course.chapters if states[chapter.slug] != "finished"), None)
        if todo is not None:
            word = "继续学习" if any(states.values()) else "开始学习"
            return {"href": address(course, todo), "label": f"{word}：{todo.title}"}
        paper = self.paper(course, sat)
        if paper is None or sat.status in ("合格", "待阅"):
            return None
        return {"href": paper["href"], "label": "去考试"}

    def paper(self, course: Course, sat: records.Standing) -> dict[str, str] | None:
        paper = self.papers().papers.get(course.paper)
        if paper is None:
            return None
        words = standing_words(sat, "paper", self.now(), self.zone)
        about = [f"{len(paper.slots)} 题", f"{paper.minutes} 分钟", pass_line(paper.pass_mark), words.score]
        tag = "" if sat.status == "未开始" else words.tag
        note = " · ".join(filter(None, about))
        return {"href": f"papers/{paper.slug}", "title": paper.title, "note": note, "tag": tag, "tone": words.tone}


class ChapterPage(PageHandler):
    access = permissions.SHARED

    async def get(self, slug: str, name: str) -> None:
        person, course = self.person, find_course(self, slug)
        chapter = course.chapter(name)
        if chapter is None and (linked := course.chapter_of_file(name)) is not None:
            self.redirect(self.url(address(course, linked)))
            return
        if chapter is None:
            raise NotFound("没有这一章。", way_out="请从课程目录重新进入。")
        built = await self.built(course, chapter)
        with self.db.read() as session:
            place = records.place_reached(session, person.staff_no, slug, name)
        before, trainer = course.neighbours(name)[0], self.may(permissions.CURATORS)
        stands = self.stands(person.staff_no, course, chapter)
        shown, doubts = (built.blocks, 0) if trainer else _quiet(built.blocks)
        if chapter.mode == "live" and (live := live_outside(self.site, request=self.request)):
            self.set_header("Content-Security-Policy", f"{SECURITY_HEADERS['Content-Security-Policy']}; frame-src {live}")
        self.render_page(
            "courses/chapter.html",
            course=course,
            chapter=chapter,
            state=built.state,
            problem=built.problem,
            place=place,
            trainer=trainer,
            doubts=doubts,
            blocks=self.laid(replace(built, blocks=tuple(shown))),
            titled=bool(built.blocks) and "<h1" in built.blocks[0].text,
            widgets=list(dict.fromkeys(block.name for block in built.blocks if block.kind == "widget")),
            cards=cards_of(built.cites, self.registry(), self.today()),
            stands=stands.public(),
            sections=stands.demands.sections,
            before={"href": address(course, before), "title": before.title} if before else None,
            onward=self.onward(course, chapter),
        )

    async def built(self, course: Course, chapter: Chapter) -> Built:
        """The best build; the very first reader waits a moment rather than meet an empty page."""
        builder = self.context.builder
        built = builder.read(course, chapter)
        if built.state == "updating" and not built.blocks:
            future = asyncio.wrap_future(builder.start(course, chapter))
            await asyncio.wait({future}, timeout=FIRST_BUILD_SECONDS)
            built = builder.read(course, chapter)
        if chapter.mode == "live" and not built.blocks:
            built = courses.unrun(chapter, self.registry())
        return built

    def stands(self, staff_no: str, course: Course, chapter: Chapter) -> completion.ChapterStanding:
        asked = self.context.demands(course, chapter)
        with self.db.read() as session:
            return completion.stands(session, staff_no, course.slug, chapter.slug, asked)

    def onward(self, course: Course, chapter: Chapter) -> dict[str, str]:
        """Where to go after this chapter: the next one, the paper, or back to the course."""
        after = course.neighbours(chapter.slug)[1]
        if after is not None:
            return {"href": address(course, after), "label": f"下一章：{after.title}"}
        paper = self.papers().papers.get(course.paper)
        if paper is not None:
            return {"href": f"papers/{paper.slug}", "label": f"去考试：{paper.title}"}
        return {"href": f"courses/{course.slug}", "label": "回到课程"}

    def laid(self, built: Built) -> list[dict[str, Any]]:
        """The chapter's blocks as its page shows them; what its kernel shows is one of them."""
        before, within, after = courses.in_order(built, courses.keys_of(built.blocks))
        anchors: set[str] = {"s-top"}
        shown = [self.block(block, key, anchors) for block, key in before]
        if within:
            shown.append({"kind": "live", "blocks": [self.block(block, key, None) for block, key in within]})
        return [*shown, *(self.block(block, key, anchors) for block, key in after)]

    def block(self, block: courses.Block, key: str, anchors: set[str] | None) -> dict[str, Any]:
        """A block for the template; HTML was made safe when it was built, a practice item gets its public half.

        Headings get their section's key, told apart from those in ``anchors``; with None they get none.
        """
        if block.kind == "html":
            text = versioned_html(self.context.content().shelves, self.path_args[0], block.text)
            text = text if anchors is None else courses.with_anchors(text, anchors)
            return {"kind": "html", "text": Markup(text), "name": "", "spec": "", "key": key}  # noqa: S704
        spec = self.with_question(block.spec) if block.name == "practice" else block.spec
        return {"kind": block.kind, "text": block.text, "name": block.name, "spec": script_json(spec), "key": key}

    def with_question(self, spec: dict[str, Any]) -> dict[str, Any]:
        """The practice item's public half, so that the page needs no further request to show it."""
        version = self.bank().items.get(str(spec.get("item", "")))
        if version is None or version.use != "practice":
            return spec
        question = version.public.spec(bank.practice_order(version), version.points)
        return {**spec, "question": versioned_spec(self.context.content().shelves, question)}


def _quiet(blocks: Sequence[courses.Block]) -> tuple[list[courses.Block], int]:
    """A chapter as readers get it: one line tells of what isn't verified, not a mark behind every sentence."""
    texts = [courses.quiet(block.text) if block.kind == "html" else (block.text, 0) for block in blocks]
    specs = [courses.quiet_value(block.spec) for block in blocks]
    shown = [
        replace(block, text=text, spec=spec) for block, (text, _), (spec, _) in zip(blocks, texts, specs, strict=True)
    ]
    return shown, sum(number for _, number in (*texts, *specs))


class BuiltPicture(PageHandler):
    """``courses/<slug>/built/<sha>.png``: a picture a notebook drew when it was built."""

    access = permissions.SHARED

    def get(self, slug: str, name: str) -> None:
        path: Path = courses.shelf(self.site, find_course(self, slug)) / name
        if not path.is_file():
            raise web.HTTPError(404)
        self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream")
        self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        self.set_header("Cache-Control", "private, max-age=31536000, immutable")
        self.finish(path.read_bytes())


HANDLERS = [
    (rf"courses/{SLUG}/built/([0-9a-f]{{16}}\.(?:png|jpg|svg))", BuiltPicture),
    (rf"courses/{SLUG}/media/(.+)", ChapterMedia),
    (rf"courses/{SLUG}", CoursePage),
    (rf"courses/{SLUG}/([^/]{{1,400}})", ChapterPage),
]
