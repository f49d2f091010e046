"""The queue of questions: ask, look, cancel, take the next fairly, keep what came of it; safe against any kill -9.

A question that was asked before is answered at once from the kept answer. Whoever runs a question renews its beat; one
whose beat has stopped is taken up again, and given up after the second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from anpei import clock
from anpei.errors import Forbidden, NotFound, Refused
from anpei.exercises.evacuation.model import Inputs, check_inputs, key_of
from anpei.exercises.evacuation.plan import SitePlan
from anpei.exercises.evacuation.tables import EvacuationRun

__all__ = [
    "Job",
    "ask",
    "beat",
    "cancel",
    "fail",
    "finish",
    "get",
    "in_turn",
    "latest",
    "of_drill",
    "position",
    "recent",
    "take",
]

WAITING_EACH = 3
"""Questions that one person may have in the queue."""
SILENT = 20 * clock.SECOND
TRIES = 2
OPEN = ("queued", "running")
GAVE_UP = "推演进程两次中断，已停下。请减少人数或缩小场地后再试。"


@dataclass(frozen=True)
class Job:
    """One question as others may know of it."""

    run_id: int
    slug: str
    key: str
    sha: str
    inputs: Inputs
    drill_run: int
    asked_by: str
    asked: int
    state: str
    progress: float
    words: str
    summary: dict[str, Any] | None
    ended: int

    @property
    def over(self) -> bool:
        return self.state not in OPEN


def ask(
    session: Session,
    plan: SitePlan,
    inputs: Inputs,
    *,
    by: str,
    now: int,
    have: Callable[[str], bool],
    drill_run: int = 0,
) -> Job:
    """Put a question into the queue, or answer it at once when ``have`` says that its files are kept."""
    check_inputs(plan, inputs)
    key = key_of(plan, inputs)
    row = _open(session, key, drill_run)
    if row is None:
        row = EvacuationRun(
            slug=plan.slug, key=key, sha=plan.sha, inputs=inputs.model_dump(mode="json"), drill_run=drill_run,
            asked_by=by, asked=now, state="queued", progress=0.0, tries=0, beat=0, started=0, ended=0, words="",
        )  # fmt: skip
        kept = _kept(session, key) if have(key) else None
        if kept is not None:
            row.state, row.progress, row.summary, row.ended = "done", 1.0, kept, now
        elif not drill_run and _waiting(session, by) >= WAITING_EACH:
            raise Refused(
                f"你已有 {WAITING_EACH} 个推演在排队。", code="queue_full", way_out="等一个算完，或先取消一个。"
            )
        session.add(row)
        if drill_run:
            _outdate(session, drill_run, now)
    session.flush()
    return _job(row)


def _outdate(session: Session, drill_run: int, now: int) -> None:
    """Something new has happened in the drill: what was asked before and still waits is not worked out any more."""
    waiting = select(EvacuationRun).where(EvacuationRun.drill_run == drill_run, EvacuationRun.state == "queued")
    with session.no_autoflush:
        for row in session.scalars(waiting):
            row.state, row.ended, row.words = "cancelled", now, "演练里有了新情况。"


def _open(session: Session, key: str, drill_run: int) -> EvacuationRun | None:
    """The same question still under way, or already answered for the same drill."""
    states = (*OPEN, "done", "failed") if drill_run else OPEN  # a cancelled one may be asked again
    query = select(EvacuationRun).where(
        EvacuationRun.key == key, EvacuationRun.state.in_(states), EvacuationRun.drill_run == drill_run
    )
    return session.scalars(query.order_by(EvacuationRun.run_id.desc())).first()


def _kept(session: Session, key: str) -> dict[str, Any] | None:
    query = select(EvacuationRun.summary).where(EvacuationRun.key == key, EvacuationRun.state == "done")
    return session.scalars(query.order_by(EvacuationRun.run_id.desc())).first()


def _waiting(session: Session, by: str) -> int:
    query = select(func.count()).where(
        EvacuationRun.asked_by == by, EvacuationRun.state.in_(OPEN), EvacuationRun.drill_run == 0
    )
    return session.scalar(query) or 0


def get(session: Session, run_id: int) -> Job:
    row = session.get(EvacuationRun, run_id)
    if row is None:
        raise NotFound("没有这次推演。", way_out="请从列表里选一次，或重新运行。")
    return _job(row)


def position(session: Session, run_id: int) -> int:
    """How many open questions are ahead of a queued one."""
    query = select(func.count()).where(EvacuationRun.state.in_(OPEN), EvacuationRun.run_id < run_id)
    return session.scalar(query) or 0


def recent(session: Session, slug: str = "", limit: int = 12) -> list[Job]:
    """The latest questions that belong to no drill, newest first."""
    query = select(EvacuationRun).where(EvacuationRun.drill_run == 0)
    query = query.where(EvacuationRun.slug == slug) if slug else query
    return [_job(row) for row in session.scalars(query.order_by(EvacuationRun.run_id.desc()).limit(limit))]


def latest(session: Session, slug: str) -> Job | None:
    """The newest answer about a plan that somebody asked for outside a drill."""
    query = select(EvacuationRun).where(
        EvacuationRun.slug == slug, EvacuationRun.state == "done", EvacuationRun.drill_run == 0
    )
    row = session.scalars(query.order_by(EvacuationRun.run_id.desc())).first()
    return _job(row) if row is not None else None


def of_drill(session: Session, drill_run: int) -> Job | None:
    """The newest answered question that follows a drill's log."""
    query = select(EvacuationRun).where(EvacuationRun.drill_run == drill_run, EvacuationRun.state == "done")
    row = session.scalars(query.order_by(EvacuationRun.run_id.desc())).first()
    return _job(row) if row is not None else None


