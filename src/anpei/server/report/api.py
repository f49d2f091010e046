"""The words of a report, saved while they are written."""

from __future__ import annotations

from anpei.errors import Refused
from anpei.exercises import report
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.permissions import may

__all__ = ["HANDLERS"]

DIRECTORS = may("director")
BODY_BYTES = 64 * 1024


class ReportTextHandler(ApiHandler):
    """``PUT api/drills/<run>/report/<field> {uuid, base, text}``: a new version, or 409 when somebody was faster."""

    async def put(self, run: str, field: str) -> None:
        person, run_id, now, sent = self.require(*DIRECTORS), int(run), self.now(), self.read_json(BODY_BYTES)
        uuid, base, text = self.uuid_of(sent, "bad_text"), sent.get("base"), sent.get("text")
        if not isinstance(base, int) or not isinstance(text, str):
            raise Refused("请求的格式不对。", code="bad_text")
        kept = await self.db.awrite(
            lambda session: report.save_text(
                session, run_id, field, text, base=base, by=person.staff_no, name=person.name, uuid=uuid, now=now
            )
        )
        self.answer({"version": kept.version, "by": kept.by, "at": kept.at, "text": kept.text})


HANDLERS = [(r"api/drills/([0-9]{1,9})/report/([a-z_]{1,32})", ReportTextHandler)]
