"""Reading attempts back: only by their owner, and only public halves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from anpei.attempts.model import Attempt, AttemptKind, How, SlotState
from anpei.attempts.tables import AttemptRow, ItemVersionRow, SlotRow
from anpei.bank import ItemVersion, Kind
from anpei.errors import NotFound
from anpei.papers import ReviewPolicy
from anpei.staff import Person

Who = Person | str
"""A person, or their staff number."""


def number_of(person: Who) -> str:
    return person if isinstance(person, str) else person.staff_no


def attempt_of(row: AttemptRow) -> Attempt:
    return Attempt(
        id=row.id,
        paper=row.paper,
        paper_sha=row.paper_sha,
        title=row.title,
        course=row.course,
        staff_no=row.staff_no,
        kind=cast(AttemptKind, row.kind),
        number=row.number,
        started=row.started,
        minutes=row.rules["minutes"],
        deadline=row.deadline,
        pass_mark=row.rules["pass_mark"],
        allowed=row.rules["attempts"],
        review=ReviewPolicy.model_validate(row.rules["review"]),
        multiple=row.rules.get("multiple", "net_correct"),
        handed_in=row.handed_in,
        how=cast("How | None", row.how),
    )


def not_there() -> NotFound:
    """The same answer for an attempt that isn't there and for somebody else's."""
    return NotFound("没有这份试卷。", way_out="请用自己的工号登录，从“我的培训”重新进入。")


def find(session: Session, attempt_id: int) -> Attempt:
    """Any attempt, for the rooms that mark and report; :class:`NotFound` otherwise."""
    row = session.get(AttemptRow, attempt_id)
    if row is None:
        raise not_there()
    return attempt_of(row)


def get(session: Session, attempt_id: int, person: Who) -> Attempt:
    """A person's own attempt; somebody else's isn't there for them, so that numbers tell nobody who sat what."""
    attempt = find(session, attempt_id)
    if attempt.staff_no != number_of(person):
        raise not_there()
    return attempt


def attempts_of(session: Session, staff_no: str, paper: str | None = None, kind: AttemptKind = "exam") -> list[Attempt]:
    """A person's attempts (of one paper), oldest first."""
    query = select(AttemptRow).where(AttemptRow.staff_no == staff_no, AttemptRow.kind == kind)
    if paper is not None:
        query = query.where(AttemptRow.paper == paper)
    return [attempt_of(row) for row in session.scalars(query.order_by(AttemptRow.started, AttemptRow.id))]


def open_by_person(session: Session, paper: str, staff_nos: Iterable[str] | None = None) -> dict[str, int]:
    """Staff number → open exam attempt of everybody, or of these people, sitting a paper now."""
    query = select(AttemptRow.staff_no, AttemptRow.id).where(
        AttemptRow.paper == paper, AttemptRow.kind == "exam", AttemptRow.handed_in.is_(None)
    )
    if staff_nos is not None:
        query = query.where(AttemptRow.staff_no.in_(list(staff_nos)))
    return {row.staff_no: row.id for row in session.execute(query)}


def papers_sat(session: Session, staff_nos: Iterable[str]) -> set[str]:
    """The papers any of these people ever began as an exam."""
    query = select(AttemptRow.paper).where(AttemptRow.staff_no.in_(list(staff_nos)), AttemptRow.kind == "exam")
    return set(session.scalars(query.distinct()))


def handed_in_without(session: Session, known: InstrumentedAttribute[int], *only: ColumnElement[bool]) -> list[int]:
    """Ids of the handed-in attempts of which another room's column (in those of its rows) names none."""
    seen = select(known).where(known == AttemptRow.id, *only).exists()
    query = select(AttemptRow.id).where(AttemptRow.handed_in.is_not(None), ~seen)
    return list(session.scalars(query.order_by(AttemptRow.id)))


def slots(session: Session, attempt_id: int) -> list[SlotState]:
    """An attempt's slots, marked-at-once ones first, in the paper's order."""
    query = select(
        SlotRow.slot, SlotRow.item_id, SlotRow.sha, SlotRow.kind, SlotRow.order, SlotRow.points, SlotRow.value,
        SlotRow.revision, SlotRow.flag, SlotRow.saved,
    )  # fmt: skip
    rows = session.execute(query.where(SlotRow.attempt_id == attempt_id))
    states = [
        SlotState(slot, item, sha, cast(Kind, kind), tuple(order), *rest)
        for slot, item, sha, kind, order, *rest in rows
    ]
    return sorted(states, key=lambda state: (state.kind == "case", state.slot))


def versions(session: Session, shas: Iterable[str]) -> dict[str, ItemVersion]:
    """The item versions of these hashes, as they were when they were asked."""
    query = select(ItemVersionRow.sha, ItemVersionRow.content).where(ItemVersionRow.sha.in_(set(shas)))
    return {sha: ItemVersion.model_validate(content) for sha, content in session.execute(query)}


def sheet(session: Session, attempt: Attempt, now: int) -> dict[str, Any]:
    """What the exam page gets: public specs and the learner's own answers; no questions once handed in."""
    return {
        "attempt": attempt.id,
        "paper": attempt.paper,
        "title": attempt.title,
        "state": attempt.state,
        "now": now,
        "deadline": attempt.deadline,
        "minutes": attempt.minutes,
        "person": attempt.staff_no,
        "slots": _public(session, attempt.id) if attempt.state == "open" else [],
    }


def _public(session: Session, attempt_id: int) -> list[dict[str, Any]]:
    states = slots(session, attempt_id)
    asked = versions(session, (state.sha for state in states))
    return [
        {
            "slot": state.slot,
            "spec": asked[state.sha].public.spec(state.order, state.points),
            "value": state.value,
            "revision": state.revision,
            "flag": state.flag,
        }
        for state in states
    ]
