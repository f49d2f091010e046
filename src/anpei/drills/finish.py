"""The end of a run: each participant's result joins their training record, in the transaction that ends the run."""

from __future__ import annotations

from sqlalchemy.orm import Session

from anpei import records
from anpei.drills.debrief import outcome
from anpei.drills.events import Member, State
from anpei.drills.script import Script

__all__ = ["COUNTED", "note_results"]

COUNTED = ("complete", "time")
"""How a run must have ended to be training; one that was stopped or left is only in the drill log."""


def note_results(session: Session, run_id: int, script: Script, state: State) -> None:
    """Tell the records room what everybody who took part has done."""
    if state.how not in COUNTED:
        return
    result = outcome(script, state)
    for member in state.members:
        records.note_drill(
            session,
            staff_no=member.person,
            drill=script.slug,
            run_id=run_id,
            title=script.scenario.title,
            role=_role_words(script, member),
            started=state.began,
            finished=state.finished,
            score=result.percent,
            most=100,
            passed=result.passed,
        )


def _role_words(script: Script, member: Member) -> str:
    if len(member.roles) == len(script.roles):
        return "全部角色"
    return "、".join(script.roles[role].title for role in member.roles)
