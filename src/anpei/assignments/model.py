"""What the bridge carries: a marked sheet and how a mark is told; pure values, no files, no database."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "MarkedSheet",
    "Outline",
    "Ring",
    "ScenePicture",
    "SlotMark",
    "credited",
]


@dataclass(frozen=True)
class Ring:
    """A tap on a scene, with its number from 1; ``verdict`` (found or false) is part of the key."""

    number: int
    x: float
    y: float
    verdict: str


@dataclass(frozen=True)
class Outline:
    """A place of the key; ``verdict`` is found, missed or false. ``points`` as SVG writes them."""

    label: str
    points: str
    verdict: str


@dataclass(frozen=True)
class ScenePicture:
    """A scene with what was marked on it; ``src`` is a ``data:`` address, sizes are in the scene's own units."""

    src: str
    alt: str
    width: int
    height: int
    rings: tuple[Ring, ...]
    outlines: tuple[Outline, ...]

    @classmethod
    def restore(cls, data: Mapping[str, Any]) -> ScenePicture:
        """What :func:`dataclasses.asdict` made of it, also by way of JSON."""
        rings = tuple(Ring(**ring) for ring in data["rings"])
        outlines = tuple(Outline(**outline) for outline in data["outlines"])
        return cls(**{**data, "rings": rings, "outlines": outlines})


@dataclass(frozen=True)
class SlotMark:
    """One slot as marked; ``points`` is ``None`` where a person must decide. Texts are plain, not HTML."""

    slot: str
    kind: str
    points: float | None
    max: float
    verdict: str
    stem: str = ""
    given: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    explanation: str = ""
    cites: tuple[str, ...] = ()
    rubric: tuple[tuple[str, float], ...] = ()
    model_answer: str = ""
    picture: ScenePicture | None = None

    @property
    def answer(self) -> str:
        return "\n".join(self.given)


@dataclass(frozen=True)
class MarkedSheet:
    """A whole attempt as marked. With ``trouble`` nothing was read, nothing is credited and a person must look.

    ``by_hand`` is what somebody gave this attempt before: points and comment by slot.
    """

    attempt: int | None
    marks: Mapping[str, SlotMark] = field(default_factory=dict)
    trouble: str = ""
    by_hand: Mapping[str, tuple[float | None, str]] = field(default_factory=dict)


def credited(mark: SlotMark) -> float | None:
    """Points that may stand in a gradebook: ``None`` for a person to decide, else a number from 0 to the maximum."""
    if mark.points is None or not math.isfinite(mark.points):
        return None
    return min(max(mark.points, 0.0), mark.max)
