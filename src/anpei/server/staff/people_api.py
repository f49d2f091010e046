"""Finding a person by part of a name or number: what forms ask while somebody types, so that no page holds a roster."""

from __future__ import annotations

from anpei import staff
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import Line, RequestModel

__all__ = ["HANDLERS"]

MOST = 20


class PeopleRequest(RequestModel):
    """Part of a name or of a staff number."""

    q: Line = ""


class FoundPeopleHandler(ApiHandler):
    """``GET api/people?q=``: up to twenty who work here, within the scope of whoever asks."""

    access = permissions.FINDERS

    def get(self) -> None:
        words = self.query(PeopleRequest).q
        with self.db.read() as session:
            query = staff.PeopleQuery(words, scope=self.scope)
            found = staff.search(session, query, limit=MOST) if words else []
        self.answer({"people": [{"key": p.staff_no, "name": p.name, "place": p.department} for p in found]})


HANDLERS = [(r"api/people", FoundPeopleHandler)]
