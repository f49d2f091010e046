"""Finding a person by part of a name or number: what forms ask while somebody types, so that no page holds a roster."""

from __future__ import annotations

from anpei import staff
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.permissions import may

__all__ = ["HANDLERS"]

FINDERS = tuple(sorted({*may("board"), *may("director")}))
MOST = 20


class PeopleHandler(ApiHandler):
    """``GET api/people?q=``: up to twenty who work here, within the scope of whoever asks."""

    def get(self) -> None:
        person = self.require(*FINDERS)
        words = self.get_query_argument("q", "")[:64].strip()
        with self.db.read() as session:
            query = staff.PeopleQuery(words, scope=person.scope)
            found = staff.search(session, query, limit=MOST) if words else []
        self.answer({"people": [{"key": p.staff_no, "name": p.name, "place": p.department} for p in found]})


HANDLERS = [(r"api/people", PeopleHandler)]
