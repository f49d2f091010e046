"""What a reader did in a chapter arrives here, each fact once."""

from __future__ import annotations

from anpei import records
from anpei.errors import NotFound
from anpei.server.base import ApiHandler

__all__ = ["HANDLERS"]


class Progress(ApiHandler):
    async def post(self, course: str, chapter: str) -> None:
        """Keep ``{"uuid", "kind": "opened|activity|finished", "data"}``; ``new`` is false for one kept before."""
        staff_no, body, now = self.require().staff_no, self.read_json(), self.now()
        known = self.context.catalog().courses.get(course)
        if known is None or known.chapter(chapter) is None:
            raise NotFound("没有这一章。", way_out="请从“我的培训”重新进入。")
        uuid, kind, data = body.get("uuid", ""), body.get("kind", ""), body.get("data")
        new = await self.db.awrite(
            lambda session: records.note_progress(session, staff_no, course, chapter, uuid, kind, now, data)
        )
        self.answer({"status": "saved", "uuid": uuid, "new": new})


HANDLERS = [(r"api/progress/([a-z0-9-]{1,64})/([A-Za-z0-9_-]{1,128})", Progress)]
