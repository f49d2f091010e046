"""A hall of 20 by 10 metres with a door at each end, as GeoJSON, SVG and DXF; and ways to spoil it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from anpei.exercises import evacuation

HALL = [[0, 0], [20, 0], [20, 10], [0, 10], [0, 0]]


def feature(kind: str, coordinates: Any, **told: Any) -> dict[str, Any]:
    """One feature; a list of points is a line for walls and exits, an outline otherwise."""
    line = kind in ("wall", "exit")
    geometry = {"type": "LineString" if line else "Polygon", "coordinates": coordinates if line else [coordinates]}
    return {"type": "Feature", "properties": {"kind": kind, **told}, "geometry": geometry}


def box(x0: float, y0: float, x1: float, y1: float) -> list[list[float]]:
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]]


def hall() -> list[dict[str, Any]]:
    return [
        feature("area", HALL),
        feature("exit", [[0, 4], [0, 6]], id="west", name="西门"),
        feature("exit", [[20, 4], [20, 6]], id="east", name="东门"),
        feature("start", box(8, 2, 19, 8), id="line", name="生产线", people=20),
        feature("smoke", box(14, 0, 18, 10), id="smoke", name="东头的烟"),
        feature("muster", box(-20, 12, -12, 18), id="yard", name="集合点"),
    ]


def write(folder: Path, features: list[dict[str, Any]], **site: Any) -> Path:
    """`site.geojson`, a feature a line, under a folder that names the plan."""
    head = {"title": "试验车间", "metres_per_unit": 1, "y": "down"} | site
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in features)
    first = json.dumps(head, ensure_ascii=False)
    text = f'{{"type": "FeatureCollection",\n"site": {first},\n"features": [\n{lines}\n]}}\n'
    path = folder / "drills/hall/site.geojson"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def plan_in(folder: Path) -> tuple[evacuation.SitePlan, Path]:
    path = write(folder, hall())
    plan, found = evacuation.read_plan(path)
    assert found == [] and plan is not None
    return plan, path


def rules(path: Path) -> list[tuple[str, int]]:
    """Rule and line of everything that is wrong with a plan."""
    return [(finding.rule, finding.line) for finding in evacuation.read_plan(path)[1]]
