"""Making standings anew from nothing but the facts: after the roster or a course changed, and for a whole site.

What is made anew replaces what was there person by person, each in one transaction: a list read meanwhile shows every
person as they were or as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from anpei import attempts, plans, staff
from anpei.database import Database, Progress
from anpei.plans import Plan
from anpei.records.model import Standing, Syllabus
from anpei.records.standings import (
    FACTS,
    STANDINGS_A_WRITE,
    UNSYNCED,
    Thing,
    enforce,
    fact_row,
    lay,
    nothing_done,
    reckon,
    refresh,
    unlaid,
    upsert,
)
from anpei.records.tables import DrillResultRow, ProgressRow, ReckonedRow, ResultRow, StandingRow, SyllabusRow
from anpei.staff import PersonRow, Roster, RosterReport, RosterRow

__all__ = [
    "follow_content",
    "follow_course",
    "import_roster",
    "lay_on",
    "lay_plan",
    "note_syllabi",
    "ready",
    "rebuild",
    "rebuild_people",
    "reckoned",
    "stale_courses",
    "unlaid_plans",
]

EDITION = 2
"""Raised when the reckoning itself changes: every site then makes its standings anew."""


def import_roster(
    db: Database,
    roster: Roster,
    *,
    now: int,
    dry_run: bool = False,
    sound_only: bool = False,
    progress: Progress = lambda done, total: None,
) -> RosterReport:
    """Bring the people in line with the roster, and their standings with them, in short writes.

    All of it is looked at before anything is written, and any error leaves everything as it was (``sound_only``: what
    is faulty is left out); then each person changes with their standings in one write.
    """
    with db.read() as session:
        report, rows = staff.examine_roster(session, roster, sound_only=sound_only)
    if rows is None or dry_run:
        return report
    db.write_in_steps(rows, partial(_import_rows, now=now), step=staff.PEOPLE_A_WRITE, progress=progress)
    return replace(report, applied=True)


def _import_rows(session: Session, rows: Sequence[RosterRow], *, now: int) -> None:
    staff.apply_rows(session, rows, now)
    rebuild_people(session, [row.staff_no for row in rows])


def rebuild_people(session: Session, staff_nos: Collection[str]) -> None:
    """Make the standings of these few people from the facts; what nothing speaks for goes."""
    session.flush()
    session.execute(delete(StandingRow).where(StandingRow.staff_no.in_(list(staff_nos))), execution_options=UNSYNCED)
    homes = staff.homes(session, staff_nos)
    duties = _duties(session, homes)
    found: dict[tuple[str, Thing], Standing] = {key: nothing_done(key[1][0]) for key in duties}
    for thing in _things_begun(session, list(homes)):
        for who, stands in reckon(session, thing, homes).items():
            if (who, thing) in duties or stands != nothing_done(thing[0]):
                found[who, thing] = stands
    rows = [
        fact_row(who, thing, homes[who], stands) | {"plan_id": duties.get((who, thing))}
        for (who, thing), stands in found.items()
    ]
    upsert(session, rows, ("plan_id", *FACTS))


def _duties(session: Session, homes: Mapping[str, staff.Home]) -> dict[tuple[str, Thing], int]:
    """The plan that makes a thing due for somebody: the earliest in force, else one that is still being laid."""
    of: dict[tuple[str, str], list[Plan]] = {}
    for plan in sorted(plans.plans(session), key=_precedence):
        of.setdefault((plan.audience_kind, plan.audience), []).append(plan)
    found: dict[tuple[str, Thing], int] = {}
    for who, home in homes.items():
        mine = [plan for audience in plans.audiences_of(who, home) for plan in of.get(audience, ())]
        for plan in sorted(mine, key=_precedence):
            found.setdefault((who, (plan.kind, plan.target)), plan.id)
    return found


def _precedence(plan: Plan) -> tuple[bool, int, int]:
    return not plan.in_force, plan.due, plan.id


def _things_begun(session: Session, people: list[str]) -> list[Thing]:
    """Whatever any of these people did something for."""
    papers = attempts.papers_sat(session, people)
    papers |= set(session.scalars(select(ResultRow.paper).where(ResultRow.staff_no.in_(people)).distinct()))
    read = select(ProgressRow.course).where(ProgressRow.staff_no.in_(people)).distinct()
    courses = set(session.scalars(read))
    courses |= set(session.scalars(select(SyllabusRow.course).where(SyllabusRow.paper.in_(papers))))
    drills = session.scalars(select(DrillResultRow.drill).where(DrillResultRow.staff_no.in_(people)).distinct())
    things = {"paper": papers, "course": courses, "drill": set(drills)}
    return [(kind, target) for kind, targets in things.items() for target in sorted(targets)]


def note_syllabi(session: Session, syllabi: Iterable[Syllabus]) -> list[str]:
    """Remember what finishing each course takes now; the courses of which it changed are stale until followed.

    A course that can't be read any more keeps what it took: whoever finished it has finished it.
    """
    changed = []
    for one in syllabi:
        row = session.get(SyllabusRow, one.course)
        if _differs(row, one):
            row = row or SyllabusRow(course=one.course)
            row.chapters, row.paper, row.stale = list(one.chapters), one.paper, True
            session.add(row)
            changed.append(one.course)
    session.flush()
    return changed


def _differs(row: SyllabusRow | None, syllabus: Syllabus) -> bool:
    return row is None or (tuple(row.chapters), row.paper) != (syllabus.chapters, syllabus.paper)


def stale_courses(session: Session) -> list[str]:
    """Courses whose standings are still those of an earlier syllabus."""
    return sorted(session.scalars(select(SyllabusRow.course).where(SyllabusRow.stale)))


def readers_of(session: Session, course: str) -> list[str]:
    """Everybody whose standing in a course may be anything but 未开始, by staff number."""
    paper = session.scalar(select(SyllabusRow.paper).where(SyllabusRow.course == course)) or ""
    known = select(StandingRow.staff_no).where(
        tuple_(StandingRow.kind, StandingRow.target).in_([("course", course), ("paper", paper)]),
        StandingRow.state != "未开始",
    )
    read = select(ProgressRow.staff_no).where(ProgressRow.course == course)
    return sorted({*session.scalars(known), *session.scalars(read.distinct())})


def follow_content(db: Database, syllabi: Iterable[Syllabus]) -> bool:
    """Bring the standings in line with courses that changed, in short writes; whether there was anything to do."""
    wanted = list(syllabi)
    with db.read() as session:
        changed = any(_differs(session.get(SyllabusRow, one.course), one) for one in wanted)
    if changed:
        db.write(lambda session: note_syllabi(session, wanted), gives_way=True).result()
    with db.read() as session:
        stale = stale_courses(session)
    for course in stale:
        follow_course(db, course)
    return bool(stale)


def follow_course(db: Database, course: str) -> None:
    """Bring everybody's standing in a course that changed in line with it, in short writes."""
    with db.read() as session:
        people = readers_of(session, course)
    db.write_in_steps(people, partial(refresh, kind="course", target=course), step=STANDINGS_A_WRITE)
    db.write(partial(_followed, course=course), gives_way=True).result()


