"""Calling the roll: start, tick, name wardens, end. Every entry is written through the muster's lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from anpei import staff
from anpei.clock import HOUR
from anpei.database import Database
from anpei.errors import Forbidden, NotFound, Refused
from anpei.exercises.rollcall.counting import wardens
from anpei.exercises.rollcall.log import RollCallDraft, add, entries, is_listed, list_people, listed_of, row_of
from anpei.exercises.rollcall.model import KINDS, STATES, ExpectedPerson, Point, RollCallAck, Warden
from anpei.exercises.rollcall.standing_wardens import name_regulars
from anpei.exercises.rollcall.tables import Muster, MusterPerson
from anpei.taps import Tap

__all__ = ["check", "clear_away", "cut_short", "finish", "name_warden", "put_on_list", "require_warden", "start"]

NOTE_LIMIT = 200
LISTED_A_WRITE = 500
"""Of thousands who are expected so many are listed in one go: some milliseconds, so a real alarm waits for nothing."""


def start(
    db: Database,
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

    The same uuid, or a run whose roll is being called, gives the one that is there, as it is. Thousands are put on the
    list in short writes, and then it is called for all of them at once; one that was cut short is seen by nobody, and
    the same uuid goes on with it. Blocks.
    """
    if kind not in KINDS:
        raise Refused("没有这种清点。", code="kind")

    def prepare(session: Session) -> Muster:
        row = _standing_one(session, run_id, uuid) or _prepared(session, uuid)
        if row is not None:
            return row
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
            called=False,
        )
        session.add(row)
        session.flush()
        return row

    row = db.write(prepare).result()
    if row.called:
        return row.muster_id
    everybody = list(enumerate({who.key: who for who in expected}.values(), 1))
    listed = partial(_list_missing, muster_id=row.muster_id)
    db.write_in_steps(everybody, listed, step=LISTED_A_WRITE, gives_way=False)
    return db.write(partial(_call, muster_id=row.muster_id, run_id=run_id)).result()


def _standing_one(session: Session, run_id: int | None, uuid: str) -> Muster | None:
    """The roll call under this uuid, or the one going on in this run."""
    known = session.scalar(select(Muster).filter_by(uuid=uuid, called=True)) if uuid else None
    if known is not None or run_id is None:
        return known
    return session.scalar(select(Muster).filter_by(run_id=run_id, ended=None, called=True).limit(1))


def _prepared(session: Session, uuid: str) -> Muster | None:
    """The one that was being listed under this uuid when it was cut short."""
    return session.scalar(select(Muster).filter_by(uuid=uuid, called=False)) if uuid else None


def _list_missing(session: Session, placed: Sequence[tuple[int, ExpectedPerson]], *, muster_id: int) -> None:
    known = listed_of(session, muster_id, [who.key for _, who in placed])
    list_people(session, muster_id, [(position, who) for position, who in placed if who.key not in known])


def _call(session: Session, muster_id: int, run_id: int | None) -> int:
    """Everybody is on the list: from now on it counts, unless another of the same run was called meanwhile."""
    row = row_of(session, muster_id, lock=True)
    if row.called:
        return muster_id
    if (other := _standing_one(session, run_id, "")) is not None:
        return other.muster_id
    row.called = True
    name_regulars(session, row)
    return muster_id


def cut_short(session: Session, now: int) -> list[int]:
    """Roll calls whose listing broke off long ago and that nobody asked for again."""
    query = select(Muster.muster_id).where(Muster.called.is_(False), Muster.started < now - HOUR)
    return list(session.scalars(query.order_by(Muster.muster_id)))


def clear_away(db: Database, muster_id: int) -> None:
    """Take a roll call that never was called out of the tables, its list first, in short writes."""
    with db.read() as session:
        people = list(session.scalars(select(MusterPerson.key).where(MusterPerson.muster_id == muster_id)))

    def unlist(session: Session, keys: Sequence[str]) -> None:
        gone = delete(MusterPerson).where(MusterPerson.muster_id == muster_id, MusterPerson.key.in_(keys))
        session.execute(gone)

    db.write_in_steps(people, unlist, step=LISTED_A_WRITE)
    never = delete(Muster).where(Muster.muster_id == muster_id, Muster.called.is_(False))
    db.write(lambda session: session.execute(never) and None, gives_way=True).result()


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
