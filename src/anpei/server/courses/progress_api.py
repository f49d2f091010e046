"""What a reader did in a chapter arrives here, each fact once: steps, the place reached, the time spent actively."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import completion, hours, records
from anpei.errors import NotFound
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import Line, RequestModel

__all__ = ["HANDLERS"]


class ProgressRequest(RequestModel):
    """One fact about reading; ``data`` says which activity or section."""

    uuid: Line = Field(title="请求编号")
    kind: Literal["opened", "section", "activity", "finished"] = Field(title="进度")
    data: Any = None


class ActiveTimeRequest(RequestModel):
    uuid: Line = Field(title="请求编号")
    seconds: int = Field(title="秒数")


class PlaceReachedRequest(RequestModel):
    block: int = Field(title="阅读位置")


class _ChapterHandler(ApiHandler):
    """Common to what is kept of somebody's reading: it is about a chapter there is."""

    def known(self, course: str, chapter: str) -> tuple[str, completion.Demands]:
        """The reader's staff number and what finishing the chapter takes, if there is such a chapter."""
        staff_no = self.person.staff_no
        found = self.context.catalog().courses.get(course)
        read = found.chapter(chapter) if found else None
        if found is None or read is None:
            raise NotFound("没有这一章。", way_out="请从“我的培训”重新进入。")
        return staff_no, self.context.demands(found, read)


class ProgressHandler(_ChapterHandler):
    async def post(self, course: str, chapter: str) -> None:
        """Keep ``{"uuid", "kind": "opened|section|activity", "data"}``; ``new`` is false for one kept before.

        ``finished`` is a question, not a fact: whether the chapter is, the server says (``chapter``).
        """
        (staff_no, asked), sent, now = self.known(course, chapter), self.body(ProgressRequest), self.now()

        def note(session: Session) -> tuple[bool, completion.ChapterStanding]:
            place = (staff_no, course, chapter)
            new = sent.kind != "finished" and records.note_progress(
                session, staff_no, course, chapter, sent.uuid, sent.kind, now, sent.data
            )
            if sent.kind in ("opened", "section"):
                return new, completion.stands(session, *place, asked)
            return new, completion.settle(session, *place, asked, now)

        new, stands = await self.db.awrite(note)
        self.answer({"status": "saved", "uuid": sent.uuid, "new": new, "chapter": stands.public()})


class ActiveTimeHandler(_ChapterHandler):
    async def post(self, course: str, chapter: str) -> None:
        """Keep ``{"uuid", "seconds"}`` of active time; says how many of them count."""
        (staff_no, asked), sent, now = self.known(course, chapter), self.body(ActiveTimeRequest), self.now()

        def note(session: Session) -> tuple[int, completion.ChapterStanding]:
            credited = hours.note_active(
                session, staff_no, course, chapter, uuid=sent.uuid, seconds=sent.seconds, now=now
            )
            return credited, completion.settle(session, staff_no, course, chapter, asked, now)

        credited, stands = await self.db.awrite(note)
        self.answer({"status": "saved", "uuid": sent.uuid, "credited": credited, "chapter": stands.public()})


class PlaceReachedHandler(_ChapterHandler):
    async def put(self, course: str, chapter: str) -> None:
        """Keep ``{"block"}``, the block being read, so that another device goes on there."""
        (staff_no, _), block, now = self.known(course, chapter), self.body(PlaceReachedRequest).block, self.now()
        await self.db.awrite(lambda session: records.note_place(session, staff_no, course, chapter, block, now))
        self.answer({"status": "saved"})


CHAPTER = r"([a-z0-9-]{1,64})/([A-Za-z0-9_-]{1,128})"
HANDLERS = [
    (rf"api/progress/{CHAPTER}", ProgressHandler),
    (rf"api/active/{CHAPTER}", ActiveTimeHandler),
    (rf"api/place/{CHAPTER}", PlaceReachedHandler),
]
