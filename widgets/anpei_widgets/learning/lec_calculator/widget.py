"""Rate the tasks of a workshop by L×E×C, see each place on the plan take its colour, add measures, read what remains.

``value`` holds the learner's ratings; the arithmetic is the page's, so a chapter with it needs no kernel.
"""

from __future__ import annotations

from typing import Any

from anpei_widgets.base import AnpeiWidget
from anpei_widgets.learning.lec_calculator.tasks import HARD, LIMITS, TASKS
from anpei_widgets.learning.shared.risk_scales import COLOURS, LEC, LEC_BANDS

FLOOR = 0.5
"""No measure makes an accident less likely than 很不可能: a table must not promise what nobody can."""


class LecCalculator(AnpeiWidget):
    """``value``: ``{"task": i, "rated": {task id: {"at": {"L": 3, …}, "measures": [0, 2]}}}``."""

    name = "lec_calculator"

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("rated", {}), dict):
            raise ValueError("评价的格式不对")
        task = value.get("task", 0)
        if type(task) is not int or not 0 <= task < len(self.spec["tasks"]):
            raise ValueError("没有这项作业")
        known = {row["id"]: row for row in self.spec["tasks"]}
        if unknown := set(value.get("rated", {})) - set(known):
            raise ValueError(f"没有这项作业：{'、'.join(sorted(map(str, unknown)))}")
        rated = {key: self._rating(known[key], row) for key, row in value.get("rated", {}).items()}
        return {"task": task, "rated": rated}

    def _rating(self, task: dict[str, Any], row: Any) -> dict[str, Any]:
        at, measures = (row.get("at"), row.get("measures", [])) if isinstance(row, dict) else (None, None)
        if not isinstance(at, dict) or not isinstance(measures, list):
            raise ValueError("评价的格式不对")
        scales = {f["id"]: {level["value"] for level in f["levels"]} for f in self.spec["factors"]}
        if any(level not in scales.get(factor, ()) for factor, level in at.items()):
            raise ValueError("没有这个等级")
        known = range(len(task["measures"]))
        return {"at": dict(at), "measures": sorted({m for m in measures if m in known})}


def _coloured(band: dict[str, Any]) -> dict[str, Any]:
    """A band under the name of its colour: LEC's own 一般危险 is blue, and would be taken for the yellow 一般风险."""
    colour = COLOURS[band["tone"]]
    return {
        **band,
        "name": f"{colour['word']}色，{colour['level']}",
        "act": f"{band['act']}（LEC 表叫“{band['name']}”）",
    }


def lec_calculator(*only: str) -> LecCalculator:
    """Six tasks on the plan, or some: ``lec_calculator("dock", "ink")``; raises ValueError for one that is none."""
    known = {task["id"]: task for task in TASKS}
    if unknown := [key for key in only if key not in known]:
        raise ValueError(f"没有这项作业：{'、'.join(unknown)}（可用：{'、'.join(known)}）")
    factors = [{**factor, "floor": FLOOR} if factor["id"] == "L" else factor for factor in LEC]
    spec = {
        "method": "lec",
        "factors": factors,
        "bands": [_coloured(band) for band in LEC_BANDS],
        "colours": COLOURS,
        "hard": list(HARD),
        "tasks": [known[key] for key in only or known],
        "limits": list(LIMITS),
    }
    return LecCalculator(spec=spec)
