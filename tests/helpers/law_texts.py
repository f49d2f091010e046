"""The laws' own texts, where somebody has them: read into articles, and compared with our one-line gists.

They stay out of the project. ``ANPEI_LAW_TEXTS`` names the folder, or several as in ``PATH``; without it,
``shared/reference/laws`` and every ``laws-…`` next to it are looked for beside the checkout and everything it lies in,
and beside the checkout that this one was cloned from. Each file is Markdown, its heading the law's full name, its text
after ``<!-- INFO END -->``, the version's date in its file's name; so are those of the public collection that
:data:`MISSING` names.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

__all__ = ["MISSING", "articles", "dated", "files", "folders", "paragraphs", "shared", "words"]

CHECKOUT = Path(__file__).resolve().parents[2]
BESIDE, MORE = "shared/reference/laws", "laws-*"
COLLECTION = "https://github.com/LawRefBook/Laws"
MISSING = (
    "没有法规原文，要点没有对照。要对照：git clone --depth 1 "
    f"{COLLECTION} ../{BESIDE}，或用 ANPEI_LAW_TEXTS=原文文件夹 指明"
    f"（几个文件夹用 {os.pathsep} 隔开），再运行一次。"
)
DATE = re.compile(r"\((\d{4}-\d\d-\d\d)\)$")

ARTICLE = re.compile(
    r"^第(?P<main>[一二三四五六七八九十百零]+)条(?:之(?P<extra>[一二三四五六七八九十]+))?(?:（[^）]*）)?[ 　]"
)
POINT = re.compile(r"^[（(][一二三四五六七八九十]+[）)]")
RUN = re.compile(r"[\u4e00-\u9fff0-9]+")
DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}


def folders() -> tuple[Path, ...]:
    """Where the texts are; empty without any."""
    if named := os.environ.get("ANPEI_LAW_TEXTS"):
        paths = tuple(Path(name) for name in named.split(os.pathsep) if name)
        missing = [str(path) for path in paths if not path.is_dir()]
        assert not missing, f"ANPEI_LAW_TEXTS 指的文件夹不存在：{'、'.join(missing)}"
        return paths
    first = next((path for path in _places() if path.is_dir()), None)
    return (first, *sorted(path for path in first.parent.glob(MORE) if path.is_dir())) if first else ()


def _places() -> Iterator[Path]:
    """Where the texts may lie, the nearest first."""
    for checkout in (CHECKOUT, *_origin()):
        yield from (parent / BESIDE for parent in checkout.parents)


def _origin() -> list[Path]:
    """The folder on this machine that the checkout was cloned from, if it was."""
    command = ["git", "-C", str(CHECKOUT), "remote", "get-url", "origin"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        return []
    path = Path(told.removeprefix("file://"))
    return [path.resolve()] if path.is_absolute() and path.is_dir() else []


def files() -> dict[Path, str]:
    """Every text with its heading."""
    texts = [text for path in folders() for text in sorted(path.rglob("*.md"))]
    return {text: text.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ").strip() for text in texts}


def dated(text: Path) -> str | None:
    """The day on which the version in this file was passed, if its name says so: ``2021-06-10``."""
    found = DATE.search(text.stem)
    return found[1] if found else None


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
