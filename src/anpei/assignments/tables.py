"""What the grading worker must not forget: jobs that are still to do, and how far the gradebook's log was read."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["GradebookCursor", "GradingJob"]


class GradingJob(Base):
    """One thing to do for one attempt; asking again for a finished one queues it again. Times are ms UTC.

    ``state`` is queued or done. What failed waits as every task's rows do (:mod:`anpei.tasks`).
    """

    __tablename__ = "grading_job"
    __table_args__ = (UniqueConstraint("attempt_id", "kind"),)

    job_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    attempt_id: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(8), index=True)
    asked: Mapped[int] = mapped_column(BigInteger)
    finished: Mapped[int | None] = mapped_column(BigInteger)


class GradebookCursor(Base):
    """The last entry of the gradebook's mark log that has become part of the records; one row."""

    __tablename__ = "gradebook_cursor"

    cursor_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
