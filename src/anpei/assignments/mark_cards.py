"""Marks as people read them: small HTML cards in which every word that came from outside is escaped."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape

from anpei.assignments.model import SlotMark
from anpei.assignments.pictures import draw

__all__ = ["EVERYTHING", "VERDICTS", "card", "number", "pre"]

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
    words = f'<b class="anpei-slot">{escape(mark.slot)}</b>'
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
