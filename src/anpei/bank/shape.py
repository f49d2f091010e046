"""The bank file as its author writes it: the keys there are, and the type of each."""

from __future__ import annotations

from typing import Any

from pydantic import Field, FiniteFloat

from anpei.bank.model import Basis, Difficulty, Kind, Use
from anpei.content import State
from anpei.plainfiles import Plain


class TopicFile(Plain):
    title: str = Field(min_length=1)


class BankFile(Plain):
    topic: str
    items: tuple[Any, ...]


class OptionFile(Plain):
    text: str = ""
    right: bool = False
    feedback: str = ""


class NumericFile(Plain):
    value: FiniteFloat
    tolerance: FiniteFloat = 0.0
    unit: str = ""


class CriterionFile(Plain):
    criterion: str
    points: FiniteFloat


class MediaFile(Plain):
    src: str
    alt: str = ""


class RegionFile(Plain):
    id: str = ""
    label: str = ""
    polygon: tuple[tuple[int, int], ...] = ()
    hazard: bool = False
    feedback: str = ""
    cites: tuple[str, ...] = ()
    source: str = ""


class ItemFile(Plain):
    """One item; which of these a kind may have is said by the rules, so that everything is reported at once."""

    id: str
    kind: str
    use: Use = "exam"
    difficulty: Difficulty = "medium"
    stem: str = ""
    options: tuple[OptionFile, ...] = ()
    answer: bool | None = None
    steps: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    numeric: NumericFile | None = None
    rubric: tuple[CriterionFile, ...] = ()
    model_answer: str = ""
    scene: MediaFile | None = None
    regions: tuple[RegionFile, ...] = ()
    points: FiniteFloat | None = None
    explanation: str = ""
    cites: tuple[str, ...] = ()
    basis: Basis = "law"
    source: str = ""
    tags: tuple[str, ...] = ()
    seed: tuple[int, ...] = ()
    media: MediaFile | None = None
    state: State = "published"


OWN: dict[Kind, frozenset[str]] = {
    "single": frozenset({"options"}),
    "multiple": frozenset({"options"}),
    "truefalse": frozenset({"answer"}),
    "order": frozenset({"steps"}),
    "short": frozenset({"accept", "numeric"}),
    "case": frozenset({"rubric", "model_answer"}),
    "spot": frozenset({"scene", "regions"}),
}
COMMON = frozenset(ItemFile.model_fields) - frozenset().union(*OWN.values())
