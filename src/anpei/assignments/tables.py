"""What the grading worker must not forget: jobs that are still to do, and how far the gradebook's log was read."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["GradebookCursor", "GradingJob"]


class GradingJob(Base):
    """One thing to do for one attempt; asking again for a finished one queues it again. Times are ms UTC."""

    __tablename__ = "grading_job"
    __table_args__ = (UniqueConstraint("attempt_id", "kind"),)

    job_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    attempt_id: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(8), index=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    not_before: Mapped[int] = mapped_column(BigInteger, default=0)
    asked: Mapped[int] = mapped_column(BigInteger)
    finished: Mapped[int | None] = mapped_column(BigInteger)
    trouble: Mapped[str] = mapped_column(Text, default="")


class GradebookCursor(Base):
    """The last entry of the gradebook's mark log that has become part of the records; one row."""

    __tablename__ = "gradebook_cursor"

    cursor_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
