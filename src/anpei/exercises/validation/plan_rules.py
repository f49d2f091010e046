"""The site plan: an SVG whose groups marked ``data-layer`` the scenario shows and hides; it may hold no program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from anpei import xmltext
from anpei.exercises.scenarios import CompiledScenario
from anpei.findings import Finding
from anpei.plainfiles import Document

__all__ = ["layers", "plan_rules"]

LARGEST = 200_000
_ACTIVE = re.compile(r"^(script|foreignobject|iframe|a|animate|set|use|image)$", re.IGNORECASE)


def layers(plan: str) -> set[str]:
    """The names of the plan's layers; raises :class:`xmltext.XmlRefused` when it isn't XML we read."""
    return {element.attrib["data-layer"] for element in _elements(plan) if "data-layer" in element.attrib}


def _elements(plan: str) -> Iterator[Element]:
    yield from xmltext.tree(plan).iter()


def plan_rules(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """The plan can be read, is safe to show, and has the layers the scenario speaks of."""
    where = ("plan",)
    try:
        drawn = layers(script.plan)
    except xmltext.XmlRefused:
        yield document.finding(where, "plan-syntax", "平面图不是能用的 SVG。")
        return
    if len(script.plan) > LARGEST:
        yield document.finding(where, "plan-size", "平面图超过 200 kB，请简化。")
    if bad := sorted({_name(e) for e in _elements(script.plan) if _is_active(e)}):
        yield document.finding(where, "plan-active", f"平面图里不能有 {'、'.join(bad)} 或事件属性。")
    for index, layer in enumerate(script.scenario.map):
        if layer.layer not in drawn:
            yield document.finding(("map", index, "layer"), "plan-layer", f"平面图里没有图层“{layer.layer}”。")
    for name in sorted(drawn - {layer.layer for layer in script.scenario.map}):
        yield document.warning(("map",), "plan-layer", f"平面图的图层“{name}”永远不会显示。")


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_active(element: Element) -> bool:
    attributes = (name.rpartition("}")[2].lower() for name in element.attrib)
    return bool(_ACTIVE.match(_name(element))) or any(a.startswith("on") or a == "href" for a in attributes)
