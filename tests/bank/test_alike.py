"""Nearly the same questions are found without comparing every pair, and the same ones as by comparing them all."""

from __future__ import annotations

import random

from rapidfuzz import fuzz, process

from anpei import bank
from anpei.bank.rules_alike import ALIKE, _text
from anpei.content import Shelves, bundled


def test_what_was_copied_and_edited_is_found_like_by_comparing_all() -> None:
    texts = [_text(version) for version in bank.load(Shelves([bundled()])).items.values()]
    chance = random.Random(2)
    for _ in range(200):
        text, other = chance.choice(texts), chance.choice(texts)
        at, size = chance.randrange(len(text)), chance.randrange(1, max(2, len(text) // 6))
        begin = chance.randrange(len(other))
        texts.append(text[:at] + other[begin : begin + size] + text[at + size :])
    scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=ALIKE)
    all_pairs = {(later, earlier) for later, earlier in zip(*scores.nonzero(), strict=True) if earlier < later}
    found = bank.alike_pairs(texts)
    assert {(later, earlier) for later, earlier, _ in found} == all_pairs
    assert len(all_pairs) > 150


def test_short_texts_and_none_at_all() -> None:
    assert bank.alike_pairs([]) == []
    assert bank.alike_pairs(["", "甲", "甲", "甲乙", "甲乙丙丁"]) == [(2, 1, 100.0)]
    assert bank.alike_pairs(["同样的题目文字", "同样的题目文字", "完全两样"]) == [(1, 0, 100.0)]
