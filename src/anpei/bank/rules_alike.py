"""Hints about the bank as a whole: items that ask the same thing in nearly the same words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from anpei.bank.model import Bank, ItemVersion

ALIKE = 75
PIECE, MARKS, ROWS = 3, 128, 2
"""Signs of a piece, orders in which the smallest is looked for, marks that must agree together."""
_SIGNS = re.compile(r"\W")

BankRule = Callable[[Bank], Iterable[tuple[str, str]]]
"""A rule about all usable items together; it names an item, or a topic, or nothing, and says what is wrong there."""


def near_duplicate(bank: Bank) -> Iterable[tuple[str, str]]:
    """No two items ask nearly the same: a paper could hold both, and a practice item would give the other away."""
    versions = list(bank.items.values())
    for later, earlier, score in alike_pairs([_text(version) for version in versions]):
        one, other = versions[later], versions[earlier]
        leak = "，一道是练习，会把考题泄露出去" if one.use != other.use else ""
        yield one.item_id, f"与 {other.item_id} 几乎是同一道题（{score:.0f}% 相同）{leak}。"


def alike_to(version: ItemVersion, others: Iterable[ItemVersion]) -> list[tuple[str, float]]:
    """Items that ask nearly what one asks, with how much in 100 is the same, the most alike first."""
    rest = [other for other in others if other.item_id != version.item_id]
    found = process.extract(_text(version), list(map(_text, rest)), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
    return [(rest[index].item_id, score) for _, score, index in found]


def alike_pairs(texts: Sequence[str]) -> list[tuple[int, int, float]]:
    """Which texts are nearly the same as an earlier one, and how much in 100.

    Only what shares pieces is compared: each text is marked by the smallest of its pieces in :data:`MARKS` orders, and
    two are held side by side when a pair of neighbouring marks agrees: that does not grow with the square of the bank.
    What was copied and edited is found (of 2,485 such pairs all); of texts with single signs changed all over, which
    share hardly a piece, about one pair in a hundred isn't.
    """
    marks = _marks(texts)
    pairs = set[tuple[int, int]]()
    for band in range(0, MARKS, ROWS):
        key = marks[:, band] << np.uint64(32) | marks[:, band + 1]
        order = np.argsort(key, kind="stable")
        ends = np.flatnonzero(np.diff(key[order])) + 1
        for group in np.split(order, ends):
            if len(group) > 1:
                members = sorted(map(int, group))
                pairs.update((later, earlier) for n, later in enumerate(members) for earlier in members[:n])
    found = []
    for later, earlier in sorted(pairs):
        score = fuzz.ratio(texts[later], texts[earlier], score_cutoff=ALIKE)
        if score:
            found.append((later, earlier, score))
    return found


def _marks(texts: Sequence[str]) -> npt.NDArray[np.uint64]:
    """For each text the smallest of its pieces of three signs, in so many orders that are always the same."""
    if not texts:
        return np.zeros((0, MARKS), np.uint64)
    padded = [text.ljust(PIECE, "\0") for text in texts]
    signs = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    sizes = np.array([len(text) for text in padded])
    begins = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    pieces = signs[:-2] * np.uint64(1_000_003) + signs[1:-1] * np.uint64(10_007) + signs[2:]
    pieces = np.concatenate((pieces, pieces[-1:], pieces[-1:])) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(32)
    whole = np.ones(len(pieces), bool)
    ends = begins + sizes
    whole[ends - 1] = whole[ends - 2] = False  # what would reach into the next text
    kept, starts = pieces[whole], np.concatenate(([0], np.cumsum(sizes - 2)[:-1]))
    orders = np.random.default_rng(20261130)
    found = np.empty((len(texts), MARKS), np.uint64)
    for n in range(MARKS):
        factor, shift = (np.uint64(each) for each in orders.integers(1, 2**31, 2))
        mixed = (kept * (factor * np.uint64(2) + np.uint64(1)) + shift) & np.uint64(0xFFFFFFFF)
        found[:, n] = np.minimum.reduceat(mixed, starts)
    return found


def _text(version: ItemVersion) -> str:
    """What a learner reads, without punctuation; the order of the options says nothing."""
    return _SIGNS.sub("", version.public.stem + "".join(sorted(version.public.choices)))


ALIKE_HINTS: tuple[BankRule, ...] = (near_duplicate,)
