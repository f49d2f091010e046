"""What several runs say together: always a range, never one number, and nobody who stayed behind is averaged away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from anpei.exercises.evacuation.model import Inputs, Range
from anpei.exercises.evacuation.plan import SitePlan
from anpei.exercises.evacuation.simulation import SimulationOutcome

__all__ = ["range_of", "shown", "summary"]

Numbers = NDArray[np.float64]
POINTS = 60


def range_of(values: Sequence[float]) -> Range | None:
    """5th, 50th and 95th percentile; None when there is nothing, or when somewhere it never came to that."""
    if not values or any(np.isnan(value) for value in values):
        return None
    p5, p50, p95 = np.percentile(values, [5, 50, 95])
    return Range(float(p5), float(p50), float(p95), len(values))


def shown(walks: Sequence[SimulationOutcome]) -> SimulationOutcome:
    """The run to look at: the one in the middle, or the first of those in which somebody stayed behind."""
    return sorted(walks, key=lambda walk: (walk.stranded, _last(walk.out)))[len(walks) // 2]


def summary(
    plan: SitePlan, inputs: Inputs, walks: Sequence[SimulationOutcome], picture: SimulationOutcome, engine: str
) -> dict[str, Any]:
    """Everything the pages and reports tell of a question's answer, as plain JSON."""
    return {
        "plan": {"slug": plan.slug, "title": plan.title, "sha": plan.sha},
        "engine": engine,
        "people": inputs.total,
        "seeds": len(walks),
        "shown": picture.seed,
        "first_out": _range([float(np.nanmin(w.out)) if w.stranded < inputs.total else np.nan for w in walks]),
        "last_out": _range([_all(w.out) for w in walks]),
        "muster": _range([_all(w.arrived) for w in walks]) if plan.musters else None,
        "stranded": _spread([w.stranded for w in walks]),
        "in_smoke": _spread([w.in_smoke for w in walks]),
        "exits": [
            {"id": e.id, "name": e.name, **_spread([w.exits.count(e.id) for w in walks])} for e in plan.exits
        ],
        "each": [{"seed": w.seed, "last_out": _told(_all(w.out)), "muster": _told(_all(w.arrived))} for w in walks],
        "curve": _curve(walks, inputs.total),
    }  # fmt: skip


def _range(values: list[float]) -> dict[str, Any] | None:
    found = range_of(values)
    return found.as_dict() if found else None


def _spread(counts: list[int]) -> dict[str, int]:
    return {"low": min(counts), "mid": int(np.median(counts)), "high": max(counts)}


def _all(times: Numbers) -> float:
    """When the last one was there; nan when somebody never was."""
    return float(np.max(times))


def _last(times: Numbers) -> float:
    return 0.0 if np.isnan(times).all() else float(np.nanmax(times))


def _told(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 1)


def _curve(walks: Sequence[SimulationOutcome], people: int) -> dict[str, Any]:
    """How many are still inside over time: 5th, 50th and 95th percentile over the runs."""
    end = max([_last(w.out) for w in walks] + [1.0])
    times = np.linspace(0, end, POINTS)
    left = np.array([[people - int((w.out <= t).sum()) for t in times] for w in walks])
    low, mid, high = np.percentile(left, [5, 50, 95], axis=0)
    return {
        "t": [round(float(t), 1) for t in times],
        "p5": [round(float(x), 1) for x in low],
        "p50": [round(float(x), 1) for x in mid],
        "p95": [round(float(x), 1) for x in high],
    }
