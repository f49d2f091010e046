"""Kiosks: one link, one device; a token that lasts until somebody revokes it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from anpei import staff
from anpei.clock import DAY
from anpei.database import Database
from anpei.errors import NotFound, Refused
from anpei.staff.tables import DeviceRow, EnrolLinkRow

NOW = 1_795_000_000_000


def link(db: Database, name: str = "一车间东门") -> str:
    return db.write(lambda session: staff.enrol_link(session, name, now=NOW, site_area="一车间")).result()


def enrol(db: Database, token: str, at: int = NOW) -> tuple[staff.Device, str]:
    return db.write(lambda session: staff.enrol(session, token, now=at)).result()


def test_a_link_makes_a_kiosk(db: Database) -> None:
    device, token = enrol(db, link(db))
    with db.read() as session:
        assert staff.device_for(session, token) == device
        assert (device.name, device.site_area, device.revoked) == ("一车间东门", "一车间", None)


def test_a_link_works_once(db: Database) -> None:
    token = link(db)
    enrol(db, token)
    with pytest.raises(Refused, match="已用过"):
        enrol(db, token)


def test_a_link_works_for_a_day(db: Database) -> None:
    token = link(db)
    with pytest.raises(Refused):
        enrol(db, token, at=NOW + DAY)
    enrol(db, token, at=NOW + DAY - 1)


def test_no_made_up_link_or_token_works(db: Database) -> None:
    with pytest.raises(Refused):
        enrol(db, "x" * 43)
    with db.read() as session:
        assert staff.device_for(session, "") is None


def test_neither_link_nor_token_stands_in_the_database(db: Database) -> None:
    first = link(db)
    _, token = enrol(db, first)
    with db.read() as session:
        kept = [
            session.scalars(select(EnrolLinkRow.token_hash)).one(),
            session.scalars(select(DeviceRow.token_hash)).one(),
        ]
    assert first not in kept and token not in kept


def test_a_revoked_kiosk_is_out_and_stays_listed(db: Database) -> None:
    device, token = enrol(db, link(db))
    db.write(lambda session: staff.revoke_device(session, device.device_id, now=NOW + 5)).result()
    db.write(lambda session: staff.revoke_device(session, device.device_id, now=NOW + 9)).result()
    with db.read() as session:
        assert staff.device_for(session, token) is None
        assert [(kiosk.name, kiosk.revoked) for kiosk in staff.devices(session)] == [("一车间东门", NOW + 5)]


def test_an_unknown_kiosk_cant_be_revoked(db: Database) -> None:
    with pytest.raises(NotFound):
        db.write(lambda session: staff.revoke_device(session, "k-0", now=NOW)).result()


@pytest.mark.parametrize("name", ["", "  ", "长" * 65])
def test_a_kiosk_needs_a_name(db: Database, name: str) -> None:
    with pytest.raises(Refused):
        link(db, name)


def test_a_kiosk_is_a_gate_desk_only_when_somebody_made_it_one(db: Database) -> None:
    device, token = enrol(db, link(db))
    assert not device.gate
    db.write(lambda session: staff.set_gate(session, device.device_id, True)).result()
    with db.read() as session:
        known = staff.device_for(session, token)
        assert known is not None and known.gate
    db.write(lambda session: staff.revoke_device(session, device.device_id, now=NOW)).result()
    with pytest.raises(NotFound):
        db.write(lambda session: staff.set_gate(session, device.device_id, True)).result()
