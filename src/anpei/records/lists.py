"""Lists of who stands where, as pages and workbooks show them: counted, filtered, sorted and cut by the database.

What is late depends on a plan's due date alone, so rows are counted by plan and state, and a page is fetched from the
few of these parts it lies in, along an index: the last page of a hundred thousand rows costs what the first one does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, exists, func, select, tuple_
from sqlalchemy.orm import Session

from anpei import plans, staff
from anpei.plans import Duty, Kind, Plan, PlanRow
from anpei.records.board import BoardRow
from anpei.records.model import STATUSES, BestResult, Decided, Standing, Status, on
from anpei.records.tables import StandingRow
from anpei.staff import WHOLE, PersonRow, Scope

__all__ = ["BoardCount", "BoardQuery", "begun", "board_count", "board_page", "duties"]

ORDER: tuple[Status, ...] = ("逾期", "待阅", "不合格", "进行中", "未开始", "合格")
"""Late and unfinished first."""
STATES: tuple[Status, ...] = ("待阅", "不合格", "进行中", "未开始", "合格")
_IN_FORCE = (PlanRow.effective.is_not(None), PlanRow.cancelled.is_(None))
_STANDING = (
    StandingRow.plan_id,
    StandingRow.state,
    StandingRow.percent,
    StandingRow.attempts,
    StandingRow.open_attempt,
    StandingRow.best_attempt,
    StandingRow.best_score,
    StandingRow.best_max,
    StandingRow.best_decided,
    StandingRow.best_awaiting,
    StandingRow.done_at,
)


@dataclass(frozen=True)
class BoardQuery:
    """Which rows: ``words`` are part of a name or staff number; empty and None leave a part open."""

    words: str = ""
    department_id: int | None = None
    post_id: int | None = None
    kind: str = ""
    target: str = ""
    scope: Scope = WHOLE

    def plain(self) -> dict[str, Any]:
        """The same as JSON can hold."""
        departments = None if self.scope.departments is None else sorted(self.scope.departments)
        return {**vars(self), "scope": departments}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> BoardQuery:
        departments = plain["scope"]
        return cls(**{**plain, "scope": WHOLE if departments is None else Scope(frozenset(departments))})

    def conditions(self) -> list[ColumnElement[bool]]:
        found = [self.scope.where(StandingRow.department_id)]
        if self.department_id is not None:
            found.append(StandingRow.department_id == self.department_id)
        if self.post_id is not None:
            found.append(StandingRow.post_id == self.post_id)
        if self.target:
            found.append(and_(StandingRow.kind == self.kind, StandingRow.target == self.target))
        if self.words:
            found.append(StandingRow.staff_no.in_(select(PersonRow.staff_no).where(staff.named(self.words))))
        return found


@dataclass(frozen=True)
class BoardPart:
    """So many rows of one plan in one state, all of one status today; a list is parts one after the other."""

    status: Status
    plan: Plan
    state: Status
    size: int


@dataclass(frozen=True)
class BoardCount:
    """The rows a query finds, counted; ``parts`` in the order of the list."""

    query: BoardQuery
    now: int
    parts: tuple[BoardPart, ...] = field(repr=False)

    def of(self, status: str = "") -> int:
        """How many rows have this status; of all of them when none is named."""
        return sum(part.size for part in self.parts if status in ("", part.status))

    @property
    def by_status(self) -> dict[Status, int]:
        return {status: self.of(status) for status in STATUSES}


def board_count(session: Session, query: BoardQuery, now: int) -> BoardCount:
    """Count everybody's rows of plans in force; of a plan, which is late or not, rows of one state have one status."""
    counted = (
        select(StandingRow.plan_id, StandingRow.state, func.count())
        .join(PlanRow, PlanRow.id == StandingRow.plan_id)
        .where(*_IN_FORCE, *query.conditions())
        .group_by(StandingRow.plan_id, StandingRow.state)
    )
    sizes = {(plan_id, state): number for plan_id, state, number in session.execute(counted)}
    known = [plan for plan in plans.plans(session) if plan.in_force]
    parts = [
        BoardPart(on(state, now > plan.due), plan, state, size)
        for plan in known
        for state in STATES
        if (size := sizes.get((plan.id, state), 0))
    ]
    return BoardCount(query, now, tuple(sorted(parts, key=lambda part: ORDER.index(part.status))))


