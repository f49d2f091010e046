"""From a drawing to a plan: cut walls out of the floor, set the doors into its edge, and say what doesn't fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.ops import nearest_points

from anpei.exercises.evacuation.drawing import LINES, PlanDrawing, Shape
from anpei.exercises.evacuation.plan import Exit, SitePlan, Zone

__all__ = ["APRON", "PEOPLE_LIMIT", "survey"]

APRON = 1.5  # metres of ground behind a door, so that people pass through it and not just up to it
NARROW = 0.7
SNAP = 0.5
FINE = 0.01
SPECK = 0.5  # square metres; smaller leftovers between walls are no floor
LARGEST_SITE = 600.0
SMALLEST_SITE = 2.0
CORNERS = 4000
PEOPLE_LIMIT = 400


@dataclass
class _Survey:
    """The drawing's shapes in metres, by kind."""

    drawing: PlanDrawing
    lines: dict[int, LineString] = field(default_factory=dict)
    areas: dict[int, Polygon] = field(default_factory=dict)

    def of(self, kind: str) -> list[tuple[int, Shape]]:
        return [
            (i, s) for i, s in enumerate(self.drawing.shapes) if s.kind == kind and (i in self.lines or i in self.areas)
        ]

    def areas_of(self, kind: str) -> list[Polygon]:
        return [self.areas[i] for i, _ in self.of(kind) if i in self.areas]


def survey(drawing: PlanDrawing, slug: str, sha: str) -> SitePlan | None:
    """The plan, or None when the drawing's findings hold an error."""
    site = _Survey(drawing)
    unique_shapes(site)
    if not known_scale(drawing) or not few_corners(drawing):
        return None
    sound_outlines(site)
    if not (area := floor_there(site)):
        return None
    floor, rest = _floor(site, area)
    if not (exits := doors_on_the_edge(site, area, floor)):
        return None
    body, leftover = _main(floor, exits, drawing)
    everybody_can_leave(site, body, leftover)
    zones = {kind: _zones(site, kind) for kind in ("start", "smoke", "muster", "room")}
    starts_on_the_floor(site, body)
    muster_outside(site, body)
    if any(finding.level == "error" for finding in drawing.findings):
        return None
    walkable = Polygon(body.exterior, body.interiors)
    inner = _largest(walkable.difference(shapely.union_all([e.apron for e in exits])))
    return SitePlan(
        slug, drawing.title or slug, sha, drawing.scale, drawing.over, inner, walkable, tuple(exits),
        zones["start"], zones["smoke"], zones["muster"], zones["room"], tuple(rest),
    )  # fmt: skip


def known_scale(drawing: PlanDrawing) -> bool:
    """A plan says how long its unit is; without a scale no time can be reckoned."""
    if drawing.scale <= 0:
        words = (
            "没有写比例：GeoJSON 写 site.metres_per_unit，SVG 根元素写 data-metres-per-unit，DXF 设单位（毫米或米）。"
        )
        drawing.finding(1, "scale-missing", words)
        return False
    return True


def unique_shapes(site: _Survey) -> None:
    """Exits, starts, smoke zones and muster points have ids of their own."""
    asked = [s for s in site.drawing.shapes if s.kind in ("exit", "start", "smoke", "muster")]
    seen = Counter[tuple[str, str]]()
    for shape in asked:
        if not shape.id:
            site.drawing.finding(shape.line, "site-id", f"{shape.label}要有编号（id），设条件时要用。")
        seen[shape.kind, shape.id] += 1
        if shape.id and seen[shape.kind, shape.id] == 2:
            site.drawing.finding(shape.line, "duplicate-id", f"{shape.label}的编号已经用过。")


def few_corners(drawing: PlanDrawing) -> bool:
    """A plan has as many corners as can be reckoned with; a whole building's drawing has a hundred times more."""
    corners = sum(len(ring) for shape in drawing.shapes for ring in shape.rings)
    if corners > CORNERS:
        drawing.finding(1, "site-corners", f"图上有 {corners} 个点，最多 {CORNERS} 个，请简化。")
    return corners <= CORNERS


