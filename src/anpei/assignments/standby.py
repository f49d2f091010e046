"""The grading process before there is anything to grade: nbgrader, which is slow and large, is loaded when needed.

That is as soon as somebody handed in, asked for a job, or there is a gradebook in which a mark may have changed.
"""

from __future__ import annotations

import signal
import threading
from pathlib import Path

from sqlalchemy.engine import make_url

from anpei import heartbeat
from anpei.assignments import jobs
from anpei.assignments.course import prepare
from anpei.database import Database
from anpei.engines import News
from anpei.settings import Site

__all__ = ["needed", "serve_grading"]

LOOK_SECONDS = 0.25
QUIET_LOOKS = 8
"""What becomes due by the clock alone is seen at every so many looks."""


def needed(site: Site, db: Database) -> bool:
    """Whether the worker has, or may have, something to do."""
    gradebook = make_url(site.gradebook_url)
    if gradebook.get_backend_name() != "sqlite" or Path(gradebook.database or "").exists():
        return True
    with db.read() as session:
        return bool(jobs.not_requested(session) or jobs.queued(session, "grade") or jobs.queued(session, "feedback"))


def serve_grading(site: Site) -> None:
    """Wait until there is work, then be the worker; until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    prepare(site)
    _wait(site, stop)
    if not stop.is_set():
        from anpei.assignments import worker

        worker.serve_grading(site, stop)


def _wait(site: Site, stop: threading.Event) -> None:
    """Until the worker is needed or told to stop; of a database that can't be asked the worker tells."""
    try:
        with Database(site.database_url) as db:
            news, quiet = News(site.database_url), 0
            while not stop.is_set():
                heartbeat.beat()
                if news.changed() or quiet >= QUIET_LOOKS:
                    quiet = 0
                    if needed(site, db):
                        return
                quiet += 1
                stop.wait(LOOK_SECONDS)
    except Exception:
        return
