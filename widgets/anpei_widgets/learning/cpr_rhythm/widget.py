"""Press to the rhythm of chest compressions and see your own afterwards; speed only, depth needs a manikin.

``value`` is the mode and when each tap fell; everything shown follows from replaying it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from anpei_widgets.base import AnpeiWidget

Row = dict[str, Any]
LONGEST = 30 * 60 * 1000  # ms; who leaves and comes back begins again
MODES: tuple[Row, ...] = (
    {"id": "short", "name": "30:2，两轮", "hint": "先练手", "press": 30, "breaths": 2, "cycles": 2},
    {"id": "full", "name": "30:2，五轮", "hint": "约 2 分钟，该换人了", "press": 30, "breaths": 2, "cycles": 5},
    {"id": "only", "name": "只按压，100 下", "hint": "没学过吹气的人", "press": 100, "breaths": 0, "cycles": 1},
)
LIMITS = (
    "这里只练快慢。按多深、手放哪里、吹气对不对，要在模型上跟着有资质的教员练。",
    "每分钟 100 到 120 次、30 比 2、停顿不到 10 秒，是成人急救的通行数字，待核；以你培训时的教材为准。",
    "曲线上的每一点，是最近四个间隔的平均。手指比手掌轻快，真按起来会累得多。",
)


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
