"""Widgets whose value is a learner's log: everything shown follows from replaying it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from anpei_widgets.base import AnpeiWidget

__all__ = ["LONGEST_LOG", "ReplayedWidget"]

LONGEST_LOG = 60


class ReplayedWidget(AnpeiWidget):
    """``value``: ``{"scene": i, "log": [token, …]}``; a scene or a token that isn't there raises ValueError."""

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("log", []), list):
            raise ValueError("记录的格式不对")
        scene = value.get("scene", 0)
        if type(scene) is not int or not 0 <= scene < len(self.spec["scenes"]):
            raise ValueError("没有这个场景")
        log = value.get("log", [])
        if len(log) > LONGEST_LOG:
            raise ValueError("步骤太多了，请重来一次")
        if any(not isinstance(token, str) or token not in self._known(scene) for token in log):
            raise ValueError("没有这一步")
        return {"scene": scene, "log": list(log)}

    @abstractmethod
    def _known(self, scene: int) -> set[str]:
        """Every token a log may hold in this scene."""
