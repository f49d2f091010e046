"""Going on where one stopped, on whichever device: the place in a chapter and the activities already done in it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.errors import Refused
from anpei.records.tables import PlaceRow, ProgressRow

__all__ = ["Resumption", "note_place", "resumption"]

MOST_BLOCKS = 10_000


@dataclass(frozen=True)
class Resumption:
    """``block`` is the number of the block last read (0: the beginning), ``done`` activities as ``place:widget``."""

    block: int
    done: tuple[str, ...]


def note_place(session: Session, staff_no: str, course: str, chapter: str, block: int, now: int) -> None:
    """Remember the block being read; the latest word counts."""
    if not 0 <= block < MOST_BLOCKS:
        raise Refused("没有这个阅读位置。", code="bad_request", way_out="请刷新页面。")
    session.merge(PlaceRow(staff_no=staff_no, course=course, chapter=chapter, block=block, at=now))


def resumption(session: Session, staff_no: str, course: str, chapter: str) -> Resumption:
    """Where this person goes on in a chapter."""
    row = session.get(PlaceRow, (staff_no, course, chapter))
    query = select(ProgressRow.data).where(
        ProgressRow.staff_no == staff_no,
        ProgressRow.course == course,
        ProgressRow.chapter == chapter,
        ProgressRow.kind == "activity",
    )
    done = [data["activity"] for data in session.scalars(query) if isinstance(data, dict) and "activity" in data]
    return Resumption(row.block if row else 0, tuple(dict.fromkeys(str(name)[:64] for name in done)))
