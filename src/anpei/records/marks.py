"""How marks come to be and change; every change leaves a line of who, when, from what, to what and why."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, insert, literal_column, select
from sqlalchemy.orm import Session

from anpei import attempts, audit, grading, staff
from anpei.bank import ItemVersion
from anpei.errors import Conflict, NotFound, Refused
from anpei.records.model import Result, summarise
from anpei.records.results import find_result, result_for, slot_results
from anpei.records.standings import STANDINGS_A_WRITE, refresh
from anpei.records.tables import MarkEventRow, ResultRow, SlotMarkRow
from anpei.staff import WHOLE, Scope

Why = Literal["instant", "regrade", "manual", "published"]
PLATFORM = "anpei"
COMMENT_LENGTH = 10_000
MANY = 500
"""So many attempts are asked of at once."""


@dataclass(frozen=True)
class MarkEvent:
    """One change of one mark; for ``manual`` the mark is collected, only ``published`` makes it count."""

    slot: str
    at: int
    who: str
    why: str
    from_points: float | None
    to_points: float | None
    comment: str


@dataclass(frozen=True)
class MarkingQueue:
    """What a paper's marker has before them: attempts still awaiting marks, and collected marks not yet published."""

    paper: str
    title: str
    awaiting: int
    collected: int


@dataclass(frozen=True)
class GivenMark:
    """A mark as it would be if everything collected were published; ``points`` None while nobody gave any."""

    attempt: int
    slot: str
    points: float | None
    max: float
    comment: str
    by_hand: bool


def given_marks(session: Session, attempts_asked: Iterable[int]) -> dict[int, list[GivenMark]]:
    """The marks of these attempts, by attempt."""
    wanted, found = list(attempts_asked), dict[int, list[GivenMark]]()
    for start in range(0, len(wanted), MANY):
        query = select(
            SlotMarkRow.attempt_id, SlotMarkRow.slot, SlotMarkRow.points, SlotMarkRow.max, SlotMarkRow.state,
            SlotMarkRow.comment, SlotMarkRow.pending, SlotMarkRow.pending_points, SlotMarkRow.pending_comment,
        ).where(SlotMarkRow.attempt_id.in_(wanted[start : start + MANY]))  # fmt: skip
        for attempt, slot, points, most, state, comment, pending, soon, remark in session.execute(query):
            now = None if state == "unmarked" else points
            given = (soon, remark) if pending else (now, comment)
            by_hand = pending or state == "published"
            found.setdefault(attempt, []).append(GivenMark(attempt, slot, given[0], most, given[1], by_hand))
    return found


def unmarked(session: Session) -> list[int]:
    """The attempts that were handed in and have no result yet, the oldest first."""
    return attempts.handed_in_without(session, ResultRow.attempt_id)


def mark_attempt(session: Session, attempt_id: int, now: int) -> Result:
    """Mark a handed-in attempt at once and store its result; a second time changes nothing."""
    known = find_result(session, attempt_id)
    if known is not None:
        return known
    attempt = attempts.find(session, attempt_id)
    if attempt.handed_in is None:
        raise Conflict("试卷还没有交。", way_out="请先交卷。")
    marks = grading.grade_attempt(session, attempt_id).slots
    session.execute(
        insert(SlotMarkRow),  # as rows: of a hundred questions objects cost several times as much
        [
            {
                "attempt_id": attempt_id, "slot": slot, "points": mark.points, "max": mark.max, "verdict": mark.verdict,
                "state": "unmarked" if mark.verdict == "awaiting" else "instant",
            }
            for slot, mark in marks.items()
        ],
    )  # fmt: skip
    at_once = {slot: mark for slot, mark in marks.items() if mark.verdict != "awaiting"}
    if at_once:
        told = {"attempt_id": attempt_id, "at": now, "who": PLATFORM, "why": "instant", "from_points": None}
        session.execute(
            insert(MarkEventRow), [told | {"slot": slot, "to_points": mark.points} for slot, mark in at_once.items()]
        )
    summary = summarise(slot_results(session, attempt_id), attempt.pass_mark)
    session.add(
        ResultRow(
            attempt_id=attempt_id,
            staff_no=attempt.staff_no,
            paper=attempt.paper,
            kind=attempt.kind,
            title=attempt.title,
            number=attempt.number,
            handed_in=attempt.handed_in,
            marked=now,
            **vars(summary),
        )
    )
    session.flush()
    if attempt.kind == "exam":
        refresh(session, [attempt.staff_no], "paper", attempt.paper)
    return result_for(session, attempt_id)


