"""Putting practice on a person's list, asking what is due, and taking answers; every answer is kept once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import ColumnElement, SQLColumnExpression, String, cast, func, literal, select
from sqlalchemy.orm import Session

from anpei import attempts, bank, records
from anpei.errors import NotFound
from anpei.exercises import runs
from anpei.review.model import DAILY, ChapterToReread, Due, first, fitting, misses_of, read_again, remembered
from anpei.review.tables import RefreshAnswerRow, RefreshCardRow, RefreshChapterRow, RefreshSeenRow

__all__ = [
    "answer",
    "chapter_read",
    "chapters",
    "due",
    "from_exam",
    "from_run",
    "schedule",
    "schedule_missed",
    "unseen",
    "waiting",
]

SIBLINGS = 12
"""So many are looked at for one that isn't taken yet."""
Chapters = Mapping[str, Iterable[str]]
"""``course/chapter`` → what it cites."""


def schedule(session: Session, person: str, items: Iterable[str], chapter: str, why: str, now: int) -> None:
    """Items and a chapter (``course/chapter`` or empty) for a staff number, due now; what is there comes forward."""
    for item in items:
        row = session.get(RefreshCardRow, (person, item))
        if row is None:
            row = RefreshCardRow(staff_no=person, item_id=item, due=now, memory=first(now), why=why[:200], created=now)
            session.add(row)
        elif row.due > now:
            row.due, row.why = now, why[:200]
    course, _, name = chapter.partition("/")
    if name:
        _again(session, person, course, name, why, now)
    session.flush()


def _again(session: Session, person: str, course: str, chapter: str, why: str, now: int) -> None:
    row = session.scalar(select(RefreshChapterRow).filter_by(staff_no=person, course=course, chapter=chapter))
    if row is None:
        row = RefreshChapterRow(staff_no=person, course=course, chapter=chapter, why=why[:200], created=now)
        session.add(row)
    elif row.done is not None:
        row.why, row.created, row.done = why[:200], now, None


def due(session: Session, person: str, now: int) -> list[Due]:
    """What this person should practise now, the longest waiting first, at most :data:`DAILY`."""
    count = (
        select(func.count())
        .where(RefreshAnswerRow.staff_no == person, RefreshAnswerRow.item_id == RefreshCardRow.item_id)
        .scalar_subquery()
    )
    query = (
        select(RefreshCardRow, count)
        .where(RefreshCardRow.staff_no == person, RefreshCardRow.due <= now)
        .order_by(RefreshCardRow.due, RefreshCardRow.item_id)
        .limit(DAILY)
    )
    return [Due(row.item_id, row.why, row.due, answered) for row, answered in session.execute(query)]


def waiting(session: Session, person: str, now: int) -> int | None:
    """When the next item comes (ms); None when nothing is scheduled later."""
    query = select(func.min(RefreshCardRow.due)).where(RefreshCardRow.staff_no == person, RefreshCardRow.due > now)
    return session.scalar(query)


def answer(session: Session, person: str, item: str, verdict: str, *, uuid: str, now: int) -> int:
    """Take an answer to a card of one's own; returns when it's asked again (ms). The same uuid counts once."""
    known = session.scalar(select(RefreshAnswerRow).filter_by(staff_no=person, uuid=uuid))
    if known is not None:
        return known.due
    row = session.get(RefreshCardRow, (person, item), with_for_update=True)
    if row is None:
        raise NotFound("这道题不在你的巩固清单里。", way_out="请刷新“今日巩固”。")
    if row.due <= now:
        row.memory, row.due = remembered(row.memory, verdict, now)
    session.add(RefreshAnswerRow(staff_no=person, item_id=item, at=now, verdict=verdict, due=row.due, uuid=uuid))
    session.flush()
    return row.due


def chapters(session: Session, person: str) -> list[ChapterToReread]:
    """Chapters to read again, the newest first."""
    query = select(RefreshChapterRow).filter_by(staff_no=person, done=None).order_by(RefreshChapterRow.created.desc())
    return [ChapterToReread(row.id, row.course, row.chapter, row.why) for row in session.scalars(query)]


