"""The exam page: everything it needs is in the page, nothing in it is secret, and no kernel is behind it."""

from __future__ import annotations

from typing import Any

from anpei import attempts
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.pictures import versioned_spec

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
        sheet = versioned_spec(self.context.content().shelves, sheet)
        data = sheet | self._around(person.name, result)
        self.render_page("exams/exam.html", data=data, first=_first(sheet["slots"]))

    def _around(self, name: str, result: str) -> dict[str, Any]:
        """What the page needs besides the sheet: where it is, who sits here, where to go."""
        return {
            "base_url": self.base_url,
            "name": name,
            "result": result,
            "sign_in": self.url("login", next=self.request.path),
        }


def _first(slots: list[dict[str, Any]]) -> dict[str, Any]:
    """The question that the page opens with, unless this device remembers another: the first without answer."""
    number, slot = next(((n, slot) for n, slot in enumerate(slots, 1) if slot["value"] is None), (1, slots[0]))
    spec = slot["spec"]
    texts = [one["text"] for one in spec.get("options") or spec.get("steps") or ()]
    return {"number": number, "spec": spec, "choices": ["正确", "错误"] if spec["kind"] == "truefalse" else texts}


HANDLERS = [(r"exam/(\d{1,9})", ExamPage)]
