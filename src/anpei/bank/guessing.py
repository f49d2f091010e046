"""What somebody earns who knows nothing: strategies played against the bank, each beside what chance earns.

A strategy sees what a learner sees (stem and options) and nothing else; where it can't decide, it takes one of what is
left by lot, so that its score is an expectation and no draw. Marks are those of the exam. Chance takes one option of a
single choice, 对 or 错 by a coin, and of a multiple choice ticks half of the options (three of five), whichever.

Positions are no strategy. An exam lays the options by a keyed hash of person, attempt and slot, so that “always A”
earns what chance earns; a practice item lies alike for everybody, by a hash that knows nothing of the key.

A strategy is judged in a *group*: the items of one bank and use, or of all banks of that use. Where a group has fewer
than :data:`ENOUGH` items of the strategy's kind, it plays that kind among all of the group's items and leaves the rest
to chance: half a dozen questions of a paper don't pass it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean

from anpei.bank.kinds import Kind
from anpei.bank.model import Bank, ItemVersion, Use
from anpei.bank.values import net_correct

ENOUGH = 15
"""From how many items on a strategy is judged by :data:`MARGIN`: among fewer, one item more or less decides."""
FEW = 8
"""From how many items on it is judged at all, by :data:`MARGIN_OF_FEW`."""
MARGIN, MARGIN_OF_FEW = 0.05, 0.3
"""How much more than chance a strategy may earn, as a share of the marks."""
KINDS: tuple[Kind, ...] = ("single", "multiple", "truefalse")
USES: tuple[Use, ...] = ("exam", "practice")
LONG_STEM = 30

ABSOLUTE = re.compile(r"必须|一律|都|只要|只有|全部|所有|任何|从来|永远|一定|完全|就行|就够|就可以|没关系|没事")
HEDGED = re.compile(r"可能|一般|通常|尽量|可以|应当|如果|有时|多数|大约|必要时|先")
NUMBER = re.compile(r"\d+|[一二两三四五六七八九十百千半]+(?:个|条|米|分钟|小时|秒|天|日|年|月|人|次|下|倍|成|级|万|元)")
OFFICIAL = re.compile(r"第\s*[\d一二三四五六七八九十百]+\s*条|法律|条例|规定|依法|单位|部门|政府|负责人")
NEGATED = re.compile(r"不|别|没|无|勿|禁")
ALL_ABOVE = re.compile(r"以上|上述|(?:都|全|均)(?:对|是|可以|不对|不是|不行)$")

Liking = Callable[[ItemVersion, int], float]
"""How much a guesser likes the option of that index, by its look."""
Earning = Callable[[ItemVersion], float]
"""The share of an item's marks that a strategy may expect."""


@dataclass(frozen=True)
class Strategy:
    """A way to answer the items of one kind, named as authors are told."""

    kind: Kind
    name: str
    earns: Earning


@dataclass(frozen=True)
class Result:
    """What a strategy earned in a group, and chance there; both are shares of the marks."""

    topic: str
    """The bank's slug; empty for all banks together."""
    use: Use
    kind: Kind
    strategy: str
    decided: int
    """How many items the strategy decided."""
    items: int
    """Over how many ``earned`` and ``chance`` are means: more than ``decided`` where the rest was left to chance."""
    earned: float
    chance: float

    @property
    def gain(self) -> float:
        return self.earned - self.chance

    @property
    def beats_chance(self) -> bool:
        margin = MARGIN if self.items >= ENOUGH else MARGIN_OF_FEW
        return self.items >= FEW and self.gain > margin + 1e-9


def judged(bank: Bank) -> list[ItemVersion]:
    """The items that can be guessed at, but for drafts, which nobody is asked."""
    return [v for v in bank.items.values() if v.public.kind in KINDS and v.item_id not in bank.drafts]


def groups(versions: Sequence[ItemVersion]) -> Iterator[tuple[str, Use, list[ItemVersion]]]:
    """The items by bank and use, then of all banks (an empty topic) by use; none is empty."""
    for topic in [*dict.fromkeys(version.topic for version in versions), ""]:
        for use in USES:
            if items := [v for v in versions if v.use == use and topic in ("", v.topic)]:
                yield topic, use, items


def play(bank: Bank, kinds: Collection[Kind] = KINDS) -> list[Result]:
    """Every strategy for those kinds in every group that has items of its kind, small groups too."""
    versions = judged(bank)
    lot = {version.item_id: chance(version) for version in versions}
    won = {
        version.item_id: {each.name: each.earns(version) for each in STRATEGIES if each.kind == version.public.kind}
        for version in versions
        if version.public.kind in kinds
    }
    results = []
    for topic, use, items in groups(versions):
        for kind in kinds:
            played = [version.item_id for version in items if version.public.kind == kind]
            rest = [version.item_id for version in items if version.public.kind != kind]
            spread = rest if len(played) < ENOUGH <= len(items) else []
            by_lot = sum(lot[name] for name in spread)
            many = len(played) + len(spread)
            for strategy in STRATEGIES if played else ():
                if strategy.kind == kind:
                    earned = sum(won[name][strategy.name] for name in played) + by_lot
                    luck = sum(lot[name] for name in played) + by_lot
                    results.append(
                        Result(topic, use, kind, strategy.name, len(played), many, earned / many, luck / many)
                    )
    return results


