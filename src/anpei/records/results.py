"""Reading results: of one attempt, of one person, of everybody who sat a paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, select
from sqlalchemy.orm import Session

from anpei import attempts
from anpei.errors import NotFound
from anpei.records import model
from anpei.records.model import Decided, Result, ResultState, SlotResult
from anpei.records.tables import ResultRow, SlotMarkRow

MARKS: Select[*tuple[Any, ...]] = select(
    SlotMarkRow.slot, SlotMarkRow.points, SlotMarkRow.max, SlotMarkRow.verdict, SlotMarkRow.state, SlotMarkRow.comment,
    SlotMarkRow.pending,
)  # fmt: skip
"""Marks as plain columns: of a paper of a hundred questions objects cost several times as much."""


def find_result(session: Session, attempt_id: int) -> Result | None:
    """The result of an attempt with its slots; None while it isn't handed in."""
    row = session.get(ResultRow, attempt_id)
    return _result(row, slot_results(session, attempt_id)) if row else None


def result_for(session: Session, attempt_id: int) -> Result:
    """Like :func:`find_result`, but :class:`NotFound` when there is none yet."""
    result = find_result(session, attempt_id)
    if result is None:
        raise NotFound("这份试卷还没有成绩。", way_out="交卷后片刻即可查看。")
    return result


def slot_results(session: Session, attempt_id: int) -> tuple[SlotResult, ...]:
    """The visible marks of an attempt, marked-at-once slots first."""
    marks = [SlotResult(*row) for row in session.execute(MARKS.where(SlotMarkRow.attempt_id == attempt_id))]
    return tuple(sorted(marks, key=lambda mark: (mark.slot[0] != "q", mark.slot)))


def results_of(session: Session, staff_no: str, paper: str | None = None) -> list[Result]:
    """A person's exam results (of one paper), oldest first, without slots."""
    query = _exams().where(ResultRow.staff_no == staff_no)
    return _read(session, query if paper is None else query.where(ResultRow.paper == paper))


def exams_marked(
    session: Session, *only: Callable[[SQLColumnExpression[int]], ColumnElement[bool]], awaiting: bool = False
) -> list[int]:
    """The exam attempts whose marks are all out, or those ``awaiting`` some, the oldest first.

    ``only`` are another room's conditions on them.
    """
    conditions = [make(ResultRow.attempt_id) for make in only]
    open_marks = ResultRow.state == "awaiting" if awaiting else ResultRow.state != "awaiting"
    query = select(ResultRow.attempt_id).where(ResultRow.kind == "exam", open_marks, *conditions)
    return list(session.scalars(query.order_by(ResultRow.attempt_id)))


def results_by_person(session: Session, paper: str, staff_nos: Iterable[str] | None = None) -> dict[str, list[Result]]:
    """Everybody's exam results of a paper by staff number, without slots."""
    query = _exams().where(ResultRow.paper == paper)
    if staff_nos is not None:
        query = query.where(ResultRow.staff_no.in_(list(staff_nos)))
    found: dict[str, list[Result]] = {}
    for result in _read(session, query):
        found.setdefault(result.staff_no, []).append(result)
    return found


def best_result(session: Session, staff_no: str, paper: str) -> Result | None:
    """The result that counts for a person's record."""
    return model.best(results_of(session, staff_no, paper))


def counting(session: Session, staff_no: str, paper: str) -> attempts.Attempt | None:
    """The attempt a marker should have before them; None when nothing is handed in."""
    result = model.counting(results_of(session, staff_no, paper))
    return attempts.find(session, result.attempt) if result else None


def counting_attempts(session: Session) -> list[int]:
    """Of everybody and every paper the attempt a marker should have before them, the oldest first."""
    found: dict[tuple[str, str], list[Result]] = {}
    for result in _read(session, _exams()):
        found.setdefault((result.staff_no, result.paper), []).append(result)
    return sorted(one.attempt for results in found.values() if (one := model.counting(results)) is not None)


def _exams() -> Select[Any]:
    return select(ResultRow).where(ResultRow.kind == "exam").order_by(ResultRow.handed_in, ResultRow.attempt_id)


def _read(session: Session, query: Select[Any]) -> list[Result]:
    return [_result(row, ()) for row in session.scalars(query)]


def _result(row: ResultRow, slots: tuple[SlotResult, ...]) -> Result:
    return Result(
        attempt=row.attempt_id,
        staff_no=row.staff_no,
        paper=row.paper,
        title=row.title,
        number=row.number,
        handed_in=row.handed_in,
        state=cast(ResultState, row.state),
        score=row.score,
        max=row.max,
        percent=row.percent,
        passed=row.passed,
        decided=cast("Decided | None", row.decided),
        slots=slots,
    )
