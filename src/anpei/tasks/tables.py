"""What could not be done: one line for each row of periodic work that failed, until it is done or no longer due."""

from __future__ import annotations

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["TaskFailureRow"]


class TaskFailureRow(Base):
    """``row`` as its task names it, empty when the task couldn't even find out what is due. Times are ms UTC."""

    __tablename__ = "task_failure"

    task: Mapped[str] = mapped_column(String(32), primary_key=True)
    row: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(Integer)
    first: Mapped[int] = mapped_column(BigInteger)
    last: Mapped[int] = mapped_column(BigInteger)
    again: Mapped[int] = mapped_column(BigInteger)
    trouble: Mapped[str] = mapped_column(String(300))
