"""What was asked of the model: one row a question, with its state and, once there is one, its answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["EvacuationRun"]


class EvacuationRun(Base):
    """A question to the model; ``key`` names the files of its answer, ``drill_run`` the drill it follows (or 0).

    ``state``: queued, running, done, failed or cancelled. Whoever runs it renews ``beat`` every few seconds.
    """

    __tablename__ = "evacuation_run"

    run_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    slug: Mapped[str] = mapped_column(String(128), index=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    sha: Mapped[str] = mapped_column(String(64))
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON)
    drill_run: Mapped[int] = mapped_column(Integer, default=0, index=True)
    asked_by: Mapped[str] = mapped_column(String(64))
    asked: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(16), index=True)
    progress: Mapped[float] = mapped_column(default=0.0)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    beat: Mapped[int] = mapped_column(BigInteger, default=0)
    started: Mapped[int] = mapped_column(BigInteger, default=0)
    ended: Mapped[int] = mapped_column(BigInteger, default=0)
    words: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
