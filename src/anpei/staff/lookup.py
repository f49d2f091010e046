"""Who asks, at every request: the row is fetched raw and compared, and while it is the same the same value is given.

Nothing has to be told that something changed, in whichever process: a leaver, another role, a new password or a revoked
kiosk is seen by the next request.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from anpei.database import Database
from anpei.staff.hashing import hash_token
from anpei.staff.kiosks import device_of
from anpei.staff.model import Device, Login, Person
from anpei.staff.service import person_columns, person_from
from anpei.staff.tables import DeviceRow, LoginRow, PersonRow

__all__ = ["StaffLookup"]

_SIGNED_IN = (
    person_columns()
    .add_columns(LoginRow.id, LoginRow.browser, LoginRow.address, LoginRow.begun, LoginRow.seen, LoginRow.proven)
    .join(LoginRow, LoginRow.staff_no == PersonRow.staff_no)
    .where(LoginRow.token_hash == bindparam("key"), LoginRow.ended.is_(None), LoginRow.stamp == PersonRow.stamp)
)
_OF_LOGIN = 6
_DEVICE = select(
    DeviceRow.device_id, DeviceRow.name, DeviceRow.site_area, DeviceRow.enrolled, DeviceRow.revoked, DeviceRow.gate
).where(DeviceRow.token_hash == bindparam("key"), DeviceRow.revoked.is_(None))
MOST = 100_000


class StaffLookup:
    """People and kiosks by the tokens they show, as they are now."""

    def __init__(self, db: Database) -> None:
        self._signed_in = db.lookup(_SIGNED_IN)
        self._device_of = db.lookup(_DEVICE)
        self._known: dict[str, tuple[tuple[Any, ...], Person]] = {}

    def signed_in(self, token: str) -> tuple[Person, Login] | None:
        """Who signed in with this token, as the roster has them now, also one who has left, and where; the same object
        while nothing about them changes. None once the login was ended, in whatever way."""
        row = self._signed_in(hash_token(token))
        return (self._person(row[:-_OF_LOGIN]), Login(*row[-_OF_LOGIN:])) if row is not None else None

    def _person(self, row: tuple[Any, ...]) -> Person:
        staff_no: str = row[0]
        known = self._known.get(staff_no)
        if known is not None and known[0] == row:
            return known[1]
        if len(self._known) > MOST:
            self._known.clear()
        person = person_from(row)
        self._known[staff_no] = (row, person)
        return person

    def device(self, token: str) -> Device | None:
        """The kiosk this token belongs to; None when unknown or revoked."""
        row = self._device_of(hash_token(token))
        return device_of(row) if row is not None else None
