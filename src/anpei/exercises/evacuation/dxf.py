"""Site plans as DXF: layers say what a line is; words on the same layer, or just a text inside, name a shape.

What stands on a known layer and can't be read is told, layer by layer: a wall must not be missing in silence.
"""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from anpei.exercises.evacuation.drawing import AREAS, KINDS, LINES, PlanDrawing, Shape
from anpei.plainfiles import safely

__all__ = ["LAYERS", "decoded", "read_dxf"]

Point = tuple[float, float]
LAYERS = {f"ANPEI-{kind.upper()}": kind for kind in KINDS} | {f"疏散-{word}": kind for kind, word in KINDS.items()}
UNITS = {1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 6: 1.0}
PEOPLE = re.compile(r"([0-9]{1,6})\s*人")
READ = ("LINE", "LWPOLYLINE", "POLYLINE", "CIRCLE")
WORDS = ("TEXT", "MTEXT")
MARKS = ("POINT", "DIMENSION", "LEADER", "MULTILEADER", "MLEADER", "ATTDEF", "VIEWPORT", "IMAGE", "WIPEOUT")
"""What draws no line of the building."""
NAMES = {
    "ARC": "圆弧",
    "SPLINE": "样条曲线",
    "MLINE": "多线",
    "INSERT": "块",
    "ELLIPSE": "椭圆",
    "HATCH": "填充",
    "SOLID": "实体填充",
}
MOST_TOLD = 20
ARC = 0.2
ROUGH = 1e-6
"""The most a chord of a huge arc may lie beside it, as a share of the radius: else a circle has endless corners."""
MOST_POINTS = 40_000
CODEPAGE = re.compile(rb"\$DWGCODEPAGE\s+3\s+(?:ANSI_)?([A-Za-z0-9-]{2,20})")
PAGES = {"936": "gb18030", "GB2312": "gb18030", "950": "big5", "932": "cp932", "949": "cp949", "1252": "cp1252"}


class _TooMany(ValueError):
    """The drawing has more points than any floor plan."""


