"""`drills/<slug>/scenario.yaml` and its plan, read into scripts; what is wrong comes back as findings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from anpei.content import Shelves
from anpei.errors import NotFound
from anpei.exercises.scenarios.compiled import CompiledScenario
from anpei.exercises.scenarios.model import Scenario
from anpei.findings import Finding
from anpei.plainfiles import Document, read_as, read_text, safely

__all__ = ["Shelf", "load", "read_scenario"]

PATTERN = "drills/*/scenario.yaml"
LARGEST_PLAN = 1_000_000


@dataclass
class Shelf:
    """All scenarios that can be read, by slug, with the documents they came from."""

    scripts: dict[str, CompiledScenario] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def get(self, slug: str) -> CompiledScenario:
        if slug not in self.scripts:
            raise NotFound("没有这个演练情景。", way_out="请从列表里选一个。")
        return self.scripts[slug]


def load(shelves: Shelves) -> Shelf:
    """Every scenario of the shelf; one with errors in its shape is left out."""
    shelf = Shelf()
    for path in shelves.glob(PATTERN):
        slug = path.parent.name
        script, document, found = read_scenario(path, shelves)
        shelf.findings += found
        if script is not None and document is not None:
            shelf.scripts[slug], shelf.documents[slug] = script, document
    return shelf


def read_scenario(
    path: Path, shelves: Shelves | None = None
) -> tuple[CompiledScenario | None, Document | None, list[Finding]]:
    """One scenario with its plan; None with the findings when it can't be used."""
    return safely(path, lambda: _read_scenario(path, shelves), lambda finding: (None, None, [finding]))


def _read_scenario(
    path: Path, shelves: Shelves | None
) -> tuple[CompiledScenario | None, Document | None, list[Finding]]:
    """A scenario's plan lies beside it."""
    document, scenario, found = read_as(path, Scenario)
    if document is None or scenario is None:
        return None, document, found
    slug = path.parent.name
    plan = shelves.find(f"drills/{slug}/{scenario.plan}") if shelves else path.parent / scenario.plan
    if plan is None or not plan.is_file():
        return None, document, [document.finding(("plan",), "plan-missing", f"没有平面图文件“{scenario.plan}”。")]
    drawing, found = read_text(plan, LARGEST_PLAN)
    text = path.read_bytes()
    if drawing is None:
        return None, document, found
    sha = hashlib.sha256(text + b"\0" + drawing.encode()).hexdigest()
    return CompiledScenario(slug, scenario, drawing, sha, text.decode("utf-8")), document, []
