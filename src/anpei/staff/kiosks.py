"""Kiosk devices: a link used once makes a browser a kiosk; its token lasts until somebody revokes it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.clock import DAY
from anpei.errors import NotFound, Refused
from anpei.spreadsheets import tidy
from anpei.staff.hashing import hash_token, new_token
from anpei.staff.model import Device
from anpei.staff.tables import DeviceRow, EnrolLinkRow

LINK_LIFE = DAY


def enrol_link(session: Session, name: str, *, now: int, site_area: str = "") -> str:
    """A token for one enrolment, good for a day; shown once, kept only as a hash."""
    title = tidy(name)
    if not title or len(title) > 64 or len(tidy(site_area)) > 64:
        raise Refused("请给终端起个名字，最多 64 个字，例如“一车间东门”。", code="kiosk_name")
    token = new_token()
    session.add(
        EnrolLinkRow(
            token_hash=hash_token(token), name=title, site_area=tidy(site_area), created=now, expires=now + LINK_LIFE
        )
    )
    return token


def enrol(session: Session, token: str, *, now: int) -> tuple[Device, str]:
    """Turn a link into a device and its token for the cookie; used, expired and unknown links are refused alike."""
    link = session.get(EnrolLinkRow, hash_token(token), with_for_update=True)
    if link is None or link.used is not None or link.expires <= now:
        raise Refused("这个登记链接无效、已用过或已过期。", code="enrol_link", way_out="请管理员重新生成一个。")
    link.used = now
    device_token = new_token()
    row = DeviceRow(
        device_id=f"k-{secrets.token_hex(6)}", name=link.name, site_area=link.site_area,
        token_hash=hash_token(device_token), enrolled=now, gate=False,
    )  # fmt: skip
    session.add(row)
    return _device(row), device_token


def device_for(session: Session, device_token: str) -> Device | None:
    """The kiosk this token belongs to; None when unknown or revoked."""
    row = session.scalar(select(DeviceRow).filter_by(token_hash=hash_token(device_token), revoked=None))
    return _device(row) if row is not None else None


def devices(session: Session) -> list[Device]:
    """Every device ever enrolled, newest first."""
    rows = session.scalars(select(DeviceRow).order_by(DeviceRow.enrolled.desc(), DeviceRow.device_id))
    return [_device(row) for row in rows]


def revoke_device(session: Session, device_id: str, *, now: int) -> Device:
    """Shut a device out for good; a second time changes nothing."""
    row = session.get(DeviceRow, device_id)
    if row is None:
        raise NotFound("没有这台演练终端。", way_out="请刷新列表后再试。")
    row.revoked = row.revoked or now
    return _device(row)


def set_gate(session: Session, device_id: str, on: bool) -> Device:
    """Let visitors be signed in on this device, or no longer."""
    row = session.get(DeviceRow, device_id)
    if row is None or row.revoked is not None:
        raise NotFound("没有这台演练终端，或已停用。", way_out="请刷新列表后再试。")
    row.gate = on
    return _device(row)


def _device(row: DeviceRow) -> Device:
    return device_of((row.device_id, row.name, row.site_area, row.enrolled, row.revoked, row.gate))


def device_of(row: Sequence[Any]) -> Device:
    """The value of a row of plain columns, in the order of the value's fields."""
    device_id, name, site_area, enrolled, revoked, gate = row
    return Device(device_id, name, site_area, enrolled, revoked, bool(gate))
