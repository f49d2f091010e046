"""Counting: what a browser claims is believed only as far as time has passed, and counts once a chapter is finished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from anpei import clock, courses, records
from anpei.errors import NotFound, Refused
from anpei.hours.model import Category, HoursLine, HoursRules
from anpei.hours.tables import ActiveRow, HoursCategoryRow
from anpei.taps import is_uuid

__all__ = ["LONGEST_BEAT", "assign", "everybody", "ledger", "note_active", "spent_in"]

LONGEST_BEAT = 120
"""A page tells what it counted once a minute; nothing older than this is believed."""
Spent = Mapping[tuple[str, str], int]
Read = Mapping[str, Mapping[str, records.ChapterProgress]]


def note_active(
    session: Session, staff_no: str, course: str, chapter: str, *, uuid: str, seconds: int, now: int
) -> int:
    """Keep active seconds claimed by a page; returns what was credited.

    Never more than has passed since this person's last beat, whichever page or device that came from: two tabs side by
    side count once; and never more than since the chapter was opened last, without which it has no time at all. The
    same uuid again credits nothing.
    """
    if not is_uuid(uuid):
        raise Refused("学习时间缺少编号。", code="bad_request", way_out="请刷新页面。")
    known = select(ActiveRow.id).where(ActiveRow.staff_no == staff_no, ActiveRow.uuid == uuid)
    if session.scalar(known) is not None:
        return 0
    last = session.scalar(select(func.max(ActiveRow.at)).where(ActiveRow.staff_no == staff_no))
    opened = records.chapter_facts(session, staff_no, course, chapter).opened
    passed = 0 if opened is None else (now - max(opened, last or 0)) // 1000
    credited = max(0, min(seconds, passed, LONGEST_BEAT))
    session.add(ActiveRow(staff_no=staff_no, course=course, chapter=chapter, at=now, seconds=credited, uuid=uuid))
    session.flush()
    return credited


def spent_in(session: Session, staff_no: str, course: str, chapter: str | None = None) -> int:
    """Seconds somebody was active in a course, or in one chapter of it."""
    query = select(func.coalesce(func.sum(ActiveRow.seconds), 0))
    query = query.where(ActiveRow.staff_no == staff_no, ActiveRow.course == course)
    return int(session.scalar(query if chapter is None else query.where(ActiveRow.chapter == chapter)) or 0)


def assign(
    session: Session, rules: HoursRules, staff_nos: Iterable[str], chosen: Iterable[str], *, by: str, now: int
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
    session: Session, rules: HoursRules, catalog: courses.Catalog, staff_no: str, now: int, zone: str
) -> list[HoursLine]:
    """A person's requirements with the hours done; a year's requirement counts what was learned in that year."""
    return everybody(session, rules, catalog, [staff_no], now, zone)[staff_no]


def everybody(
    session: Session, rules: HoursRules, catalog: courses.Catalog, staff_nos: Sequence[str], now: int, zone: str
) -> dict[str, list[HoursLine]]:
    """The ledgers of several people, by staff number; as many questions to the database as for one."""
    year = clock.local(now, zone).year
    begin = int(datetime(year, 1, 1, tzinfo=ZoneInfo(zone)).timestamp() * 1000)
    spent = {"once": _spent(session, staff_nos, 0), "year": _spent(session, staff_nos, begin)}
    slugs = {slug for whole in spent["once"].values() for slug, _ in whole}
    read = {slug: records.progress_by_person(session, slug, staff_nos) for slug in slugs}
    chosen = _chosen(session, staff_nos)
    found: dict[str, list[HoursLine]] = {}
    for staff_no in staff_nos:
        finished = {slug: people.get(staff_no, {}) for slug, people in read.items()}
        found[staff_no] = [
            HoursLine(
                category,
                *_hours(rules, catalog, finished, spent[category.period].get(staff_no, {})),
                year if category.period == "year" else None,
            )
            for category in _required(rules, chosen.get(staff_no, set()))
        ]
    return found


def _chosen(session: Session, staff_nos: Sequence[str]) -> dict[str, set[str]]:
    """What trainers chose, by staff number."""
    found: dict[str, set[str]] = {}
    query = select(HoursCategoryRow.staff_no, HoursCategoryRow.category)
    for staff_no, category in session.execute(query.where(HoursCategoryRow.staff_no.in_(staff_nos))):
        found.setdefault(staff_no, set()).add(category)
    return found


def _required(rules: HoursRules, chosen: set[str]) -> list[Category]:
    default = rules.category(rules.default)
    return [one for one in rules.categories if one.id in chosen] or ([default] if default else [])


def _spent(session: Session, staff_nos: Sequence[str], since: int) -> dict[str, Spent]:
    """Active seconds by staff number, then course and chapter."""
    query = (
        select(ActiveRow.staff_no, ActiveRow.course, ActiveRow.chapter, func.sum(ActiveRow.seconds))
        .where(ActiveRow.staff_no.in_(staff_nos), ActiveRow.at >= since)
        .group_by(ActiveRow.staff_no, ActiveRow.course, ActiveRow.chapter)
    )
    found: dict[str, dict[tuple[str, str], int]] = {}
    for staff_no, course, chapter, seconds in session.execute(query):
        found.setdefault(staff_no, {})[course, chapter] = int(seconds)
    return dict(found)


def _hours(rules: HoursRules, catalog: courses.Catalog, read: Read, spent: Spent) -> tuple[float, float]:
    """Hours in finished chapters and in unfinished ones; none counts for more than the rules' share of its plan."""
    counted = {True: 0.0, False: 0.0}
    for (course, chapter), seconds in spent.items():
        known = read[course].get(chapter)
        finished = known is not None and known.finished is not None
        counted[finished] += min(seconds, _most(rules, catalog, course, chapter))
    per_hour = rules.minutes_per_hour * 60
    return round(counted[True] / per_hour, 1), round(counted[False] / per_hour, 1)


def _most(rules: HoursRules, catalog: courses.Catalog, course: str, chapter: str) -> float:
    """The longest time a chapter can count for, in seconds; a withdrawn one keeps what was spent in it."""
    known = catalog.courses.get(course)
    found = known.chapter(chapter) if known else None
    return found.minutes * 60 * rules.most_times_planned if found else float("inf")
