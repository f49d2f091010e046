"""A paper is a blueprint: slots with candidates, rules of time and repetition, and what may be seen afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from anpei.bank import MultiplePolicy
from anpei.findings import Finding
from anpei.plainfiles import Plain

When = Literal["after_last_chance", "after_last_attempt", "after_publish", "after_hand_in", "never"]
Shown = Literal["marks", "key", "explanation"]


class ReviewPolicy(Plain):
    """When a learner may look back at single questions, and at what of them; total and pass are always told.

    Without a word only when nothing can be won by it any more: passed, out of attempts, or past the due date.
    """

    when: When = "after_last_chance"

    @property
    def at_once(self) -> bool:
        """Whether keys may be read while attempts are left: handing in an empty sheet is enough."""
        return "key" in self.show and self.when in ("after_hand_in", "after_publish")

    show: tuple[Shown, ...] = ("marks", "key", "explanation")


@dataclass(frozen=True)
class Slot:
    """One place in the paper; ``manual`` slots (c01…) hold case questions, the others (q01…) are marked at once."""

    slot: str
    candidates: tuple[str, ...]
    points: float
    manual: bool


@dataclass(frozen=True)
class Paper:
    """A usable paper; ``sha`` changes when its file changes, not when the bank does.

    ``multiple`` is how its multiple choices are marked. ``course_first``: plans made from now on let only those sit it
    who have finished its course.
    """

    slug: str
    title: str
    course: str
    minutes: int
    attempts: int
    cool_down_hours: float
    pass_mark: float
    review: ReviewPolicy
    slots: tuple[Slot, ...]
    sha: str
    draft: bool = False
    course_first: bool = False
    multiple: MultiplePolicy = "net_correct"

    @property
    def max_points(self) -> float:
        return sum(slot.points for slot in self.slots)


@dataclass(frozen=True)
class Papers:
    """Every usable paper by slug, and what is wrong with the files."""

    papers: dict[str, Paper] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class SlotDraw:
    """What one learner gets in one slot: a version of an item and the order its choices are displayed in."""

    slot: str
    item_id: str
    sha: str
    order: tuple[int, ...]
    points: float
