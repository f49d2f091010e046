"""A risk judged by its factors, each on its own scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anpei_widgets.items.shared.question import QuestionWidget, spec_of


class Risk(QuestionWidget):
    """``value``: for each factor the letter of its level (a is the lowest) or None; None while there is none at all."""

    name = "risk"

    def __init__(
        self,
        stem: str,
        scales: Sequence[Mapping[str, Any]],
        bands: Sequence[Mapping[str, Any]],
        points: float | None = None,
        **traits: Any,
    ) -> None:
        """``scales``: id, name, levels ``[value, name, meaning]``; ``bands``: upto (None: the highest), name, tone."""
        super().__init__(spec=spec_of("risk", stem, points, scales=list(scales), bands=list(bands)), **traits)
