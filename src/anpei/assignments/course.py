"""Where the nbgrader course of a site lies; every path and name nbgrader needs is asked for here."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from anpei.plainfiles import write_atomic
from anpei.settings import Site

__all__ = ["COURSE_ID", "RAISE", "NbgraderCourse", "environment", "prepare"]

COURSE_ID = "anpei"
RAISE = "TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR"

_CONFIG = '''"""nbgrader's settings for this site; what they are and why stands in anpei.assignments.config.

Add own settings below the call. If this file fails, nothing is graded: the gradebook is not where nbgrader's
defaults look for it.
"""

from pathlib import Path

from anpei.assignments.config import configure

c = get_config()  # noqa: F821 (nbgrader defines it)
configure(c, Path(__file__).resolve().parents[2])
'''


@dataclass(frozen=True)
class NbgraderCourse:
    """nbgrader's folders for one site: ``{step}/{staff_no}/{paper}/{paper}.ipynb``."""

    site: Site

    @property
    def root(self) -> Path:
        return self.site.nbgrader

    @property
    def gradebook_url(self) -> str:
        return self.site.gradebook_url

    @property
    def exchange(self) -> Path:
        """The drop box of ``nbgrader submit``; outside the workspace, so that no Lab shows others' answers."""
        return self.site.var / "exchange"

    def source(self, paper: str) -> Path:
        return self.root / "source" / paper

    def released(self, paper: str) -> Path:
        return self.root / "release" / paper / f"{paper}.ipynb"

    def submitted(self, learner: str, paper: str) -> Path:
        return self.root / "submitted" / learner / paper

    def autograded(self, learner: str, paper: str) -> Path:
        return self.root / "autograded" / learner / paper

    def feedback(self, learner: str, paper: str) -> Path:
        return self.root / "feedback" / learner / paper


def prepare(site: Site) -> NbgraderCourse:
    """Make the course's folders and its config file; an edited config file is kept."""
    course = NbgraderCourse(site)
    for step in ("source", "release", "submitted", "autograded", "feedback"):
        (course.root / step).mkdir(parents=True, exist_ok=True)
    (course.exchange / COURSE_ID / "inbound").mkdir(parents=True, exist_ok=True)
    config = course.root / "nbgrader_config.py"
    if not config.exists():
        write_atomic(config, _CONFIG)
    return course


def environment() -> dict[str, str]:
    """Variables for every process that may run nbgrader: a failing config file stops it instead of being ignored."""
    return {**os.environ, RAISE: "1"}
