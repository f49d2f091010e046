"""The director's console: the kernel shows one widget and has nothing more to do."""

from __future__ import annotations

from anpei_widgets import Director, director

__all__ = ["page"]


def page() -> Director:
    """What `voila_apps/director.ipynb` shows."""
    return director()
