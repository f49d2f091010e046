"""Where the nbgrader course of a site lies; every path and name nbgrader needs is asked for here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from anpei.settings import Site

__all__ = ["COURSE_ID", "NbgraderCourse", "prepare"]

COURSE_ID = "anpei"


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
    """Make the course's folders."""
    course = NbgraderCourse(site)
    for step in ("source", "release", "submitted", "autograded", "feedback"):
        (course.root / step).mkdir(parents=True, exist_ok=True)
    (course.exchange / COURSE_ID / "inbound").mkdir(parents=True, exist_ok=True)
    return course