def sound_outlines(site: _Survey) -> None:
    """Outlines are closed, don't cross themselves, and the whole has a believable size."""
    drawing = site.drawing
    for index, shape in enumerate(drawing.shapes):
        rings = [[_metres(drawing, point) for point in ring] for ring in shape.rings]
        if shape.kind in LINES and not shape.closed and len(rings[0]) > 1:
            site.lines[index] = LineString(rings[0])
            continue
        if not shape.closed or len(rings[0]) < 4:
            drawing.finding(shape.line, "open-outline", f"{shape.label}没有闭合：最后一点要回到第一点。")
            continue
        polygon = Polygon(rings[0], rings[1:])
        if not polygon.is_valid:
            where = shapely.is_valid_reason(polygon).partition("[")[2].rstrip("]")
            drawing.finding(shape.line, "crossing-outline", f"{shape.label}的边自己相交（约在 {where} 米处）。")
            continue
        site.areas[index] = polygon
    shapes = [*site.areas.values(), *site.lines.values()]
    if shapes:
        x0, y0, x1, y1 = shapely.union_all(shapes).bounds
        size = max(x1 - x0, y1 - y0)
        if not SMALLEST_SITE <= size <= LARGEST_SITE:
            drawing.finding(1, "site-size", f"整张图算下来约 {size:.1f} 米，比例恐怕写错了。")


def _metres(drawing: PlanDrawing, point: tuple[float, float]) -> tuple[float, float]:
    return point[0] * drawing.scale, point[1] * drawing.scale * (1 if drawing.down else -1)


def floor_there(site: _Survey) -> Polygon | MultiPolygon | None:
    """There is a floor to walk on and at least one way out of it."""
    areas = site.areas_of("area")
    if not any(shape.kind == "exit" for shape in site.drawing.shapes):
        site.drawing.finding(1, "no-exit", "图上没有出口（exit）。")
    if not areas:
        if not any(shape.kind == "area" for shape in site.drawing.shapes):
            site.drawing.finding(1, "no-area", "图上没有场地轮廓（area）。")
        return None
    return shapely.union_all(areas)


def _floor(site: _Survey, area: Polygon | MultiPolygon) -> tuple[Polygon | MultiPolygon, list[Polygon]]:
    """The floor without walls and obstacles, and the solid things as drawn."""
    solid = []
    for index, shape in [*site.of("wall"), *site.of("obstacle")]:
        if index in site.areas:
            solid.append(site.areas[index])
        elif index in site.lines:
            solid.append(site.lines[index].buffer(shape.thickness / 2, cap_style="flat", join_style="mitre"))
    floor = area.difference(shapely.union_all(solid)) if solid else area
    return shapely.set_precision(floor, FINE / 10), [part for shape in solid for part in _parts(shape)]


def doors_on_the_edge(site: _Survey, area: Polygon | MultiPolygon, floor: Polygon | MultiPolygon) -> list[Exit]:
    """An exit lies on the floor's outer edge, is wide enough for a person, and nothing stands before it."""
    edge = shapely.union_all([LineString(part.exterior.coords) for part in _parts(area)])
    exits = []
    for index, shape in site.of("exit"):
        line = site.lines.get(index)
        if line is None:
            site.drawing.finding(shape.line, "site-shape", f"{shape.label}要画成一条线。")
            continue
        line = LineString([line.coords[0], line.coords[-1]])
        if max(edge.distance(Point(p)) for p in [*line.coords, line.centroid.coords[0]]) > SNAP:
            site.drawing.finding(shape.line, "exit-off-edge", f"{shape.label}不在场地的边上。")
            continue
        if line.length < NARROW:
            site.drawing.finding(shape.line, "exit-narrow", f"{shape.label}只有 {line.length:.2f} 米宽，人过不去。")
            continue
        door = _door(shape, line, floor)
        if door is None:
            site.drawing.finding(shape.line, "exit-shut-in", f"{shape.label}里面被墙或障碍挡住了。")
        else:
            exits.append(door)
    return exits


