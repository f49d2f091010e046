"""Blanks of a passage to be filled from a stock of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anpei_widgets.items.shared.question import QuestionWidget, lettered, spec_of


class Cloze(QuestionWidget):
    """``value``: for each blank (【1】, 【2】… in the stem) the id of its word or None; None while all are empty."""

    name = "cloze"

    def __init__(self, stem: str, words: Sequence[str], points: float | None = None, **traits: Any) -> None:
        prompts = [f"第 {n} 空" for n in range(1, stem.count("【") + 1)]
        super().__init__(spec=spec_of("cloze", stem, points, prompts=prompts, options=lettered(words)), **traits)
