"""What a learner may look back at, and when: the paper's review policy is the only way a key leaves the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from anpei import attempts, grading, plans
from anpei.bank import ItemVersion
from anpei.laws import Card, Registry
from anpei.records.model import Result, SlotResult
from anpei.records.results import result_for, results_of

Cards = Mapping[str, Card | None]
WAITING = {
    "after_publish": "培训师批阅并公布后，可以查看每题得分和解析。",
    "after_last_chance": "合格、用完考试次数，或者过了截止日期以后，可以查看每题得分和解析。",
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
    """``allowed`` False: ``note`` says when keys may be read, and of the slots only what a trainer wrote is there."""

    result: Result
    allowed: bool
    note: str
    slots: tuple[ReviewSlot, ...] = ()


def review(
    session: Session, attempt_id: int, person: attempts.Who, registry: Registry, today: date, *, now: int
) -> AttemptReview:
    """The person's own finished attempt as far as its policy lets it out; law cards are those of ``today``."""
    attempt = attempts.get(session, attempt_id, person)
    result = result_for(session, attempt_id)
    allowed, show = _allowed(session, attempt, result, now), attempt.review.show
    states = attempts.slots(session, attempt_id)
    marks = {mark.slot: mark for mark in result.slots}
    if not allowed:
        states = _told_anyway(attempt, result, states)
        show = ("marks",)
    asked = attempts.versions(session, (state.sha for state in states))
    cards = {cite: registry.resolve(cite, today) for version in asked.values() for cite in version.secret.cites}
    shown = tuple(_slot(state, asked[state.sha], marks[state.slot], show, cards) for state in states)
    return AttemptReview(result, allowed, "" if allowed else WAITING[attempt.review.when], shown)


def _told_anyway(
    attempt: attempts.Attempt, result: Result, states: list[attempts.SlotState]
) -> list[attempts.SlotState]:
    """What a trainer wrote and published, while keys wait for the last attempt: the mark and the comment, no key."""
    policy = attempt.review
    if not policy.when.startswith("after_last") or "marks" not in policy.show or result.state == "awaiting":
        return []
    return [state for state in states if state.kind == "case"]


def _allowed(session: Session, attempt: attempts.Attempt, result: Result, now: int) -> bool:
    when = attempt.review.when
    if when == "after_hand_in":
        return True
    if when == "after_publish":
        return result.state != "awaiting"
    if when in ("after_last_attempt", "after_last_chance"):
        taken = attempts.attempts_of(session, attempt.staff_no, attempt.paper)
        finished = all(each.handed_in is not None for each in taken)
        passed = any(each.passed for each in results_of(session, attempt.staff_no, attempt.paper))
        over = when == "after_last_chance" and finished and _past_due(session, attempt, now)
        return passed or (finished and len(taken) >= attempt.allowed) or over
    return False


def _past_due(session: Session, attempt: attempts.Attempt, now: int) -> bool:
    """Whether every plan by which the paper had to be sat is past its date; one that is withdrawn doesn't count."""
    due = plans.last_due(session, attempt.staff_no, (("paper", attempt.paper), ("course", attempt.course)))
    return due is not None and due < now


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
