"""The end of a run: who took part how, and what of it joins their records, in the transaction that ends the run.

A score corrected after the end corrects the lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from anpei import records
from anpei.exercises.runs.debrief import outcome
from anpei.exercises.runs.events import Event, Member, RunState
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["COUNTED", "Part", "counted", "note_results", "parts_of"]

COUNTED = ("complete", "time")
"""How a run must have ended to be training; one that was stopped or left is only in the drill log."""


@dataclass(frozen=True)
class Part:
    """One person's part in a run: whether they were there at its end, and whether they were asked and answered or not.

    Who only tapped in, or had no role and nothing to decide, gets no verdict.
    """

    member: Member
    asked: bool

    @property
    def judged(self) -> bool:
        return self.asked or (self.member.present and bool(self.member.roles))

    @property
    def word(self) -> str:
        """How they took part, as record and report say it."""
        if self.member.present:
            return "全程参演" if self.judged else "已参加，没有担任角色"
        return "参演后离开" if self.judged else "中途离开"


def counted(state: RunState) -> bool:
    """Whether a run was played to its end, so that it is training and may be told again."""
    return state.how in COUNTED


def parts_of(state: RunState, log: Iterable[Event]) -> list[Part]:
    """Everybody's part in an ended run, in the members' order; a question also counts for whoever let it pass."""
    there: set[str] = set()
    asked: set[str] = set()
    for event in log:
        if event.type == "member.joined":
            there.add(event.actor)
        elif event.type == "member.left":
            there.discard(event.actor)
        elif event.type in ("decision.made", "decision.delayed"):
            asked.add(event.actor)
        elif event.type == "node.timeout":
            asked |= there & {state.nodes[event.payload["node"]].player}
    return [Part(member, member.person in asked) for member in state.members]


def note_results(
    session: Session, run_id: int, script: CompiledScenario, state: RunState, log: Iterable[Event]
) -> None:
    """Tell the records room what everybody who was there has done: the run's result, or only that they were there."""
    if not counted(state):
        return
    result = outcome(script, state)
    for part in parts_of(state, log):
        records.note_drill(
            session,
            staff_no=part.member.person,
            drill=script.slug,
            run_id=run_id,
            title=script.scenario.title,
            role=_role_words(script, part.member),
            started=state.began,
            finished=state.finished,
            score=result.percent if part.judged else None,
            most=100 if part.judged else None,
            passed=result.passed if part.judged else None,
            left_early=not part.member.present,
        )


def _role_words(script: CompiledScenario, member: Member) -> str:
    if len(member.roles) == len(script.roles):
        return "全部角色"
    return "、".join(script.roles[role].title for role in member.roles)
