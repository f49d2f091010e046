"""The source notebook of a paper: one slot is one nbgrader grade cell, and no question stands in it.

An auto-graded slot is a locked test cell that calls the widget. Run by stock nbgrader it raises, so that a lost
configuration gives nobody marks. A case slot is a call cell and a manual solution cell. Edits of the bank change none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from anpei.assignments.notebooks import NotebookNode, code_cell, new_notebook, text_cell

__all__ = ["STUB", "CellSlot", "notebook", "slots_of"]

STUB = "（在上面的题目里作答，这一格不用改。）"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@dataclass(frozen=True)
class CellSlot:
    """One place in a paper; ``manual`` slots are marked by a person."""

    slot: str
    points: float
    manual: bool


def notebook(paper: str, title: str, slots: Sequence[CellSlot]) -> NotebookNode:
    """The source notebook; equal input gives equal bytes."""
    cells = [text_cell("title", f"# {title}\n\n逐题作答，答案自动存入本文件夹的 responses.json。")]
    for slot in slots:
        cells += _case(paper, slot) if slot.manual else [_call(paper, slot, _grading(slot, solution=False))]
    plan = [{"slot": slot.slot, "points": slot.points, "manual": slot.manual} for slot in slots]
    about = {"paper": paper, "title": title, "slots": plan}
    return new_notebook(cells=cells, metadata={"kernelspec": KERNEL, "anpei": about})


def slots_of(nb: NotebookNode) -> list[CellSlot] | None:
    """The slots a notebook was built with; ``None`` if it isn't one of ours."""
    plan = nb.metadata.get("anpei", {}).get("slots")
    return None if plan is None else [CellSlot(p["slot"], p["points"], p["manual"]) for p in plan]


def _case(paper: str, slot: CellSlot) -> list[NotebookNode]:
    metadata = {"nbgrader": _grading(slot, solution=True)}
    return [_call(paper, slot, None), text_cell(f"{slot.slot}-answer", STUB, metadata)]


def _call(paper: str, slot: CellSlot, grading: dict[str, Any] | None) -> NotebookNode:
    source = f'import anpei_widgets as aw\n\naw.quiz("{paper}", "{slot.slot}")'
    metadata: dict[str, Any] = {"anpei": {"slot": slot.slot}}
    if grading:
        metadata["nbgrader"] = grading
    return code_cell(slot.slot, source, metadata)


def _grading(slot: CellSlot, *, solution: bool) -> dict[str, Any]:
    return {
        "grade": True,
        "solution": solution,
        "locked": not solution,
        "task": False,
        "grade_id": slot.slot,
        "points": slot.points,
        "schema_version": 3,
    }
