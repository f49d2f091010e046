"""Site plans as DXF: layers say what a line is; words on the same layer, or just a text inside, name a shape.

What stands on a known layer and can't be read is told, layer by layer: a wall must not be missing in silence.
"""

from __future__ import annotations

import io
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
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
MARKS = ("DIMENSION", "LEADER", "MULTILEADER", "MLEADER", "ATTDEF", "VIEWPORT", "IMAGE", "WIPEOUT")
"""What draws no line of the building."""
NAMES = {
    "ARC": "圆弧",
    "SPLINE": "样条曲线",
    "MLINE": "多线",
    "INSERT": "块",
    "ELLIPSE": "椭圆",
    "HATCH": "填充",
    "SOLID": "实体填充",
    "POINT": "点",
    "CIRCLE": "没有大小的圆",
    "LWPOLYLINE": "只有一个点的多段线",
    "POLYLINE": "网格或只有一个点的多段线",
}
MOST_TOLD = 20
ARC = 0.2
ROUGH = 1e-6
"""The most a chord of a huge arc may lie beside it, as a share of the radius: else a circle has endless corners."""
MOST_POINTS = 40_000
BOUND = re.compile(r"^.*(?:\||\$[0-9]{1,3}\$)")
"""What a CAD puts before the layers of another drawing that was bound into this one."""
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
    known = {name.casefold(): kind for name, kind in {**LAYERS, **(layers or {})}.items()}
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
    """A finding for each kind of thing on a known layer that no line was made of, and for what an author can't see."""
    for (layer, kind), count in sorted(_unread(document, known).items())[:MOST_TOLD]:
        what = NAMES.get(kind, kind)
        message = f"图层“{layer}”上有 {count} 个{what}没有读，请在 CAD 里炸开或改画成直线、多段线。"
        drawing.warning(0, "dxf-unread", message)
    for name in sorted(_references(document))[:MOST_TOLD]:
        drawing.warning(0, "dxf-unread", f"外部参照“{name}”没有读，请在 CAD 里绑定并炸开。")
    elsewhere = {_layer(entity) for page in document.layouts if not page.is_modelspace for entity in page}
    for layer in sorted(layer for layer in elsewhere if _kind_of(layer, known))[:MOST_TOLD]:
        drawing.warning(0, "dxf-unread", f"图层“{layer}”有东西画在布局里，没有读，请画到模型空间。")
    hidden = {_name(layer).casefold() for layer in document.layers if layer.is_off() or layer.is_frozen()}
    for layer in sorted(layer for layer in {shape.layer for shape in drawing.shapes} if layer.casefold() in hidden):
        drawing.warning(0, "dxf-hidden", f"图层“{layer}”关闭或冻结了，上面的线照样算。不要的请删掉。")


def _unread(document: Any, known: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """How many of each kind lie on each known layer and gave no line."""
    unread: Counter[tuple[str, str]] = Counter()
    within = cache(lambda name: _layers_within(document, name))
    for entity in document.modelspace():
        kind, layers = entity.dxftype(), {_layer(entity)}
        if kind == "INSERT":
            layers |= within(_name(entity))
        layers = {layer for layer in layers if _kind_of(layer, known)}
        if layers and kind not in (*WORDS, *MARKS) and not (kind in READ and _points(entity)):
            unread.update((layer, kind) for layer in layers)
    return unread


def _layer(entity: Any) -> str:
    return str(entity.dxf.get("layer", ""))


def _name(entity: Any) -> str:
    """What a layer is called, or the block that is shown."""
    return str(entity.dxf.get("name", ""))


def _references(document: Any) -> set[str]:
    """Other drawings shown in this one: whatever their layers are called, nothing of them is in the file."""
    return {str(block.name) for block in document.blocks if block.block is not None and block.block.is_xref}


def _layers_within(document: Any, block_name: str) -> set[str]:
    """The layers of what a block is made of, blocks within it too; layer 0 is that of the block itself."""
    found: set[str] = set()
    waiting, seen = [block_name], set[str]()
    while waiting:
        name = waiting.pop()
        block = document.blocks.get(name)
        if block is None or name in seen:
            continue
        seen.add(name)
        for entity in block:
            found.add(_layer(entity))
            if entity.dxftype() == "INSERT":
                waiting.append(_name(entity))
    return found


def _kind_of(layer: str, known: Mapping[str, str]) -> str:
    """What a layer's lines are; upper and lower case are the same to every CAD, and a bound drawing's are prefixed."""
    layer = layer.casefold()
    return known.get(layer) or known.get(BOUND.sub("", layer), "")


def _lines(space: Any, known: Mapping[str, str]) -> Iterator[tuple[str, str, list[Point], bool]]:
    """Kind, layer, points and closedness of every entity we read."""
    for entity in space.query(" ".join(READ)):
        kind = _kind_of(_layer(entity), known)
        if kind and (points := _points(entity)):
            closed = entity.dxftype() == "CIRCLE" or bool(getattr(entity, "is_closed", False))
            yield kind, _layer(entity), points, closed


def _points(entity: Any) -> list[Point]:
    """The corners of a line as they lie in the drawing, also of one that was mirrored; none if nothing can be drawn."""
    kind = entity.dxftype()
    if kind == "LINE":
        return [_flat(entity.dxf.start), _flat(entity.dxf.end)]
    if kind == "CIRCLE":
        return [_flat(p) for p in entity.flattening(ARC * entity.dxf.radius)] if entity.dxf.radius > 0 else []
    if kind == "POLYLINE" and (entity.is_poly_face_mesh or entity.is_polygon_mesh):
        return []
    points = _polyline(entity)
    return points if len(points) > 1 else []


def _polyline(entity: Any) -> list[Point]:
    """The corners of a polyline; bulges (arcs) become short chords."""
    if not entity.has_arc:
        return [_flat(point) for point in _corners(entity)]
    points: list[Point] = []
    for part in entity.virtual_entities():
        if part.dxftype() == "LINE":
            steps = [part.dxf.start, part.dxf.end]
        else:
            steps = list(part.flattening(max(ARC, ROUGH * part.dxf.radius)))
        points += [_flat(p) for p in steps if not points or _flat(p) != points[-1]]
    return points


def _corners(entity: Any) -> Iterator[Any]:
    return iter(entity.vertices_in_wcs() if entity.dxftype() == "LWPOLYLINE" else entity.points_in_wcs())


def _flat(point: Any) -> Point:
    return float(point[0]), float(point[1])


def _words(space: Any, known: Mapping[str, str]) -> Iterator[tuple[str, Point, str]]:
    """Kind of the layer, place and text of every label."""
    for entity in space.query(" ".join(WORDS)):
        plain = entity.dxftype() == "TEXT"
        text = entity.dxf.text if plain else entity.plain_text()
        place = entity.ocs().to_wcs(entity.dxf.insert) if plain else entity.dxf.insert
        yield _kind_of(_layer(entity), known), _flat(place), " ".join(text.split())


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
