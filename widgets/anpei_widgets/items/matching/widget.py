"""Pairs to be matched, and blanks to be filled from a stock of words: each prompt wants one of the choices."""

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


class Cloze(QuestionWidget):
    """``value``: for each blank (【1】, 【2】… in the stem) the id of its word or None; None while all are empty."""

    name = "matching"

    def __init__(self, stem: str, words: Sequence[str], points: float | None = None, **traits: Any) -> None:
        prompts = [f"第 {n} 空" for n in range(1, stem.count("【") + 1)]
        super().__init__(spec=spec_of("cloze", stem, points, prompts=prompts, options=lettered(words)), **traits)
