"""A released quiz opened in JupyterLab gets its questions here; it has no clock, so it is for trainers only."""

from __future__ import annotations

from anpei import attempts
from anpei.errors import NotFound
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler

__all__ = ["HANDLERS"]


class NotebookSheetHandler(ApiHandler):
    access = permissions.CURATORS

    async def get(self, slug: str) -> None:
        """The trainer's open notebook attempt at this paper, begun now if there is none."""
        person = self.person
        paper = self.papers().papers.get(slug)
        if paper is None:
            raise NotFound("没有这份试卷，或它的题目还有错误。", way_out="请在看板的“内容有问题要改”里查看。")
        secret, now = self.site.secret("draw"), self.now()
        drawable, zone = self.context.drawable(now), self.zone
        with self.db.read() as session:
            items = drawable(session)
            prepared = attempts.prepare(session, paper, items, person, secret, "notebook")
        attempt = await self.db.awrite(
            lambda session: attempts.start(session, paper, items, person, now, secret, "notebook", prepared, zone=zone)
        )
        with self.db.read() as session:
            sheet = attempts.sheet(session, attempt, now)
        slots = {slot["slot"]: {"spec": slot["spec"], "value": slot["value"]} for slot in sheet["slots"]}
        self.answer({"attempt": attempt.id, "slots": slots})


HANDLERS = [(r"api/papers/([a-z0-9-]{1,64})/notebook", NotebookSheetHandler)]
