"""Ten thousand plays of every shipped scenario by chance, side by side: what was played, and what broke.

A play checks at every step what must hold whatever people do (:mod:`tests.exercises.drills.fuzz`): nobody is asked
twice, the clock never goes back, every play ends, and its log replays to the same state to the byte. One breach ends
the run.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

from anpei.content import Shelves, bundled
from anpei.exercises.scenarios import load
from benchmarks.frame import Row, save
from tests.exercises.drills.fuzz import Figures, many

PLAYS = 10_000
TOLD = ("decision.made", "node.timeout", "decision.refused", "inject.sent", "role.moved", "member.left", "run.speed")


def run(quick: bool = False) -> None:
    """Play, print and keep the figures of every scenario."""
    slugs = sorted(load(Shelves([bundled()])).scripts)
    with ProcessPoolExecutor(max_workers=2) as pool:
        found = dict(zip(slugs, pool.map(played, slugs, [PLAYS // 100 if quick else PLAYS] * len(slugs)), strict=True))
    kept = {slug: vars(figures) | {"unreached": sorted(figures.unreached)} for slug, figures in found.items()}
    save("drill_plays", "Drill: scenarios played by chance", [_row(*each) for each in found.items()], kept)


def played(slug: str, count: int) -> Figures:
    return many(load(Shelves([bundled()])).scripts[slug], count)


def _row(slug: str, figures: Figures) -> Row:
    told = ", ".join(f"{figures.events[kind]} {kind}" for kind in TOLD)
    reached = f"never reached: {', '.join(sorted(figures.unreached)) or 'nothing'}"
    said = f"{figures.plays} plays, {figures.events.total()} events: {told}; {reached}"
    return Row(f"{slug}, teams of 1 to {max(figures.teams)}", "—", said, "", "no breach, all reached")
