"""A marked sheet as people read it: HTML cards, and the released notebook with exactly one number in every grade cell.

Every word that came from outside is escaped. nbgrader reads a test cell without output, with NaN or with a negative
number as full marks; so those never occur here: a number, or an error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from html import escape
from typing import Any

from anpei.assignments.model import MarkedSheet, ScenePicture, SlotMark, credited
from anpei.assignments.notebooks import NotebookNode, node
from anpei.assignments.scene_pictures import draw
from anpei.assignments.source import STUB
from anpei.assignments.wording import slot_words

__all__ = [
    "EVERYTHING",
    "MIME",
    "VERDICTS",
    "card",
    "marks_in",
    "number",
    "pre",
    "slot_of",
    "write_sheet",
]

EVERYTHING = frozenset({"marks", "key", "explanation", "rubric"})
VERDICTS = {"right": "答对", "wrong": "答错", "partial": "部分答对", "blank": "未作答", "awaiting": "待阅"}


def number(value: float) -> str:
    """``2`` rather than ``2.0``, at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def pre(text: str) -> str:
    """Free text as a block that keeps its lines and can't hold markup, also not as Markdown or LaTeX."""
    safe = escape(text).replace("$", "&#36;").replace("\\", "&#92;").replace("`", "&#96;")
    return f'<pre class="anpei-answer">{safe}</pre>'


def card(mark: SlotMark, show: Collection[str] = EVERYTHING) -> str:
    """One slot; ``show`` says which of marks, key, explanation and rubric may be seen."""
    parts = [_head(mark, show), _paragraphs(mark.stem)]
    if mark.picture is not None:
        parts.append(draw(mark.picture, show))
    if mark.kind != "case":
        parts.append(_list("作答", mark.given or ("（未作答）",)))
    if "key" in show and mark.right:
        parts.append(_list("正确答案", mark.right))
    if "explanation" in show and mark.explanation:
        parts.append(f'<div class="anpei-why"><b>解析</b>{_paragraphs(mark.explanation)}</div>')
        parts.append(_list("依据", mark.cites) if mark.cites else "")
    if "rubric" in show and mark.rubric:
        parts.append(_list("评分要点", (f"{words}（{number(points)} 分）" for words, points in mark.rubric)))
        parts.append(f'<div class="anpei-model"><b>参考答案</b>{_paragraphs(mark.model_answer)}</div>')
    return f'<section class="anpei-card anpei-{escape(mark.verdict)}">{"".join(parts)}</section>'


def _head(mark: SlotMark, show: Collection[str]) -> str:
    words = f'<b class="anpei-slot">{escape(slot_words(mark.slot))}</b>'
    if "marks" in show and mark.kind != "case":  # a case is marked later, its points stand beside the answer
        points = "待阅" if mark.points is None else f"{number(mark.points)} / {number(mark.max)} 分"
        words += f' <span class="anpei-verdict">{VERDICTS.get(mark.verdict, "待阅")}</span> <span>{points}</span>'
    return f'<p class="anpei-head">{words}</p>'


def _paragraphs(text: str) -> str:
    parts = [part for part in text.replace("**", "").split("\n\n") if part.strip()]
    return "".join(f"<p>{escape(part.strip())}</p>" for part in parts)


def _list(title: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="anpei-lines"><b>{title}</b><ul>{items}</ul></div>'


MIME = "application/vnd.anpei.mark+json"


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
