"""Site plans as GeoJSON: a FeatureCollection in the plan's units, `site.metres_per_unit` beside the features.

A map program writes degrees. A degree of longitude is not as long as one of latitude, so a plan in degrees is refused
with the way out instead of being stretched.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from anpei.exercises.evacuation.drawing import AREAS, KINDS, PlanDrawing, Shape
from anpei.plainfiles import parse_json

__all__ = ["read_geojson"]

FEATURES = re.compile(r'"features"\s*:\s*\[')
SINGLE = {"LineString": "line", "Polygon": "area"}
GEOGRAPHIC = re.compile(r"CRS84|EPSG:+(?:[0-9.]+:)?(?:4326|4490|4979)\b")
BUILDING = 0.1
"""Degrees: some ten kilometres; as metres or as any unit that a plan is drawn in no room would fit into it."""
DEGREES = (
    "坐标是经纬度（度），不能当作长度。请在 GIS 里另存为米制的平面坐标（如 CGCS2000 高斯投影，EPSG:4513 到 4533），"
    "再写 metres_per_unit: 1。"
)
MANY = {"MultiLineString": "LineString", "MultiPolygon": "Polygon"}


def read_geojson(path: str, text: str) -> PlanDrawing:
    """Every feature as a shape; what can't be read is a finding with its line."""
    drawing = PlanDrawing(path)
    try:
        data = parse_json(text)
    except (ValueError, RecursionError) as error:
        drawing.finding(getattr(error, "lineno", 1), "site-syntax", "不是能读的 JSON，请检查括号和逗号。")
        return drawing
    if not isinstance(data, dict) or not isinstance(data.get("features"), list):
        drawing.finding(1, "site-syntax", "应当是 GeoJSON 的 FeatureCollection。")
        return drawing
    _head(drawing, data.get("site"))
    for feature, line in zip(data["features"], _lines(text, len(data["features"])), strict=True):
        _feature(drawing, feature, line)
    if in_degrees(drawing, data.get("crs")):
        drawing.finding(1, "site-degrees", DEGREES)
    return drawing


def in_degrees(drawing: PlanDrawing, crs: Any) -> bool:
    """The coordinates are metres or drawing units, not longitude and latitude, as the file says or its numbers show."""
    if GEOGRAPHIC.search(json.dumps(crs)):
        return True
    points = [point for shape in drawing.shapes for ring in shape.rings for point in ring]
    if not points:
        return False
    xs, ys = [x for x, _ in points], [y for _, y in points]
    on_earth = max(map(abs, xs)) <= 180 and max(map(abs, ys)) <= 90
    tiny = max(max(xs) - min(xs), max(ys) - min(ys)) <= BUILDING
    return on_earth and tiny and max(*map(abs, xs), *map(abs, ys)) > 1


def _head(drawing: PlanDrawing, site: Any) -> None:
    site = site if isinstance(site, dict) else {}
    drawing.title = str(site.get("title", ""))
    drawing.over = str(site.get("over", ""))
    drawing.down = site.get("y", "up") == "down"
    drawing.scale = drawing.size(site.get("metres_per_unit"), 0.0, 1, "比例 metres_per_unit ")


def _lines(text: str, count: int) -> list[int]:
    """The 1-based line of every feature, found by reading the list once more, item by item."""
    found = FEATURES.search(text)
    at, decoder, lines = found.end() if found else 0, json.JSONDecoder(), []
    for _ in range(count):
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        lines.append(text.count("\n", 0, at) + 1)
        try:
            _, at = decoder.raw_decode(text, at)
        except ValueError:
            return [*lines, *[lines[-1]] * (count - len(lines))]
    return lines


def _feature(drawing: PlanDrawing, feature: Any, line: int) -> None:
    """One feature, or each part of a Multi… one."""
    told = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(told, dict) or not isinstance(geometry, dict):
        drawing.finding(line, "site-shape", "每个要素都要有 properties 和 geometry。")
        return
    kind, form = told.get("kind"), geometry.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        drawing.unknown(line, kind)
        return
    parts = [geometry]
    if isinstance(form, str) and form in MANY and isinstance(geometry.get("coordinates"), list):
        parts = [{"type": MANY[form], "coordinates": part} for part in geometry["coordinates"]]
    for part in parts:
        _part(drawing, kind, told, part, line)


def _part(drawing: PlanDrawing, kind: str, told: dict[str, Any], geometry: dict[str, Any], line: int) -> None:
    form = geometry.get("type")
    asked = "Polygon" if kind in AREAS else "LineString"
    if (
        not isinstance(form, str)
        or form not in SINGLE
        or (kind == "exit" and form != "LineString")
        or (kind in AREAS and form == "Point")
    ):
        drawing.finding(line, "site-shape", f"{KINDS[kind]}要画成 {asked}。")
        return
    raw = geometry.get("coordinates")
    try:
        rings = tuple(tuple(_point(p) for p in ring) for ring in (raw if form == "Polygon" else [raw]))  # type: ignore[union-attr]
    except (TypeError, ValueError, LookupError):
        drawing.finding(line, "site-shape", "坐标应当是 [x, y] 两个数。")
        return
    if not rings or min(map(len, rings)) < 2:
        drawing.finding(line, "site-shape", f"{KINDS[kind]}至少要有两个点。")
        return
    closed = all(len(ring) > 2 and ring[0] == ring[-1] for ring in rings)
    drawing.shapes.append(
        Shape(
            kind, rings, closed, str(told.get("id", "")), str(told.get("name", "")),
            drawing.people(told.get("people"), line), drawing.size(told.get("thickness"), 0.2, line, "墙厚"), line,
        )
    )  # fmt: skip


def _point(raw: Any) -> tuple[float, float]:
    x, y = float(raw[0]), float(raw[1])
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError(raw)
    return x, y
