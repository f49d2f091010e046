"""Hints about items that can be answered without knowing: they pass, and their author is told.

Where the right option stands is no matter: every draw shuffles. What survives shuffling is looked for here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from anpei.bank.entry import BankEntry, FileRule, ItemRule, Problem, World

GIVEAWAY = re.compile(
    r"^(以上|上述|前述|其余)(选项|各项|答案|几项|三项|做法|说法)?(全部|全|都|均|皆)?(不?是|不?对|不?正确|错误?|不?可以)"
)
ABSOLUTE = re.compile(r"绝对|百分之百|100%|永远|万无一失|任何情况下都")
ENOUGH = 8
LONGEST_SHARE = 0.6
ONE_SIDED_SHARE = 0.8


def option_giveaway(entry: BankEntry, world: World) -> Iterable[Problem]:
    """No option like 以上都对: shuffled it means nothing, and it is easy to guess."""
    for n, text in enumerate(entry.options):
        if GIVEAWAY.match(text):
            yield ("options", n), f"“{text}”在选项打乱后失去意义，也容易被猜中，请换成具体内容。"


def option_absolute(entry: BankEntry, world: World) -> Iterable[Problem]:
    """No wrong option says 绝对 or 永远: the word gives it away."""
    for n, text in enumerate(entry.options):
        if n not in entry.right and ABSOLUTE.search(text):
            yield ("options", n), "错误选项里的绝对化说法等于提示它是错的，请换一种写法。"


def one_right_of_multiple(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A multiple choice has several right options, or it should be a single choice."""
    if entry.kind == "multiple" and len(entry.right) == 1:
        yield ("options",), "多选题只有一个正确选项，请确认是否应为单选题。"


GUESS_HINTS: tuple[ItemRule, ...] = (option_giveaway, option_absolute, one_right_of_multiple)


def longest_option_right(entries: list[BankEntry]) -> Iterable[Problem]:
    """The right option isn't the longest in most items of a file."""
    judged = [e for e in entries if e.kind == "single" and len(e.options) > 1 and len(e.right) == 1]
    longest = [entry for entry in judged if _right_is_longest(entry)]
    if len(judged) >= ENOUGH and len(longest) >= LONGEST_SHARE * len(judged):
        yield (), f"{len(judged)} 道单选题中有 {len(longest)} 道的正确选项最长，选最长的就能及格。"


def truefalse_one_sided(entries: list[BankEntry]) -> Iterable[Problem]:
    """True and false are about as frequent in a file."""
    answers = [e.raw["answer"] for e in entries if e.kind == "truefalse" and isinstance(e.raw.get("answer"), bool)]
    most = max(answers.count(True), answers.count(False))
    if len(answers) >= ENOUGH and most >= ONE_SIDED_SHARE * len(answers):
        yield (), f"{len(answers)} 道判断题中有 {most} 道答案相同，全选一边就能及格。"


def _right_is_longest(entry: BankEntry) -> bool:
    lengths = [len(text) for text in entry.options]
    right = lengths.pop(entry.right[0])
    return right > max(lengths)


FILE_HINTS: tuple[FileRule, ...] = (longest_option_right, truefalse_one_sided)
