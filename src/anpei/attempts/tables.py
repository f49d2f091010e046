"""The journal's tables: item versions as they were asked, attempts, their slots, and every answer that ever arrived."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base


class ItemVersionRow(Base):
    """A wording that was asked at least once; rows are only ever added."""

    __tablename__ = "item_version"

    sha: Mapped[str] = mapped_column(String(64), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(64), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class AttemptRow(Base):
    """One sitting; ``rules`` are the paper's minutes, pass mark, attempts and review policy when it began."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("staff_no", "paper", "kind", "number"),
        Index(
            "ix_attempt_open",
            "staff_no",
            "paper",
            "kind",
            unique=True,
            sqlite_where=text("handed_in IS NULL"),
            postgresql_where=text("handed_in IS NULL"),
        ),
        Index("ix_attempt_due", "handed_in", "deadline"),
        Index("ix_attempt_paper", "paper", "staff_no"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    paper: Mapped[str] = mapped_column(String(64))
    paper_sha: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(100))
    course: Mapped[str] = mapped_column(String(64))
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    staff_no: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[int] = mapped_column(Integer)
    started: Mapped[int] = mapped_column(BigInteger)
    deadline: Mapped[int | None] = mapped_column(BigInteger)
    handed_in: Mapped[int | None] = mapped_column(BigInteger)
    how: Mapped[str | None] = mapped_column(String(16))


class SlotRow(Base):
    """One drawn question and the answer that counts; ``kind`` and ``size`` are what validating an answer needs."""

    __tablename__ = "attempt_slot"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    slot: Mapped[str] = mapped_column(String(8), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(64))
    sha: Mapped[str] = mapped_column(ForeignKey("item_version.sha"))
    kind: Mapped[str] = mapped_column(String(16))
    size: Mapped[int] = mapped_column(Integer)
    order: Mapped[list[int]] = mapped_column("display_order", JSON)
    points: Mapped[float]
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    flag: Mapped[bool] = mapped_column(default=False)
    saved: Mapped[int | None] = mapped_column(BigInteger)


class AnswerEvent(Base):
    """An answer that arrived, whatever became of it; rows are only ever added."""

    __tablename__ = "answer_event"
    __table_args__ = (
        UniqueConstraint("attempt_id", "uuid"),
        Index("ix_answer_event_slot", "attempt_id", "slot"),
        Index(
            "ix_answer_event_late",
            "id",
            sqlite_where=text("outcome = 'late'"),
            postgresql_where=text("outcome = 'late'"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    slot: Mapped[str] = mapped_column(String(8))
    uuid: Mapped[str] = mapped_column(String(64))
    base: Mapped[int] = mapped_column(Integer)
    revision: Mapped[int] = mapped_column(Integer)
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(200))
    received: Mapped[int] = mapped_column(BigInteger)
