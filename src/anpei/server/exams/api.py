"""Answers over HTTP: a PUT is answered once its fact is on disk, and says plainly what became of it."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import assignments, attempts, records
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.pictures import versioned_spec
from anpei.server.core.requests import Line, RequestModel

__all__ = ["HANDLERS"]

LATE = "已保存的答案都在，请查看结果页。"
INVALID = "请刷新页面后重新作答。"


class AnswerRequest(RequestModel):
    """An answer with the page's number for it and the revision it was based on; its value is the item's to judge."""

    limit = 8 * 1024
    uuid: Line = Field(title="请求编号")
    base: int = Field(title="版本")
    value: Any = None


class CaseAnswerRequest(AnswerRequest):
    limit = 256 * 1024  # 32 kB of text, every character written as an escape


class FlagRequest(RequestModel):
    flag: bool = Field(title="标记")


class AttemptHandler(ApiHandler):
    """Common to everything about one attempt: nobody but its owner gets further."""

    access = permissions.OWN


class AttemptSheetHandler(AttemptHandler):
    def get(self, attempt_id: str) -> None:
        """The learner's own sheet: public questions and their answers."""
        person = self.person
        with self.db.read() as session:
            attempt = attempts.get(session, int(attempt_id), person)
            sheet = attempts.sheet(session, attempt, self.now())
        self.answer(versioned_spec(self.context.content().shelves, sheet))


class AnswerHandler(AttemptHandler):
    largest_body = CaseAnswerRequest.limit

    async def put(self, attempt_id: str, slot: str) -> None:
        """Keep one answer: 200 saved, 409 conflict with what stands, 410 too late, 422 no answer to this question."""
        staff_no, now = self.person.staff_no, self.now()
        sent = self.body(CaseAnswerRequest if slot.startswith("c") else AnswerRequest)
        ack = await self.db.awrite(
            lambda session: attempts.record(
                session, int(attempt_id), slot, staff_no, sent.uuid, sent.base, sent.value, now
            )
        )
        self.answer(*said(ack))


def said(ack: attempts.AnswerAck) -> tuple[dict[str, Any], int]:
    """An acknowledgement as JSON and its HTTP status."""
    if ack.status == "saved":
        return {"status": "saved", "uuid": ack.uuid, "revision": ack.revision, "saved": ack.saved}, 200
    if ack.status == "conflict":
        return {"status": "conflict", "uuid": ack.uuid, "current": ack.current}, 409
    late = ack.status == "late"
    error = {
        "code": "late" if late else "bad_value",
        "message": ack.reason,
        "way_out": LATE if late else INVALID,
    }
    return {"status": ack.status, "uuid": ack.uuid, "error": error}, 410 if late else 422


class FlagHandler(AttemptHandler):
    async def put(self, attempt_id: str, slot: str) -> None:
        """Mark or unmark a question to come back to."""
        staff_no, flag = self.person.staff_no, self.body(FlagRequest).flag
        await self.db.awrite(lambda session: attempts.set_flag(session, int(attempt_id), slot, staff_no, flag))
        self.answer({"flag": flag})


class HandInHandler(AttemptHandler):
    async def post(self, attempt_id: str) -> None:
        """Close the attempt and ask for its place in the gradebook, then mark it; again is harmless.

        Marking is a write of its own, for it takes its time: whoever dies between the two leaves an attempt that the
        server's task ``marks`` finds.
        """
        staff_no, number, now = self.person.staff_no, int(attempt_id), self.now()

        def close(session: Session) -> None:
            before = attempts.get(session, number, staff_no)
            attempts.hand_in(session, number, staff_no, now)
            if before.handed_in is None:
                assignments.request(session, number, now)

        await self.db.awrite(close, gives_way=True)
        await self.db.awrite(lambda session: records.mark_attempt(session, number, now), gives_way=True)
        self.answer({"state": "handed_in", "result": f"exam/{number}/result"})


class ClockHandler(AttemptHandler):
    def get(self, attempt_id: str) -> None:
        """The server's time, the deadline and whether the attempt is still open."""
        person = self.person
        with self.db.read() as session:
            attempt = attempts.get(session, int(attempt_id), person)
        self.answer({"now": self.now(), "deadline": attempt.deadline, "state": attempt.state})


_ID, _SLOT = r"(\d{1,9})", r"([qc]\d{2})"
HANDLERS = [
    (rf"api/attempts/{_ID}", AttemptSheetHandler),
    (rf"api/attempts/{_ID}/answers/{_SLOT}", AnswerHandler),
    (rf"api/attempts/{_ID}/flags/{_SLOT}", FlagHandler),
    (rf"api/attempts/{_ID}/hand-in", HandInHandler),
    (rf"api/attempts/{_ID}/clock", ClockHandler),
]
