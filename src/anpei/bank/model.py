"""A question is two halves of different types: what a page may get, and what only the grading room may read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from anpei.bank.geometry import Point
from anpei.bank.kinds import Kind
from anpei.findings import Finding
from anpei.plainfiles import Plain

Use = Literal["exam", "practice"]
Difficulty = Literal["easy", "medium", "hard"]
Basis = Literal["law", "guidance"]

LETTERS = "abcdefghijkl"
LETTERED: tuple[Kind, ...] = ("single", "multiple", "order", "matching", "cloze")
"""The kinds whose choices are called a, b, c… as displayed."""
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


class Scale(Plain):
    """A factor of a risk and its levels, the lowest first."""

    id: str
    name: str
    levels: tuple[tuple[float, str, str], ...]
    """Value, name and meaning of each level."""


class Band(Plain):
    """What a product of levels is called, and what follows; ``upto`` is None for the highest."""

    upto: float | None
    name: str
    tone: str


class Node(Plain):
    """A step of a branching case: what is told, and which of ``PublicItem.choices`` lead where (None: to the end)."""

    text: str
    options: tuple[int, ...]
    leads: tuple[int | None, ...]


class _Compact(Plain):
    """Dumped without those fields that kinds added later have, where they are empty.

    So an item that was there before a kind was added keeps its hash, and attempts and published objects stay its own.
    """

    @model_serializer(mode="wrap")
    def _without_later(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in handler(self).items() if value or key not in LATER}


LATER = frozenset({"prompts", "scales", "bands", "nodes", "pairs", "levels", "worth"})


class PublicItem(_Compact):
    """What a learner sees. ``choices`` are options, steps or places in an order that says nothing about the key.

    ``prompts`` are what each wants one of the choices: the left side of a matching question, the blanks of a cloze.
    """

    kind: Kind
    stem: str
    choices: tuple[str, ...] = ()
    unit: str = ""
    media: Media | None = None
    scene: Scene | None = None
    prompts: tuple[str, ...] = ()
    scales: tuple[Scale, ...] = ()
    bands: tuple[Band, ...] = ()
    nodes: tuple[Node, ...] = ()

    def spec(self, order: Sequence[int], points: float) -> dict[str, Any]:
        """The JSON a widget is given; ``order`` lists indices of ``choices`` as displayed, lettered a, b, c…"""
        spec: dict[str, Any] = {"kind": self.kind, "stem": self.stem, "points": plain_number(points)}
        if self.kind in LETTERED:
            shown = [{"id": LETTERS[n], "text": self.choices[index]} for n, index in enumerate(order)]
            spec["steps" if self.kind == "order" else "options"] = shown
        if self.scene:
            places = [{"id": name, "text": self.choices[n]} for name, n in zip(place_ids(order), order, strict=True)]
            spec |= {"scene": self.scene.model_dump(), "places": places, "most": len(places)}
        if self.prompts:
            spec["prompts"] = list(self.prompts)
        if self.scales:
            spec["scales"] = [scale.model_dump(mode="json") for scale in self.scales]
            spec["bands"] = [band.model_dump(mode="json") for band in self.bands]
        if self.nodes:
            spec["nodes"] = self._told_nodes(order)
        if self.unit:
            spec["unit"] = self.unit
        if self.media:
            spec["media"] = self.media.model_dump()
        return spec

    def _told_nodes(self, order: Sequence[int]) -> list[dict[str, Any]]:
        """Each step's options in the order displayed, by the names that an answer is made of."""
        names = dict(zip(order, place_ids(order), strict=True))
        told = []
        for node in self.nodes:
            rows = sorted(zip(node.options, node.leads, strict=True), key=lambda row: names[row[0]])
            options = [{"id": names[index], "text": self.choices[index], "to": lead} for index, lead in rows]
            told.append({"text": node.text, "options": options})
        return told


class SecretItem(_Compact):
    """The key and everything that gives it away; indices point into ``PublicItem.choices``.

    ``pairs`` is the choice that each prompt wants, ``levels`` the level of each scale, ``worth`` what each choice of a
    branching case earns.
    """

    right: tuple[int, ...] = ()
    sequence: tuple[int, ...] = ()
    answer: bool | None = None
    accept: tuple[str, ...] = ()
    numeric: Numeric | None = None
    rubric: tuple[Criterion, ...] = ()
    model_answer: str = ""
    feedback: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    pairs: tuple[int, ...] = ()
    levels: tuple[int, ...] = ()
    worth: tuple[float, ...] = ()
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
