"""Which practice fits a miss, and what the scheduler makes of an answer; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from fsrs import Card, Rating, Scheduler
from fsrs.card import CardDict

from anpei import bank, records
from anpei.exercises import runs

__all__ = ["DAILY", "ChapterToReread", "Due", "Miss", "first", "fitting", "misses_of", "read_again", "remembered"]

DAILY = 10
"""So many items a day are enough; what is due beyond them waits."""
MOST = 3
RATINGS = {"right": Rating.Good, "partial": Rating.Hard}
_SCHEDULER = Scheduler(
    desired_retention=0.9, learning_steps=(), relearning_steps=(), maximum_interval=180, enable_fuzzing=False
)


@dataclass(frozen=True)
class Due:
    """An item to practise now; ``due`` in ms."""

    item: str
    why: str
    due: int
    answered: int


@dataclass(frozen=True)
class ChapterToReread:
    """A chapter to read again."""

    id: int
    course: str
    chapter: str
    why: str


@dataclass(frozen=True)
class Miss:
    """What a person missed in a drill, and what its author wants practised."""

    person: str
    question: str
    cites: tuple[str, ...]
    items: tuple[str, ...]
    chapter: str


def misses_of(story: runs.RunRecord) -> list[Miss]:
    """Every decision that wasn't the best, with whoever had to take it; nobody is blamed for one never put."""
    objectives = story.script.scenario.objectives
    found = []
    for ident, state in story.state.nodes.items():
        node = story.script.nodes[ident]
        if state.status not in ("done", "timeout") or state.choice == node.best.id:
            continue
        person = state.actor or state.player
        wanted = [
            r for r in (node.refresh, *(o.refresh for o in objectives if ident in o.nodes)) if r.items or r.chapter
        ]
        items = next((refresh.items for refresh in wanted if refresh.items), ())
        chapter = next((refresh.chapter for refresh in wanted if refresh.chapter), "")
        if person:
            found.append(Miss(person, node.question, node.cites, items, chapter))
    return found


def fitting(
    items: bank.Bank, cites: Iterable[str], tags: Iterable[str] = (), topic: str = "", most: int = MOST
) -> list[str]:
    """Practice items nearest to these articles and tags, the nearest first, else of the topic; never an exam item."""
    articles, wanted = {_article(cite) for cite in cites}, set(tags)
    scores: dict[str, int] = {}
    for ident, version in items.items.items():
        near = 3 * len(articles & {_article(c) for c in version.secret.cites}) + 2 * len(wanted & set(version.tags))
        if version.use == "practice" and (near or version.topic == topic):
            scores[ident] = near + (version.topic == topic)
    return sorted(scores, key=lambda ident: (-scores[ident], ident))[:most]


def read_again(cites: Iterable[str], chapters: Mapping[str, Iterable[str]]) -> str:
    """The chapter (``course/chapter``) that treats these articles most; empty when none does."""
    found = records.related_chapters(cites, chapters)
    return found[0] if found else ""


def first(now: int) -> dict[str, Any]:
    """The memory of a card nobody has answered."""
    return dict(Card(card_id=1, due=_moment(now)).to_dict())


def remembered(memory: Mapping[str, Any], verdict: str, now: int) -> tuple[dict[str, Any], int]:
    """The memory after an answer, and when to ask again (ms)."""
    card, _ = _SCHEDULER.review_card(
        Card.from_dict(cast(CardDict, dict(memory))), RATINGS.get(verdict, Rating.Again), _moment(now)
    )
    return dict(card.to_dict()), int(card.due.timestamp() * 1000)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _article(cite: str) -> str:
    return cite.partition("@")[0].partition(".")[0]
