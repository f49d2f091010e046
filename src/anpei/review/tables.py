"""What each person practises again: cards with the scheduler's memory, answers, chapters, and what was looked at."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["RefreshAnswerRow", "RefreshCardRow", "RefreshChapterRow", "RefreshSeenRow"]


class RefreshCardRow(Base):
    """One practice item for one person, and when it's due next."""

    __tablename__ = "refresh_card"

    staff_no: Mapped[str] = mapped_column(String(64), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    due: Mapped[int] = mapped_column(BigInteger, index=True)
    memory: Mapped[dict[str, Any]] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(String(200))
    created: Mapped[int] = mapped_column(BigInteger)


class RefreshAnswerRow(Base):
    """One answer to a card; rows are only ever added, the same uuid once."""

    __tablename__ = "refresh_answer"
    __table_args__ = (UniqueConstraint("staff_no", "uuid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    staff_no: Mapped[str] = mapped_column(String(64))
    item_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    verdict: Mapped[str] = mapped_column(String(16))
    due: Mapped[int] = mapped_column(BigInteger)
    uuid: Mapped[str] = mapped_column(String(64))


class RefreshChapterRow(Base):
    """A chapter to read again, until the person says that they have."""

    __tablename__ = "refresh_chapter"
    __table_args__ = (UniqueConstraint("staff_no", "course", "chapter"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    staff_no: Mapped[str] = mapped_column(String(64))
    course: Mapped[str] = mapped_column(String(64))
    chapter: Mapped[str] = mapped_column(String(128))
    why: Mapped[str] = mapped_column(String(200))
    created: Mapped[int] = mapped_column(BigInteger)
    done: Mapped[int | None] = mapped_column(BigInteger, default=None)


class RefreshSeenRow(Base):
    """A run or an exam whose misses have been turned into practice: ``run:7``, ``exam:12``."""

    __tablename__ = "refresh_seen"

    ref: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger)
