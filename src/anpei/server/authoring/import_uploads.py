"""A file of questions that was sent from the browser: what an import of it would do, and what was landed of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from anpei import exchange
from anpei.exchange import Choices, ImportPlan, PlannedQuestion
from anpei.server.core.uploads import FILE, Upload

__all__ = ["QuestionUpload"]

LOOK, LANDED = "look.json", "landed.json"
STEM = 300
MOST_LEFT = 200
"""Lines left over that are shown one by one."""


@dataclass(frozen=True)
class QuestionUpload(Upload):
    """One upload: a folder below ``var/question-files``."""

    shelf = "question-files"
    what = "题目文件"
    unnamed = "粘贴的题目.txt"

    def keep_look(self, choices: Choices, plan: ImportPlan) -> None:
        """Keep what an import would do that reads the file so."""
        self._write(LOOK, {"choices": asdict(choices), "plan": _shown(plan)})

    def look(self, choices: Choices) -> dict[str, Any] | None:
        """What such an import would do, if it was looked at with these choices last."""
        kept = self._read(LOOK)
        return kept["plan"] if kept and kept["choices"] == asdict(choices) else None

    def forget_look(self) -> None:
        """So that an attempt that comes to no end isn't taken for the one before."""
        (self.folder / LOOK).unlink(missing_ok=True)

    def keep_landed(self, plan: ImportPlan) -> None:
        """Keep what was landed; the file itself is kept where imports are and goes here."""
        needs: dict[str, int] = {}
        for question in plan.new:
            for need in question.needs:
                needs[need] = needs.get(need, 0) + 1
        first = sorted(needs.items(), key=lambda each: -each[1])[:3]
        told = {"counts": plan.counts, "batch": exchange.batch_of(plan.sha), "needs": first}
        self._write(LANDED, told | {"leftovers": len(plan.leftovers)})
        for gone in (FILE, LOOK):
            (self.folder / gone).unlink(missing_ok=True)

    def landed(self) -> dict[str, Any]:
        """What was landed; nothing before it is."""
        return self._read(LANDED)


def _shown(plan: ImportPlan) -> dict[str, Any]:
    """As much of a plan as a page shows."""
    return {
        "batch": exchange.batch_of(plan.sha),
        "counts": plan.counts,
        "questions": [_question(one) for one in plan.questions],
        "leftovers": [asdict(one) for one in plan.leftovers[:MOST_LEFT]],
        "left": len(plan.leftovers),
        "findings": [{"line": one.line, "words": one.message, "error": one.level == "error"} for one in plan.findings],
        "heads": plan.heads,
        "sheets": plan.sheets,
    }


def _question(one: PlannedQuestion) -> dict[str, Any]:
    return {
        "line": one.line, "part": one.part, "stem": one.stem[:STEM], "outcome": one.outcome, "topic": one.topic,
        "kind": one.item.get("kind", ""), "of": one.of, "needs": one.needs, "lost": one.lost, "notes": one.notes,
        "doubts": [asdict(doubt) for doubt in one.doubts], "why": one.why,
    }  # fmt: skip
