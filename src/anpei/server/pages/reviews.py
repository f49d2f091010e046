"""Re-reviews after changes of the law, and every statement a person still has to verify; for trainers."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from anpei import citing, clock, laws, staff
from anpei.errors import AnpeiError
from anpei.server.base import PageHandler
from anpei.server.pages.board import TRAINERS
from anpei.server.pages.shared import card_view

__all__ = ["HANDLERS"]

RECENT = 20
TONES = {"待核": "warn", "已被替代": "danger", "尚未施行": "info"}


class Reviews(PageHandler):
    """``board/reviews``; POST signs for one item of a list."""

    def get(self) -> None:
        self.require(*TRAINERS)
        self.show(done=bool(self.get_query_argument("done", "")))

    async def post(self) -> None:
        person, now = self.require(*TRAINERS), self.now()
        number = self.get_body_argument("review", "")
        review_id = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
        ref, note = self.get_body_argument("ref", "")[:160], self.get_body_argument("note", "")

        def close(session: Session) -> laws.Review:
            return laws.close_item(session, review_id, ref, by=person.staff_no, note=note, now=now)

        try:
            await self.db.awrite(close)
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(message=str(error))
            return
        self.redirect(self.url("board/reviews", done="1") + f"#review-{review_id}", status=303)

    def show(self, message: str = "", done: bool = False) -> None:
        zone = self.site.settings.site.timezone
        with self.db.read() as session:
            found = laws.reviews(session)
            names = {one.staff_no: one.name for one in staff.people(session, active=None)}
        views = [self.view(review, names) for review in found]
        mentions = citing.mentions(self.context.library())
        doubts = laws.doubts(self.registry(), mentions, clock.local(self.now(), zone).date())
        self.render_page(
            "reviews.html",
            message=message,
            done=done,
            reviews=[view for view in views if view["waiting"]],
            closed=[view for view in views if not view["waiting"]][:RECENT],
            doubts=doubts_view(doubts),
            doubtful=len(doubts),
        )

    def view(self, review: laws.Review, names: dict[str, str]) -> dict[str, Any]:
        zone = self.site.settings.site.timezone
        citation = laws.Citation.parse(review.citation)
        law = self.registry().laws.get(citation.law) if citation else None
        card = self.registry().resolve(review.citation)
        return {
            "id": review.id,
            "title": f"《{law.short}》{citation.place}" if law and citation else review.citation,
            "why": review.why,
            "opened": f"{names.get(review.opened_by, review.opened_by)} {clock.show(review.opened, zone)} 开",
            "waiting": review.waiting,
            "card": card_view(card) if card else None,
            "items": [item_view(item, names, zone) for item in review.items],
        }


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
    """One row for each thing relied on, what relies on it behind."""
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for doubt in doubts:
        mention = doubt.mention
        place = {"kind": laws.KINDS[mention.kind], "name": mention.name, "title": mention.title}
        place["href"] = address(mention.kind, mention.name)
        groups.setdefault((doubt.rests_on, doubt.status), []).append(place)
    return [
        {"rests_on": rests_on, "status": status, "tone": TONES[status], "places": places}
        for (rests_on, status), places in groups.items()
    ]


HANDLERS = [(r"board/reviews", Reviews)]
