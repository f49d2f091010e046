"""Hints about items that can be answered without knowing: they pass, and their author is told.

Where the right option stands is no matter: every draw shuffles. What survives shuffling is looked for here, item by
item; what only a whole bank shows is in :mod:`anpei.bank.rules_balance`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from anpei.bank.entry import BankEntry, ItemRule, Problem, World

GIVEAWAY = re.compile(
    r"^(以上|上述|前述|其余)(选项|各项|答案|几项|三项|做法|说法)?(全部|全|都|均|皆)?(不?是|不?对|不?正确|错误?|不?可以)"
)
ABSOLUTE = re.compile(r"绝对|百分之百|100%|永远|万无一失|任何情况下都")
SAID = re.compile(r"“[^”]*”")
ASKS = re.compile(r"[？?]|(——|…|：|___)$")


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


def stem_asks_nothing(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A stem asks or leaves a sentence open; what somebody in it asks in “…” is no question to the learner."""
    stem = SAID.sub("“”", entry.text("stem")).rstrip()
    if entry.kind in ("single", "multiple", "short") and stem and not ASKS.search(stem):
        yield ("stem",), "题干没有提问。请加上一问，如“你怎么做？”“这话对吗？”，让人不看选项也知道要答什么。"


GUESS_HINTS: tuple[ItemRule, ...] = (option_giveaway, option_absolute, one_right_of_multiple, stem_asks_nothing)
