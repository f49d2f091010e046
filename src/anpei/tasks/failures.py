"""How long a row that failed waits until it is tried again: twice as long each time, a day at most, never for ever.

The wait is kept in a table, so a restart remembers it; a person who has mended the cause may ask for a try at once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from anpei.clock import DAY, SECOND
from anpei.errors import AnpeiError
from anpei.tasks.tables import TaskFailureRow

__all__ = [
    "TROUBLE_LENGTH",
    "TaskFailure",
    "clear_failures",
    "failures",
    "note_failure",
    "retry_now",
    "try_write",
    "wait_after",
]

TROUBLE_LENGTH = 300
MOST_DOUBLINGS = 20
TRIAL = "trial"


@dataclass(frozen=True)
class TaskFailure:
    """A row that failed ``tries`` times since ``first``, the last time at ``last``; due again at ``again`` (ms)."""

    task: str
    row: str
    tries: int
    first: int
    last: int
    again: int
    trouble: str


def wait_after(tries: int, every: int) -> int:
    """How long (ms) a row waits after so many failures, in a task that looks every so many ms; pure."""
    return min(max(every, SECOND) << min(tries, MOST_DOUBLINGS), DAY)


def failures(session: Session, task: str | None = None) -> list[TaskFailure]:
    """Everything that failed (in one task) and isn't done yet, what has failed longest first."""
    query = select(TaskFailureRow).order_by(TaskFailureRow.first, TaskFailureRow.task, TaskFailureRow.row)
    if task is not None:
        query = query.where(TaskFailureRow.task == task)
    return [_failure(row) for row in session.scalars(query)]


def note_failure(session: Session, task: str, row: str, error: BaseException, *, every: int, now: int) -> TaskFailure:
    """Keep that a row failed; two processes that fail at the same moment count once."""
    found = session.get(TaskFailureRow, (task, row), with_for_update=True)
    if found is None:
        found = TaskFailureRow(task=task, row=row, tries=0, first=now, last=now, again=now, trouble="")
        session.add(found)
    if found.again <= now:
        found.tries += 1
        found.last, found.again = now, now + wait_after(found.tries, every)
        found.trouble = trouble_of(error)
    session.flush()
    return _failure(found)


def clear_failures(session: Session, task: str, rows: Iterable[str]) -> None:
    """Forget rows that were done, or that nobody asks for any more."""
    session.execute(delete(TaskFailureRow).where(TaskFailureRow.task == task, TaskFailureRow.row.in_(list(rows))))


def retry_now(session: Session, task: str, row: str, now: int) -> None:
    """A person asks for another try at once; its count stays, so that the next wait is no shorter."""
    found = session.get(TaskFailureRow, (task, row), with_for_update=True)
    if found is not None:
        found.again = min(found.again, now)
        session.flush()


def try_write(session: Session, now: int) -> None:
    """Write a row and take it back: what a database that can't save refuses, with its own error."""
    session.add(TaskFailureRow(task=TRIAL, row="", tries=0, first=now, last=now, again=now, trouble=""))
    session.flush()
    session.execute(delete(TaskFailureRow).where(TaskFailureRow.task == TRIAL))


def trouble_of(error: BaseException) -> str:
    """What went wrong in one line, as far as a table can keep it: no control characters, no half of a letter."""
    cause = error.__cause__ if isinstance(error, AnpeiError) else None  # what a person is told doesn't name the fault
    fault = cause or error
    if isinstance(fault, StatementError) and fault.orig is not None:
        fault = fault.orig  # without the values of the statement
    words = str(error) if isinstance(fault, AnpeiError) else f"{type(fault).__name__}: {fault}"
    kept = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in words[: 2 * TROUBLE_LENGTH])
    return " ".join(kept.split())[:TROUBLE_LENGTH]


def _failure(row: TaskFailureRow) -> TaskFailure:
    return TaskFailure(row.task, row.row, row.tries, row.first, row.last, row.again, row.trouble)
