"""``authoring/items/<item>``: one question in its form, a new one, and the page that stands in the preview's frame."""

from __future__ import annotations

import asyncio
from typing import Any

from anpei.errors import NotFound
from anpei.server.authoring.forms import FORMS, form_json, kind_label
from anpei.server.authoring.shelf import ITEM, as_json, cards_for, shelf_of, text_of
from anpei.server.authoring.states import standing_of
from anpei.server.core import permissions
from anpei.server.core.handlers import SECURITY_HEADERS, PageHandler
from anpei.server.core.requests import Code, RequestModel
from anpei.server.core.view_models import script_json

__all__ = ["HANDLERS", "STATE_TONES"]

DEFAULTS = {"use": "exam", "difficulty": "medium", "basis": "law"}
"""What an item means that doesn't say."""
ORIGINS = {"bundled": "自带", "changed": "自带 · 已改", "own": ""}
STATE_TONES = {"draft": "", "in_review": "info", "published": "ok", "retired": ""}


DID = {
    "submit": "已提交，等人审核", "take_back": "已撤回", "send_back": "已退回", "review": "已审核通过",
    "publish": "已发布，学员从现在起看到它", "retire": "已停用，不再出给学员", "revive": "已恢复，是草稿了",
}  # fmt: skip
"""What was just done."""


class DoneRequest(RequestModel):
    did: Code = ""


class NewItemRequest(RequestModel):
    """The kind of a new question, or the one it is a copy of."""

    kind: Code = ""
    topic: Code = ""
    copy_of: Code = ""


class ItemFormPage(PageHandler):
    """What the form's page of an old and of a new question share."""

    access = permissions.AUTHORS

    def form_page(self, kind: str, value: dict[str, Any], about: dict[str, Any]) -> None:
        registry, today = self.registry(), self.today()
        topics = shelf_of(self).topics()
        data = {
            "slug": "", "base": "", "new": False, "topic": "", "media": "authoring/", **about,
            "value": as_json(value), "form": form_json(kind), "defaults": DEFAULTS,
            "cards": cards_for(value, registry, today),
        }  # fmt: skip
        self.render_page(
            "authoring/item.html", data=script_json(data), about=data, topics=topics, label=kind_label(kind),
            state=about.get("state", "新题"), tone=about.get("tone", ""), origin=about.get("origin", ""),
            used=about.get("used", []), standing=about.get("standing"), did=DID.get(self.query(DoneRequest).did, ""),
        )  # fmt: skip


class ItemPage(ItemFormPage):
    """A question that is there."""

    async def get(self, slug: str) -> None:
        each = await asyncio.to_thread(self.context.authoring.get, "item", slug)
        kind = text_of(each.value.get("kind"))
        if kind not in FORMS:
            self.render_page("authoring/unknown.html", slug=slug, file=each.path, line=each.line, kind=kind)
            return
        papers = self.papers().papers.values()
        used = [paper.title for paper in papers if any(slug in slot.candidates for slot in paper.slots)]
        standing = await asyncio.to_thread(standing_of, self, each)
        self.form_page(kind, each.value, {
            "slug": slug, "base": each.version, "topic": each.topic, "state": standing["state"], "standing": standing,
            "tone": STATE_TONES[each.state], "origin": ORIGINS[each.origin], "path": each.path, "used": used,
            "published": each.published,
        })  # fmt: skip


class NewItemPage(ItemFormPage):
    """``authoring/items/new``: which kind; with a kind, or a question to copy, its empty form."""

    async def get(self) -> None:
        asked = self.query(NewItemRequest)
        if asked.copy_of:
            each = await asyncio.to_thread(self.context.authoring.get, "item", asked.copy_of)
            kind = str(each.value.get("kind"))
            value = {name: part for name, part in each.value.items() if name not in ("id", "seed")}
            self.begin(kind, value, each.topic)
        elif asked.kind:
            start = {"kind": asked.kind, "use": "practice", "difficulty": "medium", "stem": ""}
            self.begin(asked.kind, start | (FORMS[asked.kind].start if asked.kind in FORMS else {}), asked.topic)
        else:
            self.render_page("authoring/new.html", forms=FORMS, topic=asked.topic)

    def begin(self, kind: str, value: dict[str, Any], topic: str) -> None:
        if kind not in FORMS:
            raise NotFound("没有这种题型。", way_out="请回到题库，从“写一道题”里选。")
        self.form_page(kind, value, {"new": True, "topic": topic})


class ItemFramePage(PageHandler):
    """``authoring/frame``: stands in the preview's frame and shows what its page sends it."""

    access = permissions.AUTHORS

    def set_default_headers(self) -> None:
        super().set_default_headers()
        policy = SECURITY_HEADERS["Content-Security-Policy"]
        self.set_header("Content-Security-Policy", policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"))

    def get(self) -> None:
        self.render_page("authoring/frame.html")


HANDLERS = [
    (r"authoring/items/new", NewItemPage),
    (rf"authoring/items/{ITEM}", ItemPage),
    (r"authoring/frame", ItemFramePage),
]
