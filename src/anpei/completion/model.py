"""What finishing a chapter takes, what somebody has done of it, and what is still owed; pure values."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from anpei.bank import Bank
from anpei.courses import Activities, Chapter

__all__ = ["ChapterDone", "ChapterStanding", "Demands", "Owed", "demands", "owed"]


@dataclass(frozen=True)
class Demands:
    """``questions`` by item, ``activities`` by key, ``seconds`` of active time out of those ``planned``."""

    questions: tuple[str, ...]
    activities: tuple[str, ...]
    seconds: int
    planned: int


@dataclass(frozen=True)
class ChapterDone:
    """What is known of somebody in a chapter: questions ever answered right, goals reached, active seconds, tries."""

    right: Collection[str] = ()
    activities: Collection[str] = ()
    seconds: int = 0
    tries: int = 0


@dataclass(frozen=True)
class Owed:
    """What is missing; all empty and 0 when nothing is."""

    questions: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    seconds: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.questions or self.activities or self.seconds)

    @property
    def minutes(self) -> int:
        """The missing time in whole minutes, upwards."""
        return math.ceil(self.seconds / 60)

    @property
    def words(self) -> str:
        """``还差 2 道题没答对、1 个活动没做到、约 4 分钟``; empty when nothing is missing."""
        parts = [
            f"{len(self.questions)} 道题没答对" if self.questions else "",
            f"{len(self.activities)} 个活动没做到" if self.activities else "",
            f"约 {self.minutes} 分钟" if self.seconds else "",
        ]
        told = "、".join(part for part in parts if part)
        return f"还差 {told}" if told else ""


@dataclass(frozen=True)
class ChapterStanding:
    """Where somebody stands with a chapter; nothing is owed of one that is finished, whatever the rule was."""

    finished: int | None
    old_rule: bool
    opened: bool
    demands: Demands
    done: ChapterDone
    owed: Owed

    def public(self) -> dict[str, Any]:
        """As a page is told it."""
        missing = [*self.owed.questions, *self.owed.activities]
        return {"finished": self.finished is not None, "missing": missing, "words": self.owed.words or self.summary}

    @property
    def summary(self) -> str:
        """What it took, for whoever has finished."""
        if self.finished is None or self.old_rule:
            return ""
        asked, minutes = len(self.demands.questions), max(1, round(self.done.seconds / 60))
        told = f"{asked} 道题都答对了，" if asked else ""
        return f"{told}学了 {minutes} 分钟"


def demands(chapter: Chapter, found: Activities, bank: Bank, percent: int) -> Demands:
    """What a chapter with these activities takes; a question that was withdrawn is asked of nobody."""
    known = bank.items
    questions = tuple(one for one in found.questions if one in known and known[one].use == "practice")
    planned = chapter.minutes * 60
    return Demands(questions, found.others, planned * percent // 100, planned)


def owed(asked: Demands, done: ChapterDone) -> Owed:
    """What of the demands isn't done yet."""
    return Owed(
        tuple(one for one in asked.questions if one not in done.right),
        tuple(one for one in asked.activities if one not in done.activities),
        max(0, asked.seconds - done.seconds),
    )
