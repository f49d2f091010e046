"""Correcting a score by hand: a tablet froze, a question came in a wrong moment; never without a written reason.

What was decided stays as it was decided. Only the points change, never below nothing or above what there is to have,
until the run is signed; the log keeps every correction, and the newest about a decision counts.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises.runs.events import EventDraft
from anpei.exercises.runs.log import RunLog

__all__ = ["correct_score"]

REASON = 200
CORRECTIONS = 200
"""So many corrections a run takes; more than that is no person judging."""


def correct_score(
    session: Session, run_id: int, *, by: str, uuid: str, node: str, points: int | None, reason: str, now: int
) -> None:
    """Let a decision, or the whole run (node ``""``, percent), count ``points``; None takes the correction back."""
    log = RunLog(session, run_id)
    log.catch_up(now)
    words = " ".join(reason.split())
    if not words or len(words) > REASON:
        raise Refused(f"请写明更正的理由，最多 {REASON} 个字。", code="bad_reason")
    if log.state.signed:
        raise Conflict("这次演练已签字归档，得分不能再改。", code="signed")
    most = _most(log, node)
    if points is not None and not 0 <= points <= most:
        raise Refused(f"得分要在 0 到 {most} 之间。", code="bad_points")
    if log.find(f"adjust:{uuid}") is not None or _stands(log, node, points, words):
        return
    if log.count("score.adjusted") >= CORRECTIONS:
        raise Conflict("这次演练的更正太多了。", code="too_many")
    payload: dict[str, Any] = {"node": node, "points": points, "reason": words}
    role = log.script.nodes[node].role if node else ""
    log.append(EventDraft("score.adjusted", f"adjust:{uuid}", payload, actor=by, role=role), now)


def _most(log: RunLog, node: str) -> int:
    """How many points there are to have: percent of a whole run, or those of a decision that counts."""
    if not node:
        if log.state.status != "ended":
            raise Conflict("演练还没有结束。", code="not_ended", way_out="先更正单个决策，整场得分等结束后再改。")
        return 100
    if node not in log.script.nodes:
        raise NotFound("没有这个决策。")
    state = log.state.nodes.get(node)
    if state is None or state.status not in ("done", "timeout"):
        raise Conflict("这个决策还没有结果，不计分。", code="not_scored", way_out="等它有了结果再更正。")
    return log.script.nodes[node].best.score


def _stands(log: RunLog, node: str, points: int | None, reason: str) -> bool:
    """Whether it is so already."""
    standing = log.state.adjusted.get(node)
    if standing is None:
        return points is None
    return standing.points == points and standing.reason == reason
