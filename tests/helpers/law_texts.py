"""The laws' own texts, where somebody has them: read into articles, and compared with our one-line gists.

They stay out of the project. ``ANPEI_LAW_TEXTS`` names the folder; without it, ``shared/reference/laws`` beside the
checkout is tried. Each file is Markdown, its heading the law's full name, its text after ``<!-- INFO END -->``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

__all__ = ["articles", "folder", "paragraphs", "shared", "words"]

ARTICLE = re.compile(r"^第(?P<main>[一二三四五六七八九十百零]+)条(?:之(?P<extra>[一二三四五六七八九十]+))?[ 　]")
POINT = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")
RUN = re.compile(r"[\u4e00-\u9fff0-9]+")
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}


def folder() -> Path | None:
    """Where the texts are, or None."""
    named = os.environ.get("ANPEI_LAW_TEXTS")
    path = Path(named) if named else Path(__file__).resolve().parents[3] / "shared/reference/laws"
    return path if path.is_dir() else None


def number(words: str) -> int:
    """``一百三十四`` → 134."""
    total = digit = 0
    for sign in words:
        if sign in DIGITS:
            digit = DIGITS[sign]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[sign]
            digit = 0
    return total + digit


def articles(text: str) -> dict[str, list[str]]:
    """The lines of every article by our number: ``134-1`` is 第一百三十四条之一."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.split("<!-- INFO END -->")[-1].splitlines():
        if head := ARTICLE.match(line):
            key = str(number(head["main"])) + (f"-{number(head['extra'])}" if head["extra"] else "")
            lines = found[key] = [line[head.end() :]]
        elif line.startswith("#"):
            lines = []
        elif line.strip():
            lines.append(line.strip())
    return found


def paragraphs(lines: list[str]) -> list[str]:
    """The paragraphs (款) of an article; its points (项) belong to the paragraph before them."""
    found: list[str] = []
    for line in lines:
        if POINT.match(line) and found:
            found[-1] += line
        else:
            found.append(line)
    return found


def words(gist: str) -> set[str]:
    """Every two neighbouring characters: Chinese without spaces, cut fairly for both sides."""
    return {run[at : at + 2] for run in RUN.findall(gist) for at in range(len(run) - 1)}


def shared(gist: str, text: str) -> float:
    """Which share of the gist's words the text has."""
    mine = words(gist)
    return sum(word in text for word in mine) / len(mine) if mine else 0.0
