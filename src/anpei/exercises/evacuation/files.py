"""`drills/<slug>/site.geojson`, `.svg` or `.dxf`, read into plans; what is wrong comes back as findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field, FiniteFloat

from anpei.content import Shelves
from anpei.errors import NotFound
from anpei.exercises.evacuation.drawing import KINDS, LARGEST, PlanDrawing
from anpei.exercises.evacuation.dxf import decoded, read_dxf
from anpei.exercises.evacuation.geojson import read_geojson
from anpei.exercises.evacuation.plan import SitePlan
from anpei.exercises.evacuation.surveying import survey
from anpei.exercises.evacuation.svg import read_svg
from anpei.findings import Finding, sort
from anpei.plainfiles import Plain, read_as, read_bytes, safely

__all__ = ["FORMATS", "Sites", "load", "plan_path", "read_plan"]

FORMATS = ("geojson", "svg", "dxf")
UNUSABLE = ("site-syntax", "site-degrees", "dxf-reader")
"""With one of these there is nothing that could be measured."""


class Layers(Plain):
    """`site.layers.yaml` beside a DXF: the drawing office's layer names, and the scale if the file has none."""

    layers: dict[str, str] = Field(default_factory=dict)
    metres_per_unit: FiniteFloat = Field(0.0, ge=0)


@dataclass
class Sites:
    """All plans that can be used, by slug, with the files they came from."""

    plans: dict[str, SitePlan] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def get(self, slug: str) -> SitePlan:
        if slug not in self.plans:
            raise NotFound("没有这张场地图。", way_out="请从列表里选一张。")
        return self.plans[slug]


def load(shelves: Shelves) -> Sites:
    """Every site plan of the drills shelf; one with errors is left out."""
    sites = Sites()
    slugs = {path.parent.name for kind in FORMATS for path in shelves.glob(f"drills/*/site.{kind}")}
    for slug in sorted(slugs):
        path = plan_path(shelves, slug)
        assert path is not None
        plan, found = read_plan(path)
        sites.findings += found
        if plan is not None:
            sites.plans[slug], sites.paths[slug] = plan, path
    return sites


def plan_path(shelves: Shelves, slug: str) -> Path | None:
    """Where a drill's site plan lies: GeoJSON before SVG before DXF."""
    found = (shelves.find(f"drills/{slug}/site.{kind}") for kind in FORMATS)
    return next((path for path in found if path is not None), None)


def read_plan(path: Path) -> tuple[SitePlan | None, list[Finding]]:
    """One plan; None with the findings when it can't be used. Its slug is its folder's name."""
    return safely(path, lambda: _read_plan(path), lambda finding: (None, [finding]))


def _read_plan(path: Path) -> tuple[SitePlan | None, list[Finding]]:
    """A plan's text is in an encoding we know; `site.layers.yaml` counts as a part of a DXF."""
    raw, found = read_bytes(path, LARGEST)
    if raw is None:
        return None, found
    text = decoded(raw) if path.suffix == ".dxf" else _utf8(raw)
    if text is None:
        return None, [Finding(str(path), 0, "encoding", "文件不是 UTF-8 编码，请另存为 UTF-8。")]
    mapping = path.with_name("site.layers.yaml")
    drawing, told = _drawing(path, text, mapping)
    plan = None
    if not told and not any(finding.rule in UNUSABLE for finding in drawing.findings):
        extra = read_bytes(mapping, LARGEST)[0] or b"" if path.suffix == ".dxf" and mapping.is_file() else b""
        plan = survey(drawing, path.parent.name, SitePlan.stamp(raw + extra))
    return plan, sort([*told, *drawing.findings])


def _utf8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _drawing(path: Path, text: str, mapping: Path) -> tuple[PlanDrawing, list[Finding]]:
    name = str(path)
    if path.suffix == ".svg":
        return read_svg(name, text), []
    if path.suffix != ".dxf":
        return read_geojson(name, text), []
    layers, scale, told = _layers(mapping) if mapping.is_file() else ({}, 0.0, [])
    return read_dxf(name, text, layers, scale), told


def _layers(path: Path) -> tuple[Mapping[str, str], float, list[Finding]]:
    """The mapping of layer names, each onto a kind there is."""
    document, layers, found = read_as(path, Layers)
    if document is None or layers is None:
        return {}, 0.0, found
    for name, kind in layers.layers.items():
        if kind not in KINDS:
            found.append(document.finding(("layers", name), "site-kind", f"不认识的种类“{kind}”。"))
    return layers.layers, layers.metres_per_unit, found
