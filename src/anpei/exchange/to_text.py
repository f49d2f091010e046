"""Items as GIFT, which Moodle and many others read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from anpei.exchange.items import Exported, OutItem

__all__ = ["to_gift"]

_SIGNS = re.compile(r"([\\~=#{}:])")


def to_gift(items: Sequence[OutItem]) -> Exported:
    """One block an item, below its topic as a category."""
    parts: list[str] = []
    lost: list[tuple[str, str]] = []
    topic, count = "", 0
    for item in items:
        answers = _answers(item)
        if answers is None:
            lost.append((item.item_id, f"题型 {item.kind}"))
            continue
        count += 1
        if item.title != topic:
            topic = item.title
            parts.append(f"$CATEGORY: {topic}")
        lost += [(item.item_id, words) for words in _lost(item)]
        explained = f"####{_text(item.text('explanation'))}" if item.text("explanation") else ""
        parts.append(f"::{_text(item.item_id)}::[plain]{_text(item.text('stem'))} {{{answers}{explained}}}")
    return Exported(("\n\n".join(parts) + "\n").encode(), count, tuple(lost))


def _text(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text).replace("\r", "").replace("\n", "\\n")


def _answers(item: OutItem) -> str | None:
    """What stands between the brackets; None where the format has no such kind."""
    if item.kind == "truefalse":
        return "T" if item.raw["answer"] else "F"
    if item.kind == "case":
        return ""
    numeric = item.raw.get("numeric")
    if numeric:
        return f"#{numeric['value']!r}:{item.slack!r}"
    accept = item.texts("accept")
    if item.kind == "short" and not any("->" in text for text in accept):
        return " ".join(f"=%100%{_text(text)}" for text in accept)
    if item.kind == "matching" and not any("->" in side for pair in item.pairs for side in pair):
        return " ".join(f"={_text(left)} -> {_text(right)}" for left, right in item.pairs)
    if item.kind == "single":
        return " ".join(f"{'=%100%' if right else '~%0%'}{_option(text, told)}" for text, right, told in item.options)
    if item.kind == "multiple":
        share = f"{100 / sum(right for _, right, _ in item.options):.5f}"
        return " ".join(
            f"~%{share if right else '-100'}%{_option(text, told)}" for text, right, told in item.options
        )  # fmt: skip
    return None


def _option(text: str, told: str) -> str:
    return _text(text) + (f"#{_text(told)}" if told else "")


def _lost(item: OutItem) -> list[str]:
    lost = [] if item.text("difficulty") in ("", "medium") else ["难度"]
    lost += ["图片"] if item.raw.get("media") else []
    lost += ["评分要点"] if item.raw.get("rubric") else []
    lost += ["参考答案"] if item.text("model_answer") else []
    lost += ["单位"] if (item.raw.get("numeric") or {}).get("unit") else []
    return lost + (["引用和出处"] if item.texts("cites") or item.text("source") else [])