def apply_manual(
    session: Session,
    attempt_id: int,
    slot: str,
    points: float | None,
    comment: str | None,
    marker: str,
    now: int,
) -> bool:
    """Collect a trainer's mark or comment, unseen by the learner until published; False when it says nothing new.

    ``points`` None leaves the marks as they are and takes the comment. Raises :class:`Refused` for points outside
    0…max, :class:`NotFound` for an attempt or slot without marks.
    """
    row = _row(session, attempt_id, slot)
    if points is not None and not (math.isfinite(points) and 0 <= points <= row.max + 1e-9):
        raise Refused(f"分数 {points} 不在 0 到 {row.max:g} 之间。", way_out="请在阅卷页改正。")
    before_points = row.pending_points if row.pending else _given(row)
    before_comment = row.pending_comment if row.pending else row.comment
    after_points = before_points if points is None else points
    after_comment = before_comment if comment is None else comment.strip()[:COMMENT_LENGTH]
    if (before_points, before_comment) == (after_points, after_comment):
        return False
    row.pending, row.pending_points, row.pending_comment = True, after_points, after_comment
    row.pending_marker, row.pending_at = marker, now
    _note(session, attempt_id, slot, now, marker, "manual", before_points, after_points, after_comment)
    session.flush()
    _note_act(session, attempt_id, slot, marker, before_points, after_points)
    return True


def _note_act(
    session: Session, attempt_id: int, slot: str, marker: str, before: float | None, after: float | None
) -> None:
    """A mark by hand in the audit log; the words of a comment aren't there, only that it was changed."""
    result = session.get(ResultRow, attempt_id)
    detail: dict[str, str | int] = {"试卷": result.paper if result else "", "答卷": attempt_id, "题": slot}
    if before == after:
        detail["改动"] = "评语"
    else:
        detail |= {
            "原分": "没有" if before is None else f"{before:g}",
            "现分": "没有" if after is None else f"{after:g}",
        }
    about = result.staff_no if result else ""
    audit.add(session, audit.Origin(marker, "", "阅卷页"), "training.mark", about, **detail)


def publish(
    session: Session, paper: str, now: int, by: str, attempt_id: int | None = None, *, scope: Scope = WHOLE
) -> list[int]:
    """Make collected marks of a paper (or one attempt of it) count and be seen; ids of the attempts that changed.

    Marks of people outside the scope stay collected.
    """
    query = (
        select(SlotMarkRow)
        .join(ResultRow, ResultRow.attempt_id == SlotMarkRow.attempt_id)
        .where(ResultRow.paper == paper, ResultRow.kind != "kiosk", SlotMarkRow.pending)
        .order_by(SlotMarkRow.attempt_id, SlotMarkRow.slot)
    )
    if attempt_id is not None:
        query = query.where(SlotMarkRow.attempt_id == attempt_id)
    if not scope.whole:
        query = query.where(ResultRow.staff_no.in_(staff.within(scope)))
    changed: dict[int, None] = {}
    for row in session.scalars(query).all():
        _publish(session, row, now, by)
        changed[row.attempt_id] = None
    session.flush()
    people = [_resume(session, each) for each in changed]
    for start in range(0, len(people), STANDINGS_A_WRITE):
        refresh(session, people[start : start + STANDINGS_A_WRITE], "paper", paper)
    return list(changed)


def regrade(session: Session, attempt_id: int, items: Mapping[str, ItemVersion], now: int, by: str) -> list[str]:
    """Mark again with today's keys where the question is word for word the same; the slots whose marks changed.

    Marks given by a person stay as they are.
    """
    states = {state.slot: state for state in attempts.slots(session, attempt_id)}
    asked = attempts.versions(session, (state.sha for state in states.values()))
    attempt, changed = attempts.find(session, attempt_id), []
    for row in session.scalars(select(SlotMarkRow).where(SlotMarkRow.attempt_id == attempt_id)).all():
        state = states[row.slot]
        today = items.get(state.item_id)
        if row.state != "instant" or today is None or today.public != asked[state.sha].public:
            continue
        mark = grading.score(today, state.order, state.value, state.points, attempt.multiple)
        if mark.points != row.points:
            _note(session, attempt_id, row.slot, now, by, "regrade", row.points, mark.points)
            row.points, row.verdict = mark.points, mark.verdict
            changed.append(row.slot)
    session.flush()
    refresh(session, [_resume(session, attempt_id)], "paper", attempt.paper)
    return changed


