"""A case that goes on by what is done: each way leads to another step or to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anpei_widgets.items.shared.question import QuestionWidget, spec_of


class Branching(QuestionWidget):
    """``value``: the ids of the ways taken, first to last; a way that was taken stays taken."""

    name = "branching"

    def __init__(
        self, stem: str, nodes: Sequence[Mapping[str, Any]], points: float | None = None, **traits: Any
    ) -> None:
        """``nodes``: ``text`` and ``options`` of ``{"id": "p01", "text": …, "to": 1 or None}``; the first begins."""
        super().__init__(spec=spec_of("branching", stem, points, nodes=list(nodes)), **traits)
