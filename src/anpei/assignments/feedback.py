"""What a learner may see of a marked sheet now: published marks, and of keys what the review policy lets out.

The gradebook may hold marks that the trainer hasn't published; so what the learner reads comes from the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from anpei import attempts, clock, records
from anpei.assignments.context import GradingContext
from anpei.errors import NotFound
from anpei.records import SlotResult

__all__ = ["LearnerView", "learner_view"]


@dataclass(frozen=True)
class LearnerView:
    """``show`` names what is let out of marks, key, explanation, rubric; totals count published marks only."""

    note: str = "这份答卷还没有成绩。"
    score: float = 0.0
    max: float = 0.0
    show: frozenset[str] = frozenset()
    slots: Mapping[str, SlotResult] = field(default_factory=dict)


def learner_view(context: GradingContext, attempt_id: int | None) -> LearnerView:
    """The view of an attempt's own learner; of a sheet that belongs to no attempt, nothing."""
    if attempt_id is None:
        return LearnerView()
    now = clock.now()
    with context.db.read() as session:
        try:
            attempt = attempts.find(session, attempt_id)
            today = clock.day(now, context.site.zone)
            review = records.review(session, attempt_id, attempt.staff_no, context.registry, today, now=now)
        except NotFound:
            return LearnerView()
    result = review.result
    show: set[str] = set(attempt.review.show) if review.allowed else set()
    if "key" in show:
        show.add("rubric")
    slots = {slot.slot: slot for slot in result.slots} if "marks" in show else {}
    return LearnerView(review.note, result.score, result.max, frozenset(show), slots)