def chance(version: ItemVersion) -> float:
    """What an answer by lot may expect."""
    options = len(version.public.choices)
    if version.public.kind == "truefalse":
        return 0.5
    if version.public.kind == "single":
        return 1 / options
    return mean(_marks(version, some) for some in combinations(range(options), -(-options // 2)))


def _marks(version: ItemVersion, chosen: Collection[int]) -> float:
    return net_correct(set(chosen), set(version.secret.right))


def _ranked(likes: Liking, rank: int) -> Earning:
    """Takes the option that is liked ``rank``-th best; among equals by lot."""

    def earns(version: ItemVersion) -> float:
        liked = [likes(version, n) for n in range(len(version.public.choices))]
        wanted = sorted(liked, reverse=True)[min(rank, len(liked)) - 1]
        equals = [n for n, liking in enumerate(liked) if liking == wanted]
        return sum(n in version.secret.right for n in equals) / len(equals)

    return earns


def _ticks(likes: Liking, count: int) -> Earning:
    """Ticks the ``count`` options that are liked best, or all; among equals by lot."""

    def earns(version: ItemVersion) -> float:
        liked = [likes(version, n) for n in range(len(version.public.choices))]
        wanted = min(count, len(liked))
        last = sorted(liked, reverse=True)[wanted - 1]
        sure = [n for n, liking in enumerate(liked) if liking > last]
        equals = [n for n, liking in enumerate(liked) if liking == last]
        return mean(_marks(version, [*sure, *some]) for some in combinations(equals, wanted - len(sure)))

    return earns


def _says(answer: Callable[[str], bool | None]) -> Earning:
    """Says 对 or 错 by the look of the sentence, by a coin where it has no opinion."""

    def earns(version: ItemVersion) -> float:
        said = answer(version.public.stem)
        return 0.5 if said is None else float(said == version.secret.answer)

    return earns


def _nothing(version: ItemVersion, n: int) -> float:
    return 0


def _length(version: ItemVersion, n: int) -> float:
    return len(version.public.choices[n])


def _words(pattern: re.Pattern[str]) -> Liking:
    """How many words of a kind an option has."""
    return lambda version, n: len(pattern.findall(version.public.choices[n]))


def _echo(version: ItemVersion, n: int) -> float:
    """How many pairs of neighbouring characters an option has from the stem."""
    stem, text = version.public.stem, version.public.choices[n]
    return sum(text[i : i + 2] in stem for i in range(len(text) - 1))


def _alike(version: ItemVersion, n: int) -> float:
    """How much an option resembles the others (shared characters over all): wrong ones are made from the right one."""
    mine, *others = [set(version.public.choices[k]) for k in (n, *_without(version, n))]
    return round(sum(len(mine & theirs) / len(mine | theirs) for theirs in others), 9)


def _without(version: ItemVersion, n: int) -> Iterable[int]:
    return (k for k in range(len(version.public.choices)) if k != n)


def _less(likes: Liking) -> Liking:
    return lambda version, n: -likes(version, n)


LOOKS: tuple[tuple[str, Liking], ...] = (
    ("最长", _length),
    ("最短", _less(_length)),
    ("绝对词最多", _words(ABSOLUTE)),
    ("绝对词最少", _less(_words(ABSOLUTE))),
    ("留余地的词最多", _words(HEDGED)),
    ("留余地的词最少", _less(_words(HEDGED))),
    ("有数字", _words(NUMBER)),
    ("没有数字", _less(_words(NUMBER))),
    ("有法条、单位、部门", _words(OFFICIAL)),
    ("否定词最多", _words(NEGATED)),
    ("否定词最少", _less(_words(NEGATED))),
    ("“都对”一类", _words(ALL_ABOVE)),
    ("与题干重复最多", _echo),
    ("与别的选项最像", _alike),
    ("与别的选项最不像", _less(_alike)),
)
MOST_OPTIONS = 12
STRATEGIES: tuple[Strategy, ...] = (
    *(Strategy("single", name, _ranked(likes, 1)) for name, likes in LOOKS),
    Strategy("single", "第二长", _ranked(_length, 2)),
    Strategy("single", "第二短", _ranked(_less(_length), 2)),
    Strategy("multiple", "全选", _ticks(_nothing, MOST_OPTIONS)),
    *(Strategy("multiple", f"随便选 {k} 个", _ticks(_nothing, k)) for k in (1, 2, 3, 4)),
    *(Strategy("multiple", f"{name}的 {k} 个", _ticks(likes, k)) for name, likes in LOOKS for k in (1, 2, 3)),
    Strategy("truefalse", "全选对", _says(lambda stem: True)),
    Strategy("truefalse", "全选错", _says(lambda stem: False)),
    Strategy("truefalse", "句子长的选对，短的选错", _says(lambda stem: len(stem) > LONG_STEM)),
    Strategy("truefalse", "有绝对词的选错", _says(lambda stem: False if ABSOLUTE.search(stem) else None)),
    Strategy("truefalse", "有否定词的选错", _says(lambda stem: False if NEGATED.search(stem) else None)),
)
