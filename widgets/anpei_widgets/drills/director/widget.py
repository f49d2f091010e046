"""The drill director's console. It talks to the server by itself: the kernel that shows it only starts it."""

from __future__ import annotations

from anpei_widgets.base import AnpeiWidget


class Director(AnpeiWidget):
    """Choose, start, watch, send injects, stop; nothing of it is in a trait."""

    name = "director"


def director() -> Director:
    """The console; somebody who isn't a director is told so."""
    return Director()
