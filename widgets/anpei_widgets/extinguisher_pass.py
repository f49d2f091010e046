"""Use an extinguisher from the hook to the way back: stand, pull, aim, squeeze, sweep, and leave facing the fire.

``value`` is the learner's log; everything shown follows from replaying it, so a page can be left and taken up again.
"""

from __future__ import annotations

from typing import Any

from anpei_widgets import _pass_scenes as data
from anpei_widgets.base import AnpeiWidget

LONGEST_LOG = 60


class ExtinguisherPass(AnpeiWidget):
    """``value``: ``{"scene": i, "log": ["lift", "pin", …]}``."""

    name = "extinguisher_pass"

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("log", []), list):
            raise ValueError("记录的格式不对")
        scene = value.get("scene", 0)
        if type(scene) is not int or not 0 <= scene < len(self.spec["scenes"]):
            raise ValueError("没有这个场景")
        log = value.get("log", [])
        if len(log) > LONGEST_LOG:
            raise ValueError("步骤太多了，请重来一次")
        if any(not isinstance(token, str) or token not in self.spec["acts"] for token in log):
            raise ValueError("没有这一步")
        return {"scene": scene, "log": list(log)}


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
