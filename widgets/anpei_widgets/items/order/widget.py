"""Steps to be put in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anpei_widgets.items.shared.question import QuestionWidget, lettered, spec_of


class Order(QuestionWidget):
    """``value``: the ids of all steps, first to last; None until the learner has ordered or confirmed."""

    name = "order"

    def __init__(self, stem: str, steps: Sequence[str], points: float | None = None, **traits: Any) -> None:
        super().__init__(spec=spec_of("order", stem, points, steps=lettered(steps)), **traits)
