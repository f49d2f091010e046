"""Judging a decision, pure: the moment of the tap decides, not that of its arrival.

A page in step with the server tells the tap by the server's clock. It's believed within what the server saw: not before
the question opened, not after it arrived. Tapped before the question closed, it counts, also when the time-out was
written meanwhile; then only the score follows the answer, for what the others have seen of the scene can't be unseen.
What was under way for longer than :data:`UNDER_WAY`, or arrives in a run that is signed, is kept with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from anpei.exercises.runs.engine import GRACE, closing
from anpei.exercises.runs.events import EventDraft, NodeState, RunState
from anpei.exercises.runs.view import option_at
from anpei.exercises.scenarios import CompiledScenario
from anpei.taps import Tap

__all__ = ["UNDER_WAY", "SentDecision", "judge"]

UNDER_WAY = 300_000
"""So long (ms) a tap may be on its way and still undo a time-out."""


@dataclass(frozen=True)
class SentDecision:
    """A decision as it arrived: who tapped when, where, the option by its displayed letter.

    ``elapsed`` is the page's run time in ms since it showed the question.
    """

    tap: Tap
    device: str
    node: str
    option: str
    elapsed: int


def judge(script: CompiledScenario, state: RunState, sent: SentDecision) -> EventDraft:
    """The event to write for a decision not judged before: made, made but delayed, or refused with the reason.

    ``state`` has everything in it that was due when the decision arrived, and ``sent.node`` is one of the scenario's.
    """
    known = state.nodes.get(sent.node)
    chosen = option_at(known, sent.option) if known else None
    reason = _refusal(script, state, known, sent, chosen)
    elapsed = _within(script, state, known, sent)
    told = {"node": sent.node, "option": chosen or sent.option, "elapsed": elapsed, "uuid": sent.tap.uuid}
    if sent.tap.tapped:
        told["tapped"] = sent.tap.at
    if reason:
        told |= {"reason": reason, "claimed": sent.elapsed}
        kind, key = "decision.refused", f"refused:{sent.tap.uuid}"
    elif known is not None and known.status == "timeout":
        kind, key = "decision.delayed", f"delayed:{sent.node}"
    else:
        kind, key = "decision.made", f"close:{sent.node}"
    return EventDraft(kind, key, told, sent.tap.by, script.nodes[sent.node].role, sent.device)


def _refusal(
    script: CompiledScenario, state: RunState, known: NodeState | None, sent: SentDecision, chosen: str | None
) -> str:
    if known is None or known.status == "skipped":
        return "closed"
    if known.choice:
        return "decided"
    if known.status == "timeout":
        if not _undoes(script, state, sent):
            return "late"
    elif state.status == "ended":
        return "ended"
    elif state.status == "paused" and sent.tap.at >= state.pieces[-1][0]:
        return "paused"
    if known.player != sent.tap.by:
        return "role"
    return "" if chosen else "option"


def _undoes(script: CompiledScenario, state: RunState, sent: SentDecision) -> bool:
    """Whether a tap takes the time-out of its question back: made in time, and not under way for ever."""
    tap = sent.tap
    in_time = bool(tap.tapped) and state.at(tap.at) < closing(script, state, sent.node)
    return in_time and tap.now - tap.at <= UNDER_WAY and not state.signed


def _within(script: CompiledScenario, state: RunState, known: NodeState | None, sent: SentDecision) -> int:
    """The page's elapsed time, kept inside what the server saw up to the tap."""
    if known is None:
        return 0
    window = state.at(sent.tap.at) - known.opened
    highest = max(0, min(window, script.nodes[sent.node].seconds * 1000))
    lowest = max(0, min(window - state.scaled(GRACE), highest))
    return max(lowest, min(sent.elapsed, highest))
