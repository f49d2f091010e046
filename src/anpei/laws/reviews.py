"""Opening and closing re-reviews: a person looks at each thing a change of the law touched and signs for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import clock
from anpei.errors import NotFound, Refused
from anpei.laws.mentions import Mention
from anpei.laws.model import Citation
from anpei.laws.tables import LawReviewItemRow, LawReviewRow

__all__ = ["LONGEST_NOTE", "LawReview", "ReviewItem", "close_item", "open_review", "reviewed_since", "reviews"]

LONGEST_NOTE = 500


@dataclass(frozen=True)
class ReviewItem:
    """One thing on the list; ``closed`` is None while it waits for somebody."""

    ref: str
    title: str
    closed: int | None
    closed_by: str | None
    note: str


@dataclass(frozen=True)
class LawReview:
    id: int
    citation: str
    why: str
    opened_by: str
    opened: int
    closed: int | None
    items: tuple[ReviewItem, ...]

    @property
    def waiting(self) -> int:
        return sum(item.closed is None for item in self.items)


def open_review(
    session: Session, citation: str, mentions: Sequence[Mention], *, by: str, why: str, now: int
) -> LawReview:
    """A list of what is touched; while one is open for the same citation, what is new joins it.

    Raises :class:`Refused` when nothing is touched, no reason is given or the citation can't be read.
    """
    if Citation.parse(citation) is None:
        raise Refused(f"“{citation}”不是法规编号或条号。", way_out="应如 xiaofang 或 xiaofang#44。")
    if not why.strip():
        raise Refused("没有写复核的原因。", way_out="请用一句话写明哪里变了。")
    if not mentions:
        raise Refused("没有内容引用它，不用开复核清单。", way_out="请核对条号；只写法规编号就查整部法规。")
    row = session.scalars(select(LawReviewRow).filter_by(citation=citation, closed=None).limit(1)).first()
    if row is None:
        row = LawReviewRow(citation=citation, why=_clip(why), opened_by=by, opened=now, closed=None)
        session.add(row)
        session.flush()
    listed = {item.ref for item in _items(session, [row.id])[row.id]}
    session.add_all(
        LawReviewItemRow(review_id=row.id, ref=mention.ref, title=mention.title)
        for mention in mentions
        if mention.ref not in listed
    )
    session.flush()
    return _review(row, _items(session, [row.id])[row.id])


def reviews(session: Session, *, open_only: bool = False) -> list[LawReview]:
    """Every list, the newest first."""
    query = select(LawReviewRow).order_by(LawReviewRow.opened.desc(), LawReviewRow.id.desc())
    if open_only:
        query = query.where(LawReviewRow.closed.is_(None))
    rows = list(session.scalars(query))
    items = _items(session, [row.id for row in rows])
    return [_review(row, items[row.id]) for row in rows]


def close_item(session: Session, review_id: int, ref: str, *, by: str, note: str, now: int) -> LawReview:
    """Sign for one item; the list is closed with its last one. A second signature changes nothing."""
    row = session.get(LawReviewRow, review_id)
    item = session.get(LawReviewItemRow, (review_id, ref))
    if row is None or item is None:
        raise NotFound("复核清单里没有这一项。", way_out="请刷新页面后再试。")
    if not note.strip():
        raise Refused("没有写复核结论。", way_out="请写一句：看了什么，改了没有。")
    if item.closed is None:
        item.closed, item.closed_by, item.note = now, by, _clip(note)
        session.flush()
    items = _items(session, [row.id])[row.id]
    if row.closed is None and all(each.closed is not None for each in items):
        row.closed = now
        session.flush()
    return _review(row, items)


def reviewed_since(session: Session, ended: Mapping[str, Mapping[str, date]], zone: str) -> set[str]:
    """Those refs of which every superseded citation was signed for on or after the day it ended.

    ``ended`` maps a ref to its superseded citations and their days, as :func:`anpei.laws.outdated` tells them.
    """
    query = (
        select(LawReviewItemRow.ref, LawReviewRow.citation, LawReviewItemRow.closed)
        .join(LawReviewRow, LawReviewRow.id == LawReviewItemRow.review_id)
        .where(LawReviewItemRow.ref.in_(list(ended)), LawReviewItemRow.closed.is_not(None))
    )
    signed: dict[str, list[tuple[str, datetime]]] = {}
    for ref, citation, closed in session.execute(query):
        signed.setdefault(ref, []).append((citation, clock.local(closed or 0, zone)))
    return {
        ref
        for ref, cites in ended.items()
        if all(_signed(text, day, signed.get(ref, [])) for text, day in cites.items())
    }


def _signed(text: str, since: date, signatures: Iterable[tuple[str, datetime]]) -> bool:
    citation = Citation.parse(text)
    for reviewed, at in signatures:
        covering = Citation.parse(reviewed)
        if citation and covering and covering.touches(citation) and at.date() >= since:
            return True
    return False


def _items(session: Session, review_ids: Sequence[int]) -> dict[int, list[ReviewItem]]:
    found: dict[int, list[ReviewItem]] = {review_id: [] for review_id in review_ids}
    query = select(LawReviewItemRow).where(LawReviewItemRow.review_id.in_(review_ids)).order_by(LawReviewItemRow.ref)
    for row in session.scalars(query):
        found[row.review_id].append(ReviewItem(row.ref, row.title, row.closed, row.closed_by, row.note or ""))
    return found


def _review(row: LawReviewRow, items: Sequence[ReviewItem]) -> LawReview:
    return LawReview(row.id, row.citation, row.why, row.opened_by, row.opened, row.closed, tuple(items))


def _clip(words: str) -> str:
    return words.strip()[:LONGEST_NOTE]
