"""The picture of a 找隐患 question: an SVG that is only a picture, and that says nothing but what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from anpei import xmltext
from anpei.plainfiles import read_text

CANVAS = 2000
SMALLEST = 200
LARGEST = 1_000_000
BOX = re.compile(r"\s*0(?:\.0*)?[\s,]+0(?:\.0*)?[\s,]+(\d{1,4}(?:\.\d{1,9})?)[\s,]+(\d{1,4}(?:\.\d{1,9})?)\s*")
"""Drawing programs write decimals; the picture is placed on whole numbers, which moves nothing by a whole unit."""
ACTIVE = {"script", "foreignObject", "iframe", "object", "embed", "audio", "video", "a", "image", "set"}
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
TELLING = re.compile(
    r"隐患|危险|违规|违章|错误|正确|hazard|danger|decoy|unsafe|wrong|fault|harmless|bad|risk", re.IGNORECASE
)
NAMES = ("id", "class", "title", "desc", "aria-label")


@dataclass(frozen=True)
class SceneDrawing:
    """A picture file as read; ``root`` is None when it is no SVG. Sizes are in the picture's own units, 0 unknown."""

    text: str
    root: Element | None
    width: int = 0
    height: int = 0


def well_placed(src: str) -> bool:
    """Whether an address can be a scene's: an SVG below ``media/``."""
    path = PurePosixPath(src or "?")
    return path.suffix == ".svg" and path.parts[0] == "media" and ".." not in path.parts


def read(path: Path) -> SceneDrawing:
    """The drawing at ``path``; a document type, broken or boundless XML makes it none."""
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        stamp = 0
    return _read(path, stamp)


@lru_cache(maxsize=64)
def _read(path: Path, stamp: int) -> SceneDrawing:
    """Read once per state of the file (``stamp`` is its last change, in ns): many rules look at one drawing."""
    text, _ = read_text(path, LARGEST)
    return drawing(text) if text is not None else SceneDrawing("", None)


def drawing(text: str) -> SceneDrawing:
    """A drawing's text as read."""
    try:
        root = xmltext.tree(text)
    except xmltext.XmlRefused:
        return SceneDrawing(text, None)
    if _name(root.tag) != "svg":
        return SceneDrawing(text, None)
    size = BOX.fullmatch(root.get("viewBox", ""))
    width, height = (round(float(size[1])), round(float(size[2]))) if size else (0, 0)
    fits = min(width, height) >= SMALLEST and max(width, height) <= CANVAS
    return SceneDrawing(text, root, *((width, height) if fits else (0, 0)))


def drawing_problem(data: bytes) -> str:
    """Why a file can't be shown as a drawing, in words; "" for one that can: an SVG that is only a picture."""
    if len(data) > LARGEST:
        return "图太大，最多 1 MB"
    try:
        found = drawing(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return "不是 UTF-8 编码的 SVG"
    parts = list(dict.fromkeys(active_parts(found)))
    return f"图里有会动、会联网的东西（{parts[0]}）" if parts else ""


def active_parts(drawing: SceneDrawing) -> Iterator[str]:
    """Whatever in a drawing does or fetches something instead of being seen."""
    if drawing.root is None:
        yield "不是普通的 SVG"
        return
    for element in drawing.root.iter():
        name = _name(element.tag)
        if name in ACTIVE or name.startswith("animate"):
            yield f"<{name}>"
        for key, value in element.attrib.items():
            outside = _name(key) == "href" and not value.startswith("#")
            if _name(key).startswith("on") or outside or re.search(r"javascript:|url\((?!['\"]?#)", value):
                yield f"{_name(key)}={value[:20]}"
    if re.search(r"@import|url\((?!['\"]?#)", drawing.text):
        yield "样式里的外部地址"


def telling_words(drawing: SceneDrawing) -> Iterator[str]:
    """Names, titles and comments that would give the answer to whoever opens the file."""
    for comment in COMMENT.findall(drawing.text):
        yield from TELLING.findall(comment)
    for element in drawing.root.iter() if drawing.root is not None else ():
        words = [value for key, value in element.attrib.items() if _name(key) in NAMES]
        if _name(element.tag) in NAMES:
            words.append("".join(element.itertext()))
        for text in words:
            yield from TELLING.findall(text)


def _name(tag: object) -> str:
    """A tag or attribute without its namespace."""
    return str(tag).rpartition("}")[2]
