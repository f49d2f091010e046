"""Going on where one stopped, on whichever device: the place in a chapter."""

from __future__ import annotations

from sqlalchemy.orm import Session

from anpei.errors import Refused
from anpei.records.tables import PlaceRow

__all__ = ["note_place", "place_reached"]

MOST_BLOCKS = 10_000


def note_place(session: Session, staff_no: str, course: str, chapter: str, block: int, now: int) -> None:
    """Remember the block being read; the latest word counts."""
    if not 0 <= block < MOST_BLOCKS:
        raise Refused("没有这个阅读位置。", code="bad_request", way_out="请刷新页面。")
    session.merge(PlaceRow(staff_no=staff_no, course=course, chapter=chapter, block=block, at=now))


def place_reached(session: Session, staff_no: str, course: str, chapter: str) -> int:
    """The number of the block somebody read last; 0 is the beginning."""
    row = session.get(PlaceRow, (staff_no, course, chapter))
    return row.block if row else 0
