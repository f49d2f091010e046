"""Pairs to be matched: each prompt wants one of the choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anpei_widgets.items.shared.question import QuestionWidget, lettered, spec_of


class Matching(QuestionWidget):
    """``value``: for each prompt the id of its choice or None; None while there is none at all."""

    name = "matching"

    def __init__(
        self, stem: str, prompts: Sequence[str], options: Sequence[str], points: float | None = None, **traits: Any
    ) -> None:
        parts = {"prompts": list(prompts), "options": lettered(options)}
        super().__init__(spec=spec_of("matching", stem, points, **parts), **traits)
