"""Secrets and how they change: whoever changes a password signs every other device out.

Functions that hash take the :class:`Database` and block for the time of a hash: call them in a thread.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from anpei.clock import DAY
from anpei.database import Database, Progress
from anpei.errors import Forbidden, Refused
from anpei.staff.hashing import (
    check_password,
    check_pin,
    hash_secret,
    new_stamp,
    temporary_password,
    temporary_pin,
    verify,
)
from anpei.staff.model import Person, SecretKind, SignInRules
from anpei.staff.roster import normal_staff_no
from anpei.staff.service import PEOPLE_A_WRITE, people, person_of, row_of
from anpei.staff.signing import confirm
from anpei.staff.tables import FailureRow, PersonRow

TEMPORARY_LIFE = 30 * DAY
"""How long a temporary password lets somebody in, in ms: letters lie about."""


def change_password(
    db: Database, staff_no: str, old: str, new: str, *, now: int, zone: str, rules: SignInRules
) -> Person:
    """Somebody changes their own password; the person returned carries the new stamp for this device's cookie.

    Raises :class:`Refused` with code ``wrong_password``, ``locked``, ``same_password`` or ``weak_password``.
    """
    _confirmed(db, staff_no, old, now=now, zone=zone, rules=rules)
    return set_password(db, staff_no, new, now=now)


def _confirmed(db: Database, staff_no: str, password: str, *, now: int, zone: str, rules: SignInRules) -> None:
    """Ask for the password in force; raises :class:`Refused` with code ``wrong_password`` or ``locked``."""
    confirmed = confirm(db, staff_no, password, now=now, rules=rules)
    if confirmed.outcome == "wrong":
        raise Refused("原密码不对，请重新输入。", code="wrong_password")
    if confirmed.outcome != "ok":
        raise Refused(confirmed.message(zone), code="locked")


def first_password(db: Database, staff_no: str, new: str, *, now: int) -> Person:
    """The own password that replaces a temporary one, without asking for that again; only while it is due."""
    with db.read() as session:
        if not row_of(session, staff_no).must_change_password:
            raise Forbidden("密码已经设置过。", way_out="如要更换，请输入原密码。")
    return set_password(db, staff_no, new, now=now)


def set_password(db: Database, staff_no: str, new: str, *, now: int, must_change: bool = False) -> Person:
    """Give somebody a password and sign out every device; a weak one, or the one in force, is refused."""
    with db.read() as session:
        before = row_of(session, staff_no).password_hash
    check_password(new, normal_staff_no(staff_no))
    if before is not None and verify(before, new):
        raise Refused("新密码不能与原密码相同，请换一个。", code="same_password")
    return _store_password(db, staff_no, hash_secret(new), now, must_change=must_change)


def set_pin(db: Database, staff_no: str, pin: str, *, now: int) -> Person:
    """Give somebody a PIN for the kiosks; trivial ones are refused."""
    check_pin(pin, normal_staff_no(staff_no))
    hashed = hash_secret(pin)

    def store(session: Session) -> Person:
        row = row_of(session, staff_no)
        row.pin_hash, row.pin_letter_due, row.updated = hashed, False, now
        _forgive(session, row.staff_no, "pin")
        return person_of(row)

    return db.write(store).result()


def reset(db: Database, staff_no: str, *, now: int) -> str:
    """Give a temporary password that must be changed at once, lift the lock, sign out every device."""
    password = temporary_password()
    _store_password(db, staff_no, hash_secret(password), now, must_change=True)
    return password


def reset_pin(db: Database, staff_no: str, *, now: int) -> str:
    """Give a random PIN of six digits and lift the PIN's lock."""
    pin = temporary_pin(normal_staff_no(staff_no))
    set_pin(db, staff_no, pin, now=now)
    return pin


def change_pin(
    db: Database, staff_no: str, password: str, pin: str, *, now: int, zone: str, rules: SignInRules
) -> Person:
    """Somebody signed in chooses their own PIN, with the password as proof.

    Raises :class:`Refused` with code ``wrong_password``, ``locked`` or ``weak_pin``.
    """
    check_pin(pin, normal_staff_no(staff_no))
    _confirmed(db, staff_no, password, now=now, zone=zone, rules=rules)
    return set_pin(db, staff_no, pin, now=now)


