"""The last picture of a drill: asked once after its end by the platform itself, so that nobody has to have watched.

Any number of processes may ask: equal questions about a drill are one.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from anpei import clock, drills
from anpei.content import Shelves
from anpei.evacuation.files import Sites
from anpei.evacuation.following import follow, load_following
from anpei.evacuation.service import Job, ask

__all__ = ["ask_at_end", "ended_lately"]

RECENT = clock.DAY
NEWEST = 20


def ended_lately(session: Session, now: int) -> list[int]:
    """The latest runs that are over, the newest first."""
    runs = drills.runs(session, limit=NEWEST)
    return [run["run"] for run in runs if run["status"] == "ended" and 0 <= now - run["created"] < RECENT]


def ask_at_end(
    session: Session, story: drills.Story, sites: Sites, shelves: Shelves, *, have: Callable[[str], bool], now: int
) -> Job | None:
    """Ask what an ended run's log asks; None where its scenario drives nobody on a map, or nobody was ever warned."""
    slug = story.run.scenario_id
    plan = sites.plans.get(slug)
    following, found = load_following(shelves, slug)
    if plan is None or following is None or found:
        return None
    inputs, _ = follow(plan, following, story)
    if not inputs.cues:
        return None
    return ask(session, plan, inputs, by=story.run.created_by, now=now, have=have, drill_run=story.run.run_id)
