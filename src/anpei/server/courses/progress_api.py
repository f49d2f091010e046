"""What a reader did in a chapter arrives here, each fact once: steps, the place reached, the time spent actively."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from anpei import hours, records
from anpei.errors import NotFound
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import Line, RequestModel

__all__ = ["HANDLERS"]


class ProgressRequest(RequestModel):
    """One fact about reading; ``data`` says which activity."""

    uuid: Line = Field(title="请求编号")
    kind: Literal["opened", "activity", "finished"] = Field(title="进度")
    data: Any = None


class ActiveTimeRequest(RequestModel):
    uuid: Line = Field(title="请求编号")
    seconds: int = Field(title="秒数")


class PlaceReachedRequest(RequestModel):
    block: int = Field(title="阅读位置")


class _ChapterHandler(ApiHandler):
    """Common to what is kept of somebody's reading: it is about a chapter there is."""

    def known(self, course: str, chapter: str) -> str:
        """The reader's staff number, if there is such a chapter."""
        staff_no = self.person.staff_no
        found = self.context.catalog().courses.get(course)
        if found is None or found.chapter(chapter) is None:
            raise NotFound("没有这一章。", way_out="请从“我的培训”重新进入。")
        return staff_no


class ProgressHandler(_ChapterHandler):
    async def post(self, course: str, chapter: str) -> None:
        """Keep ``{"uuid", "kind": "opened|activity|finished", "data"}``; ``new`` is false for one kept before."""
        staff_no, sent, now = self.known(course, chapter), self.body(ProgressRequest), self.now()
        new = await self.db.awrite(
            lambda session: records.note_progress(
                session, staff_no, course, chapter, sent.uuid, sent.kind, now, sent.data
            )
        )
        self.answer({"status": "saved", "uuid": sent.uuid, "new": new})


class ActiveTimeHandler(_ChapterHandler):
    async def post(self, course: str, chapter: str) -> None:
        """Keep ``{"uuid", "seconds"}`` of active time; says how many of them count."""
        staff_no, sent, now = self.known(course, chapter), self.body(ActiveTimeRequest), self.now()
        credited = await self.db.awrite(
            lambda session: hours.note_active(
                session, staff_no, course, chapter, uuid=sent.uuid, seconds=sent.seconds, now=now
            )
        )
        self.answer({"status": "saved", "uuid": sent.uuid, "credited": credited})


class PlaceReachedHandler(_ChapterHandler):
    async def put(self, course: str, chapter: str) -> None:
        """Keep ``{"block"}``, the block being read, so that another device goes on there."""
        staff_no, block, now = self.known(course, chapter), self.body(PlaceReachedRequest).block, self.now()
        await self.db.awrite(lambda session: records.note_place(session, staff_no, course, chapter, block, now))
        self.answer({"status": "saved"})


CHAPTER = r"([a-z0-9-]{1,64})/([A-Za-z0-9_-]{1,128})"
HANDLERS = [
    (rf"api/progress/{CHAPTER}", ProgressHandler),
    (rf"api/active/{CHAPTER}", ActiveTimeHandler),
    (rf"api/place/{CHAPTER}", PlaceReachedHandler),
]
