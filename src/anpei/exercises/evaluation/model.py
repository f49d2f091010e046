"""An evaluator's sheet as plain values: what is rated, how, by whom, and where several evaluators differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from anpei.plainfiles import Plain

__all__ = [
    "CERTAINTIES",
    "NONE",
    "RATINGS",
    "Agreement",
    "EvaluationLine",
    "EvaluationSheet",
    "Families",
    "Family",
    "FamilyItem",
    "Group",
    "RatedItem",
    "Rating",
    "RatingAck",
    "Remark",
]

RATINGS = {"done": "完成", "partly": "部分完成", "not": "未完成", "na": "不适用"}
CERTAINTIES = {"核": "", "转": "待核（据二手资料整理）", "记": "待核（未见原文）"}
Certainty = Literal["核", "转", "记"]
Ident = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Words = Annotated[str, Field(min_length=2, max_length=80)]


class FamilyItem(Plain):
    """One thing to look at; it is as certain as its family unless it says otherwise."""

    id: Ident
    text: Words
    certainty: Certainty | None = None


class Family(Plain):
    """A family of evaluation items; ``forms`` are the forms of drill in which it can be seen at all."""

    id: Ident
    title: Annotated[str, Field(min_length=2, max_length=20)]
    part: Literal["准备", "实施"]
    forms: Annotated[tuple[Literal["桌面演练", "实战演练"], ...], Field(min_length=1)]
    certainty: Certainty
    items: Annotated[tuple[FamilyItem, ...], Field(min_length=1)]


class Families(Plain):
    """``drills/families.yaml``: the families and where they come from."""

    source: Annotated[str, Field(min_length=2, max_length=120)]
    families: tuple[Family, ...] = ()


NONE = Families(source="未登记")
"""The families where there is no file."""


@dataclass(frozen=True)
class RatedItem:
    """A line of the form; ``hint`` says how certain it is and is empty for the scenario's own items."""

    id: str
    text: str
    hint: str = ""
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Items under one title. ``own`` groups are the scenario's objectives, the others families of the standard."""

    title: str
    items: tuple[RatedItem, ...]
    own: bool = True
    note: str = ""


@dataclass(frozen=True)
class Rating:
    """How one evaluator rated one item. ``at`` is the moment of the tap in the server's time (ms)."""

    rating: str
    note: str
    at: int
    photos: tuple[str, ...] = ()
    received: int = 0
    skew: int = 0

    @property
    def photo(self) -> str | None:
        """The first photo's name, if there is one."""
        return self.photos[0] if self.photos else None


@dataclass(frozen=True)
class Remark:
    """Something seen that no item asks for: a strength (``good``) or a problem."""

    tone: Literal["good", "problem"]
    text: str
    at: int
    evaluator: str = ""
    uuid: str = ""


@dataclass(frozen=True)
class EvaluationSheet:
    """One evaluator's sheet; ``signed`` is when it was signed (ms), from then on it doesn't change."""

    evaluator: str
    name: str
    ratings: Mapping[str, Rating]
    signed: int | None = None
    signature: str = ""
    remarks: tuple[Remark, ...] = ()
    seq: int = 0


@dataclass(frozen=True)
class EvaluationLine:
    """One item over all evaluators. ``final`` is what counts: the rating all gave, or the one settled by ``by``."""

    item_id: str
    text: str
    group: str
    ratings: Mapping[str, Rating]
    agreed: bool
    final: str
    by: str = ""
    reason: str = ""
    at: int = 0
    stale: bool = False


@dataclass(frozen=True)
class Agreement:
    """How far evaluators agree: items rated by at least two, those on which all agree, Krippendorff's alpha."""

    items: int
    same: int
    alpha: float | None

    @property
    def percent(self) -> int | None:
        return round(100 * self.same / self.items) if self.items else None


@dataclass(frozen=True)
class RatingAck:
    """An entry is on disk; the same uuid always gets the same answer."""

    uuid: str
    seq: int
    at: int
    extra: Mapping[str, str] = field(default_factory=dict)
