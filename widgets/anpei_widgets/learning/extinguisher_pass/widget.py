"""Use an extinguisher from the hook to the way back: stand, pull, aim, squeeze, sweep, and leave facing the fire.

``value`` is the learner's log; everything shown follows from replaying it, so a page can be left and taken up again.
"""

from __future__ import annotations

from anpei_widgets.learning.extinguisher_pass import scenes as data
from anpei_widgets.learning.shared.replayed import LONGEST_LOG, ReplayedWidget


class ExtinguisherPass(ReplayedWidget):
    """``value``: ``{"scene": i, "log": ["lift", "pin", …]}``."""

    name = "extinguisher_pass"

    def _known(self, scene: int) -> set[str]:
        return set(self.spec["acts"])


def extinguisher_pass(*only: str) -> ExtinguisherPass:
    """Three fires, or some: ``extinguisher_pass("tray")``; raises ValueError for one that is none."""
    known = {scene["id"]: scene for scene in data.SCENES}
    if unknown := [key for key in only if key not in known]:
        raise ValueError(f"没有这个场景：{'、'.join(unknown)}（可用：{'、'.join(known)}）")
    spec = {
        "scenes": [known[key] for key in only or known],
        "groups": list(data.GROUPS),
        "acts": data.ACTS,
        "words": {key: {"tone": tone, "text": text} for key, (tone, text) in data.WORDS.items()},
        "discharge": data.DISCHARGE,
        "model": {"hit": data.HIT, "overhead": data.OVERHEAD, "engulfed": data.ENGULFED, "shares": data.SHARES},
        "longest": LONGEST_LOG,
        "limits": list(data.LIMITS),
    }
    return ExtinguisherPass(spec=spec)
