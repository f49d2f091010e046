"""The bank file as its author writes it: the keys there are, and the type of each."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, FiniteFloat

from anpei.bank.kinds import OWN
from anpei.bank.model import Basis, Difficulty, Use
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
    """A number; what may be missed by is given outright (``tolerance``) or in percent of the value."""

    value: FiniteFloat
    tolerance: FiniteFloat = 0.0
    percent: FiniteFloat = 0.0
    unit: str = ""

    @property
    def slack(self) -> float:
        """What may be missed by."""
        return self.tolerance or round(abs(self.value) * self.percent / 100, 9)


class PairFile(Plain):
    left: str = ""
    right: str = ""


class RiskFile(Plain):
    """A risk to be judged: which scales, the level of each factor by its value, and why it is that one."""

    method: Literal["lec", "matrix"] = "lec"
    levels: dict[str, FiniteFloat] = Field(default_factory=dict)
    why: dict[str, str] = Field(default_factory=dict)


class WayFile(Plain):
    """One way to act at a step of a branching case; without ``to`` the case ends with it."""

    text: str = ""
    points: FiniteFloat = 0.0
    to: str = ""
    feedback: str = ""


class NodeFile(Plain):
    id: str = ""
    text: str = ""
    options: tuple[WayFile, ...] = ()


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
    pairs: tuple[PairFile, ...] = ()
    extra: tuple[str, ...] = ()
    risk: RiskFile | None = None
    nodes: tuple[NodeFile, ...] = ()
    points: FiniteFloat | None = None
    explanation: str = ""
    cites: tuple[str, ...] = ()
    basis: Basis = "law"
    source: str = ""
    tags: tuple[str, ...] = ()
    seed: tuple[int, ...] = ()
    media: MediaFile | None = None
    state: State = "published"


COMMON: frozenset[str] = frozenset(ItemFile.model_fields) - frozenset().union(*OWN.values())
