"""The words of a report, saved while they are written."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints
from sqlalchemy.orm import Session

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
    value: Annotated[str, StringConstraints(strip_whitespace=False)] = Field(title="正文")


class ReportTextHandler(ApiHandler):
    """``PUT api/drills/<run>/report/<field> {uuid, base, value}``, as an exam's answers are put.

    A new version, or 409 with what stands there (``current``) when somebody was faster.
    """

    access = permissions.DIRECTORS
    unnoted = "every version of a part is kept with who wrote it and when"

    async def put(self, run: str, field: str) -> None:
        person, run_id, now, sent = self.person, int(run), self.now(), self.body(ReportTextRequest)
        who = {"by": person.staff_no, "name": person.name}

        def work(session: Session) -> report.Text:
            return report.save_text(session, run_id, field, sent.value, base=sent.base, uuid=sent.uuid, now=now, **who)

        try:
            kept = await self.db.awrite(work)
        except report.Overtaken as error:
            self.answer({"status": "conflict", "uuid": sent.uuid, "current": told(error.current)}, 409)
        else:
            self.answer({"status": "saved", "uuid": sent.uuid, **told(kept)})


def told(text: report.Text) -> dict[str, Any]:
    """A version of a part as JSON."""
    return {"revision": text.version, "value": text.text, "by": text.by, "at": text.at}


HANDLERS = [(r"api/drills/([0-9]{1,9})/report/([a-z_]{1,32})", ReportTextHandler)]