def cancel(session: Session, run_id: int, *, by: str, anyone: bool, now: int) -> Job:
    """Stop a question; only who asked, or an administrator. One that is over stays as it is."""
    row = session.get(EvacuationRun, run_id)
    if row is None:
        raise NotFound("没有这次推演。")
    if row.asked_by != by and not anyone:
        raise Forbidden("只有发起的人能取消。", way_out="请找发起的人，或管理员。")
    if row.state in OPEN:
        row.state, row.ended, row.words = "cancelled", now, "已取消。"
    return _job(row)


def in_turn(session: Session, now: int) -> list[int]:
    """The questions to work on next, in order; none while one is being worked on. One whose worker fell silent waits.

    Fair: of those who wait, whoever was served longest ago comes first, then the older question.
    """
    query = select(EvacuationRun.run_id, EvacuationRun.asked_by, EvacuationRun.state, EvacuationRun.beat)
    rows = session.execute(query.where(EvacuationRun.state.in_(OPEN))).all()
    if any(row.state == "running" and now - row.beat < SILENT for row in rows):
        return []
    newest = select(EvacuationRun.asked_by, func.max(EvacuationRun.started)).group_by(EvacuationRun.asked_by)
    served: dict[str, int] = {row[0]: row[1] for row in session.execute(newest)} if rows else {}
    return [row.run_id for row in sorted(rows, key=lambda row: (served.get(row.asked_by, 0), row.run_id))]


def take(session: Session, run_id: int, now: int) -> Job | None:
    """A question that is :func:`in_turn`, marked as running; None when somebody was faster, or it is given up."""
    if run_id not in in_turn(session, now):
        return None
    row = session.get_one(EvacuationRun, run_id, with_for_update=True)
    if row.state == "running" and row.tries >= TRIES:
        row.state, row.words, row.ended = "failed", GAVE_UP, now
        return None
    row.state, row.started, row.beat, row.tries, row.progress = "running", now, now, row.tries + 1, 0.0
    return _job(row)


def beat(session: Session, run_id: int, progress: float, now: int) -> bool:
    """Say how far it is; False when it shall stop, because it was cancelled."""
    row = session.get(EvacuationRun, run_id)
    if row is None or row.state != "running":
        return False
    row.progress, row.beat = max(row.progress, min(1.0, progress)), now
    return True


def finish(session: Session, run_id: int, summary: dict[str, Any], now: int) -> None:
    row = session.get(EvacuationRun, run_id)
    if row is not None and row.state == "running":
        row.state, row.progress, row.summary, row.ended = "done", 1.0, summary, now


def fail(session: Session, run_id: int, words: str, now: int, *, again: bool = False) -> None:
    """It came to nothing; ``again``: put it back once, for the process just died."""
    row = session.get(EvacuationRun, run_id)
    if row is None or row.state != "running":
        return
    if again and row.tries < TRIES:
        row.state = "queued"
    else:
        row.state, row.words, row.ended = "failed", words, now


def _job(row: EvacuationRun) -> Job:
    return Job(
        row.run_id, row.slug, row.key, row.sha, Inputs.model_validate(row.inputs), row.drill_run, row.asked_by,
        row.asked, row.state, row.progress or 0.0, row.words, row.summary, row.ended,
    )  # fmt: skip