def issue_pins(db: Database, staff_nos: Iterable[str], *, now: int) -> dict[str, str]:
    """Give each of these people a new random PIN; staff number → PIN, to be handed out.

    Until :func:`note_letters` says that they were, everybody counts as having none: whoever lost the letters, because
    the platform died over them, asks again and gets new ones.
    """
    pins = {number: temporary_pin(number) for number in map(normal_staff_no, staff_nos)}
    hashes = hash_many(pins)

    def store(session: Session, some: Sequence[str]) -> None:
        for number in some:
            row = row_of(session, number)
            row.pin_hash, row.pin_letter_due, row.updated = hashes[number], True, now
            _forgive(session, number, "pin")

    db.write_in_steps(list(hashes), store, step=PEOPLE_A_WRITE)
    return pins


def note_letters(db: Database, staff_nos: Sequence[str]) -> None:
    """The letters with these people's PINs have been given out to be printed."""

    def store(session: Session, some: Sequence[str]) -> None:
        session.execute(update(PersonRow).where(PersonRow.staff_no.in_(some)).values(pin_letter_due=False))

    db.write_in_steps(staff_nos, store, step=PEOPLE_A_WRITE)


def unlock(session: Session, staff_no: str) -> bool:
    """Forget the failures of password and PIN; True if there were any."""
    row = row_of(session, staff_no)
    passwords, pins = _forgive(session, row.staff_no, "password"), _forgive(session, row.staff_no, "pin")
    return passwords or pins


def issue_passwords(
    db: Database,
    *,
    now: int,
    keep: Callable[[Mapping[str, str]], None] = lambda secrets: None,
    progress: Progress = lambda done, total: None,
) -> dict[str, str]:
    """Give everybody active who has no password a temporary one; staff number → password, to be handed out.

    ``keep`` is given all of them before the first counts: nobody gets a password that is lost with this process.
    """
    with db.read() as session:
        without = [person.staff_no for person in people(session) if not person.has_password]
    secrets = {staff_no: temporary_password() for staff_no in without}
    hashes = hash_many(secrets, progress)

    keep(secrets)

    def store(session: Session, some: Sequence[str]) -> list[str]:
        rows = (row_of(session, staff_no) for staff_no in some)
        fresh = [row for row in rows if row.password_hash is None]
        for row in fresh:
            _set(row, hashes[row.staff_no], now, must_change=True)
        return [row.staff_no for row in fresh]

    fresh = db.write_in_steps(list(hashes), store, step=PEOPLE_A_WRITE)
    return {staff_no: secrets[staff_no] for some in fresh for staff_no in some}


def hash_many(secrets: Mapping[str, str], progress: Progress = lambda done, total: None) -> dict[str, str]:
    """Hash many secrets on every core (argon2 lets go of the interpreter); keys stay."""
    hashes: dict[str, str] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results: Iterable[str] = pool.map(hash_secret, secrets.values())
        for key, hashed in zip(secrets, results, strict=True):
            hashes[key] = hashed
            progress(len(hashes), len(secrets))
    return hashes


def _store_password(db: Database, staff_no: str, hashed: str, now: int, *, must_change: bool) -> Person:
    def store(session: Session) -> Person:
        row = row_of(session, staff_no)
        _set(row, hashed, now, must_change=must_change)
        _forgive(session, row.staff_no, "password")
        return person_of(row)

    return db.write(store).result()


def _set(row: PersonRow, hashed: str, now: int, *, must_change: bool) -> None:
    row.password_hash, row.must_change_password = hashed, must_change
    row.temporary_until = now + TEMPORARY_LIFE if must_change else None
    row.stamp, row.updated = new_stamp(), now


def _forgive(session: Session, staff_no: str, kind: SecretKind) -> bool:
    """Forget the failures of one kind; whether there were any."""
    gone = session.execute(delete(FailureRow).filter_by(kind=kind, staff_no=staff_no))
    return bool(cast("CursorResult[Any]", gone).rowcount)
