"""What the form asks of the server: what the rules say while it is written, saving, and law articles to cite."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import Field

from anpei import authoring, clock
from anpei.findings import FieldFinding
from anpei.server.authoring.shelf import ITEM, as_json, author_of, cards_for, preview_of, shelf_of
from anpei.server.authoring.states import standing_of
from anpei.server.authoring.words import place_words, plain_message, value_words
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import Code, Line, RequestModel
from anpei.server.core.view_models import card_view

__all__ = ["HANDLERS"]

LARGEST = 256 * 1024
MOST_CARDS = 12


class ItemLookRequest(RequestModel):
    """A question as it stands in the form; ``slug`` is empty for a new one."""

    limit = LARGEST
    slug: Code = ""
    topic: Code = ""
    value: dict[str, Any] = Field(default_factory=dict)


class ItemSaveRequest(RequestModel):
    """What is to be saved, and the version it was begun from."""

    limit = LARGEST
    base: Code
    value: dict[str, Any]
    sentence: Line = ""


class ItemCreateRequest(RequestModel):
    limit = LARGEST
    kind: Code
    topic: Code = Field(title="主题", min_length=1)
    value: dict[str, Any]


class ItemHandler(ApiHandler):
    """What saving and looking share."""

    access = permissions.AUTHORS
    largest_body = LARGEST

    def told(self, findings: tuple[FieldFinding, ...], slug: str) -> list[dict[str, Any]]:
        """Findings for the form, the errors first."""
        return [
            {
                "where": as_json(list(one.where)),
                "level": one.level,
                "rule": one.rule,
                "message": plain_message(one.message, slug),
            }
            for one in sorted(findings, key=lambda one: one.level)
        ]

    def saved(self, done: authoring.Saved) -> dict[str, Any]:
        each = done.object
        kind = str(each.value.get("kind"))
        return {
            "base": each.version,
            "value": as_json(each.value),
            "standing": standing_of(self, each),
            "findings": self.told(done.findings, each.slug),
            "merged": [place_words(kind, (name,)) for name in done.merged],
            "at": f"{clock.local(self.now(), self.zone):%H:%M}",
        }


class ItemLookHandler(ItemHandler):
    """``POST api/authoring/items/look``: what the rules say, and how it would be seen. Nothing is kept."""

    unnoted = "nothing is written: the form asks what the rules say"

    async def post(self) -> None:
        self.answer(await asyncio.to_thread(self.look, self.body(ItemLookRequest)))

    def look(self, sent: ItemLookRequest) -> dict[str, Any]:
        registry, today = self.registry(), self.today()
        slug = sent.slug or self.free(sent.topic)
        value = {"id": slug, **{name: part for name, part in sent.value.items() if name != "id"}}
        found = self.context.authoring.check("item", slug, value, sent.topic)
        return {
            "findings": self.told(found, slug),
            "cards": cards_for(value, registry, today),
            "preview": preview_of(value, sent.topic, registry, self.site.shelves, today),
        }

    def free(self, topic: str) -> str:
        return self.context.authoring.free_slug("item", topic) if topic else "new-001"


class ItemSaveHandler(ItemHandler):
    """``PUT api/authoring/items/<item>``: keep it as it is, whatever the rules say; over somebody else's change 409."""

    acts = does(PUT="content.item")

    async def put(self, slug: str) -> None:
        sent = self.body(ItemSaveRequest)
        await self.noted()
        desk, by, wanted = self.context.authoring, author_of(self.person), {**sent.value, "id": slug}
        try:
            done = await asyncio.to_thread(
                lambda: desk.save("item", slug, wanted, base=sent.base, author=by, sentence=sent.sentence)
            )
        except authoring.SaveConflict as clash:
            self.answer({"error": {"code": clash.code, "message": clash.message, "way_out": clash.way_out},
                         "conflict": await asyncio.to_thread(self.conflict, slug, clash)}, 409)  # fmt: skip
            return
        shelf_of(self).note(done.object, done.findings)
        self.answer(await asyncio.to_thread(self.saved, done))

    def conflict(self, slug: str, clash: authoring.SaveConflict) -> dict[str, Any]:
        """Both versions of every field that two people changed, in words and as values."""
        theirs = clash.theirs.value
        kind = str(clash.mine.get("kind") or theirs.get("kind"))
        last = self.context.authoring.history("item", slug, 1)
        return {
            "by": last[0].author.name if last else "别人",
            "base": clash.theirs.version,
            "merged": as_json(clash.merged),
            "fields": [
                {
                    "name": name,
                    "label": place_words(kind, (name,)),
                    "mine": value_words(kind, (name,), clash.mine.get(name)),
                    "theirs": value_words(kind, (name,), theirs.get(name)),
                    "mine_value": as_json(clash.mine.get(name)),
                    "theirs_value": as_json(theirs.get(name)),
                }
                for name in clash.fields
            ],
        }


class ItemCreateHandler(ItemHandler):
    """``POST api/authoring/items``: a new question, as a draft, under the next free number of its topic."""

    acts = does(POST="content.item")

    async def post(self) -> None:
        sent = self.body(ItemCreateRequest)
        await self.noted(about=sent.topic)
        desk, author = self.context.authoring, author_of(self.person)

        def create() -> authoring.Saved:
            slug = desk.free_slug("item", sent.topic)
            value = {"id": slug, "kind": sent.kind, **{k: v for k, v in sent.value.items() if k not in ("id", "kind")}}
            return desk.create("item", slug, value, author=author, topic=sent.topic)

        done = await asyncio.to_thread(create)
        shelf_of(self).note(done.object, done.findings)
        self.answer({"page": self.url(f"authoring/items/{done.object.slug}")})


class LawSearchRequest(RequestModel):
    q: Line = ""


class LawSearchHandler(ApiHandler):
    """``GET api/authoring/laws?q=``: articles whose law, number or gist has these words."""

    access = permissions.AUTHORS

    def get(self) -> None:
        words, registry, today = self.query(LawSearchRequest).q.split(), self.registry(), self.today()
        exact = registry.resolve(words[0], today) if len(words) == 1 else None
        found = [exact] if exact is not None else []
        for law in registry.laws.values() if words else ():
            for article in law.gists:
                card = registry.resolve(f"{law.id}#{article}", today)
                if card is not None and card not in found and all(_says(card, law.name, word) for word in words):
                    found.append(card)
        self.answer({"cards": [card_view(card) for card in found[:MOST_CARDS]]})


def _says(card: Any, name: str, word: str) -> bool:
    return any(word in text for text in (card.title, name, card.gist, card.citation))


HANDLERS = [
    (r"api/authoring/items", ItemCreateHandler),
    (r"api/authoring/items/look", ItemLookHandler),
    (rf"api/authoring/items/{ITEM}", ItemSaveHandler),
    (r"api/authoring/laws", LawSearchHandler),
]
