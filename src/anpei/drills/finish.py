"""The end of a run: each participant's result joins their training record, in the transaction that ends the run."""

from __future__ import annotations

from sqlalchemy.orm import Session

from anpei.drills.debrief import outcome
from anpei.drills.events import State
from anpei.drills.script import Script

__all__ = ["COUNTED", "note_results"]

COUNTED = ("complete", "time")
"""How a run must have ended to be training; one that was stopped or left is only in the drill log."""


def note_results(session: Session, run_id: int, script: Script, state: State) -> None:
    """Tell the records room what everybody who took part has done."""
    from anpei import records

    if state.how not in COUNTED:
        return
    result = outcome(script, state)
    for member in state.members:
        records.note_drill(
            session,
            staff_no=member.person,
            run_id=run_id,
            scenario=script.slug,
            title=script.scenario.title,
            roles=[script.roles[role].title for role in member.roles],
            percent=result.percent,
            passed=result.passed,
            lost=result.lost,
            seconds=result.seconds,
            started=state.began,
            finished=state.began + state.paused + state.ended,
        )
