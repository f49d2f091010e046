"""The trainer's board as values: what is asked for, and one row per person and task in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from anpei import clock
from anpei.records import BoardCount, BoardQuery, BoardRow
from anpei.server.core.standing_words import TONES, standing_words
from anpei.server.core.targets import Targets
from anpei.staff import Scope

__all__ = [
    "FILTERS",
    "PER_PAGE",
    "BoardFilter",
    "chosen_from",
    "counts_of",
    "row_view",
]

PER_PAGE = 100
FILTERS = ("q", "department", "post", "target", "status")


@dataclass(frozen=True)
class BoardFilter:
    """What the trainer filters by; every part may be empty."""

    q: str = ""
    department: str = ""
    post: str = ""
    target: str = ""
    status: str = ""

    def query(self, **changes: str) -> str:
        """The query string of this choice with some parts changed; empty parts are left out."""
        parts = {name: changes.get(name, getattr(self, name)) for name in FILTERS} | changes
        kept = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def asked(self, scope: Scope) -> BoardQuery:
        """The same as a question to the record, within what somebody looks after; the status is asked apart."""
        kind, _, target = self.target.partition(":")
        return BoardQuery(
            self.q.strip(), _number(self.department), _number(self.post), kind if target else "", target, scope
        )


def counts_of(count: BoardCount, choice: BoardFilter) -> list[dict[str, Any]]:
    """How many rows have each status, each with the link that shows only those (or, chosen, all again)."""
    return [
        {
            "label": status,
            "number": number,
            "tone": TONES[status],
            "query": choice.query(status="" if choice.status == status else status),
            "current": choice.status == status,
        }
        for status, number in count.by_status.items()
    ]


def row_view(row: BoardRow, targets: Targets, now: int, zone: str) -> dict[str, Any]:
    """One line of the board; the same words go into the export."""
    person, stands, words = row.person, row.standing, standing_words(row.standing, row.kind, now, zone)
    due = clock.local(stands.due, zone) if stands.due else None
    return {
        "staff_no": person.staff_no,
        "name": person.name,
        "place": " · ".join(filter(None, [person.department, person.post])),
        "title": targets.title(row.kind, row.target),
        "href": "",
        "due": f"{due.month}月{due.day}日" if due else "",
        "score": words.score,
        "status": words.tag,
        "tone": words.tone,
    }


def _number(text: str) -> int | None:
    """The number of a department or post; one that can't be any leads nowhere."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def chosen_from(arguments: Mapping[str, str]) -> BoardFilter:
    return BoardFilter(**{name: arguments.get(name, "")[:64] for name in FILTERS})
