"""What cites what, and what that means on a day; pure. Rooms above tell what they cite as mentions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from anpei.laws.model import Card, Citation, Registry, Status

__all__ = ["KINDS", "Cited", "Doubt", "Mention", "cited", "doubts", "outdated", "touched"]

KINDS = {
    "item": "题目",
    "chapter": "章节",
    "course": "课程",
    "drill": "演练",
    "paper": "试卷",
    "hours": "学时",
    "frequency": "演练频次",
    "evaluation": "评估表",
    "widget": "模拟",
}


@dataclass(frozen=True)
class Mention:
    """Something that cites: ``ref`` is ``item:fire-001``, ``chapter:fire-escape/03-smoke``, ``paper:fire-basics``…

    A paper cites through the items it may draw. ``source`` is practice guidance with no law behind it; ``unsure`` are
    the sentences in which it says itself that they are still to be verified.
    """

    ref: str
    title: str
    cites: tuple[str, ...]
    source: str = ""
    unsure: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.ref.partition(":")[0]

    @property
    def name(self) -> str:
        return self.ref.partition(":")[2]


@dataclass(frozen=True)
class Cited:
    """One citation as it stands on a day; ``card`` is None when it doesn't resolve."""

    citation: str
    card: Card | None
    mentions: tuple[Mention, ...]

    @property
    def status(self) -> Status | None:
        return self.card.status if self.card else None


@dataclass(frozen=True)
class Doubt:
    """A statement a person still has to verify, and what it rests on.

    ``by`` says what makes it doubtful: the state of a ``law``, a ``source`` that is practice guidance, or its own
    ``words``, in which case ``rests_on`` is the sentence itself.
    """

    mention: Mention
    rests_on: str
    status: Status
    by: Literal["law", "source", "words"]


def cited(registry: Registry, mentions: Iterable[Mention], on: date) -> list[Cited]:
    """Every citation with what makes it, papers aside, in the registry's order of laws."""
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.kind != "paper":
            for text in dict.fromkeys(mention.cites):
                found.setdefault(text, []).append(mention)
    order = {law: place for place, law in enumerate(registry.laws)}
    rows = [Cited(text, registry.resolve(text, on), tuple(made)) for text, made in found.items()]
    return sorted(rows, key=lambda row: (order.get(_law(row.citation), len(order)), _place(row.citation)))


def doubts(registry: Registry, mentions: Iterable[Mention], on: date) -> list[Doubt]:
    """What isn't plainly in force and verified: guidance, unverified, superseded and not yet valid texts."""
    found = []
    for mention in mentions:
        if mention.kind == "paper":
            continue
        found += [Doubt(mention, mention.source, "待核", "source")] if mention.source else []
        found += [Doubt(mention, sentence, "待核", "words") for sentence in mention.unsure]
        for text in mention.cites:
            card = registry.resolve(text, on)
            if card is not None and card.status != "现行":
                found.append(Doubt(mention, card.title, card.status, "law"))
    return found


def touched(mentions: Iterable[Mention], changed: Citation) -> list[Mention]:
    """Everything a change of the law, or of one article, concerns; versions make no difference."""
    return [mention for mention in mentions if any(_touches(changed, text) for text in mention.cites)]


def outdated(registry: Registry, cites: Sequence[str], on: date) -> dict[str, date]:
    """The superseded ones among these citations, each with the day since when."""
    ended = {text: registry.ended(text, on) for text in cites}
    return {text: day for text, day in ended.items() if day is not None}


def _touches(changed: Citation, text: str) -> bool:
    citation = Citation.parse(text)
    return citation is not None and changed.touches(citation)


def _law(text: str) -> str:
    citation = Citation.parse(text)
    return citation.law if citation else text


def _place(text: str) -> tuple[int, int, int]:
    citation = Citation.parse(text)
    if citation is None or citation.article is None:
        return (0, 0, 0)
    main, _, extra = citation.article.partition("-")
    return int(main), int(extra or 0), citation.paragraph or 0
