"""Beginning and ending an attempt: one open at a time, as often as allowed, over when the server's clock says.

What will be asked is drawn before the writer is asked (:func:`prepare`), because everybody's answers wait while a write
goes on; only where somebody else was faster meanwhile is it drawn again within.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from anpei import clock, plans
from anpei.attempts.model import GRACE, Attempt, AttemptKind, How, Situation, past
from anpei.attempts.reading import Who, attempt_of, attempts_of, find, get
from anpei.attempts.tables import AttemptRow, ItemVersionRow, SlotRow
from anpei.bank import Bank
from anpei.errors import Refused
from anpei.papers import Paper, SlotDraw, draw
from anpei.staff import Person


def situation(paper: Paper, taken: Iterable[Attempt]) -> Situation:
    """Where somebody with these attempts stands with a paper; pure."""
    attempts = list(taken)
    open_attempt = next((attempt.id for attempt in attempts if attempt.handed_in is None), None)
    done = [attempt.handed_in for attempt in attempts if attempt.handed_in is not None]
    left = max(0, paper.attempts - len(attempts))
    ready = max(done) + round(paper.cool_down_hours * clock.HOUR) if done else 0
    last = attempts[-1].id if attempts else None
    return Situation(open_attempt, len(attempts), left, ready if left else None, last)


@dataclass(frozen=True)
class PreparedDraw:
    """What somebody's attempt of this number will ask; ``contents`` are the wordings it names, by hash."""

    number: int
    slots: tuple[dict[str, Any], ...]
    contents: dict[str, dict[str, Any]]


def prepare(
    session: Session, paper: Paper, bank: Bank, person: Person, secret: bytes, kind: AttemptKind = "exam"
) -> PreparedDraw | None:
    """Draw the person's next attempt, to be handed to :func:`start`; None while they have one open."""
    taken = attempts_of(session, person.staff_no, paper.slug, kind)
    if situation(paper, taken).open_attempt is not None:
        return None
    return _prepared(session, paper, bank, person, secret, taken)


def _prepared(
    session: Session, paper: Paper, bank: Bank, person: Person, secret: bytes, taken: list[Attempt]
) -> PreparedDraw:
    number = _next_number(taken)
    drawn = draw(paper, bank, secret, person.staff_no, number, _seen(session, [attempt.id for attempt in taken]))
    known = _known(session, {each.sha for each in drawn})
    contents = {
        each.sha: {
            "sha": each.sha,
            "item_id": each.item_id,
            "content": bank.items[each.item_id].model_dump(mode="json"),
        }
        for each in drawn
        if each.sha not in known
    }
    return PreparedDraw(number, tuple(_slot(each, bank) for each in drawn), contents)


def start(
    session: Session,
    paper: Paper,
    bank: Bank,
    person: Person,
    now: int,
    secret: bytes,
    kind: AttemptKind = "exam",
    prepared: PreparedDraw | None = None,
    *,
    zone: str,
) -> Attempt:
    """The person's open attempt at this paper, begun now if there is none and they may; :class:`Refused` says why not.

    A ``notebook`` attempt has no plan, limit or deadline: it is what a released quiz opened in JupyterLab writes to.
    """
    _close_overdue(session, person.staff_no, paper.slug, now)
    taken = attempts_of(session, person.staff_no, paper.slug, kind)
    where = situation(paper, taken)
    if where.open_attempt is not None:
        return find(session, where.open_attempt)
    if kind == "exam":
        _allow(session, paper, person, where, now, zone)
    if prepared is None or prepared.number != _next_number(taken):
        prepared = _prepared(session, paper, bank, person, secret, taken)
    row = _row(paper, person.staff_no, kind, prepared.number, now)
    session.add(row)
    session.flush()
    _deal(session, row.id, prepared)
    return attempt_of(row)


def _next_number(taken: Iterable[Attempt]) -> int:
    return max((attempt.number for attempt in taken), default=0) + 1


