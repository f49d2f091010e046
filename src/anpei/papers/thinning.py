"""What becomes of the papers when some items must not be drawn."""

from __future__ import annotations

from collections.abc import Collection

from anpei.content import Shelves
from anpei.findings import Finding
from anpei.papers.drawing import match
from anpei.papers.model import Papers

__all__ = ["thin"]


def thin(shelves: Shelves, papers: Papers, out: Collection[str]) -> list[Finding]:
    """``pool-outdated``: a paper that can't be drawn any more without the items whose citations are superseded."""
    found = []
    for slug, paper in papers.papers.items():
        wishes = {slot.slot: [item for item in slot.candidates if item not in out] for slot in paper.slots}
        if match(wishes) is None:
            short = sorted({item for slot in paper.slots for item in slot.candidates if item in out})
            path = shelves.find(f"quizzes/papers/{slug}.yaml")
            message = f"这些题引用的法规已失效，暂不抽题：{'、'.join(short)}。试卷凑不齐了，请复核它们或补充新题。"
            found.append(Finding(str(path), 0, "pool-outdated", message, "warning"))
    return found
