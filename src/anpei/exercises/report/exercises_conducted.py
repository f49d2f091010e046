"""What counts as held: signed team runs, drills entered by hand, and what was reported to an authority."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.errors import NotFound, Refused
from anpei.exercises import runs
from anpei.exercises.report.schedule import Drilled
from anpei.exercises.report.tables import FilingRow, HeldRow

__all__ = ["Filing", "drilled", "enter_held", "file_drill", "filings"]


@dataclass(frozen=True)
class Filing:
    """A drill reported to an authority: the day it was, by which reference, and who noted it when (ms)."""

    authority: str
    reference: str
    filed: int
    by: str
    noted: int


def drilled(session: Session) -> list[Drilled]:
    """Every drill that counts, the newest first; of runs, those a director called, with a team, to their signed end."""
    filed = {row.drill: f"{row.authority}（{row.reference}）" for row in session.scalars(select(FilingRow))}
    closed = [run for run in runs.closings(session, origin="director") if run.counts]
    held = runs.exercise_types(session, [run.run_id for run in closed])
    found = [
        Drilled(f"run:{run.run_id}", run.when, run.title, run.scenario_id, filed=filed.get(f"run:{run.run_id}", ""),
                form=held[run.run_id].form)
        for run in closed
    ]  # fmt: skip
    for row in session.scalars(select(HeldRow)):
        key = f"held:{row.id}"
        found.append(Drilled(key, row.held, "线下演练", plan=row.plan, note=row.note, filed=filed.get(key, "")))
    return sorted(found, key=lambda one: -one.when)


def enter_held(session: Session, plan: str, *, held: int, note: str, by: str, uuid: str, now: int) -> None:
    """Enter a drill held without the platform, with what proves it; the same uuid again changes nothing."""
    if session.scalar(select(HeldRow.id).filter_by(uuid=uuid)) is not None:
        return
    if held > now:
        raise Refused("演练日期不能晚于今天。", code="held")
    if len(note.strip()) < 4:
        raise Refused("请写明依据，如记录编号、存放处。", code="note")
    session.add(HeldRow(plan=plan, held=held, note=note.strip()[:500], by=by, at=now, uuid=uuid))
    session.flush()


def file_drill(
    session: Session, drill: str, *, authority: str, reference: str, filed: int, by: str, uuid: str, now: int
) -> None:
    """Note that a drill was reported to an authority; the same uuid again changes nothing."""
    if session.scalar(select(FilingRow.id).filter_by(uuid=uuid)) is not None:
        return
    if drill not in {one.key for one in drilled(session)}:
        raise NotFound("没有这次演练。", way_out="请刷新页面后再选。")
    if not authority.strip() or filed > now:
        raise Refused("请写明报送单位；日期不能晚于今天。", code="filing")
    session.add(
        FilingRow(
            drill=drill,
            authority=authority.strip()[:120],
            reference=reference.strip()[:120] or "无编号",
            filed=filed,
            by=by,
            at=now,
            uuid=uuid,
        )
    )
    session.flush()


def filings(session: Session, drill: str) -> list[Filing]:
    """Every filing of one drill (``run:7``), the oldest first."""
    query = select(FilingRow).where(FilingRow.drill == drill).order_by(FilingRow.filed, FilingRow.id)
    return [Filing(row.authority, row.reference, row.filed, row.by, row.at) for row in session.scalars(query)]
