"""What finishing a chapter takes, what somebody has done of it, and what is still owed; pure values."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from anpei.bank import Bank
from anpei.courses import Activities, Chapter, Section

__all__ = ["ChapterDone", "ChapterStanding", "Demands", "Owed", "demands", "owed"]


@dataclass(frozen=True)
class Demands:
    """``questions`` by item, ``activities`` by key, ``seconds`` of active time out of those ``planned``.

    ``sections`` say where in the chapter each stands; that they are read isn't asked.
    """

    questions: tuple[str, ...]
    activities: tuple[str, ...]
    seconds: int
    planned: int
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class ChapterDone:
    """What is known of somebody in a chapter: questions ever answered right, goals reached, active seconds, tries.

    ``tried``: questions ever answered; ``at_once``: those whose first answer was right; ``read``: sections by key.
    """

    right: Collection[str] = ()
    activities: Collection[str] = ()
    seconds: int = 0
    tries: int = 0
    tried: Collection[str] = ()
    at_once: Collection[str] = ()
    read: Collection[str] = ()


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
        return {
            "finished": self.finished is not None,
            "missing": [*self.owed.questions, *self.owed.activities],
            "words": self.owed.words,
            "score": self.score,
            "read": [section.key for section in self.demands.sections if self.section_done(section)],
            "owed": self.owed_by_section(),
        }

    def section_done(self, section: Section) -> bool:
        """Whether nothing of it is owed; one that asks nothing is done once it was read."""
        if self.finished is not None:
            return True
        if not section.activities:
            return section.key in self.done.read
        return not {*self.owed.questions, *self.owed.activities}.intersection(section.activities)

    def owed_by_section(self) -> list[dict[str, str]]:
        """What is missing in each section in words, and the first of it, which is the way there."""
        known = [key for section in self.demands.sections for key in section.activities]
        missing = [*self.owed.questions, *self.owed.activities]
        elsewhere = Section("", "", tuple(key for key in missing if key not in known))
        found = []
        for section in (*self.demands.sections, elsewhere):
            here = [key for key in dict.fromkeys(section.activities) if key in missing]
            if here:
                found.append({"section": section.title, "first": here[0], "words": self._missing_words(here)})
        return found

    def _missing_words(self, keys: list[str]) -> str:
        questions = [key for key in keys if key in self.owed.questions]
        wrong = sum(key in self.done.tried for key in questions)
        parts = [
            f"{len(questions) - wrong} 个练习没做" if len(questions) > wrong else "",
            f"{wrong} 个练习没答对" if wrong else "",
            f"{len(keys) - len(questions)} 个活动没做到" if len(keys) > len(questions) else "",
        ]
        return "、".join(part for part in parts if part)

    @property
    def score(self) -> str:
        """``6 题对 4 题 · 用时 12 分``; empty before anything was done."""
        asked, right = self.demands.questions, [one for one in self.demands.questions if one in self.done.right]
        parts = []
        if asked and self.done.tries:
            at_once = sum(one in self.done.at_once for one in asked)
            parts.append(
                f"{len(asked)} 题对 {len(right)} 题" + (f"（一次答对 {at_once} 题）" if at_once < len(right) else "")
            )
        if self.done.seconds >= 30:
            parts.append(f"用时 {round(self.done.seconds / 60) or 1} 分")
        return " · ".join(parts)


def demands(chapter: Chapter, found: Activities, bank: Bank, percent: int) -> Demands:
    """What a chapter with these activities takes; a question that was withdrawn is asked of nobody."""
    known = bank.items
    questions = tuple(one for one in found.questions if one in known and known[one].use == "practice")
    planned = chapter.minutes * 60
    asked = {*questions, *found.others}
    sections = tuple(
        replace(one, activities=tuple(key for key in one.activities if key in asked)) for one in found.sections
    )
    return Demands(questions, found.others, planned * percent // 100, planned, sections)


def owed(asked: Demands, done: ChapterDone) -> Owed:
    """What of the demands isn't done yet."""
    return Owed(
        tuple(one for one in asked.questions if one not in done.right),
        tuple(one for one in asked.activities if one not in done.activities),
        max(0, asked.seconds - done.seconds),
    )
