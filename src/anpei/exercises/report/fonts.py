"""The fonts a report is set in, and the characters they lack; an enterprise may add fonts of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

__all__ = ["FAMILY", "FONTS", "MISSING", "covered", "drawable", "lacking", "visible"]

FONTS = Path(__file__).parent / "font"
FAMILY = "Anpei Sans"
MISSING = "〓"
"""What printers have always set where a sort was missing."""


@lru_cache(maxsize=8)
def _characters(path: Path, _stamp: int) -> frozenset[int]:
    with path.open("rb") as file:
        try:
            faces = TTCollection(file).fonts if path.suffix == ".ttc" else [TTFont(file, lazy=True)]
            return frozenset(code for face in faces for code in face.getBestCmap())
        except (TTLibError, KeyError):
            return frozenset()


def covered(folders: Iterable[Path] = (FONTS,)) -> frozenset[int]:
    """Code points that some font of these folders can draw."""
    found: set[int] = set()
    for folder in folders:
        for path in sorted(folder.glob("*.[ot]t[fc]")) if folder.is_dir() else ():
            found |= _characters(path, path.stat().st_mtime_ns)
    return frozenset(found)


def visible(char: str) -> bool:
    """Whether it's a letter, sign or space; control characters, surrogates and the like are not.

    A character for private use, as old systems write rare names, is one: no font of ours has it, so it shows as ``〓``.
    """
    return char in "\n\t" or unicodedata.category(char) == "Co" or unicodedata.category(char)[0] != "C"


def lacking(text: str, folders: Iterable[Path] = (FONTS,)) -> list[str]:
    """The characters of a text that no font can draw, each once, in order; spaces don't count."""
    known = covered(folders)
    return [char for char in dict.fromkeys(text) if ord(char) not in known and visible(char) and not char.isspace()]


def drawable(text: str, folders: Iterable[Path] = (FONTS,)) -> str:
    """The text with ``〓`` for what can't be drawn, and without control characters."""
    gone = set(lacking(text, folders))
    return "".join(MISSING if char in gone else char for char in text if visible(char))
