"""How often each question was asked in exams, how well it was answered, and when last."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from anpei.attempts import AttemptRow, SlotRow
from anpei.records.tables import SlotMarkRow

__all__ = ["ItemUsage", "item_usage"]


@dataclass(frozen=True)
class ItemUsage:
    """``facility``: the share of its points that was won, 0 to 1; None before anything is marked. ``last`` in ms."""

    asked: int
    facility: float | None
    last: int


def item_usage(session: Session) -> dict[str, ItemUsage]:
    """Every question that was ever drawn, by its id. Counted over all answers: not on an event loop."""
    marked = and_(SlotMarkRow.attempt_id == SlotRow.attempt_id, SlotMarkRow.slot == SlotRow.slot)
    query = (
        select(
            SlotRow.item_id,
            func.count(),
            func.sum(SlotMarkRow.points),
            func.sum(SlotMarkRow.max),
            func.max(AttemptRow.started),
        )
        .join(AttemptRow, AttemptRow.id == SlotRow.attempt_id)
        .outerjoin(SlotMarkRow, and_(marked, SlotMarkRow.state != "unmarked"))
        .group_by(SlotRow.item_id)
    )
    return {
        item: ItemUsage(asked, float(won) / float(most) if most else None, last)
        for item, asked, won, most, last in session.execute(query)
    }
