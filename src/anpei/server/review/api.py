"""Answers of 今日巩固: marked like any practice, and the scheduler told."""

from __future__ import annotations

from anpei import clock, review
from anpei.server.courses.practice_api import BODY_BYTES, CheckingHandler

__all__ = ["HANDLERS"]


class ReviewAnswerHandler(CheckingHandler):
    """``POST api/refresh/<item> {uuid, value}``: what practice answers, and ``again`` in days."""

    async def post(self, item: str) -> None:
        person, now, version = self.person, self.now(), self.version(item)
        sent = self.read_json(BODY_BYTES)
        uuid = self.uuid_of(sent, "bad_answer")
        told = self.checked(version, sent.get("value"))
        again = await self.db.awrite(
            lambda session: review.answer(session, person.staff_no, item, told["verdict"], uuid=uuid, now=now)
        )
        zone = self.site.settings.site.timezone
        days = (clock.local(again, zone).date() - clock.local(now, zone).date()).days
        self.answer({**told, "again": days})


HANDLERS = [(r"api/refresh/([a-z0-9-]{1,64})", ReviewAnswerHandler)]
