"""Read an instrument before anybody goes in: air it, test three layers, get the permit, post an attendant, decide.

``value`` is the learner's log; everything shown follows from replaying it, so a page can be left and taken up again.
"""

from __future__ import annotations

from anpei_widgets.learning.gas_readings.model import LAYERS
from anpei_widgets.learning.gas_readings.scenes import GASES, LIMITS, SCENES, Row
from anpei_widgets.learning.shared.replayed import LONGEST_LOG, ReplayedWidget

ACTS: tuple[Row, ...] = (
    {"id": "permit", "name": "请人审批", "short": "审批", "minutes": 10, "hint": "签作业票"},
    {"id": "attend", "name": "叫监护人", "short": "监护", "minutes": 5, "hint": "守在口外"},
    {"id": "stir", "name": "搅一搅泥", "short": "搅泥", "minutes": 5, "hint": "在外面用长杆"},
    {"id": "ventilate", "name": "开风机", "short": "通风", "minutes": 15, "hint": "吹 15 分钟"},
)
POINTS: tuple[Row, ...] = tuple(
    {"id": layer, "name": name} for layer, name in zip(LAYERS, ("上层", "中层", "下层"), strict=True)
)
VALID = 30  # minutes a test counts before somebody goes in
DECISIONS = ("enter", "hold")


class GasReadings(ReplayedWidget):
    """``value``: ``{"scene": i, "log": ["ventilate", "top", …, "enter", …]}``."""

    name = "gas_readings"

    def _known(self, scene: int) -> set[str]:
        """Every token a log may hold in this scene."""
        moments = self.spec["scenes"][scene]["moments"]
        options = {option["id"] for moment in moments for option in moment["options"]}
        return {row["id"] for row in (*ACTS, *POINTS)} | set(DECISIONS) | options


def gas_readings(*only: str) -> GasReadings:
    """Four pits to try, or some: ``gas_readings("sludge", "nitrogen")``; raises ValueError for one that is none."""
    known = {scene["id"]: scene for scene in SCENES}
    if unknown := [key for key in only if key not in known]:
        raise ValueError(f"没有这个场景：{'、'.join(unknown)}（可用：{'、'.join(known)}）")
    spec = {
        "scenes": [known[key] for key in only or known],
        "gases": list(GASES),
        "acts": list(ACTS),
        "points": list(POINTS),
        "valid": VALID,
        "longest": LONGEST_LOG,
        "limits": list(LIMITS),
    }
    return GasReadings(spec=spec)
