"""The last picture of a drill: asked once after its end by the platform itself, so that nobody has to have watched.

Any number of processes may ask: equal questions about a drill are one.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from anpei import clock
from anpei.content import Shelves
from anpei.exercises import runs
from anpei.exercises.evacuation.files import Sites
from anpei.exercises.evacuation.scenario_link import link_scenario, load_scenario_link
from anpei.exercises.evacuation.service import Job, ask

__all__ = ["ask_at_end", "ended_lately"]

RECENT = clock.DAY


def ended_lately(session: Session, now: int) -> list[int]:
    """The runs that ended within the last day, the oldest first."""
    return runs.ended_since(session, now - RECENT)


def ask_at_end(
    session: Session, story: runs.RunRecord, sites: Sites, shelves: Shelves, *, have: Callable[[str], bool], now: int
) -> Job | None:
    """Ask what an ended run's log asks; None where its scenario drives nobody on a map, or nobody was ever warned."""
    slug = story.run.scenario_id
    plan = sites.plans.get(slug)
    following, found = load_scenario_link(shelves, slug)
    if plan is None or following is None or found:
        return None
    inputs, _ = link_scenario(plan, following, story)
    if not inputs.cues:
        return None
    return ask(session, plan, inputs, by=story.run.created_by, now=now, have=have, drill_run=story.run.run_id)
