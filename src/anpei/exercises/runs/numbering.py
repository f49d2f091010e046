"""The number of a drill (演练编号): those that a director called, by year, as 2026-003; practice alone has none."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei.exercises.runs.tables import DrillRun

__all__ = ["assign_number", "run_label", "run_labels"]


def assign_number(session: Session, run_id: int, year: int) -> str:
    """Give a drill the next number of its year; one that has a number keeps it."""
    row = session.get_one(DrillRun, run_id)
    if row.number is None:
        known = select(DrillRun.number).where(DrillRun.number.startswith(f"{year}-"))
        last = session.scalar(known.order_by(func.length(DrillRun.number).desc(), DrillRun.number.desc()).limit(1))
        row.number = f"{year}-{int(last.partition('-')[2]) + 1 if last else 1:03d}"
        session.flush()
    return row.number


def run_label(number: str, origin: str) -> str:
    """How pages and papers name a run beside its title."""
    return number or ("单人练习" if origin == "self" else "未编号")


def run_labels(session: Session, runs: Collection[int]) -> dict[int, str]:
    """The same for several runs by their ids."""
    query = select(DrillRun.run_id, DrillRun.number, DrillRun.origin).where(DrillRun.run_id.in_(runs))
    return {row.run_id: run_label(row.number or "", row.origin) for row in session.execute(query)}
