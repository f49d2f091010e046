"""Roll calls that begin by themselves: at the alarm of a drill that was planned so, or in one tap in an emergency.

Whichever process sees the alarm begins the one roll call of the run, and the first to have called it closes the plan.
Its time is the alarm's own, so that no delay is measured but that of the people who walk.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei.database import Database
from anpei.errors import AnpeiError
from anpei.exercises import runs
from anpei.exercises.rollcall.model import Point, RollCallHead
from anpei.exercises.rollcall.reading import for_run, open_now, summary, watched_by
from anpei.exercises.rollcall.scope import RollCallScope, everybody, gathered
from anpei.exercises.rollcall.service import start
from anpei.exercises.rollcall.tables import Muster, MusterPlan
from anpei.exercises.rollcall.wording import recorded

__all__ = [
    "OfRun",
    "begin",
    "begin_live",
    "due",
    "live_of",
    "of_run",
    "older_live",
    "plan",
    "planned_runs",
    "watched_in",
]

ANYWHERE = Point("0", "集合点")
"""Where heads are counted in an emergency before anybody has registered a muster point."""


@dataclass(frozen=True)
class OfRun:
    """How a drill's roll call stands: waiting for the alarm, going on, over, or not begun for a reason."""

    state: Literal["waiting", "open", "ended", "failed"]
    muster: int = 0
    expected: int = 0
    missing: int = 0
    words: str = ""


def plan(session: Session, run_id: int, choice: RollCallScope, *, by: str, now: int) -> None:
    """Have the run's alarm call the roll of this choice; raises Refused when there'd be nobody or nowhere."""
    gathered(session, choice)
    if session.get(MusterPlan, run_id) is None:
        session.add(MusterPlan(run_id=run_id, by=by, made=now, choice=choice.plain(), closed=None, problem=""))
        session.flush()


def planned_runs(session: Session) -> list[int]:
    """The runs with a planned roll call that hasn't begun."""
    query = select(MusterPlan.run_id).where(MusterPlan.closed.is_(None)).order_by(MusterPlan.run_id)
    return list(session.scalars(query))


def due(session: Session, run_id: int) -> bool:
    """Whether the planned roll call of a run has to begin now, or never will."""
    story = runs.run_record(session, run_id)
    return story.state.status == "ended" or _alarm(story) is not None


def begin(db: Database, run_id: int, *, now: int) -> int | None:
    """Call the roll a run was planned with, once; None when it has been called already or its alarm never came.

    The plan is closed when it was called; whatever comes between, the next look goes on with it. Blocks.
    """
    asked: dict[str, Any] | None = None
    problem = ""
    with db.read() as session:
        row = session.get(MusterPlan, run_id)
        if row is None or row.closed is not None:
            return None
        story = runs.run_record(session, run_id)
        alarm, state = _alarm(story), story.state
        never = alarm is None or (state.status == "ended" and not runs.counted(state))
        known = None if never else for_run(session, run_id)
        if alarm is not None and not never and known is None:
            try:
                asked = _asked(session, story, row, alarm)
            except AnpeiError as error:  # the points or the people were taken away meanwhile: the console says so
                problem = str(error)[:200]
    if never and state.status != "ended":
        return None
    if asked is not None:
        known = start(db, **asked)
    return known if db.write(partial(_close, run_id=run_id, now=now, problem=problem)).result() else None


def _close(session: Session, run_id: int, now: int, problem: str) -> bool:
    """Whether it was us who closed the plan."""
    row = session.get_one(MusterPlan, run_id, with_for_update=True, populate_existing=True)
    if row.closed is not None:
        return False
    row.closed, row.problem = now, problem
    return True


def _alarm(story: runs.RunRecord) -> int | None:
    return runs.first_held(story, story.script.scenario.roll_call)


def _asked(session: Session, story: runs.RunRecord, row: MusterPlan, alarm: int) -> dict[str, Any]:
    """The roll call that was planned, of the points and people that are there now; raises Refused when none are."""
    choice = RollCallScope.of(row.choice)
    points, expected = gathered(session, choice)
    return {
        "kind": "drill",
        "run_id": row.run_id,
        "by": row.by,
        "points": points,
        "expected": expected,
        "now": alarm,
        "title": f"{story.run.title}（{story.run.label}）",
        "uuid": f"run:{row.run_id}",
        "choice": recorded(session, choice),
    }


def of_run(session: Session, run_id: int) -> OfRun | None:
    """How the roll call of a run stands; None when it has none and none is planned."""
    if (muster_id := for_run(session, run_id)) is not None:
        return _standing(session, muster_id)
    row = session.get(MusterPlan, run_id)
    if row is None or (row.closed is not None and not row.problem):
        return None
    return OfRun("failed", words=row.problem) if row.problem else OfRun("waiting")


def _standing(session: Session, muster_id: int) -> OfRun:
    row = session.get_one(Muster, muster_id)
    told = summary(session, muster_id)
    return OfRun("open" if row.ended is None else "ended", muster_id, told.expected, told.missing)


def live_of(session: Session, emergency: runs.emergency.Emergency) -> OfRun | None:
    """The real roll call begun since the emergency was raised, one that goes on before one that is over, or None.

    One that somebody forgot to end before has the list of that time and tells nothing of who is missing now.
    """
    going = next((head for head in open_now(session) if _answers(head, emergency)), None)
    if going is not None:
        return _standing(session, going.muster_id)
    row = session.scalar(select(Muster).filter_by(uuid=f"emergency:{emergency.id}", called=True))
    return _standing(session, row.muster_id) if row is not None else None


def older_live(session: Session, emergency: runs.emergency.Emergency) -> RollCallHead | None:
    """The newest real roll call going on since before the emergency: perhaps it is meant, perhaps forgotten."""
    return next((h for h in open_now(session) if h.kind == "live" and not _answers(h, emergency)), None)


def watched_in(session: Session, emergency: runs.emergency.Emergency, key: str) -> tuple[RollCallHead, Point] | None:
    """Where this person or kiosk is to count heads in the emergency; a roll call of before is none of it."""
    return next((call for call in watched_by(session, key) if _answers(call[0], emergency)), None)


def _answers(head: RollCallHead, emergency: runs.emergency.Emergency) -> bool:
    return head.kind == "live" and head.started >= emergency.raised


def begin_live(db: Database, emergency: runs.emergency.Emergency, *, by: str) -> int:
    """Call the roll of everybody from the moment the emergency was raised.

    One begun since then is taken; it never fails for want of a registered muster point. Blocks.
    """
    with db.read() as session:
        if (known := live_of(session, emergency)) is not None:
            return known.muster
        choice = everybody(session)
        points, expected = gathered(session, choice, anywhere=ANYWHERE)
        words = recorded(session, choice)
    return start(
        db,
        kind="live",
        run_id=None,
        by=by,
        points=points,
        expected=expected,
        now=emergency.raised,
        title=emergency.text,
        uuid=f"emergency:{emergency.id}",
        choice=words,
    )
