"""A site where nothing was handed in yet waits for it without nbgrader; whatever makes the worker needed wakes it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys

import pytest

from anpei.assignments import jobs, standby
from anpei.database import Database
from anpei.settings import Site
from tests.helpers.processes import wait_for

HERE = "from anpei.assignments import standby; from anpei.settings import open_site"


def test_waiting_loads_no_nbgrader() -> None:
    loaded = f"{HERE}; import sys; print('nbgrader' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", loaded], text=True).strip() == "False"


@pytest.mark.sqlite_only  # a gradebook on a server may always have changed
def test_a_job_a_hand_in_or_a_gradebook_needs_the_worker(site: Site, db: Database) -> None:
    assert not standby.needed(site, db)
    db.write(lambda session: jobs.request(session, 1, 1)).result()
    assert standby.needed(site, db)
    db.write(lambda session: jobs.finish(session, 1, "grade", 1, 2)).result()
    assert not standby.needed(site, db)
    (site.var / "gradebook.db").touch()
    assert standby.needed(site, db)


@pytest.mark.sqlite_only
def test_it_wakes_by_itself_and_ends_when_told(site: Site, db: Database) -> None:
    serve = f"{HERE}; standby.serve_grading(open_site({str(site.root)!r}))"
    for wakes in (False, True):
        process = subprocess.Popen([sys.executable, "-c", serve], stderr=subprocess.DEVNULL)
        wait_for((site.nbgrader / "feedback").exists)
        if wakes:
            db.write(lambda session: jobs.request(session, 1, 1)).result()
            wait_for((site.var / "gradebook.db").exists)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        shutil.rmtree(site.nbgrader)
