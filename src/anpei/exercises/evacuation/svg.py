"""Site plans as SVG: shapes marked `data-evac="wall"` (or class `evac-wall`), the scale on the root element."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from anpei import xmltext
from anpei.exercises.evacuation.drawing import KINDS, LINES, PlanDrawing, Shape

__all__ = ["read_svg"]

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
TRANSFORM = re.compile(r"(matrix|translate|scale|rotate)\s*\(([^)]*)\)")
COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
ROUND = 24


class _Unreadable(ValueError):
    """A shape that is drawn in a way we don't read."""


@dataclass
class _SvgReader:
    """Walks through the elements, keeping the line and the transform."""

    drawing: PlanDrawing
    matrices: list[Matrix] = field(default_factory=lambda: [UNIT])

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        name = tag.rpartition("}")[2]
        try:
            self.matrices.append(_times(self.matrices[-1], _matrix(attributes.get("transform", ""))))
        except (ValueError, IndexError):
            self.matrices.append(self.matrices[-1])
            self.drawing.finding(line, "site-shape", f"读不懂这个 <{name}> 的 transform。")
        if len(self.matrices) == 2:
            self._root(attributes, line)
        kind = attributes.get("data-evac") or _by_class(attributes.get("class", ""))
        if not kind:
            return
        if kind not in KINDS:
            self.drawing.unknown(line, kind)
            return
        try:
            points, closed = _outline(name, attributes)
            placed = [_at(self.matrices[-1], p) for p in points]
            if len(placed) < 2 or not all(math.isfinite(number) for point in placed for number in point):
                raise _Unreadable(name)
        except (ValueError, IndexError):
            self.drawing.finding(line, "site-shape", f"读不懂这个 <{name}>：只能用直线、矩形、圆和折线。")
            return
        self.drawing.shapes.append(_shape(self.drawing, kind, placed, closed, attributes, line))

    def _root(self, attributes: dict[str, str], line: int) -> None:
        self.drawing.down = True
        self.drawing.title = attributes.get("data-title", attributes.get("aria-label", ""))
        self.drawing.scale = self.drawing.size(attributes.get("data-metres-per-unit"), 0.0, line, "比例")


def read_svg(path: str, text: str) -> PlanDrawing:
    """Every marked element as a shape."""
    drawing = PlanDrawing(path)
    reader = _SvgReader(drawing)
    try:
        xmltext.walk(text, reader.start, lambda _tag: _closed(reader))
    except xmltext.XmlRefused as error:
        drawing.finding(error.lineno, "site-syntax", "不是能读的 SVG：写法有误，带 DOCTYPE，或层数、图形太多。")
    return drawing


def _closed(reader: _SvgReader) -> None:
    reader.matrices.pop()


def _by_class(classes: str) -> str:
    return next((word.removeprefix("evac-") for word in classes.split() if word.startswith("evac-")), "")


def _shape(
    drawing: PlanDrawing, kind: str, points: list[Point], closed: bool, attributes: dict[str, str], line: int
) -> Shape:
    return Shape(
        kind,
        (tuple(points),),
        closed if kind not in LINES else points[0] == points[-1],
        attributes.get("data-id", ""),
        attributes.get("data-name", ""),
        drawing.people(attributes.get("data-people"), line),
        drawing.size(attributes.get("data-thickness"), 0.2, line, "墙厚"),
        line,
    )


def _outline(name: str, attributes: dict[str, str]) -> tuple[list[Point], bool]:
    """The points of one element and whether they close."""

    def of(key: str) -> float:
        return float(attributes.get(key, "0"))

    if name == "rect":
        x, y, w, h = of("x"), of("y"), of("width"), of("height")
        return [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)], True
    if name in ("circle", "ellipse"):
        rx, ry = (of("r"), of("r")) if name == "circle" else (of("rx"), of("ry"))
        turns = [2 * math.pi * step / ROUND for step in range(ROUND)]
        points = [(of("cx") + rx * math.cos(t), of("cy") + ry * math.sin(t)) for t in turns]
        return [*points, points[0]], True
    if name == "line":
        return [(of("x1"), of("y1")), (of("x2"), of("y2"))], False
    if name in ("polygon", "polyline"):
        numbers = [float(n) for n in NUMBER.findall(attributes.get("points", ""))]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        return ([*points, points[0]], True) if name == "polygon" else (points, points[0] == points[-1])
    if name == "path":
        return _path(attributes.get("d", ""))
    raise _Unreadable(name)


def _path(text: str) -> tuple[list[Point], bool]:
    """A path of straight lines; curves are not a floor plan."""
    points: list[Point] = []
    closed = False
    for letter, rest in COMMAND.findall(text):
        numbers = [float(n) for n in NUMBER.findall(rest)]
        if letter in "zZ":
            closed = True
            continue
        if letter.upper() not in "MLHV" or closed or (letter.upper() == "M" and points):
            raise _Unreadable(letter)
        for move in _moves(letter, numbers):
            points.append(_moved(points, letter, move))
    if len(points) < 2:
        raise _Unreadable("short")
    if closed:
        points.append(points[0])
    return points, points[0] == points[-1]


def _moves(letter: str, numbers: list[float]) -> list[tuple[float | None, float | None]]:
    if letter in "hH":
        return [(n, None) for n in numbers]
    if letter in "vV":
        return [(None, n) for n in numbers]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _moved(points: list[Point], letter: str, move: tuple[float | None, float | None]) -> Point:
    x0, y0 = points[-1] if points else (0.0, 0.0)
    x, y = move
    if letter.islower():
        return x0 + (x or 0), y0 + (y or 0)
    return (x0 if x is None else x), (y0 if y is None else y)


def _matrix(text: str) -> Matrix:
    """What `transform` says, as one matrix."""
    matrix = UNIT
    for name, rest in TRANSFORM.findall(text):
        n = [float(x) for x in NUMBER.findall(rest)]
        matrix = _times(matrix, _one(name, n))
    return matrix


def _one(name: str, n: list[float]) -> Matrix:
    if name == "matrix":
        return n[0], n[1], n[2], n[3], n[4], n[5]
    if name == "translate":
        return 1, 0, 0, 1, n[0], n[1] if len(n) > 1 else 0
    if name == "scale":
        return n[0], 0, 0, n[1] if len(n) > 1 else n[0], 0, 0
    cos, sin = math.cos(math.radians(n[0])), math.sin(math.radians(n[0]))
    turn: Matrix = (cos, sin, -sin, cos, 0, 0)
    if len(n) == 3:
        return _times(_times((1, 0, 0, 1, n[1], n[2]), turn), (1, 0, 0, 1, -n[1], -n[2]))
    return turn


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[2] * b[1],
        a[1] * b[0] + a[3] * b[1],
        a[0] * b[2] + a[2] * b[3],
        a[1] * b[2] + a[3] * b[3],
        a[0] * b[4] + a[2] * b[5] + a[4],
        a[1] * b[4] + a[3] * b[5] + a[5],
    )


def _at(m: Matrix, point: Point) -> Point:
    x, y = point
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
