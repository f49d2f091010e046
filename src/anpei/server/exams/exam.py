"""The exam page: everything it needs is in the page, nothing in it is secret, and no kernel is behind it."""

from __future__ import annotations

from typing import Any

from anpei import attempts
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler

__all__ = ["HANDLERS"]


class ExamPage(PageHandler):
    """``exam/<attempt>``: the learner's own open attempt; a finished one leads to its result."""

    access = permissions.OWN

    def get(self, attempt_id: str) -> None:
        person = self.person
        with self.db.read() as session:
            attempt = attempts.get(session, int(attempt_id), person)
            sheet = attempts.sheet(session, attempt, self.now())
        result = f"exam/{attempt.id}/result"
        if sheet["state"] != "open":
            self.redirect(self.url(result))
            return
        self.render_page("exams/exam.html", data=sheet | self._around(person.name, result))

    def _around(self, name: str, result: str) -> dict[str, Any]:
        """What the page needs besides the sheet: where it is, who sits here, where to go."""
        return {
            "base_url": self.base_url,
            "name": name,
            "result": result,
            "sign_in": self.url("login", next=self.request.path),
        }


HANDLERS = [(r"exam/(\d{1,9})", ExamPage)]
