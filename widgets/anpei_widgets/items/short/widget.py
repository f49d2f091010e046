"""A short answer in one line."""

from __future__ import annotations

from typing import Any

from anpei_widgets.items.shared.question import QuestionWidget, spec_of


class Short(QuestionWidget):
    """``value``: at most 500 characters as typed; a unit stands beside the field, not in the value."""

    name = "short"

    def __init__(self, stem: str, unit: str | None = None, points: float | None = None, **traits: Any) -> None:
        super().__init__(spec=spec_of("short", stem, points, unit=unit), **traits)
