"""Press to the rhythm of chest compressions and see your own afterwards; speed only, depth needs a manikin.

``value`` is the mode and when each tap fell; everything shown follows from replaying it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from anpei_widgets.base import AnpeiWidget
from anpei_widgets.learning.cpr_rhythm.modes import LIMITS, MODES

Row = dict[str, Any]
LONGEST = 30 * 60 * 1000  # ms; who leaves and comes back begins again


class CprRhythm(AnpeiWidget):
    """``value``: ``{"mode": id, "taps": [ms since the first tap, rising]}``."""

    name = "cpr_rhythm"

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError("记录的格式不对")
        mode = next((mode for mode in self.spec["modes"] if mode["id"] == value.get("mode")), None)
        if mode is None:
            raise ValueError("没有这种练法")
        taps = value.get("taps", [])
        if not isinstance(taps, list) or any(type(tap) is not int or not 0 <= tap <= LONGEST for tap in taps):
            raise ValueError("记录的格式不对")
        if len(taps) > (mode["press"] + mode["breaths"]) * mode["cycles"]:
            raise ValueError("次数太多了，请重来一次")
        if any(later < earlier for earlier, later in pairwise(taps)):
            raise ValueError("时间倒着走了")
        return {"mode": mode["id"], "taps": list(taps)}


def cpr_rhythm(*only: str) -> CprRhythm:
    """Three ways to practise, or some: ``cpr_rhythm("only")``; raises ValueError for one that is none."""
    known = {mode["id"]: mode for mode in MODES}
    if unknown := [key for key in only if key not in known]:
        raise ValueError(f"没有这种练法：{'、'.join(unknown)}（可用：{'、'.join(known)}）")
    spec = {
        "modes": [known[key] for key in only or known],
        "low": 100,
        "high": 120,
        "pause": 10,
        "limits": list(LIMITS),
    }
    return CprRhythm(spec=spec)