def board_page(
    session: Session, count: BoardCount, status: str = "", start: int = 0, size: int = 100
) -> list[BoardRow]:
    """``size`` rows from number ``start`` on, of one status or of all; within a plan by staff number."""
    found: list[BoardRow] = []
    whole: list[BoardPart] = []
    for part, skipped, taken in _cut([part for part in count.parts if status in ("", part.status)], start, size):
        if taken == part.size:
            whole.append(part)
            continue
        found += _rows(session, count, whole)
        found += _rows(session, count, [part], skipped, taken)
        whole = []
    return found + _rows(session, count, whole)


def _cut(parts: Sequence[BoardPart], start: int, size: int) -> Iterator[tuple[BoardPart, int, int]]:
    """The parts a piece of the list lies in, with how many rows of each to skip and to take."""
    for part in parts:
        taken = min(part.size - start, size)
        if start < part.size and taken > 0:
            yield part, start, taken
            size -= taken
        start = max(0, start - part.size)


def _rows(
    session: Session, count: BoardCount, parts: Sequence[BoardPart], skipped: int = 0, taken: int | None = None
) -> list[BoardRow]:
    """The rows of these parts, part after part."""
    if not parts:
        return []
    places = {(part.plan.id, part.state): place for place, part in enumerate(parts)}
    chosen = (
        select(StandingRow.staff_no, *_STANDING)
        .where(_in(StandingRow.plan_id, StandingRow.state, places), *count.query.conditions())
        .order_by(StandingRow.staff_no)
        .offset(skipped)
        .limit(taken)
        .subquery()
    )
    people = staff.person_columns()
    wide = len(people.selected_columns)
    query = people.add_columns(*list(chosen.c)[1:]).join(chosen, chosen.c.staff_no == PersonRow.staff_no)
    rows = sorted(session.execute(query.order_by(chosen.c.staff_no)), key=lambda row: places[row[wide], row[wide + 1]])
    return [_board_row(row[:wide], row[wide:], parts[places[row[wide], row[wide + 1]]].plan, count.now) for row in rows]


def _in(plan_id: Any, state: Any, keys: Collection[tuple[int, Status]]) -> ColumnElement[bool]:
    if len(keys) == 1:
        ((plan, one),) = keys
        return and_(plan_id == plan, state == one)
    return tuple_(plan_id, state).in_(list(keys))


def _board_row(person: Sequence[Any], row: Sequence[Any], plan: Plan, now: int) -> BoardRow:
    return BoardRow(staff.person_from(person), plan.kind, plan.target, _standing(row, plan.due, now))


def duties(session: Session, staff_no: str, now: int) -> list[tuple[Duty, Standing]]:
    """What somebody has to do and where they stand with it, the earliest due first."""
    query = (
        select(StandingRow.kind, StandingRow.target, PlanRow.due, PlanRow.course_first, *_STANDING)
        .join(PlanRow, PlanRow.id == StandingRow.plan_id)
        .where(StandingRow.staff_no == staff_no, *_IN_FORCE)
        .order_by(PlanRow.due, StandingRow.kind, StandingRow.target)
    )
    return [
        (Duty(cast(Kind, kind), target, due, row[0], first), _standing(row, due, now))
        for kind, target, due, first, *row in session.execute(query)
    ]


def begun(session: Session, staff_no: str, now: int) -> list[tuple[str, str, Standing]]:
    """What somebody has under way though nothing makes it due any more: after they moved, or a plan was withdrawn."""
    due_still = exists().where(PlanRow.id == StandingRow.plan_id, *_IN_FORCE)
    query = (
        select(StandingRow.kind, StandingRow.target, *_STANDING)
        .where(StandingRow.staff_no == staff_no, StandingRow.state.in_(("进行中", "待阅", "不合格")), ~due_still)
        .order_by(StandingRow.kind, StandingRow.target)
    )
    return [(kind, target, _standing(row, None, now)) for kind, target, *row in session.execute(query)]


def _standing(row: Sequence[Any], due: int | None, now: int) -> Standing:
    """A row's columns (:data:`_STANDING`) as a standing on this day."""
    _, state, percent, tried, open_attempt, attempt, score, most, decided, awaiting, done_at = row
    late = due is not None and now > due
    status = on(cast(Status, state), late)
    judged = cast("Decided | None", decided)
    best = BestResult(attempt, score, most, judged, bool(awaiting)) if attempt is not None else None
    return Standing(
        status=status,
        due=due,
        overdue=late and status not in ("合格", "待阅"),
        percent=percent,
        attempts=tried,
        open_attempt=open_attempt,
        best=best,
        done_at=done_at,
    )
