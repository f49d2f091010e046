"""Re-reviews after changes of the law, and every statement a person still has to verify; for trainers."""

from __future__ import annotations

import asyncio
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import citing, clock, laws, staff
from anpei.errors import AnpeiError
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Flag, Line, Number, RequestModel, Text
from anpei.server.core.view_models import card_view
from anpei.server.core.workbooks import XLSX
from anpei.server.laws import doubts_file

__all__ = ["HANDLERS"]

RECENT = 20
DOUBTS = (
    ("law", "法规", "只读到二手资料、凭记忆，或者条文已经变动。取得官方文本、对照过，改 laws/registry.yaml。"),
    ("source", "通行做法", "没有条文依据的做法。请懂行的人看：急救找持证教员，灭火找消防，分级和整改找安全工程师。"),
    ("words", "课文、题目和模拟里的句子", "句子自己标着“待核”。按章按模拟列出，核对过就去掉标记。"),
)
"""What makes a statement doubtful, its title, and who can settle it."""
TONES = {"待核": "warn", "已被替代": "danger", "尚未施行": "info"}


class LawReviewRequest(RequestModel):
    """The item of a review that is signed for, and what was found; ``done``: it was."""

    review: Number = 0
    ref: Line = ""
    note: Text = Field("", title="结论")
    done: Flag = False


class LawReviewsPage(PageHandler):
    """``board/reviews``; POST signs for one item of a list."""

    access = permissions.CURATORS
    acts = does(POST="content.review")

    async def get(self) -> None:
        await self.show(done=self.query(LawReviewRequest).done)

    async def post(self) -> None:
        by, now, sent = self.person.staff_no, self.now(), self.form(LawReviewRequest)

        def close(session: Session) -> laws.LawReview:
            return laws.close_item(session, sent.review, sent.ref, by=by, note=sent.note, now=now)

        self.note(about=sent.ref, 编号=sent.review)
        try:
            await self.db.awrite(close)
        except AnpeiError as error:
            self.set_status(error.status)
            await self.show(message=str(error))
            return
        self.redirect(self.url("board/reviews", done="1") + f"#review-{sent.review}", status=303)

    async def show(self, message: str = "", done: bool = False) -> None:
        with self.db.read() as session:
            found = laws.reviews(session)
            names = staff.names(session, {who for review in found for who in signers(review)})
        views = [self.view(review, names) for review in found]
        doubts = await asyncio.to_thread(doubts_of, self)
        self.render_page(
            "laws/reviews.html",
            message=message,
            done=done,
            reviews=[view for view in views if view["waiting"]],
            closed=[view for view in views if not view["waiting"]][:RECENT],
            doubts=doubts_view(doubts),
            doubtful=len(doubts),
        )

    def view(self, review: laws.LawReview, names: dict[str, str]) -> dict[str, Any]:
        zone = self.site.settings.site.timezone
        citation = laws.Citation.parse(review.citation)
        law = self.registry().laws.get(citation.law) if citation else None
        card = self.registry().resolve(review.citation, self.today())
        return {
            "id": review.id,
            "title": f"《{law.short}》{citation.place}" if law and citation else review.citation,
            "why": review.why,
            "opened": f"{names.get(review.opened_by, review.opened_by)} {clock.show(review.opened, zone)} 开",
            "waiting": review.waiting,
            "card": card_view(card) if card else None,
            "items": [item_view(item, names, zone) for item in review.items],
        }


class DoubtsFilePage(PageHandler):
    """``board/doubts.xlsx``: the same list for whoever verifies it away from a screen."""

    access = permissions.CURATORS

    async def get(self) -> None:
        settings, now = self.site.settings.site, self.now()
        day = clock.local(now, settings.timezone).strftime("%Y%m%d")
        doubts = await asyncio.to_thread(doubts_of, self)
        body = await asyncio.to_thread(doubts_file.xlsx, doubts_view(doubts), settings.name, now, settings.timezone)
        await self.send_file(body, XLSX, f'filename="anpei-doubts-{day}.xlsx"')


def doubts_of(handler: PageHandler) -> list[laws.Doubt]:
    """Everything that rests on what nobody has verified, today; reckoned once for the same content and day."""
    registry, library, day = handler.registry(), handler.context.library(), handler.today()
    kept: tuple[Any, Any, Any, list[laws.Doubt]] | None = handler.settings.get("anpei_doubts")
    if kept is None or kept[0] is not registry or kept[1] is not library or kept[2] != day:
        kept = (registry, library, day, laws.doubts(registry, citing.mentions(library), day))
        handler.settings["anpei_doubts"] = kept
    return kept[3]


def signers(review: laws.LawReview) -> set[str]:
    """Whoever opened it or closed something of it."""
    return {review.opened_by, *(item.closed_by for item in review.items if item.closed_by is not None)}


def item_view(item: laws.ReviewItem, names: dict[str, str], zone: str) -> dict[str, Any]:
    kind, _, name = item.ref.partition(":")
    signed = ""
    if item.closed is not None and item.closed_by is not None:
        signed = f"{names.get(item.closed_by, item.closed_by)} {clock.show(item.closed, zone)}：{item.note}"
    return {
        "ref": item.ref,
        "title": item.title,
        "kind": laws.KINDS.get(kind, kind),
        "name": name,
        "href": address(kind, name),
        "signed": signed,
    }


def address(kind: str, name: str) -> str:
    """The page where it can be seen; a question has none of its own, a drill is played at a kiosk."""
    return f"{kind if kind == 'paper' else 'course'}s/{name}" if kind in ("paper", "course", "chapter") else ""


def doubts_view(doubts: list[laws.Doubt]) -> list[dict[str, Any]]:
    """The kinds of doubt that there are, each with its rows."""
    views = []
    for by, title, hint in DOUBTS:
        rows = rows_of([doubt for doubt in doubts if doubt.by == by])
        if rows:
            count = sum(len(row["places"]) + len(row["sentences"]) for row in rows)
            views.append({"id": f"doubts-{by}", "title": title, "hint": hint, "count": count, "rows": rows})
    return views


def rows_of(doubts: list[laws.Doubt]) -> list[dict[str, Any]]:
    """One row for each thing relied on with what relies on it; of sentences, one for each place they stand in."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for doubt in doubts:
        place = place_view(doubt.mention)
        title = doubt.mention.ref if doubt.by == "words" else doubt.rests_on
        empty = {"title": title, "href": "", "status": doubt.status, "tone": TONES[doubt.status]}
        row = rows.setdefault((title, doubt.status), {**empty, "places": [], "sentences": []})
        if doubt.by == "words":
            row["title"], row["href"] = f"{place['kind']} {place['title']}", place["href"]
            row["sentences"].append(doubt.rests_on)
        else:
            row["places"].append(place)
    return list(rows.values())


def place_view(mention: laws.Mention) -> dict[str, str]:
    href = address(mention.kind, mention.name)
    return {"kind": laws.KINDS[mention.kind], "name": mention.name, "title": mention.title, "href": href}


HANDLERS = [(r"board/reviews", LawReviewsPage), (r"board/doubts\.xlsx", DoubtsFilePage)]
