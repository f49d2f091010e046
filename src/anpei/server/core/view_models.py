"""What several pages say in the same words: when something is due, what a law card holds, how far a person is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from anpei import clock, courses, laws

__all__ = [
    "SLUG",
    "STATUS",
    "DueWords",
    "card_view",
    "cards_of",
    "due_words",
    "number",
    "page_within",
    "script_json",
]

SLUG = r"([a-z0-9][a-z0-9_-]{0,63})"
STATUS = {"waiting": "待开始", "running": "进行中", "paused": "暂停中", "ended": "已结束"}
"""How a drill run stands, in a word."""


@dataclass(frozen=True)
class DueWords:
    """A due date in words: ``when`` is a phrase, ``tag`` a few characters with their ``tone``."""

    late: bool
    when: str
    tag: str
    tone: str


def due_words(due: int, now: int, zone: str) -> DueWords:
    """How far away a due moment is, counted in calendar days where the enterprise is."""
    days = (clock.day(due, zone) - clock.day(now, zone)).days
    at = clock.local(due, zone)
    day = f"{at.month}月{at.day}日"
    if now > due:
        tag = f"逾期 {-days} 天" if days < 0 else "已逾期"
        return DueWords(True, f"{day}截止，{tag}", tag, "danger")
    tag = f"还有 {days} 天" if days else "今天截止"
    return DueWords(False, f"{day}截止，{tag}" if days else f"今天（{day}）截止", tag, "warn" if days <= 7 else "")


def page_within(wanted: int, total: int, size: int) -> tuple[int, int]:
    """The number of the page asked for, kept within bounds, and how many pages there are."""
    pages = max(1, -(-total // size))
    return min(max(1, wanted), pages), pages


def card_view(card: laws.Card) -> dict[str, str]:
    """A law card for a template or a page's JSON."""
    return {
        "citation": card.citation,
        "title": card.title,
        "gist": card.gist,
        "status": card.status,
        "href": courses.law_address(card.citation),
    }


def cards_of(citations: Any, registry: laws.Registry, today: date) -> list[dict[str, str]]:
    """The cards, as of today, of those citations that resolve, each once."""
    return [card_view(card) for card in registry.cards(map(str, citations), today)]


def script_json(data: Any) -> Markup:
    """JSON that may stand inside a script element: no ``<``, so that nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704 # escaped here


def number(value: float) -> str:
    """``12`` or ``12.5``: at most one decimal, none where it says nothing."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
