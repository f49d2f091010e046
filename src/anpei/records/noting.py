"""What people do goes into the record, and with it, in the same transaction, where they stand now."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from anpei import attempts
from anpei.bank import Bank
from anpei.errors import Refused
from anpei.papers import Paper
from anpei.records.progress import PROGRESS_KINDS
from anpei.records.standings import refresh
from anpei.records.tables import MUSTERED, DrillResultRow, ProgressRow
from anpei.staff import Person
from anpei.taps import is_uuid

__all__ = ["begin", "note_drill", "note_mustered", "note_progress"]


def begin(
    session: Session,
    paper: Paper,
    bank: Bank,
    person: Person,
    now: int,
    secret: bytes,
    prepared: attempts.PreparedDraw | None = None,
    *,
    zone: str,
) -> attempts.Attempt:
    """The person's open exam at this paper, begun now if there is none (:func:`anpei.attempts.start`)."""
    attempt = attempts.start(session, paper, bank, person, now, secret, prepared=prepared, zone=zone)
    refresh(session, [person.staff_no], "paper", paper.slug)
    return attempt


def note_progress(
    session: Session, staff_no: str, course: str, chapter: str, uuid: str, kind: str, now: int, data: Any = None
) -> bool:
    """Keep one fact about reading; False when this uuid was kept before. That the chapter exists the caller knows."""
    if kind not in PROGRESS_KINDS or not is_uuid(uuid):
        raise Refused("学习进度缺少编号，或种类不认识。", code="bad_request", way_out="请刷新页面。")
    known = select(ProgressRow.id).where(ProgressRow.staff_no == staff_no, ProgressRow.uuid == uuid)
    if session.scalar(known) is not None:
        return False
    session.add(ProgressRow(staff_no=staff_no, course=course, chapter=chapter, kind=kind, uuid=uuid, at=now, data=data))
    refresh(session, [staff_no], "course", course)
    return True


def note_mustered(
    session: Session, run_id: int, people: Collection[str], drill: str, title: str, *, started: int, finished: int
) -> int:
    """Those who came to a muster point in a drill without a seat in it took part, too; no verdict, so no duty is met.

    Returns for how many a line was added; a line that is there stays as it is.
    """
    here = select(DrillResultRow.staff_no).where(DrillResultRow.run_id == run_id)
    known = set(session.scalars(here))
    fresh = [who for who in people if who not in known]
    told = {"run_id": run_id, "drill": drill, "title": title, "role": MUSTERED, "started": started}
    if fresh:
        rows = [{**told, "staff_no": who, "finished": finished, "left_early": False} for who in fresh]
        session.execute(insert(DrillResultRow), rows)
    return len(fresh)


def note_drill(
    session: Session,
    run_id: int,
    staff_no: str,
    drill: str,
    title: str,
    role: str,
    *,
    started: int | None,
    finished: int,
    score: float | None = None,
    most: float | None = None,
    passed: bool | None = None,
    left_early: bool = False,
) -> None:
    """Put one person's part in a drill run into the record; the same run again corrects the line."""
    session.merge(
        DrillResultRow(
            run_id=run_id,
            staff_no=staff_no,
            drill=drill,
            title=title,
            role=role,
            started=started,
            finished=finished,
            score=score,
            max=most,
            passed=passed,
            left_early=left_early,
        )
    )
    refresh(session, [staff_no], "drill", drill)
