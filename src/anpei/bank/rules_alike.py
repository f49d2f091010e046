"""Hints about the bank as a whole: items that ask the same thing in nearly the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from rapidfuzz import fuzz, process

from anpei.bank.model import Bank, ItemVersion

ALIKE = 75
_SIGNS = re.compile(r"\W")

BankRule = Callable[[Bank], Iterable[tuple[str, str]]]
"""A rule about all usable items together; it names an item, or a topic, or nothing, and says what is wrong there."""


def near_duplicate(bank: Bank) -> Iterable[tuple[str, str]]:
    """No two items ask nearly the same: a paper could hold both, and a practice item would give the other away."""
    versions = list(bank.items.values())
    texts = [_text(version) for version in versions]
    scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=ALIKE)
    for later, earlier in zip(*scores.nonzero(), strict=True):
        if earlier < later:
            one, other = versions[later], versions[earlier]
            leak = "，一道是练习，会把考题泄露出去" if one.use != other.use else ""
            yield one.item_id, f"与 {other.item_id} 几乎是同一道题（{scores[later, earlier]:.0f}% 相同）{leak}。"


def _text(version: ItemVersion) -> str:
    """What a learner reads, without punctuation; the order of the options says nothing."""
    return _SIGNS.sub("", version.public.stem + "".join(sorted(version.public.choices)))


ALIKE_HINTS: tuple[BankRule, ...] = (near_duplicate,)
