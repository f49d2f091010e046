"""Signing in: a try is counted before it is checked and uncounted if it was right, so guesses in parallel gain nothing.

Wrong secrets make whoever gives them wait, longer each time, where they were given: a place is a network address, a
browser in which this person signed in before, or a kiosk. So nobody is kept out at a place of their own by what others
try elsewhere, and who guesses from many addresses ends up waiting at all of them.

These functions take the :class:`Database` and block for the time of one argon2 hash (some 30 ms): call them in a
thread. The hash is computed between two short writes, never inside one.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from anpei import audit
from anpei.clock import MINUTE, SECOND
from anpei.database import Database
from anpei.staff.hashing import verify
from anpei.staff.model import Device, SecretKind, SignIn, SignInRules
from anpei.staff.roster import STAFF_NO, normal_staff_no
from anpei.staff.service import person_of
from anpei.staff.tables import AddressRow, FailureRow, PersonRow

OWN_BROWSER = "browser:"
FIRST_WAIT = 30 * SECOND
EVERYWHERE = 10
"""Times the failures that one place may have: so many altogether make everybody wait who isn't known there."""


@dataclass(frozen=True)
class _Try:
    """One attempt: which secret of which number, from where."""

    kind: SecretKind
    staff_no: str
    place: str
    now: int
    rules: SignInRules

    @property
    def allowed(self) -> int:
        return self.rules.password_failures if self.kind == "password" else self.rules.pin_failures

    @property
    def lock(self) -> int:
        return self.rules.lock_minutes * MINUTE

    @property
    def trusted(self) -> bool:
        """Whether this is a place of this person's own."""
        return self.place.startswith((OWN_BROWSER, "person:"))

    def wait(self, failures: int) -> int:
        """Milliseconds to wait after so many failures in a row; at a kiosk somebody may be needed in a drill."""
        first, most = (FIRST_WAIT, self.lock) if self.kind == "password" else (FIRST_WAIT // 6, MINUTE)
        again = failures - self.allowed
        return min(most, first << min(again, 12)) if again >= 0 else 0


def sign_in(
    db: Database, staff_no: str, password: str, *, address: str, now: int, rules: SignInRules, browser: str = ""
) -> SignIn:
    """Check a staff number and password; ``address`` is the client's network address, ``browser`` the number of a
    browser in which this very person signed in before."""
    place = OWN_BROWSER + browser[:48] if browser else _network(address)
    return _attempt(db, _Try("password", _number(staff_no), place, now, rules), password)


def tap_in(db: Database, staff_no: str, pin: str, *, device: Device, now: int, rules: SignInRules) -> SignIn:
    """Check a staff number and PIN at an enrolled kiosk."""
    return _attempt(db, _Try("pin", _number(staff_no), f"device:{device.device_id}", now, rules), pin)


@dataclass(frozen=True)
class _Counted:
    """A try already counted as a failure: the hash to compare with, and the answer if it doesn't fit."""

    hashed: str | None
    if_wrong: SignIn


def confirm(db: Database, staff_no: str, password: str, *, now: int, rules: SignInRules) -> SignIn:
    """Ask somebody signed in for the password again; wrong ones count like at the door."""
    number = _number(staff_no)
    return _attempt(db, _Try("password", number, f"person:{number}", now, rules), password)


def _attempt(db: Database, this: _Try, secret: str) -> SignIn:
    """Trying a secret is no act of the audit log; what it is tried for may be one."""
    with audit.unnoted():
        return _tried(db, this, secret)


def _tried(db: Database, this: _Try, secret: str) -> SignIn:
    counted = db.write(lambda session: _count(session, this)).result()
    if isinstance(counted, SignIn):
        return counted
    if not verify(counted.hashed, secret):
        return counted.if_wrong
    return db.write(lambda session: _take_back(session, this, counted)).result()


def _count(session: Session, this: _Try) -> _Counted | SignIn:
    """Count a failure in advance, or refuse without looking when there were too many."""
    _forget_old(session, this)
    address = session.get(AddressRow, this.place) or AddressRow(address=this.place, started=this.now, failures=0)
    if address.failures >= this.rules.address_per_minute and not this.trusted:
        return SignIn("throttled", until=address.started + MINUTE, kind=this.kind)
    failure = session.get(FailureRow, (this.kind, this.staff_no, this.place)) or FailureRow(
        kind=this.kind, staff_no=this.staff_no, place=this.place, failures=0, last=this.now
    )
    here = failure.locked_until if failure.locked_until is not None else this.now
    until = here if here > this.now else _everywhere(session, this)
    if until is not None and until > this.now:
        return SignIn("locked", until=until, kind=this.kind)
    address.failures += 1
    failure.failures += 1
    failure.last = this.now
    waiting = this.wait(failure.failures)
    failure.locked_until = this.now + waiting if waiting else None
    session.add_all([address, failure])
    person = session.get(PersonRow, this.staff_no)
    return _Counted(_hash_of(person, this.kind), _wrong(this, failure))


def _everywhere(session: Session, this: _Try) -> int | None:
    """Until when nobody may try at a place that isn't this person's own, after too many failures at all of those."""
    if this.kind == "pin" or this.trusted:
        return None
    query = select(func.sum(FailureRow.failures), func.max(FailureRow.last)).where(
        FailureRow.kind == this.kind,
        FailureRow.staff_no == this.staff_no,
        FailureRow.place.not_like(f"{OWN_BROWSER}%"),
    )
    failures, last = session.execute(query).one()
    return int(last) + this.lock if (failures or 0) >= EVERYWHERE * this.allowed else None


def _take_back(session: Session, this: _Try, counted: _Counted) -> SignIn:
    """Take the failure back; a secret changed in the meantime makes the old one wrong after all."""
    person = session.get(PersonRow, this.staff_no)
    if person is None or _hash_of(person, this.kind) != counted.hashed:
        return counted.if_wrong
    session.execute(delete(FailureRow).filter_by(kind=this.kind, staff_no=this.staff_no, place=this.place))
    address = session.get(AddressRow, this.place)
    if address is not None and address.failures > 0:
        address.failures -= 1
    if not person.active:
        return SignIn("left", kind=this.kind)
    if this.kind == "password" and person.temporary_until is not None and person.temporary_until <= this.now:
        return SignIn("expired", kind=this.kind)
    return SignIn("ok", person=person_of(person), kind=this.kind)


def _wrong(this: _Try, failure: FailureRow) -> SignIn:
    if failure.locked_until is not None:
        return SignIn("locked", until=failure.locked_until, kind=this.kind)
    return SignIn("wrong", tries_left=max(0, this.allowed - failure.failures), kind=this.kind)


def _hash_of(person: PersonRow | None, kind: SecretKind) -> str | None:
    if person is None:
        return None
    return person.password_hash if kind == "password" else person.pin_hash


def _forget_old(session: Session, this: _Try) -> None:
    """Drop counters whose time has passed: minutes gone by, failures long after the longest wait."""
    session.execute(delete(AddressRow).where(AddressRow.started <= this.now - MINUTE))
    session.execute(delete(FailureRow).where(FailureRow.last <= this.now - 2 * this.lock))


def _number(staff_no: str) -> str:
    """What was typed as a key of the tables; anything that can't be a staff number shares one."""
    number = normal_staff_no(staff_no[:128])
    return number if STAFF_NO.fullmatch(number) else "-"


def _network(address: str) -> str:
    """The client's network: one IPv4 address, or the /64 in which an IPv6 client may choose at will."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((int(ip), 64), strict=False))
    return str(ip)
