"""What people read: small facts, each once, from which progress through a course follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei.records.tables import ProgressRow

ProgressKind = Literal["opened", "activity", "finished"]
PROGRESS_KINDS: tuple[ProgressKind, ...] = ("opened", "activity", "finished")


@dataclass(frozen=True)
class ChapterProgress:
    """When a chapter was first opened and first finished (ms), last seen, and how many activities were done in it."""

    opened: int | None
    finished: int | None
    last: int
    activities: int


def course_progress(session: Session, staff_no: str, course: str) -> dict[str, ChapterProgress]:
    """A person's progress by chapter slug; chapters never opened are missing."""
    return progress_by_person(session, course, [staff_no]).get(staff_no, {})


def progress_by_person(
    session: Session, course: str, staff_nos: Iterable[str] | None = None
) -> dict[str, dict[str, ChapterProgress]]:
    """Everybody's progress through a course, by staff number and chapter."""
    query = (
        select(
            ProgressRow.staff_no,
            ProgressRow.chapter,
            func.min(ProgressRow.at),
            func.min(ProgressRow.at).filter(ProgressRow.kind == "finished"),
            func.max(ProgressRow.at),
            func.count().filter(ProgressRow.kind == "activity"),
        )
        .where(ProgressRow.course == course)
        .group_by(ProgressRow.staff_no, ProgressRow.chapter)
    )
    if staff_nos is not None:
        query = query.where(ProgressRow.staff_no.in_(list(staff_nos)))
    found: dict[str, dict[str, ChapterProgress]] = {}
    for staff_no, chapter, *facts in session.execute(query):
        found.setdefault(staff_no, {})[chapter] = ChapterProgress(*facts)
    return found


def courses_begun(session: Session, staff_no: str) -> list[str]:
    """Slugs of the courses a person ever opened."""
    query = select(ProgressRow.course).where(ProgressRow.staff_no == staff_no).distinct()
    return sorted(session.scalars(query))
