"""Site plans as DXF: layers say what a line is; words on the same layer, or just a text inside, name a shape."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from anpei.exercises.evacuation.drawing import AREAS, KINDS, LINES, PlanDrawing, Shape

__all__ = ["LAYERS", "read_dxf"]

Point = tuple[float, float]
LAYERS = {f"ANPEI-{kind.upper()}": kind for kind in KINDS} | {f"疏散-{word}": kind for kind, word in KINDS.items()}
UNITS = {1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 6: 1.0}
PEOPLE = re.compile(r"(\d+)\s*人")
ARC = 0.2


def read_dxf(path: str, text: str, layers: Mapping[str, str] | None = None, scale: float = 0.0) -> PlanDrawing:
    """Every line and outline on a known layer; ``layers`` maps the drawing office's own names, ``scale`` overrides."""
    drawing = PlanDrawing(path)
    try:
        import ezdxf
    except ImportError:
        drawing.finding(0, "dxf-reader", "读 DXF 要先运行 anpei evacuation install。")
        return drawing
    try:
        document = ezdxf.read(io.StringIO(text))
    except (ezdxf.DXFError, ValueError, KeyError, IndexError):
        drawing.finding(0, "site-syntax", "不是能读的 DXF，请另存为 DXF 2013 或更早的文本格式。")
        return drawing
    drawing.scale = scale or UNITS.get(int(document.header.get("$INSUNITS", 0)), 0.0)
    known = {**LAYERS, **(layers or {})}
    words = list(_words(document.modelspace(), known))
    for kind, layer, points, closed in _lines(document.modelspace(), known):
        people, name, ident = _named(kind, layer, points, words)
        ring = (*points, points[0]) if closed and points[0] != points[-1] else tuple(points)
        shut = ring[0] == ring[-1] and len(ring) > 3
        drawing.shapes.append(Shape(kind, (ring,), shut, ident, name, people, layer=layer))
    if not drawing.shapes:
        drawing.finding(0, "site-layers", f"没有认识的图层。图层名用 {'、'.join(list(LAYERS)[-len(KINDS) :])}。")
    return drawing


def _lines(space: Any, known: Mapping[str, str]) -> Iterator[tuple[str, str, list[Point], bool]]:
    """Kind, layer, points and closedness of every entity we read."""
    for entity in space.query("LINE LWPOLYLINE POLYLINE CIRCLE"):
        layer = entity.dxf.layer
        kind = known.get(layer) or known.get(layer.upper())
        if kind is None:
            continue
        if entity.dxftype() == "LINE":
            yield kind, layer, [_flat(entity.dxf.start), _flat(entity.dxf.end)], False
        elif entity.dxftype() == "CIRCLE":
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
        steps = [part.dxf.start, part.dxf.end] if part.dxftype() == "LINE" else list(part.flattening(ARC))
        points += [_flat(p) for p in steps if not points or _flat(p) != points[-1]]
    return points


def _corners(entity: Any) -> Iterator[Any]:
    return iter(entity.get_points("xy")) if entity.dxftype() == "LWPOLYLINE" else iter(entity.points())


def _flat(point: Any) -> Point:
    return float(point[0]), float(point[1])


def _words(space: Any, known: Mapping[str, str]) -> Iterator[tuple[str, Point, str]]:
    """Kind of the layer, place and text of every label."""
    for entity in space.query("TEXT MTEXT"):
        layer = entity.dxf.layer
        text = entity.dxf.text if entity.dxftype() == "TEXT" else entity.plain_text()
        yield known.get(layer, known.get(layer.upper(), "")), _flat(entity.dxf.insert), " ".join(text.split())


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
