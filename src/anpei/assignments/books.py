"""Both books told against each other: the platform's marks and nbgrader's gradebook must say the same of every attempt.

What is still on its way (a grading asked for, a mark not yet collected) is no difference.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from anpei import attempts, records
from anpei.assignments import jobs
from anpei.assignments.context import GradingContext
from anpei.assignments.gradebook import engine
from anpei.assignments.marked_notebook import number
from anpei.assignments.tables import GradebookCursor
from anpei.assignments.wording import slot_words
from anpei.records import GivenMark

__all__ = ["TASK", "BookDifference", "differences"]

TASK = "books"
WAY_OUT = (
    "请运行 anpei assignments compare --mend 让成绩簿照答卷重写；分数本身不对的（比满分高、比 0 低），请在阅卷页改正。"
)
Cells = dict[str, tuple[float | None, float]]

_BOOK = """SELECT p.attempt, a.name AS assignment, s.student_id AS learner, b.name AS slot, c.max_score AS most,
        g.manual_score, g.auto_score, g.extra_credit
    FROM anpei_attempt p JOIN submitted_assignment s ON s.id = p.submission_id
    JOIN assignment a ON a.id = s.assignment_id JOIN submitted_notebook n ON n.assignment_id = s.id
    JOIN grade g ON g.notebook_id = n.id JOIN grade_cells c ON c.id = g.cell_id JOIN base_cell b ON b.id = c.id"""
_UNCOLLECTED = "SELECT DISTINCT attempt FROM anpei_mark_log WHERE seq > :last AND attempt IS NOT NULL"


@dataclass(frozen=True)
class BookDifference:
    """An attempt of which the two books say different things; ``words`` are for whoever runs the platform."""

    attempt: int
    words: str
    lacking: bool = False
    way_out: str = WAY_OUT


def differences(context: GradingContext, only: Collection[int] | None = None) -> list[BookDifference]:
    """Every attempt (or of these alone) that the books don't agree on, the oldest first."""
    with context.db.read() as session:
        cursor = session.get(GradebookCursor, 1)
        last = cursor.seq if cursor else 0
        moving = {*jobs.queued(session, "grade"), *jobs.not_requested(session)}
    with engine(context.course.gradebook_url).connect() as connection:
        moving |= set(connection.scalars(text(_UNCOLLECTED), {"last": last}))
        books: dict[tuple[int, str, str], Cells] = {}
        for row in connection.execute(text(_BOOK)):
            if row.attempt not in moving and (only is None or row.attempt in only):
                cells = books.setdefault((row.attempt, row.assignment, row.learner), {})
                cells[row.slot] = _points(row.manual_score, row.auto_score, row.extra_credit), float(row.most)
    with context.db.read() as session:
        marks = records.given_marks(session, {attempt for attempt, _, _ in books})
        told = [_told(session, *name, cells, marks.get(name[0], [])) for name, cells in sorted(books.items())]
        lacking = _lacking(session, {attempt for attempt, _, _ in books}, moving, only)
    return sorted((one for one in (*told, *lacking) if one is not None), key=lambda one: one.attempt)


def _points(manual: float | None, auto: float | None, extra: float | None) -> float | None:
    """What nbgrader counts."""
    if manual is None and auto is None and not extra:
        return None
    return float(manual if manual is not None else auto or 0.0) + float(extra or 0.0)


def _told(
    session: Session, attempt: int, assignment: str, learner: str, cells: Cells, marks: list[GivenMark]
) -> BookDifference | None:
    ours: Cells = {mark.slot: (mark.points, mark.max) for mark in marks}
    if ours.keys() == cells.keys() and all(_same(ours[slot], cells[slot]) for slot in ours):
        return None
    unlike = [slot for slot in sorted({*ours, *cells}) if not _same(ours.get(slot), cells.get(slot))]
    who = f"{attempts.find(session, attempt).title}，{learner}，第 {attempt} 次答卷（成绩簿里的 {assignment}）"
    places = "、".join(slot_words(slot) for slot in unlike[:5]) + ("等" if len(unlike) > 5 else "")
    return BookDifference(attempt, f"{who}：平台 {_sum(ours)}，成绩簿 {_sum(cells)}，不同的是{places}。")


def _same(one: tuple[float | None, float] | None, other: tuple[float | None, float] | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(
        a is b or (a is not None and b is not None and math.isclose(a, b, abs_tol=1e-6))
        for a, b in zip(one, other, strict=True)
    )


def _sum(cells: Cells) -> str:
    most = sum(most for _, most in cells.values())
    return f"{number(sum(points or 0.0 for points, _ in cells.values()))}/{number(most)}"


def _lacking(
    session: Session, there: Collection[int], moving: Collection[int], only: Collection[int] | None
) -> list[BookDifference]:
    """Attempts that were graded and count, and that the gradebook has no submission of."""
    counted = records.counting_attempts(session)
    missing = [each for each in counted if each not in there and each not in moving and (only is None or each in only)]
    return [
        BookDifference(one.id, f"{one.title}，{one.staff_no}，第 {one.id} 次答卷：成绩簿里没有。", lacking=True)
        for one in (attempts.find(session, each) for each in missing)
    ]
