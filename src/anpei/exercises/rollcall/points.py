"""What a roll call draws on: muster points, the roster by department, post and team, visitors at the gate."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import staff
from anpei.clock import DAY
from anpei.errors import NotFound, Refused
from anpei.exercises.rollcall.log import row_of
from anpei.exercises.rollcall.model import ExpectedPerson, Point, Visitor, Warden
from anpei.exercises.rollcall.service import name_warden
from anpei.exercises.rollcall.tables import MusterCode, MusterPoint, MusterVisitor

__all__ = [
    "LONG",
    "add_point",
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
LONG = DAY
"""Who has been on site for longer than this, in ms, was probably never signed out."""
LATEST = 60


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


def on_shift(
    session: Session,
    departments: Collection[int],
    posts: Collection[int],
    teams: Collection[int] = (),
    *,
    teamless: bool = True,
) -> list[ExpectedPerson]:
    """Everybody of these departments or posts, by staff number.

    Of those who work in a team only who is in one of ``teams``, unless none is named; the others if ``teamless``.
    """
    return [
        ExpectedPerson(staff_no, name, place, "staff", post or "")
        for staff_no, name, place, post in staff.working(session, departments, posts, teams, teamless=teamless)
    ]


def how_many_on_shift(
    session: Session,
    departments: Collection[int],
    posts: Collection[int],
    teams: Collection[int] = (),
    *,
    teamless: bool = True,
) -> int:
    """How many :func:`on_shift` would find."""
    return staff.how_many_working(session, departments, posts, teams, teamless=teamless)


def on_site(session: Session) -> list[ExpectedPerson]:
    """Visitors and contractors who signed in and haven't left."""
    return [ExpectedPerson(v.key, v.name, v.firm, v.group, v.host, v.phone) for v in visitors(session, present=True)]


def visitors(session: Session, *, present: bool) -> list[Visitor]:
    """Whoever is on site, all of them, the newest first; or who of those that left is still known, the latest first."""
    query, newest = select(MusterVisitor).where(MusterVisitor.name != ""), MusterVisitor.visitor_id.desc()
    if present:
        query = query.where(MusterVisitor.left.is_(None)).order_by(newest)
    else:
        query = query.where(MusterVisitor.left.is_not(None)).order_by(MusterVisitor.left.desc(), newest).limit(LATEST)
    return [_visitor(row) for row in session.scalars(query)]


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
    if not firm and not host:
        raise Refused("请写单位或接待人。", code="visitor", way_out="警报响起时，要知道找谁问这个人。")
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


def sign_out(session: Session, *visitors: int, now: int) -> None:
    """Visitors leave; a second time changes nothing."""
    rows = list(session.scalars(select(MusterVisitor).where(MusterVisitor.visitor_id.in_(visitors))))
    if len(rows) < len(set(visitors)):
        raise NotFound("没有这位访客。", way_out="请刷新列表。")
    for row in rows:
        row.left = row.left or now


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
