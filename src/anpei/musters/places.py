"""What a roll call draws on: the plant's muster points, the roster by department and post, visitors at the gate."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import NotFound, Refused
from anpei.musters.log import row_of
from anpei.musters.model import Expected, Point, Visitor, Warden
from anpei.musters.service import name_warden
from anpei.musters.tables import Muster, MusterCode, MusterPoint, MusterVisitor

__all__ = [
    "add_point",
    "last_choice",
    "new_code",
    "on_shift",
    "on_site",
    "points",
    "retire_point",
    "sign_in",
    "sign_out",
    "use_code",
    "visitors",
]

GROUPS = ("visitor", "contractor")


def points(session: Session) -> list[Point]:
    """The muster points in use, in the order in which they were made."""
    query = select(MusterPoint).where(MusterPoint.retired.is_(False)).order_by(MusterPoint.point_id)
    return [Point(str(row.point_id), row.name, row.place) for row in session.scalars(query)]


def add_point(session: Session, name: str, place: str) -> Point:
    """A new muster point; the same name again gives the one that stands."""
    title, where = name.strip(), place.strip()
    if not title or len(title) > 64 or len(where) > 128:
        raise Refused("请给集合点起个名字，最多 64 个字。", code="point_name", way_out="例如：“东门停车场”。")
    row = session.scalar(select(MusterPoint).filter_by(name=title, retired=False))
    if row is None:
        row = MusterPoint(name=title, place=where, retired=False)
        session.add(row)
        session.flush()
    return Point(str(row.point_id), row.name, row.place)


def retire_point(session: Session, point: str) -> None:
    """Give a point up; roll calls of the past keep it."""
    row = session.get(MusterPoint, int(point)) if point.isdigit() else None
    if row is None:
        raise NotFound("没有这个集合点。")
    row.retired = True


def on_shift(session: Session, departments: Collection[int], posts: Collection[int]) -> list[Expected]:
    """Everybody working in one of these departments or at one of these posts, by staff number."""
    return [
        Expected(person.staff_no, person.name, person.department, "staff", person.post or "")
        for person in staff.people(session)
        if person.department_id in departments or person.post_id in posts
    ]


def on_site(session: Session) -> list[Expected]:
    """Visitors and contractors who signed in and haven't left."""
    return [Expected(v.key, v.name, v.firm, v.group, v.host, v.phone) for v in visitors(session, present=True)]


def last_choice(session: Session, kind: str) -> dict[str, Any]:
    """What was chosen for the last roll call of this kind: what the form begins with."""
    query = select(Muster.choice).where(Muster.kind == kind).order_by(Muster.muster_id.desc()).limit(1)
    return session.scalar(query) or {}


def visitors(session: Session, *, present: bool | None = None, limit: int = 200) -> list[Visitor]:
    """Visitors whose names are still kept, newest first; ``present=True`` only those on site."""
    query = select(MusterVisitor).where(MusterVisitor.name != "").order_by(MusterVisitor.visitor_id.desc())
    if present:
        query = query.where(MusterVisitor.left.is_(None))
    return [_visitor(row) for row in session.scalars(query.limit(limit))]


def sign_in(
    session: Session, *, name: str, firm: str, host: str, phone: str, group: str, by: str, uuid: str, now: int
) -> Visitor:
    """A visitor comes in; the same uuid is the same visit."""
    row = session.scalar(select(MusterVisitor).filter_by(uuid=uuid)) if uuid else None
    if row is not None:
        return _visitor(row)
    name, firm, host, phone = (text.strip() for text in (name, firm, host, phone))
    if not name or max(map(len, (name, firm, host))) > 64 or len(phone) > 32 or group not in GROUPS:
        raise Refused("请写明访客姓名。", code="visitor", way_out="姓名必填，每项最多 64 个字。")
    row = MusterVisitor(
        uuid=uuid or secrets.token_hex(16),
        name=name,
        firm=firm,
        host=host,
        phone=phone,
        group=group,
        came=now,
        left=None,
        by=by,
    )
    session.add(row)
    session.flush()
    return _visitor(row)


def sign_out(session: Session, visitor_id: int, *, now: int) -> Visitor:
    """A visitor leaves; a second time changes nothing."""
    row = session.get(MusterVisitor, visitor_id)
    if row is None:
        raise NotFound("没有这位访客。", way_out="请刷新列表。")
    row.left = row.left or now
    return _visitor(row)


def _visitor(row: MusterVisitor) -> Visitor:
    return Visitor(row.visitor_id, row.name, row.firm, row.host, row.phone, row.group, row.came, row.left)


def new_code(session: Session, muster_id: int, point: str, *, now: int) -> str:
    """A code for the director's screen: whoever scans it first is a warden of the point."""
    row_of(session, muster_id)
    code = secrets.token_urlsafe(16)
    session.add(MusterCode(code_hash=_hash(code), muster_id=muster_id, point=point, made=now, used=None, used_by=""))
    session.flush()
    return code


def use_code(session: Session, muster_id: int, code: str, person: staff.Person, *, now: int) -> Warden:
    """Become a warden by a code that nobody has used; one's own used code still says yes."""
    row = session.get(MusterCode, _hash(code), with_for_update=True)
    mine = row is not None and row.used_by == person.staff_no
    if row is None or row.muster_id != muster_id or (row.used is not None and not mine):
        raise Refused("这个二维码无效或已用过。", code="code", way_out="请导调员换一个新的再扫。")
    warden = Warden(person.staff_no, person.name, row.point)
    if not mine:
        row.used, row.used_by = now, person.staff_no
        name_warden(session, muster_id, warden, by=person.staff_no, name=person.name, uuid=row.code_hash[:32], now=now)
    return warden


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
