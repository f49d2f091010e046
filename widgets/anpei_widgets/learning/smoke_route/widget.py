"""Find the way out of a floor that fills with smoke: feel, open, shut, turn back, or stay and be found.

``value`` is the learner's log; everything shown follows from replaying it, so a page can be left and taken up again.
"""

from __future__ import annotations

from anpei_widgets.learning.shared.replayed import LONGEST_LOG, ReplayedWidget
from anpei_widgets.learning.smoke_route import scenes as data

PLACED = ("go", "feel", "shut")  # acts that name a neighbouring place: "go:hall"


class SmokeRoute(ReplayedWidget):
    """``value``: ``{"scene": i, "log": ["alarm", "feel:hall", "go:hall", …]}``."""

    name = "smoke_route"

    def _known(self, scene: int) -> set[str]:
        """Every token a log may hold in this scene."""
        places = [place["id"] for place in self.spec["scenes"][scene]["places"]]
        return {f"{act}:{place}" for act in PLACED for place in places} | set(self.spec["acts"]) - set(PLACED)


def smoke_route(*only: str) -> SmokeRoute:
    """Three floors, or some: ``smoke_route("dorm")``; raises ValueError for one that is none."""
    known = {scene["id"]: scene for scene in data.SCENES}
    if unknown := [key for key in only if key not in known]:
        raise ValueError(f"没有这个场景：{'、'.join(unknown)}（可用：{'、'.join(known)}）")
    spec = {
        "scenes": [known[key] for key in only or known],
        "acts": data.ACTS,
        "levels": list(data.LEVELS),
        "model": data.MODEL,
        "words": data.WORDS,
        "facts": data.FACTS,
        "longest": LONGEST_LOG,
        "limits": list(data.LIMITS),
    }
    return SmokeRoute(spec=spec)