def decoded(raw: bytes) -> str | None:
    """A DXF's text: UTF-8 since 2007, before that in the code page its header names; None when it is neither."""
    page = CODEPAGE.search(raw[:20_000])
    for encoding in ("utf-8-sig", PAGES.get(page[1].decode().upper(), "gb18030") if page else "gb18030"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return None


def read_dxf(path: str, text: str, layers: Mapping[str, str] | None = None, scale: float = 0.0) -> PlanDrawing:
    """Every line and outline on a known layer; ``layers`` maps the drawing office's own names, ``scale`` overrides."""
    drawing = PlanDrawing(path)
    try:
        import ezdxf
    except ImportError:
        drawing.finding(0, "dxf-reader", "读 DXF 要先运行 anpei evacuation install。")
        return drawing
    document = safely(path, lambda: ezdxf.read(io.StringIO(text)), lambda _finding: None)
    if document is None:
        drawing.finding(0, "site-syntax", "不是能读的 DXF，请另存为 DXF 2013 或更早的文本格式。")
        return drawing
    units = document.header.get("$INSUNITS", 0)
    drawing.scale = scale or (UNITS.get(units, 0.0) if isinstance(units, int) else 0.0)
    known = {**LAYERS, **(layers or {})}
    try:
        _take(drawing, document.modelspace(), known)
    except _TooMany:
        drawing.finding(0, "site-corners", f"图上有 {MOST_POINTS} 个以上的点，请只留疏散要用的线。")
    _tell_unread(drawing, document, known)
    if not drawing.shapes:
        drawing.finding(0, "site-layers", f"没有认识的图层。图层名用 {'、'.join(list(LAYERS)[-len(KINDS) :])}。")
    return drawing


def _take(drawing: PlanDrawing, space: Any, known: Mapping[str, str]) -> None:
    """Every line and outline as a shape, named by the words on it."""
    words, taken = list(_words(space, known)), 0
    for kind, layer, points, closed in _lines(space, known):
        taken += len(points)
        if taken > MOST_POINTS:
            raise _TooMany
        if not all(math.isfinite(number) for point in points for number in point):
            drawing.finding(0, "site-shape", f"图层“{layer}”有一处坐标不是数。")
            continue
        people, name, ident = _named(kind, layer, points, words)
        ring = (*points, points[0]) if closed and points[0] != points[-1] else tuple(points)
        shut = ring[0] == ring[-1] and len(ring) > 3
        drawing.shapes.append(Shape(kind, (ring,), shut, ident, name, people, layer=layer))


def _tell_unread(drawing: PlanDrawing, document: Any, known: Mapping[str, str]) -> None:
    """A finding for each kind of thing on a known layer that no line was made of."""
    unread: Counter[tuple[str, str]] = Counter()
    for entity in document.modelspace():
        kind, layer = entity.dxftype(), str(entity.dxf.get("layer", ""))
        if kind in (*READ, *WORDS, *MARKS):
            continue
        inside = _layers_within(document, entity) if kind == "INSERT" else set()
        unread.update((told, kind) for told in {layer, *inside} if _kind_of(told, known))
    for (layer, kind), count in sorted(unread.items())[:MOST_TOLD]:
        what = NAMES.get(kind, kind)
        message = f"图层“{layer}”上有 {count} 个{what}没有读，请在 CAD 里炸开或改画成直线、多段线。"
        drawing.warning(0, "dxf-unread", message)


def _layers_within(document: Any, insert: Any) -> set[str]:
    """The layers of what a block is made of; layer 0 is that of the block itself."""
    block = document.blocks.get(insert.dxf.get("name", ""))
    return {str(entity.dxf.get("layer", "")) for entity in block or ()}


def _kind_of(layer: str, known: Mapping[str, str]) -> str:
    return known.get(layer) or known.get(layer.upper(), "")


def _lines(space: Any, known: Mapping[str, str]) -> Iterator[tuple[str, str, list[Point], bool]]:
    """Kind, layer, points and closedness of every entity we read."""
    for entity in space.query(" ".join(READ)):
        layer = entity.dxf.layer
        kind = _kind_of(layer, known)
        if not kind:
            continue
        if entity.dxftype() == "LINE":
            yield kind, layer, [_flat(entity.dxf.start), _flat(entity.dxf.end)], False
        elif entity.dxftype() == "CIRCLE":
            if entity.dxf.radius > 0:
                yield kind, layer, [_flat(p) for p in entity.flattening(ARC * entity.dxf.radius)], True
        else:
            points = _polyline(entity)
            if len(points) > 1:
                yield kind, layer, points, bool(entity.is_closed)


def _polyline(entity: Any) -> list[Point]:
    """The corners of a polyline; bulges (arcs) become short chords."""
    if not entity.has_arc:
        return [(float(p[0]), float(p[1])) for p in _corners(entity)]
    points: list[Point] = []
    for part in entity.virtual_entities():
        if part.dxftype() == "LINE":
            steps = [part.dxf.start, part.dxf.end]
        else:
            steps = list(part.flattening(max(ARC, ROUGH * part.dxf.radius)))
        points += [_flat(p) for p in steps if not points or _flat(p) != points[-1]]
    return points


def _corners(entity: Any) -> Iterator[Any]:
    return iter(entity.get_points("xy")) if entity.dxftype() == "LWPOLYLINE" else iter(entity.points())


def _flat(point: Any) -> Point:
    return float(point[0]), float(point[1])


def _words(space: Any, known: Mapping[str, str]) -> Iterator[tuple[str, Point, str]]:
    """Kind of the layer, place and text of every label."""
    for entity in space.query(" ".join(WORDS)):
        layer = entity.dxf.layer
        text = entity.dxf.text if entity.dxftype() == "TEXT" else entity.plain_text()
        yield _kind_of(layer, known), _flat(entity.dxf.insert), " ".join(text.split())


def _named(kind: str, layer: str, points: list[Point], words: list[tuple[str, Point, str]]) -> tuple[int, str, str]:
    """People, name and id from the nearest label of the same kind: inside an area, beside a line."""
    own = [(place, text) for of, place, text in words if of == kind]
    if kind in AREAS:
        own = [(place, text) for place, text in own if _inside(place, points)]
    elif kind in LINES and own:
        middle = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
        own = [min(own, key=lambda o: (o[0][0] - middle[0]) ** 2 + (o[0][1] - middle[1]) ** 2)]
    if not own:
        return 0, "", ""
    text = own[0][1]
    people = PEOPLE.search(text)
    name = PEOPLE.sub("", text).strip()
    return int(people.group(1)) if people else 0, name, name


def _inside(point: Point, ring: list[Point]) -> bool:
    """Whether a point lies in the outline, by counting crossings."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
