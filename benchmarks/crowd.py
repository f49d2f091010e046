"""A site with as many people as are wished, who have done what people do: the one way in which a crowd is laid out.

``lay(site, 10_000)`` goes over a site of :func:`tests.helpers.platform.make_site`. The people come by the roster's own
import and the plans by the trainer's own act; three of them sit the exam for real, and their rows are copied to the
others by statements, so that ten thousand take seconds. Of ten people six passed the exam, two failed it, one is
sitting it (until tomorrow) and one hasn't begun; nine have read the course. Everybody has the password of
``tests.helpers.platform.PASSWORD``; the standings are complete, and no periodic work waits. Nothing is left to chance:
the same number of people makes the same site. What else a measurement needs (drills, roll calls) it lays over this.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from sqlalchemy import Integer, String, Table, cast, func, insert, literal, select, update
from sqlalchemy.orm import Session
from tornado.web import create_signed_value

from anpei import attempts, bank, clock, courses, grading, papers, records, staff
from anpei.assignments.tables import GradingJob
from anpei.attempts.tables import AnswerEvent, AttemptRow, SlotRow
from anpei.database import Base, Database
from anpei.hours.tables import ActiveRow
from anpei.records.tables import DrillResultRow, MarkEventRow, ProgressRow, ResultRow, SlotMarkRow
from anpei.review.tables import RefreshSeenRow
from anpei.settings import Site
from anpei.staff.tables import PersonRow

__all__ = ["COURSE", "DRILL", "PAPER", "TRAINER", "XSRF", "cookie", "lay", "number", "sitting"]

COURSE, PAPER, DRILL, TRAINER = "fire-escape", "fire-basics", "workshop-fire", "T2001"
XSRF = "x" * 32
POSTS = (
    "操作工",
    "机长",
    "叉车司机",
    "仓管员",
    "电工",
    "焊工",
    "质检员",
    "班长",
    "维修工",
    "化验员",
    "司炉工",
    "保洁员",
)
PER_DEPARTMENT, PER_FILE = 250, 5000
PASSED, FAILED, SITTING, RESTING = (0, 1, 2, 3, 4, 5), (6, 7), (8,), (9,)
"""Last digits of the staff numbers of those who…"""
_WHICH = cast(func.substr(PersonRow.staff_no, 2), Integer)


def number(which: int) -> str:
    """The staff number of the person so-and-so-many, from 1."""
    return f"P{which:06d}"


def lay(site: Site, people: int, now: int | None = None, sitting: tuple[int, ...] = SITTING) -> None:
    """Fill the site's database with so many people more (ten at least), what is due to them and what they did.

    ``sitting`` are the last digits, 8 or 9, of the numbers of those who are at the exam.
    """
    now = clock.now() if now is None else now
    items = bank.load(site.shelves)
    paper, catalog = papers.load(site.shelves, items).papers[PAPER], courses.load(site.shelves)
    with Database(site.database_url) as db:
        _enrol(db, people, now)
        _assign(db, now)
        for which, right, ends in ((PASSED, True, True), (FAILED, False, True), (sitting, True, False)):
            begun = now - 20 * clock.DAY if ends else now
            sit = partial(_sit, site=site, paper=paper, items=items, who=number(which[0] or 10), now=begun)
            model = db.write(partial(sit, right=right, ends=ends)).result()
            db.write(partial(_copy_attempt, model=model, which=which)).result()
        db.write(partial(_looked_after, now=now)).result()
        chapters = [chapter.slug for chapter in catalog.courses[COURSE].chapters]
        db.write(partial(_learned, chapters=chapters, now=now)).result()
        records.rebuild(db, [records.Syllabus.of(course) for course in catalog.courses.values()], now)


def cookie(site: Site, db: Database, staff_no: str) -> str:
    """What somebody's browser sends once they have signed in; :data:`XSRF` is the token to send with it."""
    begin = partial(staff.begin_login, staff_no=staff_no, browser="", address="", now=clock.now(), days=7)
    signed = create_signed_value(site.secret("cookie"), "anpei-session", db.write(begin).result()).decode()
    return f"anpei-session={signed}; _xsrf={XSRF}"


def sitting(session: Session) -> list[tuple[str, int]]:
    """Who is sitting the exam, each with their attempt's number."""
    query = select(AttemptRow.staff_no, AttemptRow.id).where(AttemptRow.handed_in.is_(None), AttemptRow.paper == PAPER)
    return [(row[0], row[1]) for row in session.execute(query.order_by(AttemptRow.id))]


