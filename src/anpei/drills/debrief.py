"""What a finished run was worth and what there is to learn from it; nothing here reaches a screen before the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from anpei.drills.events import NodeState, State
from anpei.drills.model import Node, Objective, Option, Source
from anpei.drills.script import Script

__all__ = ["Cite", "ObjectiveMark", "Outcome", "debrief", "outcome"]

Cite = Callable[[str], dict[str, Any] | None]
"""A citation → the card a reader sees (title, gist, status), or None when it doesn't resolve."""


@dataclass(frozen=True)
class ObjectiveMark:
    id: str
    title: str
    family: str
    weight: int
    score: int
    max: int


@dataclass(frozen=True)
class Outcome:
    """``percent`` 0–100, weighted over the objectives that came up; ``lost`` in seconds; ``forbidden`` acts counted."""

    percent: int
    passed: bool
    forbidden: int
    lost: int
    seconds: int
    decided: int
    asked: int
    right: int
    objectives: tuple[ObjectiveMark, ...]


def outcome(script: Script, state: State) -> Outcome:
    """Score a run. Only decision points that were really opened count, in the score and in the maximum."""
    asked = {ident: node for ident, node in state.nodes.items() if node.status in ("done", "timeout")}
    chosen = {ident: _chosen(script, ident, node) for ident, node in asked.items()}
    marks = tuple(m for o in script.scenario.objectives if (m := _mark(script, o, chosen)).max)
    weight = sum(mark.weight for mark in marks)
    percent = round(100 * sum(m.weight * m.score / m.max for m in marks) / weight) if weight else 0
    forbidden = sum(1 for option in chosen.values() if option and option.forbidden)
    fine = percent >= script.scenario.pass_mark and forbidden <= script.scenario.forbidden_limit
    return Outcome(
        percent=percent,
        passed=fine and state.how == "complete",
        forbidden=forbidden,
        lost=state.lost,
        seconds=max(0, state.ended) // 1000,
        decided=sum(1 for option in chosen.values() if option),
        asked=len(asked),
        right=sum(1 for ident, option in chosen.items() if option and option.id == script.nodes[ident].best.id),
        objectives=marks,
    )


def debrief(script: Script, state: State, cite: Cite, person: str = "") -> dict[str, Any]:
    """The debrief as JSON: the verdict, each decision with its cost and the article behind it, what to take away."""
    result = outcome(script, state)
    told = script.scenario.debrief
    order = sorted(state.nodes.items(), key=lambda item: item[1].opened)
    return {
        "percent": result.percent,
        "passed": result.passed,
        "pass_mark": script.scenario.pass_mark,
        "how": state.how,
        "forbidden": result.forbidden,
        "lost": result.lost,
        "seconds": result.seconds,
        "right": result.right,
        "asked": result.asked,
        "verdict": told.passed if result.passed else told.failed,
        "objectives": [
            {"title": m.title, "family": m.family, "score": m.score, "max": m.max} for m in result.objectives
        ],
        "steps": [
            _step(script, ident, node, cite, person) for ident, node in order if node.status in ("done", "timeout")
        ],
        "takeaways": [{"text": takeaway.text, **_sources(takeaway, cite)} for takeaway in told.takeaways],
        "basis": [{"text": basis.text, **_sources(basis, cite)} for basis in script.scenario.basis],
    }


def _chosen(script: Script, ident: str, state: NodeState) -> Option | None:
    return next((option for option in script.nodes[ident].options if option.id == state.choice), None)


def _mark(script: Script, objective: Objective, chosen: dict[str, Option | None]) -> ObjectiveMark:
    came = [ident for ident in objective.nodes if ident in chosen]
    score = sum(option.score for ident in came if (option := chosen[ident]))
    most = sum(script.nodes[ident].best.score for ident in came)
    return ObjectiveMark(objective.id, objective.title, objective.family, objective.weight, score, most)


def _step(script: Script, ident: str, state: NodeState, cite: Cite, person: str) -> dict[str, Any]:
    node = script.nodes[ident]
    option = _chosen(script, ident, state)
    best = node.best
    return {
        "node": ident,
        "role": script.roles[node.role].title,
        "question": node.question,
        "verdict": _verdict(node, option),
        "chosen": option.text if option else "",
        "best": "" if option and option.id == best.id else best.text,
        "elapsed": round(state.elapsed / 1000),
        "cost": state.cost,
        "forbidden": bool(option and option.forbidden),
        "note": option.note if option else node.timeout.note,
        "why": node.note,
        "mine": not person or person in (state.actor, state.player),
        **_sources(node, cite),
    }


def _verdict(node: Node, option: Option | None) -> str:
    if option is None:
        return "late"
    if option.id == node.best.id:
        return "right"
    return "partial" if option.score else "wrong"


def _sources(item: Source, cite: Cite) -> dict[str, Any]:
    """The cards of the cited articles, and practice guidance marked 待核."""
    cards = [cite(text) or {"title": text, "gist": "", "status": "待核"} for text in item.cites]
    if item.source:
        cards.append({"title": item.source, "gist": "", "status": "待核"})
    return {"cards": cards}
