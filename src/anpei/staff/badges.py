"""Badges: a QR code of digits that stands for a staff number at a kiosk, signed, and worthless once reported lost.

Digits only: a scanner that types like a keyboard writes them alike under every input method, layout and Caps Lock.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.clock import MINUTE
from anpei.database import Database
from anpei.errors import NotFound, Refused
from anpei.staff.hashing import new_stamp
from anpei.staff.model import Device, Person, SignIn, SignInRules
from anpei.staff.service import PEOPLE_A_WRITE, person_of, row_of
from anpei.staff.tables import AddressRow, BadgeRow, PersonRow

__all__ = [
    "BADGE_DIGITS",
    "BADGE_KEY",
    "Badge",
    "badge_of",
    "badge_person",
    "issue_badges",
    "renew_badge",
    "revoke_badge",
    "scan",
]

BADGE_KEY = "badge.key"
"""Name of the site's secret that seals badges."""

EDITION = "1"
SERIAL, SEAL = 7, 16
BADGE_DIGITS = len(EDITION) + SERIAL + SEAL


@dataclass(frozen=True)
class Badge:
    """What is printed for a person; times in ms, ``revoked`` None while it opens a kiosk."""

    staff_no: str
    name: str
    department: str
    code: str
    issued: int
    revoked: int | None = None


def issue_badges(db: Database, staff_nos: Sequence[str], secret: bytes, *, now: int) -> list[Badge]:
    """A valid badge for everybody named who works here; one that's valid keeps its code, a lost one gets another."""
    made = db.write_in_steps(staff_nos, partial(_issue, secret=secret, now=now), step=PEOPLE_A_WRITE)
    return [badge for some in made for badge in some]


def _issue(session: Session, staff_nos: Sequence[str], *, secret: bytes, now: int) -> list[Badge]:
    badges = []
    for staff_no in staff_nos:
        person = row_of(session, staff_no)
        if not person.active:
            continue
        row = _row(session, person.staff_no)
        if row is None or row.revoked is not None:
            row = _renewed(session, row, person.staff_no, now)
        badges.append(_badge(row, person, secret))
    return badges


def renew_badge(session: Session, staff_no: str, secret: bytes, *, now: int) -> Badge:
    """Another code for a person; the old badge opens nothing from this moment."""
    person = row_of(session, staff_no)
    if not person.active:
        raise Refused("离职人员不能补发胸卡。", code="left")
    return _badge(_renewed(session, _row(session, person.staff_no), person.staff_no, now), person, secret)


def revoke_badge(session: Session, staff_no: str, *, now: int) -> None:
    """The badge is lost; a second time changes nothing."""
    row = _row(session, row_of(session, staff_no).staff_no)
    if row is None:
        raise NotFound("这个人还没有胸卡。", way_out="可以直接制作一张。")
    row.revoked = row.revoked or now


def badge_of(session: Session, staff_no: str, secret: bytes) -> Badge | None:
    """The badge a person has or had; None when none was ever made."""
    person = row_of(session, staff_no)
    row = _row(session, person.staff_no)
    return _badge(row, person, secret) if row is not None else None


def badge_person(session: Session, code: str, secret: bytes) -> Person | None:
    """Whose badge this is, also one who has left; None for a lost, replaced or forged one."""
    if len(code) != BADGE_DIGITS or not (code.isascii() and code.isdigit()) or not code.startswith(EDITION):
        return None
    row = session.get(BadgeRow, int(code[len(EDITION) : -SEAL]))
    if row is None or row.revoked is not None or not hmac.compare_digest(_code(row, secret), code):
        return None
    return person_of(session.get_one(PersonRow, row.staff_no))


def scan(session: Session, code: str, secret: bytes, *, device: Device, now: int, rules: SignInRules) -> SignIn:
    """Read a badge at a kiosk: ok, wrong, left or throttled; wrong ones count against the kiosk like wrong PINs."""
    key = f"device:{device.device_id}"
    address = session.get(AddressRow, key)
    if address is None or address.started <= now - MINUTE:
        address = session.merge(AddressRow(address=key, started=now, failures=0))
    if address.failures >= rules.address_per_minute:
        return SignIn("throttled", until=address.started + MINUTE, kind="pin")
    person = badge_person(session, code, secret)
    if person is None:
        address.failures += 1
        return SignIn("wrong", kind="pin")
    return SignIn("ok", person=person, kind="pin") if person.active else SignIn("left", kind="pin")


def _row(session: Session, staff_no: str) -> BadgeRow | None:
    return session.scalar(select(BadgeRow).filter_by(staff_no=staff_no).with_for_update())


def _renewed(session: Session, row: BadgeRow | None, staff_no: str, now: int) -> BadgeRow:
    if row is None:
        row = BadgeRow(staff_no=staff_no)
        session.add(row)
    row.stamp, row.issued, row.revoked = new_stamp(), now, None
    session.flush()
    return row


def _badge(row: BadgeRow, person: PersonRow, secret: bytes) -> Badge:
    return Badge(row.staff_no, person.name, person.department.name, _code(row, secret), row.issued, row.revoked)


def _code(row: BadgeRow, secret: bytes) -> str:
    """Edition, serial and seal; the seal covers person and stamp, so a new stamp makes every older code void."""
    told = f"{EDITION}/{row.serial}/{row.staff_no}/{row.stamp}".encode()
    seal = int.from_bytes(hmac.digest(secret, told, hashlib.sha256)[:16]) % 10**SEAL
    return f"{EDITION}{row.serial:0{SERIAL}d}{seal:0{SEAL}d}"
