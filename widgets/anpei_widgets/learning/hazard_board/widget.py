"""Hazards walk a board from found to published: a step out of order comes back with its reason and its law.

``value`` is the learner's log; everything shown follows from replaying it, so a page can be left and taken up again.
"""

from __future__ import annotations

from typing import Any

from anpei_widgets.base import AnpeiWidget
from anpei_widgets.learning.hazard_board.cards import (
    ACTS,
    DECOY,
    HAZARDS,
    ITEMS,
    LIMITS,
    REFUSALS,
    REPORT_DAYS,
    SAYS,
    STAGES,
)
from anpei_widgets.learning.shared import law_cards

LONGEST_LOG = 200
PLAN = "plan"
DAY = "day"


class HazardBoard(AnpeiWidget):
    """``value``: ``{"open": hazard id, "log": ["dust:stop", "dust:plan:mwftp", "day", …]}``."""

    name = "hazard_board"

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("log", []), list):
            raise ValueError("记录的格式不对")
        known = [row["id"] for row in self.spec["hazards"]]
        chosen = value.get("open", known[0])
        if chosen not in known:
            raise ValueError("没有这条隐患")
        log = value.get("log", [])
        if len(log) > LONGEST_LOG:
            raise ValueError("步骤太多了，请重来一次")
        if not all(isinstance(token, str) and self._knows(token) for token in log):
            raise ValueError("没有这一步")
        return {"open": chosen, "log": list(log)}

    def _knows(self, token: str) -> bool:
        if token == DAY:
            return True
        hazard, _, act = token.partition(":")
        if hazard not in {row["id"] for row in self.spec["hazards"]}:
            return False
        name, colon, items = act.partition(":")
        if name == PLAN:
            letters = {item["id"] for item in self.spec["items"]}
            return bool(colon) and len(set(items)) == len(items) and set(items) <= letters
        return not colon and name in {row["id"] for row in self.spec["acts"]}


def hazard_board(*only: str) -> HazardBoard:
    """Three hazards at once, or some: ``hazard_board("boxes")``; raises ValueError for one that is none."""
    known = {hazard["id"]: hazard for hazard in HAZARDS}
    if unknown := [key for key in only if key not in known]:
        raise ValueError(f"没有这条隐患：{'、'.join(unknown)}（可用：{'、'.join(known)}）")
    cites = [cite for row in (*SAYS.values(), *REFUSALS.values()) for cite in row["cites"]]
    spec = {
        "hazards": [known[key] for key in only or known],
        "stages": list(STAGES),
        "acts": list(ACTS),
        "items": list(ITEMS),
        "decoy": DECOY,
        "says": SAYS,
        "refusals": REFUSALS,
        "reports": REPORT_DAYS,
        "cards": law_cards.cards(*cites),
        "longest": LONGEST_LOG,
        "limits": list(LIMITS),
    }
    return HazardBoard(spec=spec)
