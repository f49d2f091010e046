"""一个隐患由谁签字: give each link of a hazard's way to somebody, see what follows and what the law lays on whom.

``value`` holds the learner's chains; nothing is reckoned by Python, so a chapter with it needs no kernel.
"""

from __future__ import annotations

from typing import Any

from anpei_widgets.base import AnpeiWidget
from anpei_widgets.learning.responsibility_chain.cases import CASES, LIMITS, ROLES, SLOTS, words
from anpei_widgets.learning.shared import law_cards


class ResponsibilityChain(AnpeiWidget):
    """``value``: ``{"case": i, "chains": {case id: {"find": "worker", …}}}``."""

    name = "responsibility_chain"

    def check(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or not isinstance(value.get("chains", {}), dict):
            raise ValueError("责任链的格式不对")
        case = value.get("case", 0)
        if type(case) is not int or not 0 <= case < len(self.spec["cases"]):
            raise ValueError("没有这个案例")
        cases = {row["id"] for row in self.spec["cases"]}
        chains = value.get("chains", {})
        if set(chains) - cases:
            raise ValueError("没有这个案例")
        return {"case": case, "chains": {key: self._chain(chain) for key, chain in chains.items()}}

    def _chain(self, chain: Any) -> dict[str, str]:
        slots, roles = ([row["id"] for row in self.spec[key]] for key in ("slots", "roles"))
        if not isinstance(chain, dict) or set(chain) - set(slots):
            raise ValueError("没有这一环")
        if any(role not in roles for role in chain.values()):
            raise ValueError("没有这个人")
        return {slot: chain[slot] for slot in slots if slot in chain}


def responsibility_chain(*only: str) -> ResponsibilityChain:
    """Four hazards, or some: ``responsibility_chain("guard")``; raises ValueError for one that is none."""
    known = {case["id"]: case for case in CASES}
    if unknown := [key for key in only if key not in known]:
        raise ValueError(f"没有这个案例：{'、'.join(unknown)}（可用：{'、'.join(known)}）")
    cases = [_told(known[key]) for key in only or known]
    cites = [cite for case in cases for row in case["says"].values() for one in row.values() for cite in one["cites"]]
    cites += [cite for role in ROLES for cite in role["cites"]]
    spec = {
        "slots": list(SLOTS),
        "roles": list(ROLES),
        "cases": cases,
        "cards": law_cards.cards(*cites),
        "limits": list(LIMITS),
    }
    return ResponsibilityChain(spec=spec)


def _told(case: dict[str, Any]) -> dict[str, Any]:
    """A case as the page gets it: every link with every role."""
    says = {slot["id"]: {role["id"]: _says(case, slot["id"], role["id"]) for role in ROLES} for slot in SLOTS}
    return {**{key: case[key] for key in ("id", "name", "hint", "text", "holds", "loose", "snaps")}, "says": says}


def _says(case: dict[str, Any], slot: str, role: str) -> dict[str, Any]:
    tone, text, cites = words(case, slot, role)
    return {"tone": tone, "text": text, "cites": list(cites)}
