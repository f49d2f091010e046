"""Polygons on a picture: what a point lies in, how big they are, whether two get in each other's way. Pure.

Points are whole numbers in the picture's own units, y downwards. Areas are counted in unit squares where a formula
would need clipping: regions are a few thousand units large, and an author waits for no one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import hypot

Point = tuple[int, int]
Polygon = Sequence[Point]
STEP = 2


def inside(polygon: Polygon, x: float, y: float) -> bool:
    """Whether a point lies in the polygon (even-odd rule); on the edge may be either."""
    odd = False
    for (ax, ay), (bx, by) in edges(polygon):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


def distance(polygon: Polygon, x: float, y: float) -> float:
    """How far a point is from the polygon: 0 inside, else to its nearest edge."""
    if inside(polygon, x, y):
        return 0.0
    return min(_to_edge(a, b, x, y) for a, b in edges(polygon))


def nearest(polygons: Sequence[Polygon], x: float, y: float, slack: float) -> int | None:
    """Which polygon a tap means: the smallest it lies in, else the nearest within ``slack``, else none."""
    away = [(distance(polygon, x, y), area(polygon), n) for n, polygon in enumerate(polygons)]
    found = min(away, default=None)
    return found[2] if found and found[0] <= slack else None


def position(x: float, y: float, width: float, height: float) -> str:
    """Where on a picture a point is, in words a person would use."""
    across = "左中右"[min(2, int(3 * x / width))]
    down = "上中下"[min(2, int(3 * y / height))]
    if down == "中":
        return {"左": "左侧", "中": "正中", "右": "右侧"}[across]
    return {"左": f"左{down}方", "中": f"{down}方", "右": f"右{down}方"}[across]


def area(polygon: Polygon) -> float:
    """The area, by Gauss's formula."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in edges(polygon))) / 2


def box(polygon: Polygon) -> tuple[int, int, int, int]:
    """Left, top, right and bottom."""
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    return min(xs), min(ys), max(xs), max(ys)


def shared(one: Polygon, other: Polygon) -> float:
    """Which share of the smaller of two polygons lies in the other as well, 0 to 1, estimated on a grid."""
    (al, at, ar, ab), (bl, bt, br, bb) = box(one), box(other)
    xs, ys = range(max(al, bl), min(ar, br), STEP), range(max(at, bt), min(ab, bb), STEP)
    both = sum(inside(one, x + 1, y + 1) and inside(other, x + 1, y + 1) for x in xs for y in ys)
    return both * STEP * STEP / max(1.0, min(area(one), area(other)))


def simple(polygon: Polygon) -> bool:
    """Whether no edge crosses another and there is something inside."""
    sides = list(edges(polygon))
    apart = (pair for pair in combinations(sides, 2) if not set(pair[0]) & set(pair[1]))
    return len(set(polygon)) == len(polygon) >= 3 and area(polygon) > 0 and not any(_cross(*pair) for pair in apart)


def edges(polygon: Polygon) -> Iterator[tuple[Point, Point]]:
    """Every side, the closing one included."""
    return zip(polygon, (*polygon[1:], *polygon[:1]), strict=True)


def _to_edge(a: Point, b: Point, x: float, y: float) -> float:
    (ax, ay), (bx, by) = a, b
    long = (bx - ax) ** 2 + (by - ay) ** 2
    along = min(1.0, max(0.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / long)) if long else 0.0
    return hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0


def _turn(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
