"""Who came to a muster point in a drill took part in it: once both are over, that joins their records."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from anpei import records
from anpei.exercises import runs
from anpei.exercises.rollcall.tables import Muster, MusterPerson

__all__ = ["note_mustered", "unnoted"]


def unnoted(session: Session) -> list[int]:
    """Roll calls of drills that are over, as their drill is, and whose people are in no record yet."""
    over = (Muster.kind == "drill", Muster.ended.is_not(None), Muster.noted.is_(False))
    found = session.execute(select(Muster.muster_id, Muster.run_id).where(Muster.run_id.is_not(None), *over)).all()
    ended = set(runs.ended_among(session, {row.run_id for row in found}))
    return [row.muster_id for row in found if row.run_id in ended]


def note_mustered(session: Session, muster_id: int) -> int:
    """Put everybody of the roster who came into the record of the drill; who was on leave or missing gets no line.

    A drill that was broken off is in nobody's record. Returns for how many a line was added.
    """
    row = session.get_one(Muster, muster_id, with_for_update=True)
    if row.noted or row.run_id is None:
        return 0
    row.noted = True
    story = runs.run_record(session, row.run_id)
    if not runs.counted(story.state):
        return 0
    came = select(MusterPerson.key).where(MusterPerson.muster_id == muster_id, MusterPerson.state == "present")
    people = [key for key in session.scalars(came.order_by(MusterPerson.position)) if ":" not in key]
    run, started = story.run, story.state.began or row.started
    return records.note_mustered(
        session, run.run_id, people, run.scenario_id, run.title, started=started, finished=story.state.finished
    )
