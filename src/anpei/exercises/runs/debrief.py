"""What a finished run was worth and what there is to learn from it; nothing here reaches a screen before the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from anpei.exercises.runs.events import NodeState, RunState
from anpei.exercises.scenarios import CompiledScenario, Node, Objective, Option, Source

__all__ = ["Cite", "Correction", "ObjectiveMark", "Outcome", "corrections", "debrief", "outcome"]

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
class Correction:
    """What was corrected by hand: a decision, or the whole run (``node`` is empty), out of ``most``."""

    node: str
    what: str
    points: int
    most: int
    reason: str


@dataclass(frozen=True)
class Outcome:
    """``percent`` 0–100, weighted over the objectives that came up; ``lost`` in seconds; ``forbidden`` acts counted.

    ``reckoned`` is the percent without what was corrected by hand.
    """

    percent: int
    reckoned: int
    passed: bool
    forbidden: int
    lost: int
    seconds: int
    decided: int
    asked: int
    right: int
    objectives: tuple[ObjectiveMark, ...]
    corrections: tuple[Correction, ...]


def outcome(script: CompiledScenario, state: RunState) -> Outcome:
    """Score a run. Only decision points that were really opened count, in the score and in the maximum.

    What was corrected by hand counts as corrected; a decision set to its full points is no forbidden act any more.
    """
    asked = {ident: node for ident, node in state.nodes.items() if node.status in ("done", "timeout")}
    chosen = {ident: _chosen(script, ident, node) for ident, node in asked.items()}
    points = {ident: option.score if option else 0 for ident, option in chosen.items()}
    counted = points | {i: corrected for i in asked if (corrected := _corrected(script, state, i)) is not None}
    marks = _marks(script, counted)
    whole = state.adjusted.get("")
    percent = max(0, min(100, whole.points)) if whole else _percent(marks)
    forbidden = sum(1 for i, option in chosen.items() if option and option.forbidden and not _full(script, state, i))
    fine = percent >= script.scenario.pass_mark and forbidden <= script.scenario.forbidden_limit
    return Outcome(
        percent=percent,
        reckoned=_percent(_marks(script, points)),
        passed=fine and state.how == "complete",
        forbidden=forbidden,
        lost=state.lost,
        seconds=max(0, state.ended) // 1000,
        decided=sum(1 for option in chosen.values() if option),
        asked=len(asked),
        right=sum(1 for ident, option in chosen.items() if option and option.id == script.nodes[ident].best.id),
        objectives=marks,
        corrections=corrections(script, state),
    )


def debrief(script: CompiledScenario, state: RunState, cite: Cite, person: str = "") -> dict[str, Any]:
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
        "corrections": [asdict(each) for each in result.corrections],
        "objectives": [
            {"title": m.title, "family": m.family, "score": m.score, "max": m.max} for m in result.objectives
        ],
        "steps": [
            _step(script, ident, node, cite, person) for ident, node in order if node.status in ("done", "timeout")
        ],
        "takeaways": [{"text": takeaway.text, **_sources(takeaway, cite)} for takeaway in told.takeaways],
        "basis": [{"text": basis.text, **_sources(basis, cite)} for basis in script.scenario.basis],
    }


def corrections(script: CompiledScenario, state: RunState) -> tuple[Correction, ...]:
    """What was corrected by hand, decisions in the scenario's order and the whole run last."""
    numbers = {ident: number for number, ident in enumerate(script.nodes, 1)}
    known = sorted(state.adjusted.items(), key=lambda item: numbers.get(item[0], 0))
    whole = [Correction("", "整场", one.points, 100, one.reason) for ident, one in known if not ident]
    single = [
        Correction(ident, f"决策 {numbers[ident]}", one.points, script.nodes[ident].best.score, one.reason)
        for ident, one in known
        if ident in numbers
    ]
    return (*single, *whole)


def _chosen(script: CompiledScenario, ident: str, state: NodeState) -> Option | None:
    return next((option for option in script.nodes[ident].options if option.id == state.choice), None)


def _corrected(script: CompiledScenario, state: RunState, ident: str) -> int | None:
    """What a decision was corrected to, within what there is to have; None when nobody did."""
    given = state.adjusted.get(ident)
    return max(0, min(script.nodes[ident].best.score, given.points)) if given else None


def _full(script: CompiledScenario, state: RunState, ident: str) -> bool:
    return _corrected(script, state, ident) == script.nodes[ident].best.score


def _percent(marks: tuple[ObjectiveMark, ...]) -> int:
    weight = sum(mark.weight for mark in marks)
    return round(100 * sum(m.weight * m.score / m.max for m in marks) / weight) if weight else 0


def _marks(script: CompiledScenario, points: dict[str, int]) -> tuple[ObjectiveMark, ...]:
    """The objectives that came up."""
    return tuple(m for objective in script.scenario.objectives if (m := _mark(script, objective, points)).max)


def _mark(script: CompiledScenario, objective: Objective, points: dict[str, int]) -> ObjectiveMark:
    came = [ident for ident in objective.nodes if ident in points]
    score = sum(points[ident] for ident in came)
    most = sum(script.nodes[ident].best.score for ident in came)
    return ObjectiveMark(objective.id, objective.title, objective.family, objective.weight, score, most)


def _step(script: CompiledScenario, ident: str, state: NodeState, cite: Cite, person: str) -> dict[str, Any]:
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
        "delayed": state.delayed,
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
