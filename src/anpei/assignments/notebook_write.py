"""A marked sheet put into a released notebook: every grade cell gets exactly one number, or an error, never nothing.

nbgrader reads a test cell without output, with NaN or with a negative number as full marks; so those never occur here.
"""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from anpei.assignments.mark_cards import card, pre
from anpei.assignments.model import MarkedSheet, ScenePicture, SlotMark
from anpei.assignments.notebooks import NotebookNode, node
from anpei.assignments.source import STUB

__all__ = ["MIME", "credited", "marks_in", "slot_of", "write_sheet"]

MIME = "application/vnd.anpei.mark+json"


def credited(mark: SlotMark) -> float | None:
    """Points that may stand in a gradebook: ``None`` for a person to decide, else a number from 0 to the maximum."""
    if mark.points is None or not math.isfinite(mark.points):
        return None
    return min(max(mark.points, 0.0), mark.max)


def slot_of(cell: NotebookNode) -> str:
    """The slot a call cell shows; empty for every other cell."""
    return str(cell.metadata.get("anpei", {}).get("slot", ""))


def write_sheet(nb: NotebookNode, sheet: MarkedSheet) -> None:
    """Fill in a released notebook, in place."""
    nb.metadata["anpei"]["attempt"] = sheet.attempt
    nb.metadata["anpei"]["trouble"] = sheet.trouble
    for cell in nb.cells:
        slot = slot_of(cell)
        grading = cell.metadata.get("nbgrader", {})
        if slot:
            cell.outputs = [_output(sheet.marks.get(slot), sheet.trouble, graded=bool(grading))]
        elif grading.get("grade"):
            _answer(cell, sheet.marks.get(grading["grade_id"]))


def marks_in(nb: NotebookNode) -> dict[str, SlotMark]:
    """The marks a graded notebook carries, by slot."""
    found = {}
    for cell in nb.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {}).get(MIME)
            if data:
                tuples = {k: tuple(data[k]) for k in ("given", "right", "cites")}
                rubric = tuple((words, points) for words, points in data["rubric"])
                scene = ScenePicture.restore(data["picture"]) if data.get("picture") else None
                found[data["slot"]] = SlotMark(**{**data, **tuples, "rubric": rubric, "picture": scene})
    return found


def _answer(cell: NotebookNode, mark: SlotMark | None) -> None:
    """The learner's text into its solution cell; a blank leaves the stub, which nbgrader reads as no response."""
    text = mark.answer if mark else ""
    cell.source = pre(text) if text.strip() else STUB
    cell.metadata["anpei"] = {"answer": text}


def _output(mark: SlotMark | None, trouble: str, *, graded: bool) -> NotebookNode:
    if mark is None or (graded and credited(mark) is None):
        return _error(trouble or "这道题没有评分。")
    data: dict[str, Any] = {"text/html": card(mark), MIME: asdict(mark)}
    data["text/plain"] = repr(credited(mark)) if graded else mark.slot
    if graded:
        return node(output_type="execute_result", execution_count=None, metadata={}, data=data)
    return node(output_type="display_data", metadata={}, data=data)


def _error(message: str) -> NotebookNode:
    """An error output is the one thing stock nbgrader credits with nothing."""
    return node(output_type="error", ename="未评分", evalue=message, traceback=[f"未评分：{message}"])
