"""What the four question widgets have in common on the Python side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anpei_widgets.base import AnpeiWidget
from anpei_widgets.items.shared.values import check_answer


class QuestionWidget(AnpeiWidget):
    """A question whose value is checked against its own public spec."""

    def check(self, value: Any) -> Any:
        return check_answer(self.spec, value)


def lettered(texts: Sequence[str]) -> list[dict[str, str]]:
    """Options or steps with the ids a, b, c… in the order given."""
    return [{"id": chr(ord("a") + i), "text": text} for i, text in enumerate(texts)]


def spec_of(kind: str, stem: str, points: float | None, **more: Any) -> dict[str, Any]:
    """A public spec; parts that are None are left out."""
    parts = {"kind": kind, "stem": stem, "points": points, **more}
    return {key: value for key, value in parts.items() if value is not None}
