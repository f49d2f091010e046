"""Choose what to fight a fire with, by fire class, and see what happens; the first step counts as much as the tool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anpei_widgets.base import AnpeiWidget
from anpei_widgets.learning.extinguisher_chooser.fires import FIRES, NOTE, TOOLS, Row


class ExtinguisherChooser(AnpeiWidget):
    """``value``: ``{"fire": i, "tool": id|None, "first": bool, "tried": {"A-water": tone}}``."""

    name = "extinguisher_chooser"

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("tried", {}), dict):
            raise ValueError("选择的格式不对")
        fire = value.get("fire", 0)
        if type(fire) is not int or not 0 <= fire < len(self.spec["fires"]):
            raise ValueError("没有这种火")
        tool = value.get("tool")
        if tool is not None and tool not in self._tools:
            raise ValueError("没有这种器材")
        return {"fire": fire, "tool": tool, "first": value.get("first") is True, "tried": self._tried(value)}

    @property
    def _tools(self) -> set[str]:
        return {tool["id"] for tool in self.spec["tools"]}

    def _tried(self, value: dict[str, Any]) -> dict[str, str]:
        pairs = {f"{fire['letter']}-{tool}" for fire in self.spec["fires"] for tool in self._tools}
        tried = value.get("tried", {})
        return {key: str(tried[key]) for key in sorted(pairs & set(tried)) if tried[key] in ("good", "weak", "harm")}


def extinguisher_chooser(
    fires: Sequence[Row] | None = None, tools: Sequence[Row] | None = None, only: str = ""
) -> ExtinguisherChooser:
    """Fires A to F against what is at hand; ``only="AB"`` keeps some classes, fires and tools can be your own."""
    rows = list(FIRES if fires is None else fires)
    spec = {
        "fires": [fire for fire in rows if not only or fire["letter"] in only],
        "tools": list(TOOLS if tools is None else tools),
        "note": NOTE,
    }
    return ExtinguisherChooser(spec=spec)
