"""A chapter in the order a page shows it, and its sections: what stands below each heading of the second rank.

What a kernel shows is one piece whose headings are the kernel's; what it shows belongs to the section before it.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from anpei.courses.doubts import quiet
from anpei.courses.model import Block, Built

__all__ = ["Section", "in_order", "outline", "with_anchors"]

BEGINNING = "开头"
_HEAD = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Section:
    """``key`` follows from the title, so that it stays when others are put before; ``activities`` by their keys."""

    key: str
    title: str
    activities: tuple[str, ...] = ()


def in_order(built: Built, keys: list[str]) -> tuple[list[tuple[Block, str]], list[tuple[Block, str]], list[tuple[Block, str]]]:
    """The blocks with their keys: before what the kernel shows, within it, and after; activities apart from it follow it."""
    part, pairs = built.live_part, list(zip(built.blocks, keys, strict=True))
    if part is None:
        return pairs, [], []
    before = [pair for pair in pairs if pair[0].cell < part.first]
    within = [pair for pair in pairs if part.shows(pair[0].cell)]
    apart = [pair for pair in pairs if pair[0].cell in part.apart and part.first <= pair[0].cell <= part.last]
    return before, within, [*apart, *(pair for pair in pairs if pair[0].cell > part.last)]


def outline(built: Built, keys: list[str]) -> tuple[Section, ...]:
    """The chapter's sections; what is to be done before the first heading is a section, too. Fewer than two are none."""
    before, within, after = in_order(built, keys)
    found = [Section("s-top", BEGINNING)]
    for block, key, live in [*((*pair, False) for pair in before), *((*pair, True) for pair in within), *((*pair, False) for pair in after)]:
        if block.kind == "html" and not live:
            found += _headed(block.text, {section.key for section in found})
        elif key:
            found[-1] = replace(found[-1], activities=(*found[-1].activities, key))
    if not found[0].activities:
        del found[0]
    return tuple(found) if len(found) > 1 else ()


def with_anchors(text: str, taken: set[str]) -> str:
    """A block's HTML with each section's key at its heading; ``taken`` grows by them."""

    def anchored(match: re.Match[str]) -> str:
        key = _key(_words(match[1]), taken)
        taken.add(key)
        return f'<h2 id="{key}" tabindex="-1">{match[1]}</h2>'

    return _HEAD.sub(anchored, text)


def _headed(text: str, taken: set[str]) -> Iterator[Section]:
    for match in _HEAD.finditer(text):
        section = Section(_key(_words(match[1]), taken), _words(match[1]))
        taken.add(section.key)
        yield section


def _words(inner: str) -> str:
    return html.unescape(_TAG.sub("", quiet(inner)[0])).strip()


def _key(title: str, taken: set[str]) -> str:
    mark = f"s-{hashlib.sha256(title.encode()).hexdigest()[:8]}"
    number = 1
    while mark in taken:
        number += 1
        mark = f"{mark[:10]}-{number}"
    return mark
