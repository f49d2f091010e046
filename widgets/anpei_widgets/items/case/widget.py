"""A long answer in the learner's own words, marked by a trainer."""

from __future__ import annotations

from typing import Any

from anpei_widgets.items.shared.question import QuestionWidget, spec_of


class Case(QuestionWidget):
    """``value``: text of at most 32 kB in UTF-8."""

    name = "case"

    def __init__(self, stem: str, points: float | None = None, **traits: Any) -> None:
        super().__init__(spec=spec_of("case", stem, points), **traits)
