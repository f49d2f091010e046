"""Re-reviews: what a change of the law touched on the day it was opened, closed item by item, never removed."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

Moment = Annotated[int, mapped_column(BigInteger)]  # ms since 1970


class LawReviewRow(Base):
    """One list; ``citation`` is a law or an article of it, ``closed`` the moment its last item was."""

    __tablename__ = "law_review"
    __table_args__ = (Index(None, "closed"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    citation: Mapped[str] = mapped_column(String(128))
    why: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(String(32))
    opened: Mapped[Moment]
    closed: Mapped[Moment | None]


class LawReviewItemRow(Base):
    """One thing to look at again; ``ref`` is a mention's."""

    __tablename__ = "law_review_item"
    __table_args__ = (Index(None, "ref"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("law_review.id"), primary_key=True)
    ref: Mapped[str] = mapped_column(String(160), primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    closed: Mapped[Moment | None]
    closed_by: Mapped[str | None] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(Text)
