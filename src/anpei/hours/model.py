"""What the rules ask for and what a person has; pure values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from anpei.plainfiles import Plain

__all__ = ["Category", "HoursLine", "HoursRules", "Levels"]


class Levels(Plain):
    """How an enterprise divides hours before somebody starts over 厂级, 车间级, 班组级: its choice, no law's."""

    factory: Annotated[int, Field(ge=0, le=500)]
    workshop: Annotated[int, Field(ge=0, le=500)]
    team: Annotated[int, Field(ge=0, le=500)]

    @property
    def total(self) -> int:
        return self.factory + self.workshop + self.team

    def __str__(self) -> str:
        return f"厂级 {self.factory}、车间级 {self.workshop}、班组级 {self.team} 学时（本单位自定）"


class Category(Plain):
    """One requirement: ``hours`` once (before somebody starts) or every calendar ``year``."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
    title: Annotated[str, Field(min_length=1, max_length=60)]
    hours: Annotated[int, Field(ge=1, le=500)]
    period: Literal["once", "year"]
    cites: tuple[str, ...] = ()
    source: str = ""
    certainty: Literal["核", "转", "记"]
    levels: Levels | None = None


class HoursRules(Plain):
    """``courses/hours.yaml``: minutes in an hour of training, how far a chapter's time counts, and the categories."""

    minutes_per_hour: Annotated[int, Field(ge=30, le=60)]
    most_times_planned: Annotated[float, Field(ge=1, le=3)] = 1.5
    default: str = ""
    categories: tuple[Category, ...]

    def category(self, ident: str) -> Category | None:
        return next((one for one in self.categories if one.id == ident), None)


@dataclass(frozen=True)
class HoursLine:
    """A requirement beside what was learned; hours of training with one decimal, ``pending`` in unfinished chapters."""

    category: Category
    done: float
    pending: float
    year: int | None

    @property
    def required(self) -> int:
        return self.category.hours

    @property
    def fulfilled(self) -> bool:
        return self.done >= self.required

    @property
    def percent(self) -> int:
        return min(100, int(self.done * 100 / self.required))
