"""The words of a report, saved while they are written."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from anpei.exercises import report
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import RequestModel, Uuid

__all__ = ["HANDLERS"]


class ReportTextRequest(RequestModel):
    """A part of the report as it was typed, and the version it was typed over."""

    limit = 64 * 1024
    uuid: Uuid
    base: int = Field(title="版本")
    text: Annotated[str, StringConstraints(strip_whitespace=False)] = Field(title="正文")


class ReportTextHandler(ApiHandler):
    """``PUT api/drills/<run>/report/<field> {uuid, base, text}``: a new version, or 409 when somebody was faster."""

    access = permissions.DIRECTORS

    async def put(self, run: str, field: str) -> None:
        person, run_id, now, sent = self.person, int(run), self.now(), self.body(ReportTextRequest)
        who = {"by": person.staff_no, "name": person.name}
        kept = await self.db.awrite(
            lambda session: report.save_text(
                session, run_id, field, sent.text, base=sent.base, uuid=sent.uuid, now=now, **who
            )
        )
        self.answer({"version": kept.version, "by": kept.by, "at": kept.at, "text": kept.text})


HANDLERS = [(r"api/drills/([0-9]{1,9})/report/([a-z_]{1,32})", ReportTextHandler)]
