"""Marks and comments given in formgrader come back into the records, each exactly once, in their order.

The gradebook's log says which marks changed since the last time; each of them is one row of work. What a row takes over
is the mark as it stands by then, so it may be done twice, and later than others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from anpei import clock, records, tasks
from anpei.assignments.context import GradingContext
from anpei.assignments.gradebook import engine
from anpei.assignments.mark_log import await_markers
from anpei.assignments.tables import GradebookCursor

__all__ = ["TASK", "ChangedMark", "Collected", "changed_marks", "collect_mark", "collect_marks", "note_collected"]

TASK = "collected-marks"
BATCH = 500
_NEWEST = "SELECT COALESCE(MAX(seq), 0) FROM anpei_mark_log"
_CHANGED = """SELECT attempt, slot, MAX(seq) AS seq FROM
    (SELECT * FROM anpei_mark_log WHERE seq > :last ORDER BY seq LIMIT :limit) AS fresh
    GROUP BY attempt, slot ORDER BY seq"""
_LATEST = """SELECT new, marker FROM anpei_mark_log
    WHERE attempt = :attempt AND slot = :slot AND kind = :kind ORDER BY seq DESC LIMIT 1"""


class ChangedMark(NamedTuple):
    """A mark that changed in the gradebook, the last time at ``seq`` of its log."""

    attempt: int
    slot: str
    seq: int

    @property
    def row(self) -> str:
        """What the task of collecting calls it; a later change of the same mark is another row."""
        return f"{self.attempt} {self.slot} {self.seq}"

    @classmethod
    def of_row(cls, row: str) -> ChangedMark:
        attempt, slot, seq = row.split()
        return cls(int(attempt), slot, int(seq))


class Collected(NamedTuple):
    """How many marks arrived, and what could not be taken over."""

    marks: int
    troubles: list[str]


def changed_marks(context: GradingContext) -> tuple[list[ChangedMark], int | None]:
    """What changed since :func:`note_collected`, oldest first, and what to note afterwards; None when nothing did."""
    with context.db.read() as session:
        row = session.get(GradebookCursor, 1)
        last = row.seq if row else 0
    with engine(context.course.gradebook_url).connect() as connection:
        newest = int(connection.execute(text(_NEWEST)).scalar_one())
        if newest < last:  # another gradebook was put in place: what it says is read from its beginning
            last = 0
        if newest == last:
            return [], None
        await_markers(connection)
        rows = connection.execute(text(_CHANGED), {"last": last, "limit": BATCH}).all()
    found = [ChangedMark(row.attempt, row.slot, row.seq) for row in rows if row.attempt is not None]
    return found, max(row.seq for row in rows)


def collect_mark(context: GradingContext, attempt: int, slot: str) -> bool:
    """Take over one mark and its comment as they are now; False when the records knew them.

    Raises :class:`anpei.errors.AnpeiError` when the records refuse them.
    """
    with engine(context.course.gradebook_url).connect() as connection:
        grade, comment = (_latest(connection, attempt, slot, kind) for kind in ("grade", "comment"))
    points = None if grade[0] is None else float(grade[0])
    marker = grade[1] or comment[1] or ""

    def work(session: Session) -> bool:
        return records.apply_manual(session, attempt, slot, points, comment[0], marker, clock.now())

    return context.db.write(work).result()


def note_collected(context: GradingContext, seq: int) -> None:
    """The log was read up to here: every mark until then was taken over, or is kept as a failure."""
    context.db.write(lambda session: session.merge(GradebookCursor(cursor_id=1, seq=seq))).result()


def collect_marks(context: GradingContext) -> Collected:
    """Take over everything that changed, for whoever wants the records up to date now."""
    found, seq = changed_marks(context)
    troubles = []
    for mark in found:
        try:
            collect_mark(context, mark.attempt, mark.slot)
        except Exception as error:  # a mark that can't be taken over stands in nobody's way, and is not forgotten
            troubles.append(f"第 {mark.attempt} 次答卷 {mark.slot}：{error}")
            _keep(context, mark, error)
    if seq is not None:
        note_collected(context, seq)
    return Collected(len(found), troubles)


def _keep(context: GradingContext, mark: ChangedMark, error: Exception) -> None:
    def work(session: Session) -> None:
        tasks.note_failure(session, TASK, mark.row, error, every=clock.SECOND, now=clock.now())

    context.db.write(work).result()


def _latest(connection: Any, attempt: int, slot: str, kind: str) -> Sequence[Any]:
    query = {"attempt": attempt, "slot": slot, "kind": kind}
    return connection.execute(text(_LATEST), query).one_or_none() or (None, None)
