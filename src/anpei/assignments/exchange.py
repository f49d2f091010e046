"""nbgrader's exchange, where ours differs: nobody's answers go out with a paper, and every submission has its secret.

The secret is what the file of a learner's feedback is named by; ``nbgrader submit`` makes it, and for what came another
way it is made with the submission, or when feedback is first released.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeReleaseAssignment, ExchangeReleaseFeedback

from anpei.assignments.course import NbgraderCourse
from anpei.assignments.shapes import is_paper
from anpei.settings import open_site

__all__ = ["BROUGHT", "SECRET", "CleanRelease", "ReleaseFeedback", "secret_of"]

SECRET = "submission_secret.txt"  # noqa: S105 a file's name
BROUGHT = ("responses.json", "timestamp.txt", SECRET)
"""Files that come with a submission and are never the trainer's."""


def secret_of(course: NbgraderCourse, learner: str, assignment: str) -> str:
    """A submission's secret, wherever it is known; a new one where it never had any."""
    places = (course.submitted, course.autograded, course.feedback)
    for path in (place(learner, assignment) / SECRET for place in places):
        if path.is_file() and (known := path.read_text(encoding="utf-8").strip()):
            return known
    return secrets.token_hex(64)


class CleanRelease(ExchangeReleaseAssignment):
    """A trainer who tries a quiz where it lies must not hand everybody the answers with it."""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        super().do_copy(src, dest, log)
        if is_paper(self.config.AutogradeExporter.site, self.coursedir.assignment_id):
            for name in BROUGHT:
                (Path(dest) / name).unlink(missing_ok=True)


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Feedback is released for everybody who has some, however they handed in."""

    def copy_files(self) -> None:
        course = NbgraderCourse(open_site(Path(self.config.AutogradeExporter.site)))
        pages = course.root.glob(f"feedback/*/{self.coursedir.assignment_id}/*.html")
        for folder in {page.parent for page in pages}:
            self._complete(course, folder)
        super().copy_files()

    def _complete(self, course: NbgraderCourse, folder: Path) -> None:
        """Lay the secret, and when it was handed in, beside the page where they are missing."""
        learner, assignment = folder.parent.name, folder.name
        secret = secret_of(course, learner, assignment)
        for place in (course.submitted, course.autograded, course.feedback):
            path = place(learner, assignment) / SECRET
            if path.parent.is_dir() and not path.is_file():
                path.write_text(secret, encoding="utf-8")
        (folder / "timestamp.txt").touch()
