"""``courses/hours.yaml`` read into rules, with findings for what doesn't hold together."""

from __future__ import annotations

from pathlib import Path

from anpei import laws
from anpei.content import Shelves
from anpei.findings import Finding
from anpei.hours.model import HoursRules
from anpei.plainfiles import Document, read_as, safely

__all__ = ["FILE", "NONE", "load"]

FILE = "courses/hours.yaml"
NONE = HoursRules(minutes_per_hour=45, categories=())


def load(shelves: Shelves, registry: laws.Registry | None = None) -> tuple[HoursRules | None, list[Finding]]:
    """The shelf's rules, or None with the reasons; with a registry, citations must lead somewhere."""
    path = shelves.find(FILE)
    if path is None:
        return NONE, []
    return safely(path, lambda: _load(path, registry), lambda finding: (None, [finding]))


def _load(path: Path, registry: laws.Registry | None) -> tuple[HoursRules | None, list[Finding]]:
    document, rules, found = read_as(path, HoursRules)
    if document is None or rules is None:
        return None, found
    return rules, [
        *found,
        *_twice(document, rules),
        *_default(document, rules),
        *_levels(document, rules),
        *_basis(document, rules, registry),
    ]


def _twice(document: Document, rules: HoursRules) -> list[Finding]:
    """A category's id stands once: people are assigned to it by that name."""
    ids = [category.id for category in rules.categories]
    return [
        document.finding(("categories", place), "hours-twice", f"编号“{ident}”用了两次，请改一个。")
        for place, ident in enumerate(ids)
        if ident in ids[:place]
    ]


def _default(document: Document, rules: HoursRules) -> list[Finding]:
    """Whoever has no category of their own falls under the default one, which must exist."""
    if not rules.default or rules.category(rules.default):
        return []
    return [document.finding(("default",), "hours-default", f"没有编号为“{rules.default}”的类别。")]


def _levels(document: Document, rules: HoursRules) -> list[Finding]:
    """Only training before somebody starts has three levels, and they add up to at least its hours."""
    found = []
    for place, category in enumerate(rules.categories):
        where = ("categories", place, "levels")
        if category.levels and category.period != "once":
            found.append(document.finding(where, "hours-levels", "只有岗前培训（period: once）分三级。"))
        elif category.levels and category.levels.total < category.hours:
            told = f"三级加起来是 {category.levels.total} 学时，不到要求的 {category.hours} 学时。"
            found.append(document.finding(where, "hours-levels", told))
    return found


def _basis(document: Document, rules: HoursRules, registry: laws.Registry | None) -> list[Finding]:
    """A requirement names an article or a source, and only an article can have been checked."""
    found = []
    for place, category in enumerate(rules.categories):
        where = ("categories", place)
        if not category.cites and not category.source:
            found.append(document.finding(where, "hours-basis", "要写依据：cites（条文）或 source（来源）。"))
        if category.certainty == "核" and not category.cites:
            found.append(document.finding(where, "hours-basis", "没有条文的要求不能标“核”。"))
        lost = [cite for cite in category.cites if registry is not None and registry.known(cite) is None]
        found += [document.finding(where, "citation", f"法规登记里没有“{cite}”。") for cite in lost]
    return found
