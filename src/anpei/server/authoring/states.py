"""``authoring/items/<item>/state``: submit, review, publish and retire a question; what somebody may do with it now."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import Field

from anpei import authoring, clock
from anpei.errors import Conflict, Forbidden, Refused
from anpei.server.authoring.shelf import ITEM, author_of
from anpei.server.authoring.words import plain_message
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import Handler, PageHandler
from anpei.server.core.requests import Code, Line, RequestModel, Text

__all__ = ["HANDLERS", "release_of", "standing_of"]

BY_HAND = ("submit", "take_back", "send_back", "review")
"""Steps that are only kept; the others change files and what readers see."""
ACTS = {"publish": "content.publish", "retire": "content.retire", "revive": "content.retire"}


class ItemStepRequest(RequestModel):
    """A step, the version it is meant for, and what was checked or is to be mended."""

    limit = 16 * 1024
    step: Line = ""
    base: Code = ""
    words: Text = Field("", title="说明")


def release_of(handler: Handler) -> authoring.Release:
    return authoring.Release(handler.context.authoring, handler.context.reader)


def standing_of(handler: Handler, told: authoring.AuthoredObject) -> dict[str, Any]:
    """Where a question stands, what whoever asks may do with it, and what was done with it last. Blocking."""
    desk_release = release_of(handler)
    with handler.db.read() as session:
        done = authoring.steps(session, "item", told.slug)
    last = done[0] if done else None
    allowed = authoring.may(
        told, last, staff_no=handler.person.staff_no, roles=handler.person.roles,
        writers=desk_release.writers("item", told.slug), second_reader=desk_release.second_reader,
    )  # fmt: skip
    return {
        "state": words_of(told, authoring.state_of(told, last), last),
        "steps": sorted(allowed),
        "done": [
            {
                "words": authoring.STEPS[one.step].words,
                "who": one.by.name,
                "when": clock.show(one.at, handler.zone),
                "note": one.words,
            }
            for one in done[:8]
        ],
    }


def words_of(told: authoring.AuthoredObject, state: authoring.WorkState, last: authoring.ContentStep | None) -> str:
    """A state in words, with what readers see meanwhile."""
    word = authoring.STATE_WORDS[state]
    if state == "in_review" and last is not None and last.step == "review":
        word = "审核通过，等发布"
    if told.published and told.changed and state != "retired":
        return f"{word}，学员看到的是上一次发布的"
    return word


class ItemStepPage(PageHandler):
    """POST takes one step."""

    access = permissions.AUTHORS
    acts = does(POST=("content.step", "content.publish", "content.retire"))

    async def post(self, slug: str) -> None:
        sent = self.form(ItemStepRequest)
        told = await asyncio.to_thread(self.context.authoring.get, "item", slug)
        if sent.base != told.version:
            raise Conflict("这道题刚才又改过。", code="changed", way_out="请回到题目，看过新的内容再来。")
        if sent.step in BY_HAND:
            await self.keep(told, sent)
        elif sent.step in ACTS:
            if sent.step not in (await asyncio.to_thread(standing_of, self, told))["steps"]:
                raise Forbidden(
                    "现在不能做这一步。", code="step", way_out="要求审核的，先请另一位审核；再刷新页面看看。"
                )
            await self.noted(ACTS[sent.step], f"item:{slug}")
            await asyncio.to_thread(self.act, told, sent)
        else:
            raise Refused("没有这一步。", way_out="请从题目的页面上选。")
        self.redirect(self.url(f"authoring/items/{slug}", did=sent.step), status=303)

    async def keep(self, told: authoring.AuthoredObject, sent: ItemStepRequest) -> None:
        writers = await asyncio.to_thread(release_of(self).writers, "item", told.slug)
        person, now, second = self.person, self.now(), release_of(self).second_reader
        self.note("content.step", f"item:{told.slug}")
        await self.db.awrite(
            lambda session: authoring.take_step(
                session, told, sent.step, by=author_of(person), roles=person.roles, writers=writers,  # type: ignore[arg-type]
                second_reader=second, now=now, words=sent.words,
            )
        )  # fmt: skip

    def act(self, told: authoring.AuthoredObject, sent: ItemStepRequest) -> None:
        release, author = release_of(self), author_of(self.person)
        if sent.step == "publish":
            with self.db.read() as session:
                approved = authoring.approvals(session)
            done = release.publish([("item", told.slug, told.mark)], author, approved)
            if done.held:
                told_first = [plain_message(one.message, told.slug) for one in done.held[0].findings[:1]]
                raise Refused(done.held[0].why, code="held", way_out="".join(told_first))
        elif sent.step == "retire":
            release.retire("item", told.slug, base=sent.base, author=author)
        else:
            release.revive("item", told.slug, base=sent.base, author=author)


HANDLERS = [(rf"authoring/items/{ITEM}/state", ItemStepPage)]