def _enrol(db: Database, people: int, now: int) -> None:
    departments = max(4, people // PER_DEPARTMENT)
    for start in range(1, people + 1, PER_FILE):
        lines = [
            f"{number(one)},学员{one},第{one % departments + 1}车间,{POSTS[one % len(POSTS)]},{'甲乙丙丁'[one % 4]}班"
            for one in range(start, min(start + PER_FILE, people + 1))
        ]
        roster = staff.read_roster("\n".join(["工号,姓名,部门,岗位,班组", *lines]).encode(), "名册.csv")
        report = records.import_roster(db, roster, now=now)
        assert report.ok, report.findings[:3]
    hashed = select(PersonRow.password_hash).where(PersonRow.staff_no == "E1001").scalar_subquery()
    known = update(PersonRow).where(PersonRow.staff_no.like("P%"))
    signed_in = known.values(password_hash=hashed, must_change_password=False)
    db.write(lambda session: session.execute(signed_in) and None).result()


def _assign(db: Database, now: int) -> None:
    """What is due to everybody, and a course of their own to each of some departments."""
    with db.read() as session:
        places = [str(place.id) for place in staff.departments(session)][:40]
    due: list[tuple[str, str, str, str]] = [("paper", PAPER, "everyone", ""), ("course", COURSE, "everyone", "")]
    due += [("drill", DRILL, "everyone", "")] + [("course", "life-first", "department", place) for place in places]
    for kind, target, audience, who in due:
        week, begun = now + 7 * clock.DAY, now - 30 * clock.DAY
        whom = partial(records.assign, kind=kind, target=target, audience_kind=audience, audience=who)
        db.write(partial(whom, due=week, by=TRAINER, now=begun)).result()
    records.lay_on(db, now - 30 * clock.DAY)


def _sit(
    session: Session, *, site: Site, paper: papers.Paper, items: bank.Bank, who: str, right: bool, ends: bool, now: int
) -> int:
    """One person sits the exam, gives right answers or none, and hands in, or is still at it until tomorrow."""
    person = staff.find(session, who)
    assert person is not None
    attempt = attempts.start(session, paper, items, person, now, site.secret("draw"), zone=site.settings.site.timezone)
    for state in attempts.slots(session, attempt.id)[: None if ends else 5]:
        value = grading.right_value(items.items[state.item_id], state.order)
        if right and value is not None:
            attempts.record(session, attempt.id, state.slot, person, f"crowd-{state.slot}", 0, value, now)
    if ends:
        attempts.hand_in(session, attempt.id, person, now + clock.MINUTE)
        records.mark_attempt(session, attempt.id, now + clock.MINUTE)
    else:
        session.get_one(AttemptRow, attempt.id).deadline = now + clock.DAY
    return attempt.id


def _table(row: type[Base]) -> Table:
    """Where such rows are kept."""
    table = row.__table__
    assert isinstance(table, Table)
    return table


def _copy_attempt(session: Session, model: int, which: Collection[int]) -> None:
    """The same attempt, answers, marks and result for everybody whose number ends so."""
    attempt = _table(AttemptRow)
    mine, theirs, such = attempt.alias(), attempt.alias(), (_WHICH % 10).in_(which)
    kept = [column.name for column in attempt.columns if column.name not in ("id", "staff_no")]
    others = (PersonRow.staff_no.like("P%"), PersonRow.staff_no != mine.c.staff_no, such)
    found = select(PersonRow.staff_no, *(mine.c[name] for name in kept)).where(mine.c.id == model, *others)
    session.execute(insert(attempt).from_select(["staff_no", *kept], found))
    for table in map(_table, (SlotRow, AnswerEvent, SlotMarkRow, MarkEventRow, ResultRow)):
        own = {"attempt_id": theirs.c.id, "staff_no": theirs.c.staff_no}
        names = [column.name for column in table.columns if column.name != "id"]
        copied = (
            select(*(own.get(name, table.columns[name]) for name in names))
            .select_from(table)
            .join(mine, mine.c.id == table.columns["attempt_id"])
            .join(theirs, (theirs.c.paper == mine.c.paper) & (theirs.c.started == mine.c.started))
            .join(PersonRow, PersonRow.staff_no == theirs.c.staff_no)
            .where(mine.c.id == model, theirs.c.id != model, such)
        )
        session.execute(insert(table).from_select(names, copied))


def _looked_after(session: Session, now: int) -> None:
    """Everything that was handed in has been graded and looked at for practice."""
    over = AttemptRow.handed_in.is_not(None)
    job = select(AttemptRow.id, literal("grade"), literal("done"), literal(now), literal(now)).where(over)
    session.execute(insert(GradingJob).from_select(["attempt_id", "kind", "state", "asked", "finished"], job))
    seen = select(literal("exam:", String) + cast(AttemptRow.id, String), literal(now)).where(over)
    session.execute(insert(RefreshSeenRow).from_select(["ref", "at"], seen))


def _learned(session: Session, chapters: list[str], now: int) -> None:
    """The course is read in a quarter of an hour a chapter, and a third of the people took part in a drill."""
    readers = (PersonRow.staff_no.like("P%"), (_WHICH % 10).not_in(RESTING))
    for place, chapter in enumerate(chapters):
        at, named = now - (20 - place) * clock.DAY, (literal(COURSE, String), literal(chapter, String))
        read = select(PersonRow.staff_no, *named, literal("finished"), literal(f"crowd-{chapter}"), literal(at))
        names = ["staff_no", "course", "chapter", "kind", "uuid", "at"]
        session.execute(insert(ProgressRow).from_select(names, read.where(*readers)))
        active = select(PersonRow.staff_no, *named, literal(at), literal(900), literal(f"crowd-{chapter}"))
        names = ["staff_no", "course", "chapter", "at", "seconds", "uuid"]
        session.execute(insert(ActiveRow).from_select(names, active.where(*readers)))
    told = {"run_id": 0, "drill": DRILL, "title": "车间起火", "role": "操作工", "left_early": False}
    told |= {"started": now - 9 * clock.DAY, "finished": now - 9 * clock.DAY + clock.HOUR}
    told |= {"score": 80.0, "max_score": 100.0, "passed": True}
    values = [literal(value) for value in told.values()]
    part = select(PersonRow.staff_no, *values).where(PersonRow.staff_no.like("P%"), _WHICH % 3 == 0)
    session.execute(insert(DrillResultRow).from_select(["staff_no", *told], part))
