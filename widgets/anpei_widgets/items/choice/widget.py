"""One question with options: single, multiple, or true or false."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from anpei_widgets.items.shared.question import QuestionWidget, lettered, spec_of


class Choice(QuestionWidget):
    """``value``: an option's id, a list of ids (multiple), or a bool (truefalse)."""

    name = "choice"

    def __init__(
        self,
        stem: str,
        options: Sequence[str] = (),
        kind: Literal["single", "multiple", "truefalse"] = "single",
        points: float | None = None,
        **traits: Any,
    ) -> None:
        shown = None if kind == "truefalse" else lettered(options)
        super().__init__(spec=spec_of(kind, stem, points, options=shown), **traits)
