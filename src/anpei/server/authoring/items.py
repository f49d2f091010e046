"""``authoring/items``: the list of questions, searched, narrowed and paged; acts on several at once."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qsl

from pydantic import Field

from anpei import authoring, clock
from anpei.errors import AnpeiError, Refused
from anpei.server.authoring.forms import DIFFICULTIES, kind_label
from anpei.server.authoring.listing import PER_PAGE, STATES, ItemFilter, ItemRow, facets, matching
from anpei.server.authoring.shelf import author_of, shelf_of
from anpei.server.authoring.states import release_of
from anpei.server.authoring.words import plain_message
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Code, Line, Number, RequestModel, from_fields
from anpei.server.core.view_models import page_within

__all__ = ["HANDLERS", "TONES"]

TONES = {"draft": "", "in_review": "info", "published": "ok", "changed": "warn", "retired": ""}
FIRST_FACETS = ("topic", "kind", "state", "trouble")
MOST_AT_ONCE = 200


class ItemsRequest(RequestModel):
    """What the list is narrowed by, and which page of it."""

    q: Line = ""
    topic: Line = ""
    kind: Line = ""
    state: Line = ""
    difficulty: Line = ""
    use: Line = ""
    law: Line = ""
    paper: Line = ""
    tag: Line = ""
    last: Line = ""
    facility: Line = ""
    trouble: Line = ""
    batch: Line = ""
    page: Number = 1
    done: Number = 0
    published: Number = 0

    def choice(self) -> ItemFilter:
        return ItemFilter(**self.model_dump(exclude={"page", "done", "published"}))


class ItemsActRequest(RequestModel):
    """An act on the questions that were ticked.

    ``seen`` are the questions of the page with the versions that were listed, ``back`` is what it was narrowed by.
    """

    items: list[Code] = Field(default=[], max_length=MOST_AT_ONCE, title="题目")
    seen: list[Line] = Field(default=[], max_length=MOST_AT_ONCE)
    act: Line = ""
    tag: Line = Field("", title="标签")
    difficulty: Line = Field("", title="难度")
    topic: Line = Field("", title="主题")
    back: str = Field("", max_length=2000)

    def asked(self) -> ItemsRequest:
        """The list as it was when questions were ticked."""
        return from_fields(
            {name: [value.encode()] for name, value in parse_qsl(self.back.removeprefix("?"))}, ItemsRequest
        )


class ItemsPage(PageHandler):
    """The list; POST does one act on every ticked question and names those to which it couldn't be done."""

    access = permissions.AUTHORS
    acts = does(POST=("content.items", "content.publish"))

    async def get(self) -> None:
        await self.show(self.query(ItemsRequest))

    async def post(self) -> None:
        sent = self.form(ItemsActRequest)
        if not sent.items:
            raise Refused("还没有勾选题目。", way_out="请回到列表，勾选以后再来。")
        if sent.act == "publish":
            await self.noted("content.publish", 题数=len(sent.items))
            done, refused = await asyncio.to_thread(self.publish, list(dict.fromkeys(sent.items)), set(sent.seen))
        else:
            await self.noted("content.items", 动作=sent.act, 题数=len(sent.items))
            done, refused = await asyncio.to_thread(self.act, sent)
        told = "published" if sent.act == "publish" else "done"
        if refused:
            await self.show(sent.asked().model_copy(update={told: done}), refused, publishing=sent.act == "publish")
            return
        self.redirect(self.url("authoring/items") + sent.asked().choice().query(**{told: str(done)}), status=303)

    def act(self, sent: ItemsActRequest) -> tuple[int, list[str]]:
        """Each question for itself: how many it was done to, and what stands against the others."""
        desk, author, done, refused = self.context.authoring, author_of(self.person), 0, []
        for slug in dict.fromkeys(sent.items):
            try:
                each = desk.get("item", slug)
                wanted, sentence = changed(each.value, sent)
                topic = sent.topic if sent.act == "topic" else ""
                desk.save("item", slug, wanted, base=each.version, author=author, sentence=sentence, topic=topic)
                done += 1
            except AnpeiError as error:
                refused.append(f"{slug}：{error}")
        return done, refused

    def publish(self, slugs: list[str], seen: set[str]) -> tuple[int, list[str]]:
        """All that may be, in one go: how many readers see now, and what stands against the others."""
        desk, release = self.context.authoring, release_of(self)
        with self.db.read() as session:
            last, approved = authoring.last_steps(session, "item"), authoring.approvals(session)
        known = {each.slug: each for each in desk.objects("item")}
        wanted, refused = [], [f"{slug}：没有这道题。" for slug in slugs if slug not in known]
        for each in (known[slug] for slug in slugs if slug in known):
            step = last.get(("item", each.slug))
            allowed = authoring.may(
                each, step, staff_no=self.person.staff_no, roles=self.person.roles, writers=(),
                second_reader=release.second_reader,
            )  # fmt: skip
            if f"{each.slug} {each.version}" not in seen:
                refused.append(f"{each.slug}：你打开列表以后又有人改了，请看过新的内容再发布。")
            elif "publish" in allowed:
                wanted.append(("item", each.slug, each.mark))
            else:
                state = authoring.STATE_WORDS[authoring.state_of(each, step)]
                refused.append(f"{each.slug}：现在是“{state}”，不能发布；要求审核的，先请另一位审核。")
        released = release.publish(wanted, author_of(self.person), approved)
        for held in released.held:
            slug = held.key.rpartition("/")[2]
            refused.append(
                f"{slug}：{held.why}{''.join(plain_message(one.message, slug) for one in held.findings[:1])}"
            )
        return len(released.published), refused

    async def show(self, asked: ItemsRequest, refused: list[str] | None = None, *, publishing: bool = False) -> None:
        choice = asked.choice()
        seen = await asyncio.to_thread(self.look, choice, asked.page)
        self.render_page(
            "authoring/items.html", chosen=choice, query=choice.query(), done=asked.done, published=asked.published,
            refused=refused or [], publishing=publishing, first=FIRST_FACETS, difficulties=DIFFICULTIES,
            turn=lambda number: self.url("authoring/items") + choice.query(page=str(number)), **seen,
        )  # fmt: skip

    def look(self, choice: ItemFilter, wanted: int) -> dict[str, Any]:
        """Everything of the page that is read from the disk or the database."""
        shelf, registry, papers = shelf_of(self), self.registry(), self.papers().papers
        rows, now = shelf.rows(papers, registry, self.today()), self.now()
        kept = matching(rows, choice, shelf.found(choice.q), now)
        page, pages = page_within(wanted, len(kept), PER_PAGE)
        names = {law.id: law.short for law in registry.laws.values()}
        topics, titles = shelf.topics(), {slug: paper.title for slug, paper in papers.items()}
        return {
            "total": len(rows), "count": len(kept), "page": page, "pages": pages, "unchecked": shelf.unchecked,
            "topics": topics,
            "facets": facets(rows, topics, names, titles, now),
            "rows": [row_view(row, topics, self.zone) for row in kept[(page - 1) * PER_PAGE : page * PER_PAGE]],
        }  # fmt: skip


