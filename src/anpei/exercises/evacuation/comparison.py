"""Expected beside measured: what the model says of a plan, and what roll calls of past drills there took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from anpei.exercises import rollcall, runs
from anpei.exercises.evacuation import service
from anpei.exercises.evacuation.model import Range

__all__ = ["Measured", "expected", "expected_of_run", "measured"]

LOOKED_AT = 2000
"""So many drills of one scenario are looked through; what people practise alone has no roll call."""


@dataclass(frozen=True)
class Measured:
    """One drill's roll call: seconds from the alarm, None where it never came to that."""

    run: int
    title: str
    when: int
    first_out: int | None
    last_out: int | None
    all_accounted: int | None


def expected(session: Session, slug: str) -> Range | None:
    """Seconds from the alarm until the last one is at the muster point, by the newest answer about this plan."""
    return _muster(service.latest(session, slug))


def expected_of_run(session: Session, drill_run: int) -> Range | None:
    """The same for one drill with what happened in it, as far as it was reckoned: in seconds from the run's start."""
    return _muster(service.of_drill(session, drill_run))


def measured(session: Session, slug: str, limit: int = 8) -> list[Measured]:
    """The latest drills of this scenario that had a roll call, newest first."""
    counted = rollcall.of_runs(session)
    called = runs.archive(session, runs.ArchiveFilter("director", slug), offset=0, limit=LOOKED_AT)
    newest = sorted((run for run in called if run.run_id in counted), key=lambda run: -run.run_id)[:limit]
    return [_measured(run, rollcall.times(session, counted[run.run_id])) for run in newest]


def _measured(run: runs.ArchivedRun, times: rollcall.Times) -> Measured:
    first, last, everybody = times.first_out, times.last_out, times.all_accounted
    return Measured(
        run.run_id, run.title, times.alarm, times.seconds(first), times.seconds(last), times.seconds(everybody)
    )


def _muster(job: service.Job | None) -> Range | None:
    told: dict[str, Any] | None = (job.summary or {}).get("muster") if job is not None else None
    return Range(**told) if told else None
