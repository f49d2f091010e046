"""Drills that are planned: every version of a plan, and what was decided about it; rows are only ever added."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["PlanDecisionRow", "PlanVersionRow", "PlannedDrillRow"]


class PlannedDrillRow(Base):
    """A drill somebody plans; ``approver`` as the newest version has it, ``run_id`` the run it was held as."""

    __tablename__ = "planned_drill"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    scenario_id: Mapped[str] = mapped_column(String(128), index=True)
    created: Mapped[int] = mapped_column(BigInteger)
    created_by: Mapped[str] = mapped_column(String(64))
    approver: Mapped[str] = mapped_column(String(64), default="", index=True)
    run_id: Mapped[int | None] = mapped_column(Integer, default=None, index=True)
    cancelled: Mapped[int | None] = mapped_column(BigInteger, default=None)


class PlanVersionRow(Base):
    """One version of a plan; ``sha`` is of the plan with its scenario as both were, which is what is approved."""

    __tablename__ = "planned_drill_version"
    __table_args__ = (UniqueConstraint("planned_id", "version"), UniqueConstraint("uuid"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    planned_id: Mapped[int] = mapped_column(ForeignKey("planned_drill.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha: Mapped[str] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    uuid: Mapped[str] = mapped_column(String(64))


class PlanDecisionRow(Base):
    """A version approved, or sent back with the reason."""

    __tablename__ = "planned_drill_decision"
    __table_args__ = (UniqueConstraint("uuid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    planned_id: Mapped[int] = mapped_column(ForeignKey("planned_drill.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    sha: Mapped[str] = mapped_column(String(64))
    staff_no: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str] = mapped_column(String(16), default="")
    path: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    uuid: Mapped[str] = mapped_column(String(64))