def marking_queues(session: Session, scope: Scope = WHOLE) -> list[MarkingQueue]:
    """Every paper that has something to mark or to publish of people within the scope."""
    query = (
        select(
            ResultRow.paper,
            func.max(ResultRow.title),
            func.count(ResultRow.attempt_id.distinct()).filter(SlotMarkRow.state == "unmarked", ~SlotMarkRow.pending),
            func.count().filter(SlotMarkRow.pending),
        )
        .join(SlotMarkRow, SlotMarkRow.attempt_id == ResultRow.attempt_id)
        .where(
            ResultRow.kind != "kiosk",
            SlotMarkRow.pending | (SlotMarkRow.state == literal_column("'unmarked'")),  # as the index says it
        )
        .group_by(ResultRow.paper)
        .order_by(ResultRow.paper)
    )
    if not scope.whole:
        query = query.where(ResultRow.staff_no.in_(staff.within(scope)))
    return [MarkingQueue(*row) for row in session.execute(query)]


def collected(session: Session, paper: str) -> list[tuple[Result, list[MarkEvent]]]:
    """Marks of a paper that wait to be published: each attempt's result and its newest manual line per slot."""
    query = (
        select(SlotMarkRow)
        .join(ResultRow, ResultRow.attempt_id == SlotMarkRow.attempt_id)
        .where(ResultRow.paper == paper, ResultRow.kind != "kiosk", SlotMarkRow.pending)
        .order_by(SlotMarkRow.attempt_id, SlotMarkRow.slot)
    )
    waiting: dict[int, list[MarkEvent]] = {}
    for row in session.scalars(query):
        points, comment = row.pending_points, row.pending_comment
        event = MarkEvent(row.slot, row.pending_at or 0, row.pending_marker, "manual", _given(row), points, comment)
        waiting.setdefault(row.attempt_id, []).append(event)
    return [(result_for(session, attempt_id), events) for attempt_id, events in waiting.items()]


def mark_events(session: Session, attempt_id: int) -> list[MarkEvent]:
    """Every change of every mark of an attempt, in order."""
    query = select(MarkEventRow).where(MarkEventRow.attempt_id == attempt_id).order_by(MarkEventRow.id)
    return [
        MarkEvent(row.slot, row.at, row.who, row.why, row.from_points, row.to_points, row.comment)
        for row in session.scalars(query)
    ]


def _publish(session: Session, row: SlotMarkRow, now: int, by: str) -> None:
    before, after = _given(row), row.pending_points
    row.comment, row.pending = row.pending_comment, False
    if after is not None:
        row.points, row.state, row.verdict = after, "published", _verdict(after, row.max)
    _note(session, row.attempt_id, row.slot, now, by, "published", before, after, row.comment)


def _verdict(points: float, most: float) -> str:
    if points <= 0:
        return "wrong"
    return "right" if points >= most else "partial"


def _given(row: SlotMarkRow) -> float | None:
    return None if row.state == "unmarked" else row.points


def _row(session: Session, attempt_id: int, slot: str) -> SlotMarkRow:
    row = session.get(SlotMarkRow, (attempt_id, slot))
    if row is None:
        raise NotFound("这份试卷还没有成绩，或没有这道题。", way_out="请等学员交卷后再阅。")
    return row


def _resume(session: Session, attempt_id: int) -> str:
    """Work out the stored result again after marks changed; whose it is."""
    row = session.get_one(ResultRow, attempt_id)
    summary = summarise(slot_results(session, attempt_id), attempts.find(session, attempt_id).pass_mark)
    for name, value in vars(summary).items():
        setattr(row, name, value)
    session.flush()
    return row.staff_no


def _note(
    session: Session,
    attempt_id: int,
    slot: str,
    at: int,
    who: str,
    why: Why,
    before: float | None,
    after: float | None,
    comment: str = "",
) -> None:
    session.add(
        MarkEventRow(
            attempt_id=attempt_id,
            slot=slot,
            at=at,
            who=who,
            why=why,
            from_points=before,
            to_points=after,
            comment=comment,
        )
    )