def changed(value: dict[str, Any], sent: ItemsActRequest) -> tuple[dict[str, Any], str]:
    """A question with what the act gives it, and the sentence for its history."""
    if sent.act == "tag" and sent.tag:
        tags = value.get("tags")
        known = tags if isinstance(tags, list) else []
        return value | {"tags": list(dict.fromkeys([*known, sent.tag]))}, f"加标签“{sent.tag}”"
    if sent.act == "difficulty" and sent.difficulty in DIFFICULTIES:
        return value | {"difficulty": sent.difficulty}, f"难度改为“{DIFFICULTIES[sent.difficulty]}”"
    if sent.act == "topic" and sent.topic:
        return value, ""
    raise Refused("没有选要做什么。", way_out="请选一个动作，并填好内容。")


def row_view(row: ItemRow, topics: dict[str, str], zone: str) -> dict[str, Any]:
    """One line of the list in words."""
    last = clock.local(row.last, zone) if row.last else None
    return {
        "slug": row.slug,
        "version": row.version,
        "stem": row.stem.strip() or "（还没有题干）",
        "kind": kind_label(row.kind) or "（没有题型）",
        "topic": topics.get(row.topic, row.topic),
        "state": STATES.get(row.shown_state, row.shown_state),
        "tone": TONES.get(row.shown_state, ""),
        "difficulty": DIFFICULTIES.get(row.difficulty, row.difficulty),
        "use": "练习" if row.use == "practice" else "考试",
        "errors": row.errors,
        "warnings": row.warnings,
        "unsure": row.unsure,
        "review": row.review,
        "papers": len(row.papers),
        "asked": row.asked,
        "facility": f"{row.facility:.0%}" if row.facility is not None else "",
        "last": f"{last.year}年{last.month}月" if last else "",
    }


HANDLERS = [(r"authoring", ItemsPage), (r"authoring/items", ItemsPage)]
