"""What people read: small facts, each once, from which progress through a course follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei.records.tables import ProgressRow

ProgressKind = Literal["opened", "section", "activity", "finished"]
PROGRESS_KINDS: tuple[ProgressKind, ...] = ("opened", "section", "activity", "finished")


@dataclass(frozen=True)
class ChapterProgress:
    """When a chapter was first opened and first finished (ms), last seen, and how many activities were done in it.

    ``old_rule``: it was finished when a page's word was enough for that.
    """

    opened: int | None
    finished: int | None
    last: int
    activities: int
    old_rule: bool = False


@dataclass(frozen=True)
class ChapterFacts:
    """What one person did in one chapter: when it was opened last (ms; None: never), activities done, sections read."""

    opened: int | None
    activities: frozenset[str]
    sections: frozenset[str]


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
            func.count().filter(ProgressRow.kind == "finished", ProgressRow.rule == "old"),
        )
        .where(ProgressRow.course == course)
        .group_by(ProgressRow.staff_no, ProgressRow.chapter)
    )
    if staff_nos is not None:
        query = query.where(ProgressRow.staff_no.in_(list(staff_nos)))
    found: dict[str, dict[str, ChapterProgress]] = {}
    for staff_no, chapter, opened, finished, last, activities, old in session.execute(query):
        found.setdefault(staff_no, {})[chapter] = ChapterProgress(opened, finished, last, activities, bool(old))
    return found


def chapter_facts(session: Session, staff_no: str, course: str, chapter: str) -> ChapterFacts:
    """What somebody did in a chapter; an activity goes by its key, also where a number stood before its name."""
    query = select(ProgressRow.kind, ProgressRow.at, ProgressRow.data).where(
        ProgressRow.course == course,
        ProgressRow.staff_no == staff_no,
        ProgressRow.chapter == chapter,
        ProgressRow.kind != "finished",
    )
    rows = session.execute(query).all()
    told = [row.data.get("activity") for row in rows if row.kind == "activity" and isinstance(row.data, dict)]
    read = [row.data.get("section") for row in rows if row.kind == "section" and isinstance(row.data, dict)]
    return ChapterFacts(
        max((row.at for row in rows if row.kind == "opened"), default=None),
        frozenset(name.rpartition(":")[2] for name in told if isinstance(name, str)),
        frozenset(key for key in read if isinstance(key, str)),
    )


def courses_begun(session: Session, staff_no: str) -> list[str]:
    """Slugs of the courses a person ever opened."""
    query = select(ProgressRow.course).where(ProgressRow.staff_no == staff_no).distinct()
    return sorted(session.scalars(query))
