"""Answers of 今日巩固: marked like any practice, and the scheduler told."""

from __future__ import annotations

from sqlalchemy.orm import Session

from anpei import clock, completion, review
from anpei.server.core import permissions
from anpei.server.core.requests import Uuid
from anpei.server.courses.practice_api import CheckingHandler, PracticeRequest

__all__ = ["HANDLERS"]


class ReviewAnswerRequest(PracticeRequest):
    uuid: Uuid


class ReviewAnswerHandler(CheckingHandler):
    """``POST api/refresh/<item> {uuid, value}``: what practice answers, and ``again`` in days."""

    access = permissions.OWN

    async def post(self, item: str) -> None:
        person, now, version = self.person, self.now(), self.version(item)
        sent = self.body(ReviewAnswerRequest)
        told = self.checked(version, sent.value)

        def keep(session: Session) -> int:
            completion.note_answer(session, person.staff_no, item, told["verdict"], uuid=sent.uuid, now=now)
            return review.answer(session, person.staff_no, item, told["verdict"], uuid=sent.uuid, now=now)

        again = await self.db.awrite(keep)
        zone = self.site.settings.site.timezone
        days = (clock.local(again, zone).date() - clock.local(now, zone).date()).days
        self.answer({**told, "again": days})


HANDLERS = [(r"api/refresh/([a-z0-9-]{1,64})", ReviewAnswerHandler)]
