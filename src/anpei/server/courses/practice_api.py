"""Practice questions: the key stays here, and leaves only as the answer to an answer."""

from __future__ import annotations

from typing import Any

from anpei import bank, grading, laws
from anpei.errors import NotFound
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.pictures import versioned_spec
from anpei.server.core.requests import RequestModel

__all__ = ["HANDLERS", "CheckingHandler", "PracticeRequest", "card_json"]

class PracticeRequest(RequestModel):
    """An answer to a practice item; whether it can be one, the item's kind says."""

    limit = 256 * 1024
    value: Any = None


class CheckingHandler(ApiHandler):
    """Common to every way of answering a practice item."""

    access = permissions.SHARED
    largest_body = PracticeRequest.limit

    def checked(self, version: bank.ItemVersion, sent: Any) -> dict[str, Any]:
        """What a learner is told of an answer."""
        public, order = version.public, bank.practice_order(version)
        value = bank.check_value(public.kind, len(public.choices), sent)
        return {
            "verdict": grading.score(version, order, value).verdict,
            "right_value": grading.right_value(version, order),
            "feedback": grading.feedback(version, order),
            "spots": grading.spotted(version, order, value).public() if public.kind == "spot" else None,
            "explanation": version.secret.explained,
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
        """The verdict on a value, with the key, the explanation and the law behind it; nothing is kept."""
        version = await self.shown(item)
        self.answer(self.checked(version, self.body(PracticeRequest).value))

    async def shown(self, item: str) -> bank.ItemVersion:
        """An author tries what they are writing, draft or not; everybody else gets what is published."""
        person = self.person_or_none()
        if person is not None and person.has(*permissions.CURATORS.roles):
            survey, _ = await self.context.authored()
            draft = survey.item(item)
            if draft is not None and draft.use == "practice":
                return draft
        return self.version(item)


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
