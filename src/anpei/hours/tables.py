"""Active time as it was told, beat by beat, and who falls under which requirement."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["ActiveRow", "HoursCategoryRow"]


class ActiveRow(Base):
    """Seconds somebody was active in a chapter until ``at``; only ever added, once per uuid."""

    __tablename__ = "active_time"
    __table_args__ = (UniqueConstraint("staff_no", "uuid"), Index("ix_active_time_person", "staff_no", "at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    staff_no: Mapped[str] = mapped_column(String(32))
    course: Mapped[str] = mapped_column(String(64))
    chapter: Mapped[str] = mapped_column(String(128))
    at: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[int] = mapped_column(Integer)
    uuid: Mapped[str] = mapped_column(String(64))


class HoursCategoryRow(Base):
    """A requirement given to a person by a trainer, in place of the default one."""

    __tablename__ = "hours_category"

    staff_no: Mapped[str] = mapped_column(String(32), primary_key=True)
    category: Mapped[str] = mapped_column(String(32), primary_key=True)
    since: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(32))
