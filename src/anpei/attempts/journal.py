"""An answer becomes a fact: one indexed read, one decision, one line added, and only then an acknowledgement.

Nothing here raises for an answer that can't count: what arrives late, wrong or out of step is kept and said so.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import RowMapping, and_, bindparam, func, insert, literal_column, select, update
from sqlalchemy.orm import Session

from anpei.attempts.model import (
    AnswerAck,
    AnswerFact,
    Attempt,
    AttemptStanding,
    Decision,
    Incoming,
    Outcome,
    Status,
    decide,
)
from anpei.attempts.reading import Who, attempt_of, get, not_there, number_of
from anpei.attempts.tables import AnswerEvent, AttemptRow, SlotRow
from anpei.bank import BadValue, Kind, check_value
from anpei.cleantext import mended_all
from anpei.errors import Conflict, NotFound, Refused
from anpei.taps import is_uuid

MOST_REVISIONS = 1_000_000_000
MOST_UNCOUNTED = 100  # answers of one slot that don't count: more than any device sends, and no disk is filled with

_FIND = (
    select(
        AttemptRow.staff_no,
        AttemptRow.deadline,
        AttemptRow.handed_in,
        SlotRow.kind,
        SlotRow.size,
        SlotRow.value,
        SlotRow.revision,
        AnswerEvent.slot.label("earlier_slot"),
        AnswerEvent.value.label("earlier_value"),
        AnswerEvent.outcome,
        AnswerEvent.revision.label("earlier_revision"),
        AnswerEvent.reason,
        AnswerEvent.received,
    )
    .outerjoin(SlotRow, and_(SlotRow.attempt_id == AttemptRow.id, SlotRow.slot == bindparam("slot")))
    .outerjoin(AnswerEvent, and_(AnswerEvent.attempt_id == AttemptRow.id, AnswerEvent.uuid == bindparam("uuid")))
    .where(AttemptRow.id == bindparam("attempt_id"))
    .with_for_update(of=AttemptRow)
)
_KEEP = insert(AnswerEvent)
_MOVE = (
    update(SlotRow)
    .where(
        SlotRow.attempt_id == bindparam("attempt"),
        SlotRow.slot == bindparam("at"),
        SlotRow.revision == bindparam("seen"),
    )
    .values(value=bindparam("new_value"), revision=bindparam("new_revision"), saved=bindparam("new_saved"))
)


def record(
    session: Session, attempt_id: int, slot: str, person: Who, uuid: str, base: int, value: Any, now: int
) -> AnswerAck:
    """Keep an answer and say what became of it; the same uuid is answered again as it was, also after hand-in.

    Raises :class:`NotFound` (also for somebody else's attempt), :class:`Refused` (unusable uuid or base).
    """
    _check(uuid, base)
    keys = {"attempt_id": attempt_id, "slot": slot, "uuid": uuid}
    row = session.execute(_FIND, keys).mappings().one_or_none()
    if row is None or row["staff_no"] != number_of(person):
        raise not_there()
    if row["kind"] is None:
        raise NotFound("试卷里没有这道题。", way_out="请刷新页面。")
    if row["outcome"] is not None:
        return _again(row, slot, uuid, value)
    standing = AttemptStanding(
        cast(Kind, row["kind"]), row["size"], row["value"], row["revision"], row["deadline"], row["handed_in"]
    )
    decision = decide(standing, Incoming(uuid, base, value), now)
    if decision.outcome == "accepted" or _uncounted(session, keys) < MOST_UNCOUNTED:
        _keep(session, keys, base, standing, decision, now)
    return _ack(decision.outcome, uuid, decision.revision, now, decision.reason, row)


def _check(uuid: str, base: int) -> None:
    if not is_uuid(uuid):
        raise Refused("请求缺少编号（uuid）。", code="bad_request", way_out="请刷新页面。")
    if not 0 <= base < MOST_REVISIONS:
        raise Refused("请求缺少版本（base）。", code="bad_request", way_out="请刷新页面。")


def _uncounted(session: Session, keys: dict[str, Any]) -> int:
    """How many answers of this slot were kept that don't count."""
    which = (AnswerEvent.attempt_id == keys["attempt_id"], AnswerEvent.slot == keys["slot"])
    query = select(func.count()).select_from(AnswerEvent).where(*which, AnswerEvent.outcome != "accepted")
    return session.scalar(query) or 0


def _keep(
    session: Session, keys: dict[str, Any], base: int, standing: AttemptStanding, decision: Decision, now: int
) -> None:
    fact = {"base": base, "revision": decision.revision, "value": decision.value, "outcome": decision.outcome}
    connection = session.connection()
    connection.execute(_KEEP, {**keys, **fact, "reason": decision.reason, "received": now})
    if decision.outcome != "accepted":
        return
    where = {"attempt": keys["attempt_id"], "at": keys["slot"], "seen": standing.revision}
    new = {"new_value": decision.value, "new_revision": decision.revision, "new_saved": now}
    moved = connection.execute(_MOVE, where | new)
    if moved.rowcount != 1:  # another server process was faster; the client asks again with the same uuid
        raise Conflict("保存时遇到另一处修改。", code="busy", way_out="页面会自动重试。")


def _again(row: RowMapping, slot: str, uuid: str, value: Any) -> AnswerAck:
    """As it was answered before; another answer under a number that is taken was not kept, and isn't called saved."""
    if row["earlier_slot"] != slot:
        raise Refused("请求编号（uuid）已用于另一道题。", code="bad_request", way_out="请刷新页面。")
    if row["outcome"] == "accepted" and not _means(row, value):
        raise Refused("请求编号（uuid）已用于另一个答案。", code="bad_request", way_out="请刷新页面后再选一次。")
    return _ack(row["outcome"], uuid, row["earlier_revision"], row["received"], row["reason"], row)


def _means(row: RowMapping, value: Any) -> bool:
    """Whether a value is the one that was kept, read as one is read today."""
    kind, size, kept = cast(Kind, row["kind"]), row["size"], mended_all(row["earlier_value"])
    try:
        return bool(check_value(kind, size, value) == check_value(kind, size, kept))
    except BadValue:
        return bool(value == kept)


def _ack(outcome: Outcome, uuid: str, revision: int, received: int, reason: str, row: RowMapping) -> AnswerAck:
    status: Status = "saved" if outcome == "accepted" else outcome
    current = {"value": row["value"], "revision": row["revision"]} if outcome == "conflict" else None
    return AnswerAck(status, uuid, revision, received, reason, current)


def set_flag(session: Session, attempt_id: int, slot: str, person: Who, flag: bool) -> None:
    """Mark a question to come back to, or unmark it; the last word counts."""
    attempt = get(session, attempt_id, person)
    if attempt.handed_in is not None:
        raise Refused("试卷已经交了。", code="late", way_out="可在结果页查看成绩。")
    row = session.get(SlotRow, (attempt_id, slot), populate_existing=True)
    if row is None:
        raise NotFound("试卷里没有这道题。", way_out="请刷新页面。")
    row.flag = flag


def history(session: Session, attempt_id: int, slot: str | None = None) -> list[AnswerFact]:
    """Every answer that arrived for an attempt (or one of its slots), in order of arrival; for trainers."""
    query = select(AnswerEvent).where(AnswerEvent.attempt_id == attempt_id).order_by(AnswerEvent.id)
    events = list(session.scalars(query if slot is None else query.where(AnswerEvent.slot == slot)))
    newest = {event.slot: event.id for event in events if event.outcome == "accepted"}
    return [_fact(event, newest.get(event.slot) == event.id) for event in events]


def refused(session: Session, limit: int = 50) -> list[tuple[Attempt, AnswerFact]]:
    """The newest answers that came too late to count, with the attempt they were meant for; for trainers."""
    query = (
        select(AnswerEvent, AttemptRow)
        .join(AttemptRow, AttemptRow.id == AnswerEvent.attempt_id)
        .where(AnswerEvent.outcome == literal_column("'late'"), AttemptRow.kind != "kiosk")  # as the index says it
        .order_by(AnswerEvent.id.desc())
        .limit(limit)
    )
    return [(attempt_of(row), _fact(event, False)) for event, row in session.execute(query)]


def _fact(event: AnswerEvent, current: bool) -> AnswerFact:
    return AnswerFact(
        event.uuid, event.slot, event.value, event.base, event.revision, cast(Outcome, event.outcome), event.reason,
        event.received, current,
    )  # fmt: skip
