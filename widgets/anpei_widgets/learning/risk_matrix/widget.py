"""Likelihood times severity, or LEC: pick a cell, see what it means, add measures and watch the risk move.

The scales are one common set; every enterprise lays down its own, so all of it can be replaced.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from anpei_widgets.base import AnpeiWidget
from anpei_widgets.learning.shared.risk_scales import BANDS, HAZARDS, LEC, LEC_BANDS, LIKELIHOOD, LIMITS, SEVERITY

Method = Literal["matrix", "lec"]


class RiskMatrix(AnpeiWidget):
    """``value``: ``{"hazard": i, "at": {factor: number}, "measures": [i, …]}``; factors l, s or L, E, C."""

    name = "risk_matrix"

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("at", {}), dict):
            raise ValueError("风险评价的格式不对")
        hazards = self.spec["hazards"]
        hazard = value.get("hazard", 0)
        if not isinstance(hazard, int) or not 0 <= hazard < max(1, len(hazards)):
            raise ValueError("没有这个危险源")
        known = range(len(hazards[hazard].get("measures", ()))) if hazards else range(0)
        measures = sorted({m for m in value.get("measures", []) if m in known})
        return {"hazard": hazard, "at": self._levels(value.get("at", {})), "measures": measures}

    def _levels(self, at: dict[str, Any]) -> dict[str, float]:
        scales = {f["id"]: {level["value"] for level in f["levels"]} for f in self.spec["factors"]}
        if any(at[factor] not in scales.get(factor, ()) for factor in at):
            raise ValueError("没有这个等级")
        return dict(at)


def risk_matrix(
    method: Method = "matrix",
    hazards: Sequence[dict[str, Any]] | None = None,
    factors: Sequence[dict[str, Any]] | None = None,
    bands: Sequence[dict[str, Any]] | None = None,
) -> RiskMatrix:
    """Assess hazards by a 5×5 matrix (``matrix``) or by L×E×C (``lec``); any scale can be your own."""
    own = (LIKELIHOOD, SEVERITY) if method == "matrix" else LEC
    spec = {
        "method": method,
        "factors": list(factors or own),
        "bands": list(bands or (BANDS if method == "matrix" else LEC_BANDS)),
        "hazards": list(HAZARDS if hazards is None else hazards),
        "limits": list(LIMITS if factors is None and bands is None else ()),
    }
    return RiskMatrix(spec=spec)
