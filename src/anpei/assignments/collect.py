"""Marks and comments given in formgrader come back into the records, each exactly once, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from anpei import clock, records
from anpei.assignments.context import GradingContext
from anpei.assignments.gradebook import engine
from anpei.assignments.mark_log import await_markers
from anpei.assignments.tables import GradebookCursor
from anpei.errors import AnpeiError

__all__ = ["Collected", "collect_marks"]

BATCH = 500
_NEWEST = "SELECT COALESCE(MAX(seq), 0) FROM anpei_mark_log"
_CHANGED = """SELECT attempt, slot, MAX(seq) AS seq FROM
    (SELECT * FROM anpei_mark_log WHERE seq > :last ORDER BY seq LIMIT :limit) AS fresh
    GROUP BY attempt, slot ORDER BY seq"""
_LATEST = """SELECT new, marker FROM anpei_mark_log
    WHERE attempt = :attempt AND slot = :slot AND kind = :kind ORDER BY seq DESC LIMIT 1"""


class _Mark(NamedTuple):
    attempt: int
    slot: str
    points: float | None
    comment: str | None
    marker: str


class Collected(NamedTuple):
    """How many marks arrived, and what could not be taken over."""

    marks: int
    troubles: list[str]


def collect_marks(context: GradingContext) -> Collected:
    """Take over what changed in the gradebook since the last time; one indexed look when nothing did."""
    last = _cursor(context)
    marks, seq = _changes(context, last)
    if seq == last:
        return Collected(0, [])

    def work(session: Session) -> list[str]:
        troubles = [trouble for mark in marks if (trouble := _apply(session, mark))]
        session.merge(GradebookCursor(cursor_id=1, seq=seq))
        return troubles

    return Collected(len(marks), context.db.write(work).result())


def _cursor(context: GradingContext) -> int:
    with context.db.read() as session:
        row = session.get(GradebookCursor, 1)
        return row.seq if row else 0


def _changes(context: GradingContext, last: int) -> tuple[list[_Mark], int]:
    with engine(context.course.gradebook_url).connect() as connection:
        newest = int(connection.execute(text(_NEWEST)).scalar_one())
        if newest < last:  # another gradebook was put in place: what it says is read from its beginning
            last = 0
        if newest == last:
            return [], last
        await_markers(connection)
        rows = connection.execute(text(_CHANGED), {"last": last, "limit": BATCH}).all()
        marks = [_mark(connection, row) for row in rows if row.attempt is not None]
        return marks, max(row.seq for row in rows)


def _mark(connection: Any, row: Any) -> _Mark:
    def latest(kind: str) -> Sequence[Any]:
        query = {"attempt": row.attempt, "slot": row.slot, "kind": kind}
        return connection.execute(text(_LATEST), query).one_or_none() or (None, None)

    grade, comment = latest("grade"), latest("comment")
    points = None if grade[0] is None else float(grade[0])
    return _Mark(row.attempt, row.slot, points, comment[0], grade[1] or comment[1] or "")


def _apply(session: Session, mark: _Mark) -> str:
    try:
        with session.begin_nested():
            records.apply_manual(session, mark.attempt, mark.slot, mark.points, mark.comment, mark.marker, clock.now())
    except AnpeiError as error:
        return f"第 {mark.attempt} 次答卷 {mark.slot}：{error}"
    return ""
