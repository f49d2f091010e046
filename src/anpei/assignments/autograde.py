"""Grading on demand: by our short way or by nbgrader's own ``autograde``; the marks are the same."""

from __future__ import annotations

from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from sqlalchemy.orm import Session

from anpei import clock, records
from anpei.assignments.build import converter
from anpei.assignments.context import GradingContext
from anpei.assignments.submit import grade_submission, submit
from anpei.errors import Conflict

__all__ = ["autograde", "grade"]


def grade(desk: GradingContext, attempts: list[int]) -> int:
    """Write and grade the submissions these attempts' learners are judged by; returns how many there are."""

    def settle(session: Session) -> None:
        for attempt in attempts:
            records.settle(session, attempt, clock.now())

    desk.db.write(settle).result()
    chosen = {submit(desk, attempt) for attempt in attempts}
    for attempt in chosen:
        grade_submission(desk, attempt)
    return len(chosen)


def autograde(desk: GradingContext, paper: str, learner: str = "*", *, force: bool = False) -> None:
    """Run nbgrader's own autograder over ``submitted/``; :class:`Conflict` if somebody's could not be graded."""
    run = converter(desk.site, Autograde, paper, learner, force=force)
    try:
        run.start()
    except NbGraderException as error:
        raise Conflict(f"nbgrader 没有评完 {paper}：{error}", way_out="其余答卷已评分；请看上面的记录。") from error
