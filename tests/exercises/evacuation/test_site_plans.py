"""Site plans from GeoJSON, SVG and DXF come to the same, and each mistake is told with its line or layer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from anpei.content import Shelves, bundled
from anpei.exercises import evacuation
from anpei.findings import Finding
from tests.exercises.evacuation.halls import box, feature, hall, plan_in, rules, write

Features = list[dict[str, Any]]
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" data-metres-per-unit="0.1" data-title="试验车间">
<g transform="translate(100 50)">
<rect data-evac="area" width="200" height="100"/>
<path class="thick evac-exit" data-id="west" data-name="西门" d="M0 40v20"/>
<line data-evac="exit" data-id="east" data-name="东门" x1="200" y1="40" x2="200" y2="60"/>
<polygon data-evac="start" data-id="line" data-people="20" points="80,20 190,20 190,80 80,80"/>
<circle data-evac="muster" data-id="yard" cx="-60" cy="130" r="30"/>
</g></svg>"""


def test_a_plan_has_floor_doors_and_people(tmp_path: Path) -> None:
    plan, _ = plan_in(tmp_path)
    assert (plan.slug, plan.title, round(plan.floor.area)) == ("hall", "试验车间", 198)
    assert [(e.id, round(e.width, 2), round(e.outside[0], 1)) for e in plan.exits] == [
        ("west", 2, -1.2),
        ("east", 2, 21.2),
    ]
    assert [zone.people for zone in plan.starts] == [20]


def test_walls_and_obstacles_are_cut_out(tmp_path: Path) -> None:
    solid = [feature("obstacle", box(2, 2, 4, 4)), feature("wall", [[6, 0], [6, 5]], thickness=0.4)]
    plan, _ = evacuation.read_plan(write(tmp_path, [*hall(), *solid]))
    assert plan is not None and round(plan.floor.area, 1) == 198 - 4 - 2


def test_svg_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "hall/site.svg"
    path.parent.mkdir()
    path.write_text(SVG, encoding="utf-8")
    plan, found = evacuation.read_plan(path)
    assert found == [] and plan is not None
    assert round(plan.floor.area) == 198 and [e.id for e in plan.exits] == ["west", "east"]
    assert plan.starts[0].people == 20


def test_dxf_says_the_same(tmp_path: Path) -> None:
    ezdxf = pytest.importorskip("ezdxf", reason="没有 ezdxf：anpei evacuation install")
    document = ezdxf.new("R2010", units=4)  # millimetres
    space = document.modelspace()
    space.add_lwpolyline([(0, 0), (20000, 0), (20000, 10000), (0, 10000)], close=True, dxfattribs={"layer": "FLOOR"})
    for name, x in (("西门", 0), ("东门", 20000)):
        space.add_line((x, 4000), (x, 6000), dxfattribs={"layer": "疏散-出口"})
        space.add_text(name, dxfattribs={"layer": "疏散-出口", "insert": (x, 5000)})
    space.add_lwpolyline(
        [(8000, 2000), (19000, 2000), (19000, 8000), (8000, 8000)], close=True, dxfattribs={"layer": "疏散-起点区"}
    )
    space.add_text("生产线 20人", dxfattribs={"layer": "疏散-起点区", "insert": (12000, 5000)})
    path = tmp_path / "hall/site.dxf"
    path.parent.mkdir()
    document.saveas(path)
    (tmp_path / "hall/site.layers.yaml").write_text("layers: {FLOOR: area}\n", encoding="utf-8")
    plan, found = evacuation.read_plan(path)
    assert [f.rule for f in found] == ["no-muster"] and plan is not None
    assert round(plan.floor.area) == 198 and {e.name for e in plan.exits} == {"西门", "东门"}
    assert [(zone.name, zone.people) for zone in plan.starts] == [("生产线", 20)]


CASES = Path(__file__).parents[2] / "content/cases/dxf"


def read_case(tmp_path: Path, name: str) -> tuple[evacuation.SitePlan | None, list[str]]:
    pytest.importorskip("ezdxf", reason="没有 ezdxf：anpei evacuation install")
    path = tmp_path / "hall/site.dxf"
    path.parent.mkdir()
    path.write_bytes((CASES / name).read_bytes())
    plan, found = evacuation.read_plan(path)
    return plan, [finding.rule for finding in found]


@pytest.mark.parametrize("name", ["plain.dxf", "crlf.dxf", "bom-crlf.dxf", "r2004-gbk.dxf"])
def test_a_plan_is_the_same_whatever_program_saved_it(tmp_path: Path, name: str) -> None:
    plan, found = read_case(tmp_path, name)
    assert found == ["no-muster"] and plan is not None
    assert (len(plan.exits), [zone.people for zone in plan.starts]) == (1, [20])
    assert round(plan.floor.area) == 199


