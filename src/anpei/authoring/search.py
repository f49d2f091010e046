"""Finding objects by words: characters, pinyin in full or by initials; a plain look through what is in memory."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from anpei.authoring.model import AuthoredObject

__all__ = ["SearchIndex"]

DOTS = str.maketrans(dict.fromkeys("•‧・∙⋅●", "·"))
HEADS = ("title", "name", "short", "stem", "tags")
"""What is found by its sound, too: what an object is called, or asks."""
MOST = 60_000


@dataclass(frozen=True)
class _Entry:
    words: str
    sounds: str
    begins: frozenset[int]
    initials: str


class SearchIndex:
    """What was looked at once is remembered by what it says."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], _Entry] = {}

    def find(self, objects: Iterable[AuthoredObject], words: str) -> list[AuthoredObject]:
        """Those in which every word is found, in their order; all of them without a word."""
        asked = plain(words).split()
        return [each for each in objects if all(_found(self._entry(each), word) for word in asked)]

    def _entry(self, told: AuthoredObject) -> _Entry:
        key = (told.slug, told.version)
        if key not in self._known:
            if len(self._known) > MOST:
                self._known.clear()
            self._known[key] = _entry(told)
        return self._known[key]


def plain(text: str) -> str:
    """One form of what looks alike: widths, dots and case."""
    return unicodedata.normalize("NFKC", text).translate(DOTS).lower()


def _entry(told: AuthoredObject) -> _Entry:
    from pypinyin import lazy_pinyin  # its words fill 30 MB: only who searches pays for them

    heads = " ".join(text for key in HEADS for text in _texts(told.value.get(key)))
    syllables = lazy_pinyin(plain(heads))
    begins, length = [], 0
    for syllable in syllables:
        begins.append(length)
        length += len(syllable)
    whole = plain(" ".join((told.slug, told.topic, *_texts(told.value))))
    return _Entry(whole, "".join(syllables), frozenset(begins), "".join(each[0] for each in syllables if each))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _found(entry: _Entry, word: str) -> bool:
    if word in entry.words:
        return True
    if not word.isascii() or len(word) < 2:
        return False
    at = entry.sounds.find(word)
    while at >= 0:
        if at in entry.begins:
            return True
        at = entry.sounds.find(word, at + 1)
    return word in entry.initials