def _allow(session: Session, paper: Paper, person: Person, where: Situation, now: int, zone: str) -> None:
    duties = {(duty.kind, duty.target) for duty in plans.due_for(session, person)}
    if ("paper", paper.slug) not in duties and ("course", paper.course) not in duties:
        raise Refused("这份试卷没有布置给你。", code="not_assigned", way_out="如需参加，请联系培训师布置。")
    if where.next_at is None:
        raise Refused(f"{paper.attempts} 次机会已用完。", code="no_attempts", way_out="如需补考，请联系培训师。")
    if now < where.next_at:
        raise Refused(
            "还在冷却时间内。",
            code="cool_down",
            way_out=f"{clock.show(where.next_at, zone)} 之后可以再考，请先复习相关章节。",
        )


def _row(paper: Paper, staff_no: str, kind: AttemptKind, number: int, now: int) -> AttemptRow:
    rules = {
        "minutes": paper.minutes,
        "pass_mark": paper.pass_mark,
        "attempts": paper.attempts,
        "review": paper.review.model_dump(mode="json"),
        "multiple": paper.multiple,
    }
    return AttemptRow(
        paper=paper.slug,
        paper_sha=paper.sha,
        title=paper.title,
        course=paper.course,
        rules=rules,
        staff_no=staff_no,
        kind=kind,
        number=number,
        started=now,
        deadline=now + paper.minutes * clock.MINUTE if kind == "exam" else None,
    )


def _seen(session: Session, attempt_ids: list[int]) -> set[str]:
    return set(session.scalars(select(SlotRow.item_id).where(SlotRow.attempt_id.in_(attempt_ids))))


def _known(session: Session, shas: Iterable[str]) -> set[str]:
    """Those of these wordings that were asked before."""
    return set(session.scalars(select(ItemVersionRow.sha).where(ItemVersionRow.sha.in_(set(shas)))))


def _slot(each: SlotDraw, bank: Bank) -> dict[str, Any]:
    """A slot's row, but for the attempt it will belong to."""
    return {
        "slot": each.slot,
        "item_id": each.item_id,
        "sha": each.sha,
        "kind": bank.items[each.item_id].public.kind,
        "size": len(each.order),
        "order": list(each.order),
        "points": each.points,
    }


def _deal(session: Session, attempt_id: int, prepared: PreparedDraw) -> None:
    """Fix what was drawn: the versions go into the database, so that later edits don't reach this attempt."""
    if prepared.contents:
        known = _known(session, prepared.contents)
        fresh = [content for sha, content in prepared.contents.items() if sha not in known]
        if fresh:
            session.execute(insert(ItemVersionRow), fresh)
    session.execute(insert(SlotRow), [{**slot, "attempt_id": attempt_id} for slot in prepared.slots])


def hand_in(session: Session, attempt_id: int, person: Who, now: int, how: How = "learner") -> Attempt:
    """Close the person's own attempt; a second time changes nothing. After the deadline it counts as handed in then."""
    get(session, attempt_id, person)
    row = session.get(AttemptRow, attempt_id, with_for_update=True)
    assert row is not None
    if row.handed_in is None:
        _close(row, now, how)
        session.flush()
    return attempt_of(row)


def timed_out(session: Session, now: int) -> list[int]:
    """The open attempts whose time is up, the longest overdue first."""
    query = select(AttemptRow.id).where(AttemptRow.handed_in.is_(None), AttemptRow.deadline < now - GRACE)
    return list(session.scalars(query.order_by(AttemptRow.deadline, AttemptRow.id)))


def hand_in_timed_out(session: Session, attempt_id: int, now: int) -> bool:
    """Hand in an attempt whose time is up with what it has; False when somebody else was faster."""
    row = session.get(AttemptRow, attempt_id, with_for_update=True, populate_existing=True)
    if row is None or row.handed_in is not None or not past(row.deadline, now):
        return False
    _close(row, now, "time")
    session.flush()
    return True


def _close(row: AttemptRow, now: int, how: How) -> None:
    if past(row.deadline, now):
        row.handed_in, row.how = row.deadline, "time"
    else:
        row.handed_in, row.how = now, how


def _close_overdue(session: Session, staff_no: str, paper: str, now: int) -> None:
    query = select(AttemptRow).where(
        AttemptRow.staff_no == staff_no, AttemptRow.paper == paper, AttemptRow.handed_in.is_(None)
    )
    for row in session.scalars(query):
        if past(row.deadline, now):
            _close(row, now, "time")
    session.flush()