def test_a_drawing_no_reader_can_read_is_a_finding(tmp_path: Path) -> None:
    assert read_case(tmp_path, "viewport-r12.dxf") == (None, ["site-syntax"])


WALL = {"layer": "疏散-墙"}
MIRRORED = {"layer": "疏散-障碍", "extrusion": (0, 0, -1)}


def within_blocks(document: Any, space: Any) -> None:
    """A wall in a block in a block, none of which lies on the wall's layer."""
    document.blocks.new("INNER").add_line((5, 5), (6, 5), dxfattribs=WALL)
    document.blocks.new("OUTER").add_blockref("INNER", (0, 0))
    space.add_blockref("OUTER", (5, 5), dxfattribs={"layer": "家具"})


def many_kinds(_document: Any, space: Any) -> None:
    space.add_arc((5, 5), 1, 0, 90, dxfattribs=WALL)
    space.add_spline([(5, 5), (6, 6), (7, 5)], dxfattribs=WALL)
    space.add_mline([(5, 5), (6, 6)], dxfattribs=WALL)
    space.add_ellipse((5, 5), (1, 0), 0.5, dxfattribs=WALL)
    space.add_polymesh((3, 3), dxfattribs=WALL)
    space.add_circle((5, 5), 0, dxfattribs=WALL)
    space.add_point((0, 5), dxfattribs={"layer": "疏散-出口"})
    space.add_arc((5, 5), 1, 0, 90, dxfattribs={"layer": "家具"})


UNREAD: dict[str, tuple[Callable[[Any, Any], object], set[str]]] = {
    "a wall in a block in a block": (within_blocks, {"块"}),
    "many kinds": (many_kinds, {"圆弧", "样条曲线", "多线", "椭圆", "网格", "圆没有读", "点没有读"}),
    "a layout": (lambda document, _: document.layout("Layout1").add_line((0, 0), (1, 1), dxfattribs=WALL), {"布局"}),
    "another drawing": (lambda document, _: document.add_xref_def("other.dwg", "other"), {"外部参照"}),
}


def edited(tmp_path: Path, edit: Callable[[Any, Any], object]) -> tuple[evacuation.SitePlan | None, list[Finding]]:
    """The plain plan, saved again after something was drawn into it."""
    ezdxf = pytest.importorskip("ezdxf", reason="没有 ezdxf：anpei evacuation install")
    document = ezdxf.readfile(CASES / "plain.dxf")
    edit(document, document.modelspace())
    path = tmp_path / "hall/site.dxf"
    path.parent.mkdir()
    document.saveas(path)
    plan, found = evacuation.read_plan(path)
    return plan, [finding for finding in found if finding.rule != "no-muster"]


@pytest.mark.parametrize("what", UNREAD)
def test_what_dxf_draws_and_nobody_reads_is_told(tmp_path: Path, what: str) -> None:
    edit, words = UNREAD[what]
    plan, found = edited(tmp_path, edit)
    assert plan is not None and {finding.rule for finding in found} == {"dxf-unread"}
    assert len(found) == len(words) and all(any(word in finding.message for finding in found) for word in words)


STANDING: dict[str, Callable[[Any, Any], object]] = {
    "plain": lambda _, space: space.add_lwpolyline(SQUARE, close=True, dxfattribs={"layer": "疏散-障碍"}),
    "old": lambda _, space: space.add_polyline2d(SQUARE, close=True, dxfattribs={"layer": "疏散-障碍"}),
    "mirrored": lambda _, space: space.add_lwpolyline(TURNED, close=True, dxfattribs=MIRRORED),
    "old and mirrored": lambda _, space: space.add_polyline2d(TURNED, close=True, dxfattribs=MIRRORED),
    "bound from elsewhere": lambda _, space: space.add_lwpolyline(
        SQUARE, close=True, dxfattribs={"layer": "plan$0$anpei-Obstacle"}
    ),
}
SQUARE = [(8, 2), (9, 2), (9, 3), (8, 3)]
TURNED = [(-x, y) for x, y in SQUARE]


@pytest.mark.parametrize("how", STANDING)
def test_an_obstacle_stands_where_the_drawing_shows_it(tmp_path: Path, how: str) -> None:
    plan, found = edited(tmp_path, STANDING[how])
    assert plan is not None and found == [] and round(plan.floor.area) == 198


def test_a_layer_nobody_sees_is_told(tmp_path: Path) -> None:
    def freeze(document: Any, space: Any) -> None:
        document.layers.add("疏散-障碍").freeze()
        space.add_lwpolyline(SQUARE, close=True, dxfattribs={"layer": "疏散-障碍"})

    plan, found = edited(tmp_path, freeze)
    assert plan is not None and [finding.rule for finding in found] == ["dxf-hidden"]


