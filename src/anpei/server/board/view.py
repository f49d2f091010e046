"""The trainer's board as values: one row per person and task, filtered, counted and cut into pages. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from anpei import clock
from anpei.records import STATUSES, BoardRow
from anpei.server.core.targets import Targets
from anpei.server.core.view_models import number

__all__ = [
    "FILTERS",
    "PER_PAGE",
    "TONES",
    "BoardFilter",
    "chosen_from",
    "counts_of",
    "page_of",
    "row_view",
    "score_words",
    "sift",
]

PER_PAGE = 100
FILTERS = ("q", "department", "post", "target", "status")
TONES = {"未开始": "", "进行中": "info", "待阅": "info", "合格": "ok", "不合格": "danger", "逾期": "danger"}


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


def sift(rows: Sequence[BoardRow], choice: BoardFilter) -> list[BoardRow]:
    """The rows that fit everything but the status, late and unfinished first."""
    words = choice.q.strip().lower()
    kept = [
        row
        for row in rows
        if (not words or words in f"{row.person.staff_no} {row.person.name}".lower())
        and choice.department in ("", str(row.person.department_id))
        and choice.post in ("", str(row.person.post_id))
        and choice.target in ("", f"{row.kind}:{row.target}")
    ]
    order = {status: place for place, status in enumerate(("逾期", "待阅", "不合格", "进行中", "未开始", "合格"))}
    return sorted(kept, key=lambda row: (order[row.standing.status], row.standing.due or 0, row.person.staff_no))


def counts_of(rows: Sequence[BoardRow], choice: BoardFilter) -> list[dict[str, Any]]:
    """How many rows have each status, each with the link that shows only those (or, chosen, all again)."""
    return [
        {
            "label": status,
            "number": sum(row.standing.status == status for row in rows),
            "tone": TONES[status],
            "query": choice.query(status="" if choice.status == status else status),
            "current": choice.status == status,
        }
        for status in STATUSES
    ]


def page_of(rows: Sequence[BoardRow], page: int) -> tuple[Sequence[BoardRow], int, int]:
    """The rows of one page, its number within bounds, and how many pages there are."""
    pages = max(1, -(-len(rows) // PER_PAGE))
    here = min(max(1, page), pages)
    return rows[(here - 1) * PER_PAGE : here * PER_PAGE], here, pages


def row_view(row: BoardRow, targets: Targets, zone: str) -> dict[str, Any]:
    """One line of the board; the same words go into the export."""
    person, stands = row.person, row.standing
    due = clock.local(stands.due, zone) if stands.due else None
    return {
        "staff_no": person.staff_no,
        "name": person.name,
        "place": " · ".join(filter(None, [person.department, person.post])),
        "title": targets.title(row.kind, row.target),
        "href": "",
        "due": f"{due.month}月{due.day}日" if due else "",
        "score": score_words(row),
        "status": stands.status,
        "tone": TONES[stands.status],
    }


def score_words(row: BoardRow) -> str:
    """Points of the best attempt, or how much of a course is read."""
    best, percent = row.standing.best, row.standing.percent
    if best is not None:
        return f"{number(best.score)} / {number(best.max)}"
    return f"学完 {number(percent)}%" if row.kind == "course" and percent else ""


def chosen_from(arguments: Mapping[str, str]) -> BoardFilter:
    return BoardFilter(**{name: arguments.get(name, "")[:64] for name in FILTERS})
