"""A reviewed question in the words of the result page; shows only what the review let out. Pure."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from anpei.bank import answer_lines
from anpei.records import ReviewSlot
from anpei.server.core.view_models import card_view, number
from anpei.server.exams.scene_view import scene_view

__all__ = ["paragraphs", "slot_view"]

VERDICTS = {
    "right": ("ok", "check", "答对"),
    "wrong": ("danger", "wrong", "答错"),
    "partial": ("warn", "part", "答对一部分"),
    "blank": ("", "part", "没有作答"),
    "awaiting": ("info", "clock", "待阅"),
}
TRUE_FALSE = [(True, "对"), (False, "错")]


def paragraphs(text: str) -> list[Markup]:
    """A stem's paragraphs: everything escaped, **bold** alone is markup."""
    return [
        Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(part.strip())), flags=re.DOTALL))  # noqa: S704
        for part in re.split(r"\n\s*\n", text)
        if part.strip()
    ]


def slot_view(slot: ReviewSlot) -> dict[str, Any]:
    """Everything the template shows of one slot."""
    mark = slot.mark
    tone, icon, word = _judged(slot)
    return {
        "tone": tone,
        "icon": icon,
        "word": word,
        "points": _points(slot),
        "stem": paragraphs(slot.spec["stem"]),
        "options": _options(slot),
        "scene": scene_view(slot),
        "given": _given(slot),
        "right": _right(slot),
        "comment": mark.comment if mark else "",
        "explanation": slot.explanation,
        "cards": [card_view(card) for card in slot.cards],
    }


def _judged(slot: ReviewSlot) -> tuple[str, str, str]:
    """Tone, icon and word of the verdict; a trainer's mark is told as such."""
    mark = slot.mark
    if mark is None:
        return "", "part", "没有作答" if slot.value is None else "已作答"
    if mark.state != "published":
        return VERDICTS[mark.verdict]
    return ("ok" if mark.points >= mark.max else "warn" if mark.points else "danger"), "mark", "已批阅"


def _points(slot: ReviewSlot) -> str:
    if slot.mark is None or slot.mark.verdict == "awaiting":
        return f"满分 {number(slot.spec['points'])}"
    return f"{number(slot.mark.points)} / {number(slot.mark.max)}"


def _options(slot: ReviewSlot) -> list[dict[str, str]]:
    """The choices as displayed, with what was chosen and, where let out, what is right."""
    kind, spec = slot.spec["kind"], slot.spec
    if kind == "truefalse":
        return [_option(slot, value, text) for value, text in TRUE_FALSE]
    if kind in ("single", "multiple"):
        return [_option(slot, option["id"], option["text"]) for option in spec["options"]]
    return []


def _option(slot: ReviewSlot, name: Any, text: str) -> dict[str, str]:
    chosen, right = _holds(slot.value, name), _holds(slot.right_value, name)
    known = slot.right_value is not None
    tone, icon, words = "", "", ""
    if chosen:
        tone, icon, words = ("ok", "check", "你选的") if right else ("danger", "wrong", "你选的")
        if not known:
            tone, icon = "", "check"
    elif right:
        tone, icon, words = "ok", "check", "正确答案"
    feedback = (slot.feedback or {}).get(str(name), "") if known else ""
    return {"tone": tone, "icon": icon, "text": text, "words": words, "feedback": feedback}


def _holds(value: Any, name: Any) -> bool:
    return name in value if isinstance(value, list) else value is not None and value == name


def _given(slot: ReviewSlot) -> str:
    kind = slot.spec["kind"]
    if slot.value is None:
        return ""
    if kind == "order":
        return _steps(slot, slot.value)
    if kind in ("short", "numeric"):
        return f"{slot.value} {slot.spec.get('unit', '')}".strip()
    return str(slot.value) if kind == "case" else "\n".join(answer_lines(slot.spec, slot.value))


def _right(slot: ReviewSlot) -> str:
    kind = slot.spec["kind"]
    if kind == "case":
        rubric = "\n".join(f"· {words}（{number(points)} 分）" for words, points in slot.rubric)
        return "\n\n".join(filter(None, [slot.model_answer, f"评分标准：\n{rubric}" if rubric else ""]))
    if slot.right_value is None:
        return ""
    if kind == "order":
        return _steps(slot, slot.right_value)
    if kind in ("short", "numeric"):
        return f"{slot.right_value} {slot.spec.get('unit', '')}".strip()
    return "\n".join((*answer_lines(slot.spec, slot.right_value), *_reasons(slot)))


def _reasons(slot: ReviewSlot) -> list[str]:
    """The author's word on each factor of a risk, and on each way that was taken through a branching case."""
    told = slot.feedback or {}
    if slot.spec["kind"] == "risk":
        scales = [scale for scale in slot.spec["scales"] if scale["id"] in told]
        return [f"{scale['name']}为什么是这一级：{told[scale['id']]}" for scale in scales]
    taken = slot.value or [] if slot.spec["kind"] == "branching" else []
    return [f"你选的第 {number} 步：{told[name]}" for number, name in enumerate(taken, 1) if name in told]


def _steps(slot: ReviewSlot, order: list[str]) -> str:
    texts = {step["id"]: step["text"] for step in slot.spec["steps"]}
    return "\n".join(f"{place}. {texts.get(name, name)}" for place, name in enumerate(order, 1))
