"""The whole screen of a drill tablet. It talks to the server by itself: the kernel that shows it only starts it."""

from __future__ import annotations

from anpei_widgets.base import AnpeiWidget


class Kiosk(AnpeiWidget):
    """Start screen, tap-in, drill and debrief; nothing of it is in a trait."""

    name = "kiosk"


def kiosk() -> Kiosk:
    """The tablet's screen; outside an enrolled tablet it says so and waits."""
    return Kiosk()
