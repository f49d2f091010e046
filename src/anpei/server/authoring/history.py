"""``authoring/items/<item>/history``: who changed what of a question, when; an earlier version can be taken again."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import Field

from anpei import authoring, clock
from anpei.errors import NotFound
from anpei.server.authoring.forms import kind_label
from anpei.server.authoring.shelf import ITEM, author_of
from anpei.server.authoring.words import place_words, value_words
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Code, Line, RequestModel

__all__ = ["HANDLERS"]

SHOWN = 50


class ItemHistoryRequest(RequestModel):
    """Which version's changes are shown, and whether one was just taken again."""

    at: Line = ""
    done: Code = ""


class ItemRestoreRequest(RequestModel):
    commit: Line = Field(title="版本")
    base: Code = ""


class ItemHistoryPage(PageHandler):
    """What became of a question, in the words of its form."""

    access = permissions.AUTHORS
    acts = does(POST="content.item")

    async def get(self, slug: str) -> None:
        asked = self.query(ItemHistoryRequest)
        seen = await asyncio.to_thread(self.look, slug, asked.at)
        self.render_page("authoring/history.html", slug=slug, restored=bool(asked.done), **seen)

    async def post(self, slug: str) -> None:
        sent = self.form(ItemRestoreRequest)
        await self.noted()
        desk, author = self.context.authoring, author_of(self.person)
        await asyncio.to_thread(lambda: desk.restore("item", slug, sent.commit, base=sent.base, author=author))
        self.redirect(self.url(f"authoring/items/{slug}/history", done="1"), status=303)

    def look(self, slug: str, wanted: str) -> dict[str, Any]:
        desk = self.context.authoring
        each = desk.get("item", slug)
        revisions = desk.history("item", slug, SHOWN + 1)
        commits = [one.commit for one in revisions]
        if wanted and wanted not in commits:
            raise NotFound("没有这一版。", way_out="请从历史里选一版。")
        place = commits.index(wanted) if wanted else 0
        kind, now = str(each.value.get("kind")), each.version.partition("-")[0]  # its topic apart
        changes = []
        if revisions:
            before = desk.at("item", slug, commits[place + 1]) if place + 1 < len(commits) else None
            changes = change_views(kind, authoring.diff(before, desk.at("item", slug, commits[place])))
        return {
            "label": kind_label(kind), "base": each.version, "place": place, "changes": changes,
            "first": place + 1 == len(commits) and len(commits) <= SHOWN,
            "revisions": [
                {"commit": one.commit, "who": one.author.name, "sentence": one.sentence,
                 "when": clock.show(one.at, self.zone), "same": one.version == now}
                for one in revisions[:SHOWN]
            ],
        }  # fmt: skip


def change_views(kind: str, changes: list[authoring.FieldChange]) -> list[dict[str, str]]:
    """Each change with what the place is called, and what stood and stands there."""
    return [
        {
            "label": place_words(kind, one.where) or "整道题",
            "before": value_words(kind, one.where, one.before),
            "after": value_words(kind, one.where, one.after),
        }
        for one in changes
    ]


HANDLERS = [(rf"authoring/items/{ITEM}/history", ItemHistoryPage)]