def chapter_read(session: Session, person: str, chapter_id: int, now: int) -> None:
    """The person says they have read it again."""
    row = session.get(RefreshChapterRow, chapter_id)
    if row is None or row.staff_no != person:
        raise NotFound("这一章不在你的巩固清单里。", way_out="请刷新“今日巩固”。")
    row.done = row.done or now


def from_run(session: Session, run_id: int, items: bank.Bank, cites: Chapters, now: int) -> int:
    """Turn what was missed in an ended run into practice; returns how many misses there were."""
    story = runs.run_record(session, run_id)
    if story.state.how == "real":
        return 0
    found = misses_of(story)
    for miss in found:
        wanted = [item for item in miss.items if _practice(items, item)] or fitting(items, miss.cites)
        chapter = miss.chapter if miss.chapter in cites else read_again(miss.cites, cites)
        schedule(session, miss.person, wanted, chapter, f"演练“{story.run.title}”：{miss.question}", now)
    return len(found)


def from_exam(
    session: Session, attempt_id: int, items: bank.Bank, cites: Chapters, now: int, case: bool = False
) -> int:
    """Turn what was wrong in an exam into practice, as far as it is marked; ``case``: only what a person marked.

    What comes back is a practice item of the same topic and article, another one for each question, so that no key of
    the exam, which its paper may still keep, is opened.
    """
    result = records.result_for(session, attempt_id)
    marked = [slot for slot in result.slots if not case or slot.state == "published"]
    lost = {slot.slot for slot in marked if slot.verdict in ("wrong", "partial", "blank")}
    states = [state for state in attempts.slots(session, result.attempt) if state.slot in lost]
    asked = attempts.versions(session, (state.sha for state in states))
    taken: set[str] = set()
    for state in states:
        version = asked[state.sha]
        wanted = fitting(items, version.secret.cites, version.tags, version.topic, SIBLINGS)
        sibling = next((one for one in wanted if one not in taken), None)
        taken |= {sibling} if sibling else set()
        chapter = read_again(version.secret.cites, cites)
        practice = [sibling] if sibling else []
        schedule(session, result.staff_no, practice, chapter, f"考试“{result.title}”里没拿满分的内容", now)
    return len(states)


def unseen(session: Session) -> list[str]:
    """Every run that ended and every exam that wasn't looked at yet: ``run:7``, ``exam:12``.

    ``part:12`` is an exam whose cases aren't marked: what is decided of it is looked at already.
    """
    over, marked = runs.ended_runs(session, _not_seen("run")), records.exams_marked(session, _not_seen("exam"))
    open_cases = records.exams_marked(session, _not_seen("part"), awaiting=True)
    exams = [f"exam:{number}" for number in marked] + [f"part:{number}" for number in open_cases]
    return [f"run:{number}" for number in over] + exams


def _not_seen(kind: str) -> Callable[[SQLColumnExpression[int]], ColumnElement[bool]]:
    def condition(number: SQLColumnExpression[int]) -> ColumnElement[bool]:
        ref = literal(f"{kind}:", String) + cast(number, String)
        return ~select(RefreshSeenRow.ref).where(RefreshSeenRow.ref == ref).exists()

    return condition


def schedule_missed(session: Session, ref: str, items: bank.Bank, cites: Chapters, now: int) -> bool:
    """Turn what was missed in one that is :func:`unseen` into practice, once; False when it was looked at before."""
    if session.get(RefreshSeenRow, ref) is not None:
        return False
    kind, _, number = ref.partition(":")
    if kind == "run":
        from_run(session, int(number), items, cites, now)
    else:
        looked_at = session.get(RefreshSeenRow, f"part:{number}") is not None
        from_exam(session, int(number), items, cites, now, case=looked_at)
    session.add(RefreshSeenRow(ref=ref, at=now))
    session.flush()
    return True


def _practice(items: bank.Bank, ident: str) -> bool:
    version = items.items.get(ident)
    return version is not None and version.use == "practice"
