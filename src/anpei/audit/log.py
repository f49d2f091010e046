"""Writing the audit log and looking whether it is whole.

A row is written in the transaction of the act: both are there, or neither. Each carries the hash of the row before
it, so that a row changed, taken out or put in by somebody who got at the file shows. What was cut off the end doesn't,
nor does a log reckoned anew from its beginning: for that the doctor says the last hash, to be kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei import clock
from anpei.audit.model import ACTS, Acting, Origin
from anpei.audit.tables import AuditRow
from anpei.database import alongside

__all__ = ["Along", "Soundness", "acting", "add", "also", "note_failed", "soundness", "unnoted"]

LONGEST = 2000
"""Characters of a row's detail; what is more is cut off and said to be."""
HOUR_OF_PLACE, HOUR_OF_ALL = 20, 500
"""Failed sign-ins noted in an hour: of one address, and altogether. A guesser must not fill the disk."""
STEP = 2000
KEPT = ("at", "who", "act", "about", "detail", "address", "browser")


def add(session: Session, origin: Origin, act: str, about: str = "", **detail: str | int) -> None:
    """Add a row; it counts when the transaction does."""
    if act not in ACTS:
        raise KeyError(f"not an act of the audit log: {act}")
    before = session.scalar(select(AuditRow.chain).order_by(AuditRow.id.desc()).limit(1)) or ""
    row = AuditRow(
        at=clock.now(), who=origin.who[:64], act=act, about=about[:128], detail=_text(detail),
        address=origin.address[:64], browser=origin.browser[:64], chain="",
    )  # fmt: skip
    row.chain = _linked(before, [getattr(row, name) for name in KEPT])
    session.add(row)
    session.flush()


class Along:
    """Puts the row of an act under way beside the first change that is written."""

    def __init__(self, found: Acting) -> None:
        self.acting = found

    def __call__(self, session: Session) -> None:
        found = self.acting
        if found.act and not found.noted:
            add(session, found.origin, found.act, found.about, **found.detail)
            found.noted = True


@contextmanager
def acting(found: Acting) -> Iterator[Acting]:
    """Within it the first change that is written carries the row of this act, if it has a name by then."""
    token = alongside.set(Along(found))
    try:
        yield found
    finally:
        alongside.reset(token)


@contextmanager
def unnoted() -> Iterator[None]:
    """Within it nothing is written along: what is done there is no act yet, such as trying a password."""
    token = alongside.set(None)
    try:
        yield
    finally:
        alongside.reset(token)


def also(session: Session, act: str, about: str, **detail: str | int) -> None:
    """Within a change: what else it does, by whoever asked for the change."""
    along = session.info.get("alongside")
    add(session, along.acting.origin if isinstance(along, Along) else Origin(""), act, about, **detail)


def note_failed(session: Session, origin: Origin, act: str, about: str, **detail: str | int) -> None:
    """A failed sign-in; past so many in an hour no more are noted, and the last one says so."""
    since = clock.now() - clock.HOUR
    query = select(func.count()).select_from(AuditRow).where(AuditRow.act == act, AuditRow.at > since)
    here, altogether = (session.scalar(one) or 0 for one in (query.where(AuditRow.address == origin.address), query))
    if here >= HOUR_OF_PLACE or altogether >= HOUR_OF_ALL:
        return
    if here == HOUR_OF_PLACE - 1 or altogether == HOUR_OF_ALL - 1:
        detail["说明"] = "太多了，一小时内不再逐条记"
    add(session, origin, act, about, **detail)


@dataclass(frozen=True)
class Soundness:
    """How many rows there are, the last one's hash, and the number of the first that doesn't fit; 0 when all do."""

    rows: int
    last: str
    broken: int


def soundness(session: Session) -> Soundness:
    """Reckon every hash again, some rows at a time."""
    rows, last, number = 0, "", 0
    query = select(AuditRow.id, AuditRow.chain, *(getattr(AuditRow, name) for name in KEPT)).order_by(AuditRow.id)
    while found := session.execute(query.where(AuditRow.id > number).limit(STEP)).all():
        for row in found:
            if row.chain != _linked(last, row[2:]):
                return Soundness(rows, last, row.id)
            rows, last, number = rows + 1, row.chain, row.id
    return Soundness(rows, last, 0)


def _text(detail: dict[str, str | int]) -> str:
    kept = {key: value if isinstance(value, int) else _cut(str(value)) for key, value in detail.items() if value != ""}
    return json.dumps(kept, ensure_ascii=False)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…（共 {len(text)} 字）"


def _linked(before: str, row: Sequence[Any]) -> str:
    """The hash of what a row keeps, in the order of :data:`KEPT`, and of the one before it."""
    return hashlib.sha256(json.dumps([before, *row], ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
