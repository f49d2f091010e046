"""A finished drill as a film: the plan, the radio and the decisions at any second; for the hotwash."""

from __future__ import annotations

from typing import Any

from anpei_widgets.base import AnpeiWidget


class Replay(AnpeiWidget):
    """``spec`` holds the plan, the scenes with their times, messages and decisions; nothing is asked of a server."""

    name = "replay"


SAMPLE: dict[str, Any] = {
    "plan": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 160"><rect x="8" y="8" width="304" height="144" '
    'fill="none" stroke="currentColor" stroke-width="4"/><g data-layer="fire-1"><circle cx="80" cy="80" r="22" '
    'style="fill: var(--danger)"/></g></svg>',
    "length": 60_000,
    "scenes": [
        {"at": 0, "phase": "发现与报警", "layers": [], "meters": []},
        {"at": 12_000, "phase": "发现与报警", "layers": ["fire-1"], "meters": []},
    ],
    "radio": [
        {"id": "i1", "at": 12_000, "from": "值班室", "to": "全体", "channel": "radio", "text": "二号车间配电柜冒烟。"}
    ],
    "decisions": [],
    "marks": [{"at": 12_000, "tone": "info", "text": "情景 1：二号车间配电柜冒烟。"}],
}


def replay(film: dict[str, Any] | None = None) -> Replay:
    """Show a film made by the after-action room; without one, a minute's sample."""
    return Replay(spec=SAMPLE if film is None else film)
