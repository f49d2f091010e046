"""A finished drill as a film: the plan, the radio and the decisions at any second; for the hotwash."""

from __future__ import annotations

from typing import Any

from anpei_widgets.base import AnpeiWidget


class Replay(AnpeiWidget):
    """``spec`` holds the plan, the scenes with their times, messages and decisions; nothing is asked of a server."""

    name = "replay"


def replay(film: dict[str, Any]) -> Replay:
    """Show a film made by the after-action room."""
    return Replay(spec=film)