def lay_on(db: Database, now: int) -> bool:
    """Lay everything that was assigned to many people and let it count; whether there was anything to do."""
    with db.read() as session:
        waiting = unlaid_plans(session)
    for plan_id in waiting:
        lay_plan(db, plan_id, now)
    return bool(waiting)


def unlaid_plans(session: Session) -> list[int]:
    """Plans that were made and don't count yet, the oldest first."""
    return [plan.id for plan in unlaid(session)]


def lay_plan(db: Database, plan_id: int, now: int) -> None:
    """Lay a plan for its people in short writes, and let it count; once, however many processes do it."""
    with db.read() as session:
        plan = next((one for one in unlaid(session) if one.id == plan_id), None)
    if plan is None:
        return
    after: str | None = ""
    while after is not None:
        after = db.write(partial(lay, plan=plan, after=after), gives_way=True).result()
    db.write(partial(enforce, plan=plan, now=now), gives_way=True).result()


def _followed(session: Session, course: str) -> None:
    session.get_one(SyllabusRow, course).stale = False


def ready(db: Database, syllabi: Iterable[Syllabus], now: int, progress: Progress = lambda done, total: None) -> None:
    """Have the standings complete before anybody reads them: made once for a site that comes from before they were
    kept, afterwards only brought in line with its courses."""
    with db.read() as session:
        complete = reckoned(session)
    if complete:
        follow_content(db, syllabi)
    else:
        rebuild(db, syllabi, now, progress)


def reckoned(session: Session) -> bool:
    """Whether the standings are complete and of today's edition."""
    return session.get(ReckonedRow, EDITION) is not None


def rebuild(db: Database, syllabi: Iterable[Syllabus], now: int, progress: Progress = lambda done, total: None) -> int:
    """Make everybody's standings anew, in short writes that others come between; how many people there are."""
    wanted = list(syllabi)
    db.write(lambda session: note_syllabi(session, wanted), gives_way=True).result()
    with db.read() as session:
        people = list(session.scalars(select(PersonRow.staff_no).order_by(PersonRow.staff_no)))
        strangers = select(StandingRow.staff_no).where(StandingRow.staff_no.not_in(select(PersonRow.staff_no)))
        people += sorted(set(session.scalars(strangers)))
    db.write_in_steps(people, rebuild_people, step=STANDINGS_A_WRITE, progress=progress)
    db.write(lambda session: _complete(session, now), gives_way=True).result()
    return len(people)


def _complete(session: Session, now: int) -> None:
    for row in session.scalars(select(SyllabusRow).where(SyllabusRow.stale)):
        row.stale = False
    session.execute(delete(ReckonedRow))
    session.add(ReckonedRow(edition=EDITION, at=now))
