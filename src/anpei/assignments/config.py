"""nbgrader's configuration, one ``set_*`` per subject, and what the site's ``anpei.toml`` says of its own.

A paper is graded and shown our way, every other assignment nbgrader's own; which it is, is asked of each one.

It fails closed. The gradebook lies under ``var/``, not where nbgrader's defaults look: without this configuration
nbgrader finds no assignment and grades nobody.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions, GetGrades

from anpei.assignments.autograde import AutogradeExporter, FeedbackLevel, FreshCards
from anpei.assignments.code_pages import FeedbackExporter
from anpei.assignments.course import COURSE_ID, NbgraderCourse
from anpei.assignments.exchange import BROUGHT, CleanRelease, ReleaseFeedback
from anpei.assignments.export import QuotedCsv
from anpei.assignments.gradebook import share
from anpei.assignments.grading_kernel import confine_execution
from anpei.assignments.responses import drop_links
from anpei.assignments.source import STUB, slots_of
from anpei.assignments.validation import set_validation
from anpei.assignments.wording import slot_words
from anpei.settings import open_site

__all__ = ["TEMPLATES", "configure"]

TEMPLATES = Path(__file__).with_name("templates")


class ClearAnswers(ClearSolutions):
    """A paper's answer cell says that there is nothing to write in it; any other says what nbgrader says."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        if slots_of(nb) is not None:
            self.text_stub = STUB
        return super().preprocess(nb, resources)


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
    set_validation()
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
    c.CourseDirectory.max_file_size = 2_000
    c.CourseDirectory.max_dir_size = 4_000


def set_release(c: Any) -> None:
    stock = GenerateAssignment.preprocessors.default()
    c.GenerateAssignment.preprocessors = [ClearAnswers if step is ClearSolutions else step for step in stock]


def set_grading(c: Any, course: NbgraderCourse) -> None:
    """No kernel, no late penalty (nbgrader freezes it before marks by hand exist; due dates live in our plans)."""
    confine_execution(course.site.root)
    for name in ("LoadReleased", "GradeResponses", "GradingKernel", "AutogradeExporter"):
        c[name].site = str(course.site.root)
    c.Autograde.exporter_class = AutogradeExporter
    c.Autograde.pre_convert_hook = drop_links
    assignments = [path.name for path in (course.root / "source").glob("*") if path.is_dir()]
    c.Autograde.exclude_overwriting = {name: list(BROUGHT) for name in assignments}
    c.ExportApp.plugin_class = QuotedCsv


def set_feedback(c: Any, course: NbgraderCourse) -> None:
    """A paper's page is made by the review policy, a code assignment's of nbgrader's own grades."""
    for name in ("FeedbackLevel", "FeedbackExporter", "FormgradeExporter"):
        c[name].site = str(course.site.root)
    c.GenerateFeedback.preprocessors = []
    c.GenerateFeedback.exporter_class = FeedbackExporter
    c.FeedbackExporter.preprocessors = [FeedbackLevel]
    c.CodeFeedbackExporter.preprocessors = [GetGrades, CSSHTMLHeaderPreprocessor]
    c.CodeFeedbackExporter.sanitize_html = True
    for name in ("FeedbackExporter", "CodeFeedbackExporter"):
        c[name].extra_template_basedirs = [str(TEMPLATES)]
    c.FeedbackExporter.template_name = "anpei_feedback"
    c.CodeFeedbackExporter.template_name = "anpei_code_feedback"


def set_pages(c: Any, course: NbgraderCourse) -> None:
    """Chinese pages; when something was handed in is told by the enterprise's clock, in the files it stays UTC."""
    c.NbGraderAPI.timezone = course.site.zone
    c.NbGraderAPI.timestamp_format = "%Y-%m-%d %H:%M:%S"
    c.TemplateExporter.extra_template_basedirs = []  # its default is the current folder; a template is a program
    c.FormgradeExporter.template_name = "anpei_formgrade"
    c.FormgradeExporter.preprocessors = [FreshCards]
    c.FormgradeExporter.filters = {"slot_words": slot_words}
    c.CodeFormgradeExporter.template_name = "anpei_code_formgrade"
    c.CodeFormgradeExporter.preprocessors = [CSSHTMLHeaderPreprocessor]
    c.CodeFormgradeExporter.sanitize_html = True
    for name in ("FormgradeExporter", "CodeFormgradeExporter"):
        c[name].extra_template_basedirs = c[name].extra_template_paths = [str(TEMPLATES)]
    c.FormgradeExtension.debug = False


def set_exchange(c: Any, course: NbgraderCourse) -> None:
    """Where ``nbgrader submit`` and ``collect`` meet; without its notebook a submission is refused, not graded zero."""
    c.Exchange.root = str(course.exchange)
    c.Exchange.cache = str(course.site.var / "exchange-cache")
    c.ExchangeFactory.release_assignment = CleanRelease
    c.ExchangeFactory.release_feedback = ReleaseFeedback
    c.ExchangeSubmit.strict = True
    c.ExchangeCollect.check_owner = False
