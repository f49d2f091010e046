"""nbgrader's configuration, one ``set_*`` per subject, and what the site's ``anpei.toml`` says of its own.

It fails closed. The gradebook lies under ``var/``, not where nbgrader's defaults look: without this configuration
nbgrader finds no assignment and grades nobody.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbgrader.exchange.default import ExchangeReleaseAssignment

from anpei.assignments.autograde import (
    FeedbackLevel,
    FreshCards,
    GradeResponses,
    LoadReleased,
    SaveGradesOnce,
    UnreadExporter,
)
from anpei.assignments.course import COURSE_ID, NbgraderCourse
from anpei.assignments.export import QuotedCsv
from anpei.assignments.gradebook import share
from anpei.assignments.grading_kernel import confine_execution
from anpei.assignments.responses import drop_links
from anpei.assignments.source import STUB
from anpei.settings import open_site

__all__ = ["TEMPLATES", "FeedbackExporter", "FormgradeExporter", "configure"]

TEMPLATES = Path(__file__).with_name("templates")
FILES = ["*.ipynb", "responses.json", "timestamp.txt", "submission_secret.txt"]


class CleanRelease(ExchangeReleaseAssignment):
    """A trainer who tries a quiz where it lies must not hand everybody the answers with it."""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        super().do_copy(src, dest, log)
        for name in FILES[1:]:
            (Path(dest) / name).unlink(missing_ok=True)


class FeedbackExporter(HTMLExporter):
    """The learner's page."""


class FormgradeExporter(HTMLExporter):
    """formgrader's page; a class of its own, as the learner's: in the same Lab notebooks are exported as plain HTML."""


def configure(c: Any, root: Path) -> None:
    """Set everything nbgrader must know about the site at ``root``."""
    course = NbgraderCourse(open_site(root))
    share()
    set_course(c, course)
    set_release(c)
    set_grading(c, course)
    set_feedback(c, course)
    set_pages(c, course)
    set_exchange(c, course)
    set_own(c, course)


def set_own(c: Any, course: NbgraderCourse) -> None:
    """What the site sets itself; only options that are nobody else's can be."""
    for name, options in course.site.settings.nbgrader.given().items():
        for option, value in options.items():
            c[name][option] = list(value) if isinstance(value, tuple) else value


def set_course(c: Any, course: NbgraderCourse) -> None:
    c.CourseDirectory.root = str(course.root)
    c.CourseDirectory.course_id = COURSE_ID
    c.CourseDirectory.db_url = course.gradebook_url
    c.CourseDirectory.include = FILES
    c.CourseDirectory.max_file_size = 2_000
    c.CourseDirectory.max_dir_size = 4_000


def set_release(c: Any) -> None:
    c.ClearSolutions.text_stub = STUB


def set_grading(c: Any, course: NbgraderCourse) -> None:
    """No kernel, no late penalty (nbgrader freezes it before marks by hand exist; due dates live in our plans)."""
    confine_execution()
    for name in ("LoadReleased", "GradeResponses", "GradingKernel"):
        c[name].site = str(course.site.root)
    c.Autograde.exporter_class = UnreadExporter
    c.Autograde.sanitize_preprocessors = [LoadReleased]
    c.Autograde.autograde_preprocessors = [GradeResponses, SaveGradesOnce]
    c.Autograde.pre_convert_hook = drop_links
    papers = [path.name for path in (course.root / "source").glob("*") if path.is_dir()]
    c.Autograde.exclude_overwriting = dict.fromkeys(papers, FILES[1:])
    c.ExportApp.plugin_class = QuotedCsv


def set_feedback(c: Any, course: NbgraderCourse) -> None:
    c.FeedbackLevel.site = str(course.site.root)
    c.GenerateFeedback.preprocessors = [FeedbackLevel]
    c.GenerateFeedback.exporter_class = FeedbackExporter
    c.FeedbackExporter.preprocessors = []
    c.FeedbackExporter.template_name = "anpei_feedback"
    c.FeedbackExporter.extra_template_basedirs = [str(TEMPLATES)]


def set_pages(c: Any, course: NbgraderCourse) -> None:
    """Chinese pages; when something was handed in is told by the enterprise's clock, in the files it stays UTC."""
    c.NbGraderAPI.timezone = course.site.zone
    c.NbGraderAPI.timestamp_format = "%Y-%m-%d %H:%M:%S"
    c.TemplateExporter.extra_template_basedirs = []  # its default is the current folder; a template is a program
    c.FormgradeExporter.template_name = "anpei_formgrade"
    c.FormgradeExporter.extra_template_basedirs = [str(TEMPLATES)]
    c.FormgradeExporter.preprocessors = [FreshCards]
    c.FormgradeExtension.debug = False


def set_exchange(c: Any, course: NbgraderCourse) -> None:
    """Where ``nbgrader submit`` and ``collect`` meet; without its notebook a submission is refused, not graded zero."""
    c.Exchange.root = str(course.exchange)
    c.Exchange.cache = str(course.site.var / "exchange-cache")
    c.ExchangeFactory.release_assignment = CleanRelease
    c.ExchangeSubmit.strict = True
    c.ExchangeCollect.check_owner = False
