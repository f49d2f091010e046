"""Answers over HTTP: a PUT is answered once its fact is on disk, and says plainly what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from anpei import assignments, attempts, records
from anpei.errors import Refused
from anpei.server.core.handlers import ApiHandler

__all__ = ["HANDLERS"]

ANSWER_BYTES = 8 * 1024
CASE_BYTES = 256 * 1024  # 32 kB of text, every character written as an escape
LATE = "已保存的答案都在，请查看结果页。"
INVALID = "请刷新页面后重新作答。"


class AttemptSheetHandler(ApiHandler):
    def get(self, attempt_id: str) -> None:
        """The learner's own sheet: public questions and their answers."""
        person = self.require()
        with self.db.read() as session:
            attempt = attempts.get(session, int(attempt_id), person)
            sheet = attempts.sheet(session, attempt, self.now())
        self.answer(sheet)


class AnswerHandler(ApiHandler):
    async def put(self, attempt_id: str, slot: str) -> None:
        """Keep one answer: 200 saved, 409 conflict with what stands, 410 too late, 422 no answer to this question."""
        staff_no = self.require().staff_no
        body = self.read_json(CASE_BYTES if slot.startswith("c") else ANSWER_BYTES)
        uuid, base, value = body.get("uuid", ""), body.get("base", -1), body.get("value")
        now = self.now()
        ack = await self.db.awrite(
            lambda session: attempts.record(session, int(attempt_id), slot, staff_no, uuid, base, value, now)
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


class FlagHandler(ApiHandler):
    async def put(self, attempt_id: str, slot: str) -> None:
        """Mark or unmark a question to come back to."""
        staff_no, flag = self.require().staff_no, self.read_json().get("flag")
        if not isinstance(flag, bool):
            raise Refused("标记的格式不对。", code="bad_request", way_out="请刷新页面。")
        await self.db.awrite(lambda session: attempts.set_flag(session, int(attempt_id), slot, staff_no, flag))
        self.answer({"flag": flag})


class HandInHandler(ApiHandler):
    async def post(self, attempt_id: str) -> None:
        """Close the attempt, mark it and ask for its place in the gradebook, in one transaction; again is harmless."""
        staff_no, number, now = self.require().staff_no, int(attempt_id), self.now()

        def work(session: Session) -> None:
            before = attempts.get(session, number, staff_no)
            attempts.hand_in(session, number, staff_no, now)
            records.mark_attempt(session, number, now)
            if before.handed_in is None:
                assignments.request(session, number, now)

        await self.db.awrite(work)
        self.answer({"state": "handed_in", "result": f"exam/{number}/result"})


class ClockHandler(ApiHandler):
    def get(self, attempt_id: str) -> None:
        """The server's time, the deadline and whether the attempt is still open."""
        person = self.require()
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
