"""Marks of doubt in a chapter's text (待核, 二手资料, 凭记忆): authors see each in its place, readers one line for all."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["quiet", "quiet_value"]

_KIND = r"(?:部分是)?(?:二手资料|凭记忆(?:和二手资料)?(?:整理)?)"
_USUAL = r"(?:[^（），。<>]{0,8}(?:通行|经验)(?:的)?(?:做法|说法|要求|教法)|教材值|范围同上)"
_ASIDE = re.compile(rf"（(?:(?:{_KIND}|{_USUAL})，)?待核）")
_CLAUSE = re.compile(rf"(?:(?<=[（*>])|，|；)(?:{_KIND}，)?待核(?=[^\w]|$)[，；]?")
_CELL = re.compile(rf"(<td[^>]*>{_KIND})，待核(?=</td>)")
_SAID = re.compile("，所以标着“待核”|(?<=。)待核。")
_EMPTY = re.compile(r"（[，；、]*）")
_HEAD = re.compile(r"（[，；、]+")
_LINE = re.compile(r"<p><em>[。，；]*</em></p>|^\*[。，；]*\*$", re.MULTILINE)


def quiet(text: str) -> tuple[str, int]:
    """The text, HTML or Markdown, without its marks of doubt, and how many there were."""
    found = text.count("待核")
    if not found:
        return text, 0
    for pattern, instead in ((_CELL, r"\1"), (_SAID, ""), (_ASIDE, ""), (_CLAUSE, _joined), (_EMPTY, ""), (_HEAD, "（"), (_LINE, "")):
        text = pattern.sub(instead, text)
    return text, found


def quiet_value(value: Any) -> tuple[Any, int]:
    """The same for every text in a value as JSON has them: what an activity says."""
    if isinstance(value, str):
        return quiet(value)
    if isinstance(value, list):
        each = [quiet_value(one) for one in value]
        return [one for one, _ in each], sum(number for _, number in each)
    if isinstance(value, dict):
        named = {key: quiet_value(one) for key, one in value.items()}
        return {key: one for key, (one, _) in named.items()}, sum(number for _, number in named.values())
    return value, 0


def _joined(match: re.Match[str]) -> str:
    """What stood before and behind a mark stays apart, as far as it was."""
    if match[0][0] not in "，；" or match[0][-1] not in "，；":
        return ""
    return "；" if "；" in match[0] else "，"
