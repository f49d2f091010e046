"""Reading the audit log: a page at a time along an index, newest first, however long it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from anpei.audit.model import AuditEntry, AuditQuery, in_group
from anpei.audit.tables import AuditRow

__all__ = ["entries", "every_entry", "how_many"]

STEP = 1000


def entries(session: Session, query: AuditQuery, limit: int) -> list[AuditEntry]:
    """The newest rows that fit, at most so many."""
    return [_entry(row) for row in session.scalars(_fitting(query).order_by(AuditRow.id.desc()).limit(limit))]


def how_many(session: Session, query: AuditQuery) -> int:
    """How many rows fit: for who waits for a file of all of them."""
    return session.scalar(_fitting(query).with_only_columns(func.count())) or 0


def every_entry(session: Session, query: AuditQuery) -> Iterator[AuditEntry]:
    """All rows that fit, newest first, read some at a time."""
    while found := entries(session, query, STEP):
        yield from found
        query = replace(query, before=found[-1].id)
        session.expunge_all()


def _fitting(query: AuditQuery) -> Select[AuditRow]:
    found = select(AuditRow)
    if query.people:
        found = found.where(or_(AuditRow.who.in_(query.people), AuditRow.about.in_(query.people)))
    if query.group:
        found = found.where(AuditRow.act.in_(in_group(query.group)))
    if query.since:
        found = found.where(AuditRow.at >= query.since)
    if query.until:
        found = found.where(AuditRow.at < query.until)
    return found.where(AuditRow.id < query.before) if query.before else found


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(row.id, row.at, row.who, row.act, row.about, json.loads(row.detail), row.address, row.browser)
