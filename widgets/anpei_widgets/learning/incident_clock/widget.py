"""What grade an accident is, who must be told by when, and what it costs: try numbers, or go through rounds.

The clock is a simulated one: it moves with what the learner does, never by itself. ``value`` keeps the numbers and the
log of answers; everything shown follows from them.
"""

from __future__ import annotations

from typing import Any

from anpei_widgets.base import AnpeiWidget
from anpei_widgets.learning.incident_clock.scenes import GRADES, INDICATORS, KINDS, LEVELS, ROUNDS, SOURCES

PARTS = {"try": "自己试", "rounds": "闯关", "costs": "代价"}
LONGEST_LOG = 60
LATEST_DAY = 60
LATEST_MINUTE = 120
LARGEST_INCOME = 1000


class IncidentClock(AnpeiWidget):
    """``value``: ``{"part", "numbers", "kind", "minutes", "day", "died", "round", "log", "grade", "income", …}``."""

    name = "incident_clock"

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise ValueError("记录的格式不对")
        bounds = self._bounds()
        kept: dict[str, Any] = {}
        for key, most in bounds.items():
            if key in value:
                kept[key] = _whole(value[key], most)
        for key, known in self._choices().items():
            if key in value:
                if value[key] not in known:
                    raise ValueError("没有这个选项")
                kept[key] = value[key]
        if "numbers" in value:
            kept["numbers"] = self._numbers(value["numbers"])
        if "log" in value:
            kept["log"] = self._log(value["log"], kept.get("round", 0))
        return kept

    def _bounds(self) -> dict[str, int]:
        """The largest whole number each counter takes."""
        rounds = len(self.spec["rounds"]) - 1
        return {
            "minutes": LATEST_MINUTE, "day": LATEST_DAY, "died": 999, "round": rounds, "income": LARGEST_INCOME,
        }  # fmt: skip

    def _choices(self) -> dict[str, list[Any]]:
        return {
            "part": [part["id"] for part in self.spec["parts"]],
            "kind": [kind["id"] for kind in self.spec["kinds"]],
            "grade": [grade["id"] for grade in self.spec["grades"]],
            "hid": [True, False],
            "worst": [True, False],
        }

    def _numbers(self, numbers: Any) -> dict[str, int]:
        if not isinstance(numbers, dict):
            raise ValueError("数字的格式不对")
        return {row["id"]: _whole(numbers.get(row["id"], 0), row["most"]) for row in self.spec["indicators"]}

    def _log(self, log: Any, at: int) -> list[str]:
        moments = self.spec["rounds"][at]["moments"]
        known = {option["id"] for moment in moments for option in moment["options"]}
        known |= {grade["id"] for grade in self.spec["grades"]}
        if not isinstance(log, list) or len(log) > LONGEST_LOG:
            raise ValueError("步骤太多了，请重来一次")
        if any(not isinstance(token, str) or token not in known for token in log):
            raise ValueError("没有这一步")
        return list(log)


def _whole(number: Any, most: int) -> int:
    if type(number) is not int or not 0 <= number <= most:
        raise ValueError(f"请填 0 到 {most} 的整数")
    return number


def incident_clock(*parts: str) -> IncidentClock:
    """All three parts, or some: ``try`` numbers, ``rounds``, ``costs``; raises ValueError for one that is none."""
    if unknown := [part for part in parts if part not in PARTS]:
        raise ValueError(f"没有这一部分：{'、'.join(unknown)}（可用：{'、'.join(PARTS)}）")
    spec = {
        "parts": [{"id": key, "name": name} for key, name in PARTS.items() if not parts or key in parts],
        "indicators": list(INDICATORS),
        "grades": list(GRADES),
        "levels": list(LEVELS),
        "kinds": list(KINDS),
        "rounds": list(ROUNDS),
        "sources": list(SOURCES),
        "limits": {"day": LATEST_DAY, "minutes": LATEST_MINUTE, "income": LARGEST_INCOME, "log": LONGEST_LOG},
    }
    return IncidentClock(spec=spec)
