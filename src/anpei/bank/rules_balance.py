"""Hints about a bank and use together: what somebody earns there who knows nothing (:mod:`anpei.bank.guessing`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from anpei.bank.guessing import Result, groups, judged, play
from anpei.bank.kinds import KIND_TABLE, Kind
from anpei.bank.model import Bank, ItemVersion
from anpei.bank.rules_alike import BankRule

USES = {"exam": "考试", "practice": "练习"}
ENOUGH_MULTIPLE = 4
MOSTLY_RIGHT_SHARE = 0.75
SHOWN = 3


def guessing_beats_chance(bank: Bank) -> Iterable[tuple[str, str]]:
    """No look of options (length, numbers, careful words, ticking all) earns 5 points in 100 more than chance."""
    yield from _beaten(bank, ("single", "multiple"))


def truefalse_one_sided(bank: Bank) -> Iterable[tuple[str, str]]:
    """True and false are about as frequent in a bank and use, and neither length nor words tell which it is."""
    said = set()
    for topic, use, items in groups(judged(bank)):
        answers = [version.secret.answer for version in items if version.public.kind == "truefalse"]
        right, wrong = answers.count(True), answers.count(False)
        if topic and abs(right - wrong) > max(2, len(answers) / 4):
            said.add((topic, use))
            yield topic, f"{_title(bank, topic)}的{USES[use]}判断题 {right} 道对、{wrong} 道错，全选一边就占便宜。"
    yield from _beaten(bank, ("truefalse",), said)


def many_right_options(bank: Bank) -> Iterable[tuple[str, str]]:
    """In some multiple choices fewer than half of the options are right, or ticking a lot is always worth it."""
    for topic, use, items in groups(judged(bank)):
        multiple = [version for version in items if version.public.kind == "multiple"]
        mostly = [version for version in multiple if _mostly_right(version)]
        if topic and len(multiple) >= ENOUGH_MULTIPLE and len(mostly) > MOSTLY_RIGHT_SHARE * len(multiple):
            where = f"{_title(bank, topic)}的{USES[use]}多选题"
            yield topic, f"{where} {len(multiple)} 道中有 {len(mostly)} 道至少一半选项正确，多选几个总不吃亏。"


def _mostly_right(version: ItemVersion) -> bool:
    return 2 * len(version.secret.right) >= len(version.public.choices)


def _beaten(bank: Bank, kinds: tuple[Kind, ...], said: Iterable[tuple[str, str]] = ()) -> Iterator[tuple[str, str]]:
    """A sentence for each group that is beaten, with the strategies that do it, the best first."""
    beaten = [result for result in play(bank, kinds) if result.beats_chance]
    for (topic, use, kind), found in groupby(beaten, key=lambda result: (result.topic, result.use, result.kind)):
        results = sorted(found, key=lambda result: -result.gain)
        if (topic, use) not in said:
            yield topic, _sentence(bank, kind, results)


def _sentence(bank: Bank, kind: str, results: list[Result]) -> str:
    first = results[0]
    where = f"{_title(bank, first.topic)}的{USES[first.use]}{KIND_TABLE[kind].title}"
    whole = "，连同其余的题" if first.items > first.decided else ""
    ways = "、".join(f"“{result.strategy}”{result.earned:.0%}" for result in results[:SHOWN])
    return (
        f"{where} {first.decided} 道，不懂也能猜{whole}：{ways}，全靠蒙只有 {first.chance:.0%}。"
        "请把正确和错误选项写得一样长、一样具体。"
    )


def _title(bank: Bank, topic: str) -> str:
    return f"“{bank.topics.get(topic, topic)}”" if topic else "全部题库"


BALANCE_HINTS: tuple[BankRule, ...] = (guessing_beats_chance, truefalse_one_sided, many_right_options)
