"""One practice question: answered, checked by the server, explained with the law behind it."""

from __future__ import annotations

from typing import Any

from anpei_widgets.base import AnpeiWidget


class Practice(AnpeiWidget):
    """Only the item's id is here; question, verdict and explanation come from the server when asked for."""

    name = "practice"

    def __init__(self, item: str, **traits: Any) -> None:
        super().__init__(spec={"item": item}, **traits)


def practice(item: str) -> Practice:
    """Show the practice item of that id, e.g. ``practice("fire-p01")``."""
    return Practice(item)
