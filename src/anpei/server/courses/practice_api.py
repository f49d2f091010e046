"""Practice questions: the key stays here, and leaves only as the answer to an answer."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import bank, completion, courses, grading, laws, review
from anpei.errors import NotFound
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import Line, RequestModel
from anpei.server.core.pictures import versioned_spec
from anpei.server.core.requests import RequestModel

__all__ = ["HANDLERS", "CheckingHandler", "PracticeRequest", "card_json"]

class PracticeRequest(RequestModel):
    """An answer to a practice item; whether it can be one, the item's kind says. One without ``uuid`` isn't kept."""

    limit = 256 * 1024
    value: Any = None
    uuid: Line = Field("", title="请求编号")


class CheckingHandler(ApiHandler):
    """Common to every way of answering a practice item."""

    access = permissions.SHARED
    largest_body = PracticeRequest.limit

    def checked(self, version: bank.ItemVersion, sent: Any) -> dict[str, Any]:
        """What a learner is told of an answer; authors also what of it isn't verified."""
        public, order = version.public, bank.practice_order(version)
        value = bank.check_value(public.kind, len(public.choices), sent)
        explained = version.secret.explained
        return {
            "verdict": grading.score(version, order, value).verdict,
            "right_value": grading.right_value(version, order),
            "feedback": grading.feedback(version, order),
            "spots": grading.spotted(version, order, value).public() if public.kind == "spot" else None,
            "explanation": explained if self.may(permissions.CURATORS) else courses.quiet(explained)[0],
            "cards": [card_json(card) for card in self.registry().cards(version.secret.cites, self.today())],
        }

    def version(self, item: str) -> bank.ItemVersion:
        """A practice item; an exam item is not even admitted to exist."""
        version = self.bank().items.get(item)
        if version is None or version.use != "practice":
            raise NotFound("没有这道练习题。", way_out="请刷新页面；若仍没有，请告诉培训师。")
        return version


class PracticeHandler(CheckingHandler):
    async def get(self, item: str) -> None:
        """The public half."""
        version = await self.shown(item)
        spec = version.public.spec(bank.practice_order(version), version.points)
        self.answer({"item": item, "spec": versioned_spec(self.context.content().shelves, spec)})

    async def post(self, item: str) -> None:
        """The verdict on a value, with the key, the explanation and the law behind it.

        The verdict is kept for whoever is signed in, and what was wrong comes back to be practised.
        """
        version, sent = await self.shown(item), self.body(PracticeRequest)
        told, person, now = self.checked(version, sent.value), self.person_or_none(), self.now()
        if person is not None and sent.uuid and item in self.bank().items:
            await self.db.awrite(
                lambda session: _keep(session, person.staff_no, item, told["verdict"], sent.uuid, now)
            )
        self.answer(told)

    async def shown(self, item: str) -> bank.ItemVersion:
        """An author tries what they are writing, draft or not; everybody else gets what is published."""
        person = self.person_or_none()
        if person is not None and person.has(*permissions.CURATORS.roles):
            survey, _ = await self.context.authored()
            draft = survey.item(item)
            if draft is not None and draft.use == "practice":
                return draft
        return self.version(item)


def _keep(session: Session, staff_no: str, item: str, verdict: str, uuid: str, now: int) -> None:
    new = completion.note_answer(session, staff_no, item, verdict, uuid=uuid, now=now)
    if new and verdict in ("wrong", "partial"):
        review.schedule(session, staff_no, [item], "", "练习里答错的题", now)


def card_json(card: laws.Card) -> dict[str, Any]:
    """A law card as widgets show it."""
    return {
        "citation": card.citation,
        "law": card.short,
        "article": card.place,
        "gist": card.gist,
        "status": card.status,
    }


HANDLERS = [(r"api/practice/([a-z0-9-]{1,64})", PracticeHandler)]
