"""The drill tablet's page: the kernel shows one widget and has nothing more to do."""

from __future__ import annotations

from anpei_widgets import Kiosk, kiosk

__all__ = ["page"]


def page() -> Kiosk:
    """What `voila_apps/kiosk.ipynb` shows."""
    return kiosk()
