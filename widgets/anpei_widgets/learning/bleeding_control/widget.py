"""Stop a bleeding step by step; each decision costs seconds, and seconds cost blood.

``value`` is the learner's log; everything shown follows from replaying it, so a page can be left and taken up again.
"""

from __future__ import annotations

from anpei_widgets.learning.bleeding_control.scenes import LIMITS, SCENES
from anpei_widgets.learning.shared.replayed import LONGEST_LOG, ReplayedWidget

SHOCK = (800, 1000)  # ml of an adult from which shock shows, by the usual teaching
FULL = 2000


class BleedingControl(ReplayedWidget):
    """``value``: ``{"scene": i, "log": ["off", "press", …]}``."""

    name = "bleeding_control"

    def _known(self, scene: int) -> set[str]:
        return {option["id"] for step in self.spec["scenes"][scene]["steps"] for option in step["options"]}


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
