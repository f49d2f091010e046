"""A number with its unit."""

from __future__ import annotations

from typing import Any

from anpei_widgets.items.shared.question import QuestionWidget, spec_of


class Numeric(QuestionWidget):
    """``value``: the number as text, plainly written; its unit stands beside the field, not in the value."""

    name = "numeric"

    def __init__(self, stem: str, unit: str | None = None, points: float | None = None, **traits: Any) -> None:
        super().__init__(spec=spec_of("numeric", stem, points, unit=unit), **traits)
