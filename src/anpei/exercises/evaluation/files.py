"""``drills/families.yaml`` read into families, and the form made of a scenario's own items and the families."""

from __future__ import annotations

from collections.abc import Iterator

from anpei.content import Shelves
from anpei.exercises import scenarios
from anpei.exercises.evaluation.model import CERTAINTIES, Families, Family, Group, RatedItem
from anpei.findings import Finding, sort
from anpei.plainfiles import Document, read_as, safely, told_by

__all__ = ["FILE", "check", "form", "load"]

FILE = "drills/families.yaml"
PREFIX = "std."


def load(shelves: Shelves) -> tuple[Families | None, list[Finding]]:
    """The shelf's families with what is wrong in the file; without the file there are none, and nothing is wrong."""
    return safely(FILE, lambda: _load(shelves), lambda finding: (None, [finding]))


def _load(shelves: Shelves) -> tuple[Families | None, list[Finding]]:
    document, families, found = read_as(shelves.find(FILE), Families)
    return families, found + (_twice(document, families) if document and families else [])


def check(shelves: Shelves, drills: scenarios.Shelf | None = None) -> list[Finding]:
    """Everything that is wrong with the families, and with what scenarios say of them."""
    families, found = load(shelves)
    unknown = told_by(FILE, _unknown, drills or scenarios.load(shelves), families) if families else []
    return sort([*found, *unknown])


def _unknown(shelf: scenarios.Shelf, families: Families) -> Iterator[Finding]:
    """An objective's family is one of the file's, word by word; else its rating stands beside the standard's."""
    known = {family.title for family in families.families}
    for slug, script in shelf.scripts.items():
        for index, objective in enumerate(script.scenario.objectives):
            if objective.family not in known:
                message = f"类别“{objective.family}”不在 {FILE} 里，请照那里的标题写。"
                yield shelf.documents[slug].warning(("objectives", index, "family"), "family-unknown", message)


def _twice(document: Document, families: Families) -> list[Finding]:
    """An id stands once: a family's in the file, an item's in its family; ratings are kept under them."""
    found = []
    seen: set[str] = set()
    for place, family in enumerate(families.families):
        names = [item.id for item in family.items]
        repeated = [i for i, name in enumerate(names) if name in names[:i]]
        where: list[list[str | int]] = [["families", place, "items", i] for i in repeated]
        where += [["families", place]] if family.id in seen else []
        found += [document.finding(spot, "family-twice", "这个编号用了两次，请改一个。") for spot in where]
        seen.add(family.id)
    return found


def form(script: scenarios.CompiledScenario, families: Families | None, held: str) -> list[Group]:
    """What an evaluator rates: the scenario's objectives, then the families that fit the form ``held``."""
    own = [
        Group(
            objective.title,
            tuple(RatedItem(item.id, item.text, nodes=item.nodes) for item in objective.items),
            note=f"{objective.family} · 权重 {objective.weight}",
        )
        for objective in script.scenario.objectives
    ]
    return own + [_group(family, families.source) for family in _fitting(families, held) if families]


def _fitting(families: Families | None, kind: str) -> list[Family]:
    return [family for family in families.families if kind in family.forms] if families else []


def _group(family: Family, source: str) -> Group:
    items = tuple(
        RatedItem(f"{PREFIX}{family.id}.{item.id}", item.text, CERTAINTIES[item.certainty or family.certainty])
        for item in family.items
    )
    return Group(family.title, items, own=False, note=f"{family.part} · {source}")
