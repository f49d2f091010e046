"""The record's tables: marks, results, who changed a mark when and why, progress through chapters, drills done.

What is derived from them and may be made anew at any time: who stands where with what (``standing``), and what
finishing a course took when that was reckoned (``course_syllabus``).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base


class ResultRow(Base):
    """An attempt's result, kept so that lists of thousands need no marking."""

    __tablename__ = "attempt_result"
    __table_args__ = (Index("ix_attempt_result_paper", "paper", "staff_no"),)

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    staff_no: Mapped[str] = mapped_column(String(32), index=True)
    paper: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(100))
    number: Mapped[int] = mapped_column(Integer)
    handed_in: Mapped[int] = mapped_column(BigInteger)
    marked: Mapped[int] = mapped_column("settled", BigInteger)
    state: Mapped[str] = mapped_column(String(16))
    score: Mapped[float]
    max: Mapped[float] = mapped_column("max_score")
    percent: Mapped[float]
    passed: Mapped[bool | None]
    decided: Mapped[str | None] = mapped_column(String(8))


class SlotMarkRow(Base):
    """A slot's mark as it counts, and beside it the trainer's newer one that is not published yet."""

    __tablename__ = "slot_mark"
    __table_args__ = (
        Index(
            "ix_slot_mark_waiting",
            "attempt_id",
            sqlite_where=text("pending = 1 OR state = 'unmarked'"),
            postgresql_where=text("pending OR state = 'unmarked'"),
        ),
    )

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    slot: Mapped[str] = mapped_column(String(8), primary_key=True)
    points: Mapped[float]
    max: Mapped[float] = mapped_column("max_points")
    verdict: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    comment: Mapped[str] = mapped_column(Text, default="")
    pending: Mapped[bool] = mapped_column(default=False, index=True)
    pending_points: Mapped[float | None]
    pending_comment: Mapped[str] = mapped_column(Text, default="")
    pending_marker: Mapped[str] = mapped_column(String(64), default="")
    pending_at: Mapped[int | None] = mapped_column(BigInteger)


class MarkEventRow(Base):
    """One change of one mark: who, when, from what, to what, why; rows are only ever added."""

    __tablename__ = "mark_event"
    __table_args__ = (Index("ix_mark_event_attempt", "attempt_id", "slot"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    slot: Mapped[str] = mapped_column(String(8))
    at: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(String(64))
    why: Mapped[str] = mapped_column(String(16))
    from_points: Mapped[float | None]
    to_points: Mapped[float | None]
    comment: Mapped[str] = mapped_column(Text, default="")


class ProgressRow(Base):
    """Something a reader did in a chapter, once per uuid; ``rule`` is ``old`` where a page's word alone finished it."""

    __tablename__ = "progress_event"
    __table_args__ = (
        UniqueConstraint("staff_no", "uuid"),
        Index("ix_progress_event_course", "course", "staff_no"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    staff_no: Mapped[str] = mapped_column(String(32))
    course: Mapped[str] = mapped_column(String(64))
    chapter: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    uuid: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    data: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    rule: Mapped[str | None] = mapped_column(String(8))


class PlaceRow(Base):
    """Where somebody last was in a chapter: the number of its block, and when."""

    __tablename__ = "reading_place"

    staff_no: Mapped[str] = mapped_column(String(32), primary_key=True)
    course: Mapped[str] = mapped_column(String(64), primary_key=True)
    chapter: Mapped[str] = mapped_column(String(128), primary_key=True)
    block: Mapped[int] = mapped_column(Integer)
    at: Mapped[int] = mapped_column(BigInteger)


MUSTERED = "集合点到场"
"""The role of who came to a muster point in a drill, without a seat in it."""


class DrillResultRow(Base):
    """One person's part in one drill run; without a verdict they were there, or had left before the end."""

    __tablename__ = "drill_result"

    run_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    staff_no: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    drill: Mapped[str] = mapped_column(String(128), index=True)
    title: Mapped[str] = mapped_column(String(128))
    role: Mapped[str] = mapped_column(String(64))
    started: Mapped[int | None] = mapped_column(BigInteger)
    finished: Mapped[int] = mapped_column(BigInteger)
    score: Mapped[float | None]
    max: Mapped[float | None] = mapped_column("max_score")
    passed: Mapped[bool | None]
    left_early: Mapped[bool] = mapped_column(default=False, server_default=false())


class StandingRow(Base):
    """Where one person stands with one thing, whatever the date: 逾期 is a matter of the plan's due date and the clock.

    ``plan_id`` is the plan that makes it due, the earliest of several; None when nothing does. It counts while that
    plan is in force. Department and post are the person's, so that lists are filtered without the roster.
    """

    __tablename__ = "standing"
    __table_args__ = (Index("ix_standing_plan", "plan_id", "state", "staff_no", "department_id", "post_id"),)

    staff_no: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    target: Mapped[str] = mapped_column(String(128), primary_key=True)
    department_id: Mapped[int] = mapped_column(Integer)
    post_id: Mapped[int | None] = mapped_column(Integer)
    plan_id: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(8))
    percent: Mapped[float | None]
    attempts: Mapped[int] = mapped_column(Integer)
    open_attempt: Mapped[int | None] = mapped_column(Integer)
    best_attempt: Mapped[int | None] = mapped_column(Integer)
    best_score: Mapped[float | None]
    best_max: Mapped[float | None]
    best_decided: Mapped[str | None] = mapped_column(String(8))
    best_awaiting: Mapped[bool | None]
    done_at: Mapped[int | None] = mapped_column(BigInteger)


class SyllabusRow(Base):
    """What finishing a course takes, as the standings were reckoned with; ``stale`` while they are reckoned anew."""

    __tablename__ = "course_syllabus"

    course: Mapped[str] = mapped_column(String(64), primary_key=True)
    chapters: Mapped[list[str]] = mapped_column(JSON)
    paper: Mapped[str] = mapped_column(String(64), index=True)
    stale: Mapped[bool]


class ReckonedRow(Base):
    """Since when the standings are complete, and by which edition of the reckoning; without one they are to be made."""

    __tablename__ = "standings_reckoned"

    edition: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger)
