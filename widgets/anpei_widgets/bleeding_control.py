"""Stop a bleeding step by step; each decision costs seconds, and seconds cost blood.

``value`` is the learner's log; everything shown follows from replaying it, so a page can be left and taken up again.
"""

from __future__ import annotations

from typing import Any

from anpei_widgets._bleeding_scenes import LIMITS, SCENES
from anpei_widgets.base import AnpeiWidget

LONGEST_LOG = 60
SHOCK = (800, 1000)  # ml of an adult from which shock shows, by the usual teaching
FULL = 2000


class BleedingControl(AnpeiWidget):
    """``value``: ``{"scene": i, "log": ["off", "press", …]}``."""

    name = "bleeding_control"

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("log", []), list):
            raise ValueError("记录的格式不对")
        scene = value.get("scene", 0)
        if type(scene) is not int or not 0 <= scene < len(self.spec["scenes"]):
            raise ValueError("没有这个场景")
        log = value.get("log", [])
        if len(log) > LONGEST_LOG:
            raise ValueError("步骤太多了，请重来一次")
        known = {option["id"] for step in self.spec["scenes"][scene]["steps"] for option in step["options"]}
        if any(not isinstance(token, str) or token not in known for token in log):
            raise ValueError("没有这一步")
        return {"scene": scene, "log": list(log)}


def bleeding_control(*only: str) -> BleedingControl:
    """Three wounds, or some: ``bleeding_control("thigh")``; raises ValueError for one that is none."""
    known = {scene["id"]: scene for scene in SCENES}
    if unknown := [key for key in only if key not in known]:
        raise ValueError(f"没有这个场景：{'、'.join(unknown)}（可用：{'、'.join(known)}）")
    spec = {
        "scenes": [known[key] for key in only or known],
        "shock": list(SHOCK),
        "full": FULL,
        "longest": LONGEST_LOG,
        "limits": list(LIMITS),
    }
    return BleedingControl(spec=spec)
