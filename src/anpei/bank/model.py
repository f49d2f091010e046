"""A question is two halves of different types: what a page may get, and what only the grading room may read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from anpei.bank.geometry import Point
from anpei.findings import Finding
from anpei.plainfiles import Plain

Kind = Literal["single", "multiple", "truefalse", "order", "short", "case", "spot"]
Use = Literal["exam", "practice"]
Difficulty = Literal["easy", "medium", "hard"]
Basis = Literal["law", "guidance"]

KINDS: tuple[Kind, ...] = ("single", "multiple", "truefalse", "order", "short", "case", "spot")
LETTERS = "abcdefghijkl"
MOST_PLACES = 24
SLACK = 0.03
"""How far beside a place a tap still means it, as a share of the picture's width: a thumb is blunt."""


class Media(Plain):
    """A picture beside the stem; ``src`` is ``media/…`` in the ``quizzes`` shelf and below the base URL alike."""

    src: str
    alt: str


class Scene(Media):
    """The picture of a 找隐患 question, with its size in its own units."""

    width: int
    height: int


class Region(Plain):
    """A place on a scene: its outline, and what it rests on if it is a hazard."""

    id: str
    polygon: tuple[Point, ...]
    cites: tuple[str, ...] = ()
    source: str = ""


class Numeric(Plain):
    value: float
    tolerance: float = 0.0


class Criterion(Plain):
    """One line of a case question's rubric."""

    criterion: str
    points: float


class PublicItem(Plain):
    """What a learner sees. ``choices`` are options, steps or places in an order that says nothing about the key."""

    kind: Kind
    stem: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    media: Media | None = None
    scene: Scene | None = None

    def spec(self, order: Sequence[int], points: float) -> dict[str, Any]:
        """The JSON a widget is given; ``order`` lists indices of ``choices`` as displayed, lettered a, b, c…"""
        spec: dict[str, Any] = {"kind": self.kind, "stem": self.stem, "points": plain_number(points)}
        if self.kind in ("single", "multiple", "order"):
            shown = [{"id": LETTERS[n], "text": self.choices[index]} for n, index in enumerate(order)]
            spec["steps" if self.kind == "order" else "options"] = shown
        if self.scene:
            places = [{"id": name, "text": self.choices[n]} for name, n in zip(place_ids(order), order, strict=True)]
            spec |= {"scene": self.scene.model_dump(), "places": places, "most": len(places)}
        if self.unit:
            spec["unit"] = self.unit
        if self.media:
            spec["media"] = self.media.model_dump()
        return spec


class SecretItem(Plain):
    """The key and everything that gives it away; indices point into ``PublicItem.choices``."""

    right: tuple[int, ...] = ()
    sequence: tuple[int, ...] = ()
    answer: bool | None = None
    accept: tuple[str, ...] = ()
    numeric: Numeric | None = None
    rubric: tuple[Criterion, ...] = ()
    model_answer: str = ""
    feedback: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    explanation: str
    cites: tuple[str, ...] = ()
    basis: Basis = "law"
    source: str = ""

    @property
    def explained(self) -> str:
        """The explanation; where it rests on practice guidance, with its source and that it is still to be verified."""
        if self.basis == "law":
            return self.explanation
        source = self.source.removesuffix("待核").rstrip("，、；; ")
        return f"{self.explanation}\n\n依据：{source}（待核）。"


class ItemVersion(Plain):
    """One wording of one item; a changed wording is another version with another ``sha``."""

    item_id: str
    topic: str
    use: Use
    difficulty: Difficulty
    points: float
    tags: tuple[str, ...] = ()
    seed: tuple[int, ...] = ()
    public: PublicItem
    secret: SecretItem

    @cached_property
    def sha(self) -> str:
        """Hex SHA-256 over the whole content."""
        return fingerprint(self.model_dump(mode="json"))


@dataclass(frozen=True)
class Bank:
    """Every usable item by id, the topics' titles, and what is wrong with the rest.

    ``drafts`` are those of the items that their authors still work on: nobody else sees them, and none is drawn.
    ``written`` is what every file says of every id, with or without faults.
    """

    items: dict[str, ItemVersion]
    findings: list[Finding]
    topics: dict[str, str] = field(default_factory=dict)
    origins: dict[str, tuple[str, int]] = field(default_factory=dict)
    drafts: set[str] = field(default_factory=set)
    written: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def fingerprint(content: object) -> str:
    """Hex SHA-256 of a JSON value, the same on every machine."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain_number(value: float) -> float | int:
    """``2`` rather than ``2.0`` where a person will read it."""
    return int(value) if float(value).is_integer() else value


def place_ids(order: Sequence[int]) -> list[str]:
    """What the places of a scene are called as displayed: p01, p02, …"""
    return [f"p{n:02d}" for n in range(1, len(order) + 1)]


def neutral(item_id: str, texts: Sequence[str]) -> list[int]:
    """An order of the texts that depends on nothing but the item and the texts themselves."""
    return sorted(range(len(texts)), key=lambda n: hashlib.sha256(f"{item_id}\n{texts[n]}".encode()).digest())


def practice_order(version: ItemVersion) -> tuple[int, ...]:
    """How a practice item is displayed: the same for everybody, so that a chapter can be built once."""
    indices = range(len(version.public.choices))
    return tuple(sorted(indices, key=lambda n: hashlib.sha256(f"{version.item_id}#{n}".encode()).digest()))
