"""A workshop's risks ranked by L×E×C, and how far the ranking can be trusted: Python shakes the marks, the page draws.

The model and its limits are in ``_ranking_model``. Without a kernel the first run is shown and nothing can be changed.
"""

from __future__ import annotations

from typing import Any

import traitlets
from anpei_widgets.base import AnpeiWidget
from anpei_widgets.learning.risk_ranking.model import DOUBTS, EDGES, LIMITS, RISKS, TOP, run
from anpei_widgets.learning.shared.risk_scales import COLOURS

BUDGET = 10


class RiskRanking(AnpeiWidget):
    """``value``: ``{"doubt": 0.3, "fixed": ["die", …]}``; ``state``: ``{"live": True, "run": …}``."""

    name = "risk_ranking"
    reckons = True

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._rank()

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("fixed", []), list):
            raise ValueError("条件的格式不对")
        if value.get("doubt") not in {row["value"] for row in DOUBTS}:
            raise ValueError("没有这个选项")
        known = [risk["id"] for risk in RISKS]
        if any(key not in known for key in value.get("fixed", [])):
            raise ValueError("没有这项风险")
        return {"doubt": value["doubt"], "fixed": [key for key in known if key in value.get("fixed", [])]}

    @traitlets.observe("value")
    def _changed(self, _change: Any) -> None:
        self._rank()

    def _rank(self) -> None:
        """Reckon the table for the present choices and tell the page."""
        choices = self.value or self.spec["start"]
        self.state = {"live": True, "run": run(choices["doubt"], set(choices["fixed"]))}


def risk_ranking(doubt: float = 0.0) -> RiskRanking:
    """Eight risks of a workshop; ``doubt`` (0, 0.3 or 0.6) is the chance that a mark is one step off, to begin with."""
    start: dict[str, Any] = {"doubt": doubt, "fixed": []}
    spec = {
        "start": start,
        "doubts": list(DOUBTS),
        "risks": [{key: risk[key] for key in ("id", "name", "fix", "cost")} for risk in RISKS],
        "colours": COLOURS,
        "edges": list(EDGES),
        "top": TOP,
        "budget": BUDGET,
        "limits": list(LIMITS),
        "run": run(doubt, set()),
    }
    return RiskRanking(spec=spec)
