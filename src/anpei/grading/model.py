"""What marking an answer yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["right", "wrong", "partial", "blank", "awaiting"]


@dataclass(frozen=True)
class Mark:
    """Points given of at most ``max``; ``awaiting`` means a person has still to mark it, with 0 until then."""

    points: float
    max: float
    verdict: Verdict


@dataclass(frozen=True)
class AttemptMarks:
    """Every slot's mark by slot id, in the paper's order."""

    attempt: int
    slots: dict[str, Mark]
