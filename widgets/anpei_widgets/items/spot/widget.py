"""Hazards to be found on a picture: taps on it, or places marked by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anpei_widgets.items.shared.question import QuestionWidget, spec_of


class Spot(QuestionWidget):
    """``value``: what was marked, in order: points ``{"x", "y"}`` in the picture's units, or ids of places (p01…)."""

    name = "spot"

    def __init__(
        self,
        stem: str,
        scene: dict[str, Any],
        places: Sequence[str],
        points: float | None = None,
        **traits: Any,
    ) -> None:
        """``scene``: ``src`` (``data:`` or an address), ``alt``, ``width``, ``height``; ``places``: all, shuffled."""
        named = [{"id": f"p{n:02d}", "text": text} for n, text in enumerate(places, 1)]
        super().__init__(spec=spec_of("spot", stem, points, scene=scene, places=named, most=len(named)), **traits)
