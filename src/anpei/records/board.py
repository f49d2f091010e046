"""Who stands where with what they have to do, reckoned from the facts: 未开始, 进行中, 待阅, 合格, 不合格, 逾期.

What pages and workbooks show is kept in a table (:mod:`anpei.records.standings`), which is written from what is
reckoned here and must always say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import attempts, plans
from anpei.records.model import Result, Standing, Status, Syllabus, on, standing_of
from anpei.records.progress import ChapterProgress, progress_by_person
from anpei.records.results import results_by_person
from anpei.records.tables import DrillResultRow
from anpei.staff import Person

Dues = Mapping[str, int | None]
"""Due dates (ms) by staff number; None: nothing is due, but one may ask all the same."""


@dataclass(frozen=True)
class BoardRow:
    """One person and one thing to do."""

    person: Person
    kind: str
    target: str
    standing: Standing


def board(session: Session, kind: str, target: str, now: int, syllabus: Syllabus | None = None) -> list[BoardRow]:
    """Everybody who has to do ``target``, by staff number; a course needs its :class:`Syllabus`."""
    pairs = plans.duties(session, kind, target)
    dues = {person.staff_no: duty.due for person, duty in pairs}
    found = standings(session, kind, target, dues, now, syllabus)
    return [BoardRow(person, kind, target, found[person.staff_no]) for person, _ in pairs]


def standing(
    session: Session, staff_no: str, kind: str, target: str, due: int | None, now: int, syllabus: Syllabus | None = None
) -> Standing:
    """Where one person stands with one thing."""
    return standings(session, kind, target, {staff_no: due}, now, syllabus)[staff_no]


def standings(
    session: Session, kind: str, target: str, dues: Dues, now: int, syllabus: Syllabus | None = None
) -> dict[str, Standing]:
    """Where people stand with one thing, in a handful of queries however many they are."""
    if kind == "paper":
        return _papers(session, target, dues, now)
    if kind == "course":
        return _courses(session, syllabus or Syllabus(target, ()), dues, now)
    return _drills(session, target, dues, now)


def _papers(session: Session, paper: str, dues: Dues, now: int) -> dict[str, Standing]:
    results = results_by_person(session, paper, _few(dues))
    opened = attempts.open_by_person(session, paper, _few(dues))
    return {who: standing_of(results.get(who, []), opened.get(who), due, now) for who, due in dues.items()}


def _courses(session: Session, syllabus: Syllabus, dues: Dues, now: int) -> dict[str, Standing]:
    read = progress_by_person(session, syllabus.course, _few(dues))
    sat = _papers(session, syllabus.paper, dues, now) if syllabus.paper else {}
    return {who: course_standing(syllabus, read.get(who, {}), sat.get(who), due, now) for who, due in dues.items()}


def course_standing(
    syllabus: Syllabus, read: Mapping[str, ChapterProgress], sat: Standing | None, due: int | None, now: int
) -> Standing:
    """A course is 合格 when every chapter is finished and its paper, if it has one, is passed."""
    finished = [read[chapter].finished for chapter in syllabus.chapters if chapter in read]
    ends = [at for at in finished if at is not None]
    whole = bool(syllabus.chapters) and len(ends) == len(syllabus.chapters)
    percent = 100 * len(ends) / len(syllabus.chapters) if syllabus.chapters else 0.0
    begun = bool(read) or (sat is not None and sat.attempts > 0)
    late = due is not None and now > due
    status: Status = "进行中" if begun else "未开始"
    done = None
    if whole and sat is None:
        status, done = "合格", max(ends, default=None)
    elif whole and sat is not None and sat.status in ("合格", "待阅", "不合格"):
        status, done = sat.status, max([*ends, sat.done_at]) if sat.done_at else None
    status = on(status, late)
    overdue = late and status not in ("合格", "待阅")
    base = sat or Standing(status, due, overdue)
    return replace(base, status=status, due=due, overdue=overdue, percent=round(percent, 1), done_at=done)


def _drills(session: Session, drill: str, dues: Dues, now: int) -> dict[str, Standing]:
    judged = select(DrillResultRow).where(DrillResultRow.drill == drill, DrillResultRow.passed.is_not(None))
    if (few := _few(dues)) is not None:
        judged = judged.where(DrillResultRow.staff_no.in_(few))
    taken: dict[str, list[Result]] = {}
    for row in session.scalars(judged.order_by(DrillResultRow.finished)):
        percent = round(100 * row.score / row.max, 1) if row.score is not None and row.max else 0.0
        passed = bool(row.passed)
        taken.setdefault(row.staff_no, []).append(
            Result(
                attempt=row.run_id, staff_no=row.staff_no, paper=drill, title=row.title, number=row.run_id,
                handed_in=row.finished, state="marked", score=row.score or 0.0, max=row.max or 0.0, percent=percent,
                passed=passed, decided="pass" if passed else "fail",
            )
        )  # fmt: skip
    return {who: standing_of(taken.get(who, []), None, due, now) for who, due in dues.items()}


def _few(dues: Dues) -> Iterable[str] | None:
    """Name people in the query only while they are few: databases limit the number of parameters."""
    return list(dues) if len(dues) <= 500 else None
