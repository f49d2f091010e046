"""Site plans and the files that tie them to scenarios are checked before anybody runs anything."""

from __future__ import annotations

from anpei.content import Shelves
from anpei.exercises import scenarios
from anpei.exercises.evacuation.files import load
from anpei.exercises.evacuation.scenario_link import known_to_both, read_following
from anpei.findings import Finding, sort
from anpei.plainfiles import told_by

__all__ = ["check"]


def check(shelves: Shelves, drills: scenarios.Shelf | None = None) -> list[Finding]:
    """Everything that is wrong with site plans and `evacuation.yaml` files."""
    sites, scripts = load(shelves), (drills or scenarios.load(shelves)).scripts
    found = list(sites.findings)
    for path in shelves.glob("drills/*/evacuation.yaml"):
        slug = path.parent.name
        following, document, told = read_following(path)
        found += told
        if following is None or document is None:
            continue
        if slug not in sites.plans:
            found.append(
                document.finding((), "site-missing", "旁边没有能用的场地图（site.geojson、site.svg 或 site.dxf）。")
            )
        elif slug in scripts:
            found += told_by(path, known_to_both, following, document, scripts[slug], sites.plans[slug])
    return sort(found)
