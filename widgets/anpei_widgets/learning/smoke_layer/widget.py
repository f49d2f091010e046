"""Walk out of a corridor filling with smoke: Python reckons, the page shows; every choice costs or saves seconds.

The model and its limits are in ``_smoke_model``. Without a kernel the first run is shown and nothing can be changed.
"""

from __future__ import annotations

from typing import Any

import traitlets
from anpei_widgets.base import AnpeiWidget
from anpei_widgets.learning.shared.smoke_model import LOWEST, STOOP, UPRIGHT, Choices, simulate
from anpei_widgets.learning.smoke_layer.limits import LIMITS

Row = dict[str, Any]

FIRES: tuple[Row, ...] = (
    {"value": "slow", "name": "长得慢", "hint": "比如压实的旧纸"},
    {"value": "medium", "name": "长得中等", "hint": "比如一摞纸箱"},
    {"value": "fast", "name": "长得快", "hint": "比如泡沫塑料包装"},
)
DELAYS: tuple[Row, ...] = (
    {"value": 0, "name": "马上走", "hint": "听到警报就走"},
    {"value": 30, "name": "找湿毛巾", "hint": "耽误 30 秒"},
    {"value": 60, "name": "拍一段视频", "hint": "耽误 60 秒"},
    {"value": 90, "name": "回去拿手机和包", "hint": "耽误 90 秒"},
)
SLIDERS: tuple[Row, ...] = (
    {"id": "distance", "name": "到出口的距离", "unit": "米", "low": 10, "high": 80, "step": 5},
    {"id": "area", "name": "走廊面积", "unit": "平方米", "low": 60, "high": 300, "step": 20},
    {"id": "height", "name": "层高", "unit": "米", "low": 2.4, "high": 4.0, "step": 0.2},
)


class SmokeLayer(AnpeiWidget):
    """``value``: the choices as a dict (see :class:`Choices`); ``state``: ``{"live": True, "run": …}``."""

    name = "smoke_layer"
    reckons = True

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._walk()

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError("条件的格式不对")
        if value.get("fire") not in {fire["value"] for fire in FIRES} or not isinstance(value.get("closed"), bool):
            raise ValueError("没有这个选项")
        if value.get("delay") not in {delay["value"] for delay in DELAYS}:
            raise ValueError("没有这个选项")
        numbers = {slider["id"]: _within(slider, value.get(slider["id"])) for slider in SLIDERS}
        return {"fire": value["fire"], "delay": value["delay"], "closed": value["closed"], **numbers}

    @traitlets.observe("value")
    def _changed(self, _change: Any) -> None:
        self._walk()

    def _walk(self) -> None:
        """Reckon the run for the present choices and tell the page."""
        choices = Choices(**(self.value or self.spec["start"]))
        self.state = {"live": True, "run": simulate(choices).as_dict()}


def _within(slider: Row, number: Any) -> float:
    """A slider's number, which must lie on it; raises ValueError."""
    if isinstance(number, bool) or not isinstance(number, int | float) or not slider["low"] <= number <= slider["high"]:
        raise ValueError(f"{slider['name']}超出了范围")
    return number


def smoke_layer(
    fire: str = "medium",
    delay: int = 0,
    *,
    distance: float = 40,
    area: float = 120,
    height: float = 3.0,
    closed: bool = False,
) -> SmokeLayer:
    """Sliders and choices around one run; the arguments say where the learner begins."""
    start: Row = {"fire": fire, "delay": delay, "distance": distance, "area": area, "height": height, "closed": closed}
    spec = {
        "start": start,
        "fires": list(FIRES),
        "delays": list(DELAYS),
        "sliders": list(SLIDERS),
        "bands": {"upright": UPRIGHT, "stoop": STOOP, "lowest": LOWEST},
        "limits": list(LIMITS),
        "run": simulate(Choices(**start)).as_dict(),
    }
    return SmokeLayer(spec=spec)
