"""What a learner may look back at, and when: the paper's review policy is the only way a key leaves the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from anpei import attempts, grading
from anpei.bank import ItemVersion
from anpei.laws import Card, Registry
from anpei.records.model import Result, SlotResult
from anpei.records.results import result_for, results_of

Cards = Mapping[str, Card | None]
WAITING = {
    "after_publish": "培训师批阅并公布后，可以查看每题得分和解析。",
    "after_last_attempt": "合格或用完考试次数后，可以查看每题得分和解析。",
    "never": "本试卷不公布每题得分和解析。",
}


@dataclass(frozen=True)
class ReviewSlot:
    """One question looked back at; what the policy keeps back is None or empty."""

    slot: str
    spec: dict[str, Any]
    value: Any
    mark: SlotResult | None = None
    right_value: Any = None
    feedback: dict[str, str] | None = None
    spots: grading.Spotted | None = None
    rubric: tuple[tuple[str, float], ...] = ()
    model_answer: str = ""
    explanation: str = ""
    cards: tuple[Card, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class AttemptReview:
    """``allowed`` False: no slots, and ``note`` says when there will be."""

    result: Result
    allowed: bool
    note: str
    slots: tuple[ReviewSlot, ...] = ()


def review(session: Session, attempt_id: int, person: attempts.Who, registry: Registry, today: date) -> AttemptReview:
    """The person's own finished attempt as far as its policy lets it out; law cards are those of ``today``."""
    attempt = attempts.get(session, attempt_id, person)
    result = result_for(session, attempt_id)
    if not _allowed(session, attempt, result):
        return AttemptReview(result, False, WAITING[attempt.review.when])
    states = attempts.slots(session, attempt_id)
    asked = attempts.versions(session, (state.sha for state in states))
    marks = {mark.slot: mark for mark in result.slots}
    show = attempt.review.show
    cards = {cite: registry.resolve(cite, today) for version in asked.values() for cite in version.secret.cites}
    shown = tuple(_slot(state, asked[state.sha], marks[state.slot], show, cards) for state in states)
    return AttemptReview(result, True, "", shown)


def _allowed(session: Session, attempt: attempts.Attempt, result: Result) -> bool:
    when = attempt.review.when
    if when == "after_hand_in":
        return True
    if when == "after_publish":
        return result.state != "awaiting"
    if when == "after_last_attempt":
        taken = attempts.attempts_of(session, attempt.staff_no, attempt.paper)
        finished = all(each.handed_in is not None for each in taken)
        passed = any(each.passed for each in results_of(session, attempt.staff_no, attempt.paper))
        return passed or (finished and len(taken) >= attempt.allowed)
    return False


def _slot(
    state: attempts.SlotState, version: ItemVersion, mark: SlotResult, show: tuple[str, ...], cards: Cards
) -> ReviewSlot:
    secret = version.secret
    parts: dict[str, Any] = {}
    if "marks" in show:
        parts["mark"] = mark
    if "key" in show:
        parts["right_value"] = grading.right_value(version, state.order)
        parts["feedback"] = grading.feedback(version, state.order)
        if version.public.kind == "spot":
            parts["spots"] = grading.spotted(version, state.order, state.value)
        parts["rubric"] = tuple((row.criterion, row.points) for row in secret.rubric)
        parts["model_answer"] = secret.model_answer
    if "explanation" in show:
        parts |= {
            "explanation": secret.explained,
            "cards": tuple(card for cite in secret.cites if (card := cards[cite]) is not None),
            "basis": secret.basis,
        }
    return ReviewSlot(state.slot, version.public.spec(state.order, state.points), state.value, **parts)
