"""Knowing what somebody has done in a chapter, and finishing it the moment nothing is owed any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei import hours, records
from anpei.completion.model import ChapterDone, ChapterStanding, Demands, Owed, owed
from anpei.completion.tables import PracticeAnswerRow
from anpei.errors import Refused
from anpei.taps import is_uuid

__all__ = ["CourseEffort", "course_effort", "note_answer", "settle", "stands", "unfinished"]

ENOUGH = ("right", "awaiting")
"""Verdicts with which a question is done; what no machine can mark is done once it is answered."""


@dataclass(frozen=True)
class CourseEffort:
    """What a course took somebody: active seconds, answers given, and how many chapters count by the earlier rule."""

    seconds: int
    tries: int
    old_rule: int


def note_answer(session: Session, staff_no: str, item: str, verdict: str, *, uuid: str, now: int) -> bool:
    """Keep how an answer to a practice item was marked; False when this uuid was kept before."""
    if not is_uuid(uuid):
        raise Refused("练习的回答缺少编号。", code="bad_request", way_out="请刷新页面。")
    known = select(PracticeAnswerRow.id).where(PracticeAnswerRow.staff_no == staff_no, PracticeAnswerRow.uuid == uuid)
    if session.scalar(known) is not None:
        return False
    session.add(PracticeAnswerRow(staff_no=staff_no, item_id=item, at=now, verdict=verdict, uuid=uuid))
    session.flush()
    return True


def stands(session: Session, staff_no: str, course: str, chapter: str, asked: Demands) -> ChapterStanding:
    """Where somebody stands with a chapter; nothing that was claimed for one never opened counts."""
    known = records.course_progress(session, staff_no, course).get(chapter)
    facts = records.chapter_facts(session, staff_no, course, chapter)
    answers = _answers(session, staff_no, asked.questions)
    done = ChapterDone(
        right=frozenset(answer.item for answer in answers if answer.right),
        activities=facts.activities,
        seconds=hours.spent_in(session, staff_no, course, chapter),
        tries=sum(answer.tries for answer in answers),
        tried=frozenset(answer.item for answer in answers),
        at_once=frozenset(answer.item for answer in answers if answer.at_once),
        read=facts.sections,
    )
    if known is not None and known.finished is not None:
        return ChapterStanding(known.finished, known.old_rule, True, asked, done, Owed())
    if facts.opened is None:
        done = ChapterDone()
    return ChapterStanding(None, False, facts.opened is not None, asked, done, owed(asked, done))


def settle(session: Session, staff_no: str, course: str, chapter: str, asked: Demands, now: int) -> ChapterStanding:
    """Where somebody stands after another fact; with nothing owed the chapter is finished from now on."""
    standing = stands(session, staff_no, course, chapter, asked)
    if standing.finished is not None or not standing.opened or not standing.owed.nothing:
        return standing
    took = {"seconds": standing.done.seconds, "planned": asked.planned, "tries": standing.done.tries}
    records.note_progress(session, staff_no, course, chapter, uuid4().hex, "finished", now, took)
    return stands(session, staff_no, course, chapter, asked)


def unfinished(session: Session, staff_no: str, course: str, chapters: Iterable[str]) -> list[str]:
    """Those of a course's chapters that somebody hasn't finished, by either rule."""
    read = records.course_progress(session, staff_no, course)
    return [slug for slug in chapters if slug not in read or read[slug].finished is None]


def course_effort(session: Session, staff_no: str, course: str, questions: Iterable[str]) -> CourseEffort:
    """What a course, with these questions in its chapters, has taken somebody so far."""
    old = sum(one.old_rule for one in records.course_progress(session, staff_no, course).values())
    tries = sum(answer.tries for answer in _answers(session, staff_no, questions))
    return CourseEffort(hours.spent_in(session, staff_no, course), tries, old)


@dataclass(frozen=True)
class _Answered:
    """How one question went: ever right, right at the first answer, and how many answers it took."""

    item: str
    right: bool
    at_once: bool
    tries: int


def _answers(session: Session, staff_no: str, items: Iterable[str]) -> list[_Answered]:
    """What somebody answered of these items."""
    right = PracticeAnswerRow.verdict.in_(ENOUGH)
    query = (
        select(
            PracticeAnswerRow.item_id,
            func.count(),
            func.min(PracticeAnswerRow.id),
            func.min(PracticeAnswerRow.id).filter(right),
        )
        .where(PracticeAnswerRow.staff_no == staff_no, PracticeAnswerRow.item_id.in_(list(items)))
        .group_by(PracticeAnswerRow.item_id)
    )
    return [
        _Answered(item, first_right is not None, first == first_right, tries)
        for item, tries, first, first_right in session.execute(query)
    ]