def _door(shape: Shape, line: LineString, floor: Polygon | MultiPolygon) -> Exit | None:
    """The door with its apron on the side that is no floor; None when there is no floor before it."""
    (x0, y0), (x1, y1) = line.coords
    nx, ny = (y1 - y0) / line.length, -(x1 - x0) / line.length
    middle = line.centroid
    for side in (1, -1):
        inside = Point(middle.x - side * nx * 0.4, middle.y - side * ny * 0.4)
        outside = Point(middle.x + side * nx * APRON * 0.8, middle.y + side * ny * APRON * 0.8)
        if floor.contains(inside) and not floor.contains(outside):
            back, out = -side * SNAP, side * APRON
            corners = [(x, y, k) for (x, y), k in zip([(x0, y0), (x1, y1), (x1, y1), (x0, y0)], [back, back, out, out])]  # noqa: B905
            apron = Polygon([(x + nx * k, y + ny * k) for x, y, k in corners])
            return Exit(shape.id, shape.name or shape.id, line, (inside.x, inside.y), (outside.x, outside.y), apron)
    return None


def _main(floor: Polygon | MultiPolygon, exits: list[Exit], drawing: PlanDrawing) -> tuple[Polygon, list[Polygon]]:
    """The one connected floor that has the exits, with their aprons, and the parts that have none."""
    joined = shapely.union_all([floor, *(exit_.apron for exit_ in exits)])
    parts = [p for p in _parts(shapely.set_precision(joined.simplify(FINE), FINE / 10)) if p.area > SPECK]
    ways = [sum(part.distance(Point(e.inside)) < FINE for e in exits) for part in parts]
    if sum(1 for count in ways if count) > 1:
        drawing.finding(1, "area-split", "场地分成互不相连的几块，各有出口。请分成几张图。")
    best = max(range(len(parts)), key=lambda i: (ways[i], parts[i].area))
    return parts[best], [part for i, part in enumerate(parts) if i != best]


def everybody_can_leave(site: _Survey, body: Polygon, leftover: list[Polygon]) -> None:
    """From every room and every start a way leads to an exit."""
    for index, shape in [*site.of("room"), *site.of("start")]:
        zone = site.areas[index]
        inside = zone.intersection(body).area
        cut_off = max((zone.intersection(part).area for part in leftover), default=0.0)
        if inside < SPECK and cut_off > 0:
            site.drawing.finding(shape.line, "unreachable", f"从{shape.label}走不到任何出口，请在墙上留出门洞。")


def starts_on_the_floor(site: _Survey, body: Polygon) -> None:
    """People start on the floor, and not more of them than the model takes."""
    total = 0
    for index, shape in site.of("start"):
        total += shape.people
        room = site.areas[index].intersection(body).area
        if room <= 0:
            site.drawing.finding(shape.line, "start-outside", f"{shape.label}不在场地里。")
        elif shape.people and room / shape.people < 0.3:
            site.drawing.finding(shape.line, "start-crowded", f"{shape.label}站不下 {shape.people} 人。")
    if not site.of("start"):
        site.drawing.finding(1, "no-start", "图上没有起点区（start），不知道人从哪里走。")
    if total > PEOPLE_LIMIT:
        site.drawing.finding(1, "too-many", f"图上一共 {total} 人，模型最多算 {PEOPLE_LIMIT} 人。")


def muster_outside(site: _Survey, body: Polygon) -> None:
    """A muster point is drawn, outside the building; without one only the way to the door is reckoned."""
    found = site.of("muster")
    if not found:
        site.drawing.warning(1, "no-muster", "图上没有集合点（muster），只能推算走出门的时间。")
    for index, shape in found:
        if site.areas[index].intersects(body):
            site.drawing.warning(shape.line, "muster-inside", f"{shape.label}在场地里面，应当画在外面。")


def _zones(site: _Survey, kind: str) -> tuple[Zone, ...]:
    return tuple(Zone(s.id, s.name or s.id, site.areas[i], s.people) for i, s in site.of(kind) if i in site.areas)


def _parts(shape: Polygon | MultiPolygon) -> list[Polygon]:
    return [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon) and not part.is_empty]


def _largest(shape: Polygon | MultiPolygon) -> Polygon:
    return max(_parts(shape), key=lambda part: part.area)


def nearest(shape: Polygon, point: tuple[float, float]) -> tuple[float, float]:
    """The point of a shape next to a point."""
    found = nearest_points(shape, Point(point))[0]
    return found.x, found.y
