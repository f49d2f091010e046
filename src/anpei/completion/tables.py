"""Answers to practice questions as the server marked them; only ever added, once per uuid."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["PracticeAnswerRow"]


class PracticeAnswerRow(Base):
    """One answer of one person to one practice item, wherever it was asked."""

    __tablename__ = "practice_answer"
    __table_args__ = (
        UniqueConstraint("staff_no", "uuid"),
        Index("ix_practice_answer_item", "staff_no", "item_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    staff_no: Mapped[str] = mapped_column(String(32))
    item_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    verdict: Mapped[str] = mapped_column(String(16))
    uuid: Mapped[str] = mapped_column(String(64))