def without(kind: str) -> Callable[[Features], Features]:
    return lambda features: [f for f in features if f["properties"]["kind"] != kind]


def changed(index: int, coordinates: Any) -> Callable[[Features], Features]:
    def change(features: Features) -> Features:
        features[index]["geometry"]["coordinates"] = coordinates
        return features

    return change


def added(*more: dict[str, Any]) -> Callable[[Features], Features]:
    return lambda features: [*features, *more]


MISTAKES: dict[str, tuple[Callable[[Features], Features], tuple[str, int]]] = {
    "open": (changed(0, [[[0, 0], [20, 0], [20, 10], [0, 10]]]), ("open-outline", 4)),
    "crossing": (changed(0, [[[0, 0], [20, 10], [20, 0], [0, 10], [0, 0]]]), ("crossing-outline", 4)),
    "no floor": (without("area"), ("no-area", 1)),
    "no exit": (without("exit"), ("no-exit", 1)),
    "exit in the middle": (changed(2, [[12, 4], [12, 6]]), ("exit-off-edge", 6)),
    "exit too narrow": (changed(1, [[0, 4], [0, 4.5]]), ("exit-narrow", 5)),
    "exit behind a rack": (added(feature("obstacle", box(0, 3, 1, 7))), ("exit-shut-in", 5)),
    "nowhere to start": (without("start"), ("no-start", 1)),
    "start elsewhere": (changed(3, [box(30, 0, 35, 5)]), ("start-outside", 7)),
    "start too tight": (changed(3, [box(8, 2, 9, 3)]), ("start-crowded", 7)),
    "same id": (added(feature("exit", [[9, 0], [11, 0]], id="west")), ("duplicate-id", 10)),
    "no id": (added(feature("exit", [[9, 0], [11, 0]])), ("site-id", 10)),
    "unknown kind": (added(feature("door", box(1, 1, 2, 2))), ("site-kind", 10)),
    "wrong shape": (added(feature("exit", [[[1, 1], [2, 1], [2, 2], [1, 1]]], id="x")), ("site-shape", 10)),
    "closed room": (
        added(
            feature("wall", [[0, 8], [4, 8], [4, 10]]),
            feature("room", box(0.5, 8.5, 3.5, 9.9), id="store", name="库房"),
        ),
        ("unreachable", 11),
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    spoil, wanted = MISTAKES[name]
    assert wanted in rules(write(tmp_path, spoil(hall())))


def test_a_plan_needs_its_scale_and_a_believable_size(tmp_path: Path) -> None:
    assert rules(write(tmp_path, hall(), metres_per_unit=None)) == [("scale-missing", 1)]
    assert ("site-size", 1) in rules(write(tmp_path, hall(), metres_per_unit=100))


def test_what_is_no_plan_at_all(tmp_path: Path) -> None:
    path = write(tmp_path, hall())
    path.write_text(path.read_text(encoding="utf-8").replace("]}", "]", 1), encoding="utf-8")
    assert rules(path)[0][0] == "site-syntax"
    (tmp_path / "site.svg").write_text("<!DOCTYPE x><svg/>", encoding="utf-8")
    assert rules(tmp_path / "site.svg") == [("site-syntax", 1)]
    (tmp_path / "site.svg").write_text("<svg><rect>\n</svg>", encoding="utf-8")
    assert rules(tmp_path / "site.svg") == [("site-syntax", 2)]


def test_bundled_plans_are_sound_and_tied_to_their_scenarios() -> None:
    shelves = Shelves([bundled()])
    assert evacuation.check(shelves) == []
    assert "workshop-fire" in evacuation.load(shelves).plans


def test_a_file_that_ties_to_nothing_is_told(tmp_path: Path) -> None:
    write(tmp_path, hall())
    folder = bundled() / "drills/workshop-fire"
    for name in ("scenario.yaml", "plan.svg"):
        (tmp_path / "drills/hall" / name).write_bytes((folder / name).read_bytes())
    text = "cues: [{id: a, when: nosuch == 1}]\nexits: [{id: north, when: alarm}]\n"
    text += 'smokes: [{id: s, when: alarm and d04 == "alram"}]\n'
    (tmp_path / "drills/hall/evacuation.yaml").write_text(text, encoding="utf-8")
    found = evacuation.check(Shelves([tmp_path]))
    assert [(f.rule, f.line) for f in found] == [
        ("condition", 1),
        ("unknown-name", 2),
        ("condition", 3),
        ("unknown-name", 3),
    ]
