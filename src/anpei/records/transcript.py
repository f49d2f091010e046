"""One person's training record: when, what, with which result, as an inspector asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from anpei import attempts
from anpei.records.board import standing
from anpei.records.model import Result, Syllabus
from anpei.records.progress import course_progress, courses_begun
from anpei.records.results import results_of
from anpei.records.tables import MUSTERED, DrillResultRow


@dataclass(frozen=True)
class TranscriptEntry:
    """One line of a training record; ``outcome`` is 合格, 不合格, 待阅, 进行中, 已参加 or 中途离开. Times in ms."""

    kind: str
    target: str
    title: str
    started: int | None
    finished: int | None
    outcome: str
    score: float | None = None
    max: float | None = None
    detail: str = ""
    ref: int | None = None


def training_record(
    session: Session, staff_no: str, syllabi: Mapping[str, Syllabus], now: int
) -> list[TranscriptEntry]:
    """Courses, papers and drills of one person, the newest first; ``syllabi`` by course slug."""
    entries = [*_courses(session, staff_no, syllabi, now), *_papers(session, staff_no), *_drills(session, staff_no)]
    return sorted(entries, key=lambda entry: -(entry.finished or entry.started or 0))


def people_in_drills(session: Session, since: int = 0) -> dict[int, int]:
    """Drill run, from number ``since`` on → how many took part: were given a verdict, or counted at a muster point."""
    there = or_(DrillResultRow.passed.is_not(None), DrillResultRow.role == MUSTERED)
    query = select(DrillResultRow.run_id, func.count().label("people")).where(there, DrillResultRow.run_id >= since)
    return {row.run_id: row.people for row in session.execute(query.group_by(DrillResultRow.run_id))}


def _courses(session: Session, staff_no: str, syllabi: Mapping[str, Syllabus], now: int) -> list[TranscriptEntry]:
    entries = []
    for slug in courses_begun(session, staff_no):
        syllabus = syllabi.get(slug, Syllabus(slug, ()))
        chapters = course_progress(session, staff_no, slug)
        stands = standing(session, staff_no, "course", slug, None, now, syllabus)
        done = sum(1 for each in chapters.values() if each.finished is not None)
        started = min((each.opened for each in chapters.values() if each.opened is not None), default=None)
        detail = f"学完 {done} 章，共 {len(syllabus.chapters)} 章" if syllabus.chapters else f"学完 {done} 章"
        outcome = stands.status if syllabus.chapters else "进行中"
        entries.append(
            TranscriptEntry("course", slug, syllabus.title or slug, started, stands.done_at, outcome, detail=detail)
        )
    return entries


def _papers(session: Session, staff_no: str) -> list[TranscriptEntry]:
    started = {attempt.id: attempt.started for attempt in attempts.attempts_of(session, staff_no)}
    return [
        TranscriptEntry(
            "paper",
            result.paper,
            result.title,
            started[result.attempt],
            result.handed_in,
            outcome_of(result),
            result.score,
            result.max,
            f"第 {result.number} 次",
            result.attempt,
        )
        for result in results_of(session, staff_no)
    ]


def outcome_of(result: Result) -> str:
    """合格, 不合格 or 待阅."""
    return "待阅" if result.decided is None else "合格" if result.decided == "pass" else "不合格"


def _drills(session: Session, staff_no: str) -> list[TranscriptEntry]:
    rows = session.scalars(select(DrillResultRow).where(DrillResultRow.staff_no == staff_no))
    return [_drill(row) for row in rows]


def _drill(row: DrillResultRow) -> TranscriptEntry:
    there = "中途离开" if row.left_early else "已参加"
    outcome = {True: "合格", False: "不合格", None: there}[row.passed]
    when = (row.started, row.finished)
    return TranscriptEntry("drill", row.drill, row.title, *when, outcome, row.score, row.max, row.role, row.run_id)
