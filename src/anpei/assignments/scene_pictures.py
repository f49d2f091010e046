"""A 找隐患 scene with what was marked on it: read once from its file, drawn as SVG that needs no other file."""

from __future__ import annotations

import base64
import functools
from collections.abc import Collection, Sequence
from html import escape
from pathlib import Path
from typing import Any

from anpei import colours, grading
from anpei.assignments.model import Outline, Ring, ScenePicture
from anpei.bank import ItemVersion
from anpei.content import Shelves

__all__ = ["draw", "picture"]

TONES = {
    "found": (colours.GREEN, "", "━━", "找到了"),
    "missed": (colours.AMBER, "14 8", "┅┅", "漏了"),
    "false": (colours.RED, "4 6", "┈┈", "误点"),
}
"""By verdict: colour, dashes of the outline, the same line in the legend, words."""
PLAIN = colours.BLUE


def picture(shelves: Shelves, version: ItemVersion, order: Sequence[int], value: Any) -> ScenePicture | None:
    """The scene of an item with an answer laid over it; None for an item without one."""
    scene = version.public.scene
    if scene is None:
        return None
    shown = grading.spotted(version, order, value)
    rings = tuple(
        Ring(number, mark["x"], mark["y"], "found" if number in shown.hits else "false")
        for number, mark in enumerate(value or (), 1)
        if isinstance(mark, dict)
    )
    path = shelves.find(f"quizzes/{scene.src}")
    src = _data(path, path.stat().st_mtime_ns) if path else ""
    outlines = tuple(Outline(place.label, place.points, place.verdict) for place in shown.places if place.verdict)
    return ScenePicture(src, scene.alt, scene.width, scene.height, rings, outlines)


def draw(given: ScenePicture, show: Collection[str]) -> str:
    """The picture as HTML; outlines and colours are part of the key, so without it there are only plain rings."""
    keyed = "key" in show
    parts = [f'<image href="{escape(given.src)}" width="{given.width}" height="{given.height}"></image>']
    parts += map(_outline, given.outlines) if keyed else ()
    parts += (_ring(ring, keyed) for ring in given.rings)
    box, alt = f"0 0 {given.width} {given.height}", escape(given.alt)
    style = "display:block;width:100%;max-width:44rem;height:auto;overflow:visible"
    svg = f'<svg viewBox="{box}" role="img" aria-label="{alt}" style="{style}">{"".join(parts)}</svg>'
    return f'<figure class="anpei-scene">{svg}{_legend() if keyed else ""}</figure>'


@functools.lru_cache(maxsize=64)
def _data(path: Path, _stamp: int) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(path.read_bytes()).decode()}"


def _outline(outline: Outline) -> str:
    colour, dashes, _, words = TONES[outline.verdict]
    title = f"<title>{escape(outline.label)}：{words}</title>"
    look = f'fill="{colour}" fill-opacity=".12" stroke="{colour}" stroke-width="4" stroke-dasharray="{dashes}"'
    return f'<polygon points="{escape(outline.points)}" {look}>{title}</polygon>'


def _ring(ring: Ring, keyed: bool) -> str:
    colour = TONES[ring.verdict][0] if keyed else PLAIN
    return (
        f'<g transform="translate({ring.x:g} {ring.y:g})">'
        f'<circle r="20" fill="none" stroke="{colours.WHITE}" stroke-width="8"></circle>'
        f'<circle r="20" fill="none" stroke="{colour}" stroke-width="4"></circle>'
        f'<circle cx="17" cy="-17" r="13" fill="{colour}" stroke="{colours.WHITE}" stroke-width="2"></circle>'
        f'<text x="17" y="-11.5" text-anchor="middle" font-size="16" font-weight="700" '
        f'fill="{colours.WHITE}">{ring.number}</text>'
        "</g>"
    )


def _legend() -> str:
    lines = (f'<span style="color:{colour}">{line} {words}</span>' for colour, _, line, words in TONES.values())
    return f"<figcaption>{'　'.join(lines)}</figcaption>"
