"""Counting: what a browser claims is believed only as far as time has passed, and counts once a chapter is finished."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from anpei import clock, courses, records
from anpei.errors import NotFound, Refused
from anpei.hours.model import Category, HoursLine, Rules
from anpei.hours.tables import ActiveRow, HoursCategoryRow

__all__ = ["LONGEST_BEAT", "assign", "categories_of", "everybody", "ledger", "note_active"]

LONGEST_BEAT = 1800
FIRST_BEAT = 120
UUID = re.compile(r"^[A-Za-z0-9-]{8,64}$")
Spent = Mapping[tuple[str, str], int]


def note_active(
    session: Session, staff_no: str, course: str, chapter: str, *, uuid: object, seconds: object, now: int
) -> int:
    """Keep active seconds claimed by a page; returns what was credited.

    Never more than has passed since this person's last beat, whichever page or device that came from: two tabs side by
    side count once. The same uuid again credits nothing.
    """
    if not isinstance(uuid, str) or not UUID.match(uuid) or not isinstance(seconds, int) or isinstance(seconds, bool):
        raise Refused("学习时间的格式不对。", code="bad_request", way_out="请刷新页面。")
    known = select(ActiveRow.id).where(ActiveRow.staff_no == staff_no, ActiveRow.uuid == uuid)
    if session.scalar(known) is not None:
        return 0
    last = session.scalar(select(func.max(ActiveRow.at)).where(ActiveRow.staff_no == staff_no))
    passed = FIRST_BEAT if last is None else (now - last) // 1000
    credited = max(0, min(seconds, passed, LONGEST_BEAT))
    session.add(ActiveRow(staff_no=staff_no, course=course, chapter=chapter, at=now, seconds=credited, uuid=uuid))
    session.flush()
    return credited


def categories_of(session: Session, rules: Rules, staff_no: str) -> list[Category]:
    """What is required of a person: what a trainer chose, else the default."""
    chosen = set(session.scalars(select(HoursCategoryRow.category).where(HoursCategoryRow.staff_no == staff_no)))
    found = [category for category in rules.categories if category.id in chosen]
    default = rules.category(rules.default)
    return found or ([default] if default else [])


def assign(
    session: Session, rules: Rules, staff_nos: Iterable[str], chosen: Iterable[str], *, by: str, now: int
) -> None:
    """Give people these requirements in place of what they had; none at all means the default again."""
    wanted = list(dict.fromkeys(chosen))
    if unknown := [ident for ident in wanted if rules.category(ident) is None]:
        raise NotFound(f"没有这个学时类别：{unknown[0]}。", way_out="请刷新后再选。")
    for staff_no in staff_nos:
        session.execute(delete(HoursCategoryRow).where(HoursCategoryRow.staff_no == staff_no))
        session.add_all(HoursCategoryRow(staff_no=staff_no, category=ident, since=now, by=by) for ident in wanted)
    session.flush()


def ledger(
    session: Session, rules: Rules, catalog: courses.Catalog, staff_no: str, now: int, zone: str
) -> list[HoursLine]:
    """A person's requirements with the hours done; a year's requirement counts what was learned in that year."""
    year = clock.local(now, zone).year
    begin = int(datetime(year, 1, 1, tzinfo=ZoneInfo(zone)).timestamp() * 1000)
    lines = []
    for category in categories_of(session, rules, staff_no):
        since = begin if category.period == "year" else 0
        done, pending = _hours(session, rules, catalog, staff_no, _spent(session, staff_no, since))
        lines.append(HoursLine(category, done, pending, year if category.period == "year" else None))
    return lines


def everybody(
    session: Session, rules: Rules, catalog: courses.Catalog, staff_nos: Iterable[str], now: int, zone: str
) -> dict[str, list[HoursLine]]:
    """The ledgers of several people, by staff number."""
    return {staff_no: ledger(session, rules, catalog, staff_no, now, zone) for staff_no in staff_nos}


def _spent(session: Session, staff_no: str, since: int) -> dict[tuple[str, str], int]:
    """Active seconds by course and chapter."""
    query = (
        select(ActiveRow.course, ActiveRow.chapter, func.sum(ActiveRow.seconds))
        .where(ActiveRow.staff_no == staff_no, ActiveRow.at >= since)
        .group_by(ActiveRow.course, ActiveRow.chapter)
    )
    return {(course, chapter): int(seconds) for course, chapter, seconds in session.execute(query)}


def _hours(
    session: Session, rules: Rules, catalog: courses.Catalog, staff_no: str, spent: Spent
) -> tuple[float, float]:
    """Hours in finished chapters and in unfinished ones; none counts for more than the rules' share of its plan."""
    counted = {True: 0.0, False: 0.0}
    for slug in {course for course, _ in spent}:
        progress = records.course_progress(session, staff_no, slug)
        for (course, chapter), seconds in spent.items():
            if course == slug:
                read = progress.get(chapter)
                finished = read is not None and read.finished is not None
                counted[finished] += min(seconds, _most(rules, catalog, course, chapter))
    per_hour = rules.minutes_per_hour * 60
    return round(counted[True] / per_hour, 1), round(counted[False] / per_hour, 1)


def _most(rules: Rules, catalog: courses.Catalog, course: str, chapter: str) -> float:
    """The longest time a chapter can count for, in seconds; a withdrawn one keeps what was spent in it."""
    known = catalog.courses.get(course)
    found = known.chapter(chapter) if known else None
    return found.minutes * 60 * rules.most_times_planned if found else float("inf")
