"""A row of the audit log in words, the same on the page and in the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.orm import Session

from anpei import audit, clock, staff

__all__ = ["HEADS", "cells", "names_of", "words_of"]

HEADS = ("时间", "谁", "姓名", "做了什么", "对谁或什么", "名称", "详情", "地址", "设备")


def names_of(session: Session, rows: Iterable[audit.AuditEntry]) -> dict[str, str]:
    """Names of the people and kiosks in these rows."""
    keys = {key for row in rows for key in (row.who, row.about)}
    kiosks = {f"kiosk:{device.device_id}": device.name for device in staff.devices(session)}
    return staff.names(session, {key for key in keys if ":" not in key}) | kiosks


def words_of(key: str) -> str:
    """Who isn't on the roster: a user of the machine, or nobody known."""
    return f"服务器用户 {key[3:]}" if key.startswith("os:") else key


def cells(rows: Iterable[audit.AuditEntry], names: Mapping[str, str], zone: str) -> Iterator[list[str]]:
    """A row of the files for each, in the order of :data:`HEADS`."""
    for row in rows:
        detail = "；".join(f"{key}：{value}" for key, value in row.detail.items())
        when = f"{clock.local(row.at, zone):%Y-%m-%d %H:%M:%S}"
        yield [
            when, row.who, names.get(row.who, ""), audit.act_words(row.act), row.about, names.get(row.about, ""),
            detail, row.address, row.browser,
        ]  # fmt: skip
