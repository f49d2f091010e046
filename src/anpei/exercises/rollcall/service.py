"""Calling the roll: start, tick, name wardens, end. Every function writes through the muster's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Forbidden, NotFound, Refused
from anpei.exercises.rollcall.counting import wardens
from anpei.exercises.rollcall.log import RollCallDraft, add, entries, is_listed, list_people, row_of
from anpei.exercises.rollcall.model import KINDS, STATES, ExpectedPerson, Point, RollCallAck, Warden
from anpei.exercises.rollcall.standing_wardens import name_regulars
from anpei.exercises.rollcall.tables import Muster
from anpei.taps import Tap

__all__ = ["check", "finish", "name_warden", "put_on_list", "require_warden", "start"]

NOTE_LIMIT = 200


def start(
    session: Session,
    *,
    kind: str,
    run_id: int | None,
    by: str,
    points: Sequence[Point],
    expected: Sequence[ExpectedPerson],
    now: int,
    title: str = "",
    uuid: str = "",
    choice: dict[str, Any] | None = None,
) -> int:
    """Begin a roll call at the alarm ``now`` with the points' regular wardens.

    The same uuid, or a run whose roll is being called, gives the one that is there, as it is.
    """
    if kind not in KINDS:
        raise Refused("没有这种清点。", code="kind")
    if (known := _standing_one(session, run_id, uuid)) is not None:
        return known
    if not points:
        raise Refused("还没有集合点。", code="no_points", way_out="请先登记集合点。")
    if not expected:
        raise Refused("应到名单是空的。", code="nobody", way_out="请至少选一个部门或岗位。")
    row = Muster(
        kind=kind,
        title=title.strip()[:128] or f"{KINDS[kind]}清点",
        run_id=run_id,
        by=by,
        uuid=uuid or None,
        started=now,
        ended=None,
        ended_by="",
        note="",
        points=[asdict(point) for point in points],
        choice=choice or {},
        last_seq=0,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
            list_people(session, row.muster_id, list({who.key: who for who in expected}.values()))
    except IntegrityError:  # another process was a moment faster
        return session.scalars(select(Muster.muster_id).filter_by(uuid=uuid)).one()
    name_regulars(session, row)
    return row.muster_id


def _standing_one(session: Session, run_id: int | None, uuid: str) -> int | None:
    if uuid and (known := session.scalar(select(Muster.muster_id).filter_by(uuid=uuid))):
        return known
    if run_id is None:
        return None
    return session.scalar(select(Muster.muster_id).filter_by(run_id=run_id, ended=None))


def check(
    session: Session,
    muster_id: int,
    point: str,
    person_key: str,
    state: str,
    by: str,
    uuid: str,
    now: int,
    *,
    name: str = "",
    note: str = "",
    tapped: int = 0,
    sent: int = 0,
) -> RollCallAck:
    """Tick somebody (``present``), take a tick back (``missing``), or say where they are with a reason.

    A number of the roster that isn't on the list puts that person on it. Raises Refused for an unknown badge and
    for a reason that is missing, Conflict after the end.
    """
    row = row_of(session, muster_id, lock=True)
    tap = Tap(by, name or by, uuid, now, tapped, sent)
    if state not in STATES:
        raise Refused("没有这种状态。", code="state")
    if state in ("absent_known", "elsewhere") and not note.strip():
        raise Refused("请写明原因或地点。", code="reason", way_out="例如：“今天调休”“已到医务室”。")
    if (point and point not in {p["id"] for p in row.points}) or (state == "present" and not point):
        raise NotFound("没有这个集合点。", way_out="请从清点页重新选择。")
    key = _known(session, row, person_key, tap)
    draft = RollCallDraft("check", key, point, state, {"note": note.strip()[:NOTE_LIMIT]} if note.strip() else {})
    return add(session, row, draft, tap)


def _known(session: Session, row: Muster, asked: str, tap: Tap) -> str:
    """The key on the list; a colleague who isn't on it is put there."""
    if is_listed(session, row.muster_id, asked):
        return asked
    person = staff.find(session, asked)
    if person is None:
        raise NotFound("名单和名册里都没有这个人。", code="nobody", way_out="请核对工号，或用“加一个名单外的人”。")
    if not is_listed(session, row.muster_id, person.staff_no):
        payload = {"name": person.name, "place": person.department, "group": "extra"}
        add(session, row, RollCallDraft("add", person.staff_no, payload=payload), tap, key=f"add:{person.staff_no}")
    return person.staff_no


def put_on_list(
    session: Session, muster_id: int, who: ExpectedPerson, *, by: str, uuid: str, now: int, name: str = "",
    tapped: int = 0, sent: int = 0,
) -> RollCallAck:  # fmt: skip
    """Somebody nobody expected: a guest without a badge, a driver."""
    row = row_of(session, muster_id, lock=True)
    if not who.name.strip() or len(who.name) > 64 or not who.key or len(who.key) > 64:
        raise Refused("请写姓名。", code="name")
    payload = {"name": who.name.strip(), "place": who.place.strip()[:64], "group": who.group}
    return add(
        session, row, RollCallDraft("add", who.key, payload=payload), Tap(by, name or by, uuid, now, tapped, sent)
    )


def name_warden(
    session: Session,
    muster_id: int,
    warden: Warden,
    *,
    by: str,
    uuid: str,
    now: int,
    named: bool = True,
    name: str = "",
) -> RollCallAck:
    """Let a person or a kiosk tick, or no longer."""
    row = row_of(session, muster_id, lock=True)
    if warden.point and warden.point not in {p["id"] for p in row.points}:
        raise NotFound("没有这个集合点。")
    draft = RollCallDraft("warden", warden.key, warden.point, "named" if named else "removed", {"name": warden.name})
    return add(session, row, draft, Tap(by, name or by, uuid, now))


def require_warden(session: Session, muster_id: int, key: str) -> Warden:
    """The warden of this key; Forbidden when nobody named them for this roll call."""
    row_of(session, muster_id)
    found = next((w for w in wardens(entries(session, muster_id, "warden")) if w.key == key), None)
    if found is None:
        raise Forbidden(
            "你还不是这次清点的清点员。", code="not_warden", way_out="请导调员指定你，或扫导调屏上的一次性二维码。"
        )
    return found


def finish(
    session: Session, muster_id: int, *, by: str, note: str, now: int, uuid: str = "", name: str = ""
) -> RollCallAck:
    """End the roll call; a second time changes nothing."""
    row = row_of(session, muster_id, lock=True)
    tap = Tap(by, name or by, uuid, now)
    if row.ended is not None:
        return RollCallAck(uuid, row.last_seq, row.ended)
    if len(note) > NOTE_LIMIT:
        raise Refused(f"说明最多 {NOTE_LIMIT} 个字。", code="too_long")
    answer = add(session, row, RollCallDraft("end", payload={"note": note.strip()}), tap, key="end")
    if row.ended is None:
        row.ended, row.ended_by, row.note = now, tap.name, note.strip()
    return answer
