"""Regular wardens 固定清点员: who ticks at a muster point whenever heads are counted there, without being asked.

A point keeps their keys in order. They become wardens with the roll call itself, as lines of its log like any other, so
that a director may still take one off. Who has left and which kiosk was revoked is seen then, not before.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises.rollcall.log import RollCallDraft, add
from anpei.exercises.rollcall.model import StandingWarden, Warden
from anpei.exercises.rollcall.tables import Muster, MusterPoint
from anpei.taps import Tap

__all__ = ["add_regular", "candidate", "is_regular", "name_regulars", "regulars", "remove_regular"]

KIOSK = "kiosk:"
NAMED_BY = "固定清点员名单"


def regulars(session: Session) -> dict[str, list[StandingWarden]]:
    """The regular wardens of every point in use, in the order in which they were added; who has left is among them."""
    rows = session.scalars(select(MusterPoint).filter_by(retired=False).order_by(MusterPoint.point_id))
    found = {str(row.point_id): [_known(session, key) for key in row.regulars] for row in rows}
    return {point: [one for one in listed if one is not None] for point, listed in found.items()}


def _known(session: Session, key: str) -> StandingWarden | None:
    """The person or the kiosk of this key, also one that is no longer there; None for neither."""
    if key.startswith(KIOSK):
        kiosks = (one for one in staff.devices(session) if KIOSK + one.device_id == key)
        return next((StandingWarden(key, one.name, "演练终端", one.revoked is None) for one in kiosks), None)
    person = staff.find(session, key)
    return StandingWarden(person.staff_no, person.name, person.department, person.active) if person else None


def is_regular(session: Session, key: str) -> bool:
    """Whether this person or kiosk is a regular warden of a point in use."""
    listed = session.scalars(select(MusterPoint.regulars).where(MusterPoint.retired.is_(False)))
    return any(key in keys for keys in listed)


def candidate(session: Session, asked: str) -> StandingWarden:
    """Who may be made a warden by staff number, whole name or ``kiosk:<id>``; raises Refused for who isn't there."""
    found = _known(session, asked.strip()) or _called(session, asked.strip())
    if found.active:
        return found
    if found.key.startswith(KIOSK):
        raise Refused(f"终端“{found.name}”已停用。", code="warden", way_out="请换一台终端，或填员工的工号。")
    raise Refused(f"{found.name}已离职，不能当清点员。", code="warden", way_out="请换一个人。")


def _called(session: Session, name: str) -> StandingWarden:
    """The one colleague of this name."""
    same = staff.called(session, name)
    found = _known(session, same[0]) if len(same) == 1 else None
    if found is not None:
        return found
    words = f"有 {len(same)} 位员工叫{name}。" if same else "没有这个工号或姓名。"
    raise Refused(words, code="warden", way_out="请填工号。" if same else "请核对后再填。")


def add_regular(session: Session, point: str, asked: str) -> StandingWarden:
    """Have somebody tick at this point from the next roll call on; a second time changes nothing.

    Raises Conflict for who already stands at another point: nobody can be in two places.
    """
    row, who = _row(session, point), candidate(session, asked)
    elsewhere = select(MusterPoint).where(MusterPoint.retired.is_(False), MusterPoint.point_id != row.point_id)
    other = next((one.name for one in session.scalars(elsewhere) if who.key in one.regulars), None)
    if other is not None:
        raise Conflict(
            f"{who.name}已经是“{other}”的固定清点员。", code="warden", way_out="不能同时守两处，要换请先在那里取消。"
        )
    if who.key not in row.regulars:
        row.regulars = [*row.regulars, who.key]
    return who


def remove_regular(session: Session, point: str, key: str) -> None:
    """Ask them no more from the next roll call on; one who isn't listed changes nothing."""
    row = _row(session, point)
    row.regulars = [known for known in row.regulars if known != key]


def _row(session: Session, point: str) -> MusterPoint:
    """The point's row, locked; raises NotFound."""
    number = int(point) if point.isascii() and point.isdigit() and len(point) < 10 else 0
    row = session.get(MusterPoint, number, with_for_update=True, populate_existing=True)
    if row is None or row.retired:
        raise NotFound("没有这个集合点。", way_out="请刷新页面后再试。")
    return row


def name_regulars(session: Session, row: Muster) -> None:
    """Make the regular wardens of a roll call's points its wardens, from the alarm on and once each."""
    listed = regulars(session)
    standing = [
        Warden(one.key, one.name, at["id"]) for at in row.points for one in listed.get(at["id"], ()) if one.active
    ]
    for warden in standing:
        draft = RollCallDraft("warden", warden.key, warden.point, "named", {"name": warden.name})
        add(session, row, draft, Tap(row.by, NAMED_BY, "", row.started), key=f"regular:{warden.key}")
