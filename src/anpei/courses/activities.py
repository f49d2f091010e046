"""What there is to do in a chapter: its practice questions, and the activities that have a goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from anpei_widgets.bundles import learning

from anpei.courses.model import Block, Chapter, Course
from anpei.courses.notebook import read_cells, shown_widgets
from anpei.courses.outline import Section, outline
from anpei.courses.reading import read_built
from anpei.settings import Site

__all__ = ["Activities", "activities_of", "keys_of"]

WITH_GOAL = frozenset(learning())
"""Each of these says in the browser when its goal is reached."""


@dataclass(frozen=True)
class Activities:
    """``questions`` by item, ``others`` by key; ``sections`` of a chapter that was built, with what is to do in each."""

    questions: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


def activities_of(site: Site, course: Course, chapter: Chapter) -> Activities:
    """What a chapter shows: by its build where it has one, else by what its notebook calls."""
    built = read_built(site, course, chapter)
    shown = [(block.name, str(block.spec.get("item", ""))) for block in built.blocks if block.kind == "widget"]
    if not built.blocks:
        cells = read_cells(chapter.path)[0] or []
        shown = [call for cell in cells if cell.kind == "code" for call in shown_widgets(cell.source)]
    keys = list(zip(shown, _keys(shown), strict=True))
    questions = (key for (name, _), key in keys if name == "practice" and key)
    others = tuple(key for (name, _), key in keys if name in WITH_GOAL)
    return Activities(tuple(dict.fromkeys(questions)), others, outline(built, keys_of(built.blocks)))


def keys_of(blocks: Iterable[Block]) -> list[str]:
    """Each block's key as an activity; empty for what is none."""
    known = list(blocks)
    keys = iter(_keys((block.name, str(block.spec.get("item", ""))) for block in known if block.kind == "widget"))
    return [next(keys) if block.kind == "widget" else "" for block in known]


def _keys(shown: Iterable[tuple[str, str]]) -> list[str]:
    """A question goes by its item; anything else by its name, from the second of that name on with its number."""
    seen: Counter[str] = Counter()
    keys = []
    for name, item in shown:
        seen[name] += 1
        keys.append(item if name == "practice" else name if seen[name] == 1 else f"{name}-{seen[name]}")
    return keys
