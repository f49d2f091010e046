"""Pages of an assignment that is no paper of ours: code, outputs and tasks, as nbgrader shows them, but in Chinese.

What a learner wrote, or their code printed, is shown and never run: markup is cleaned, scripts are left out.
"""

from __future__ import annotations

from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from nbconvert.exporters import HTMLExporter
from traitlets import Unicode

from anpei.assignments.autograde import STYLE
from anpei.assignments.shapes import is_paper, titles

__all__ = ["CodeFeedbackExporter", "CodeFormgradeExporter", "FeedbackExporter", "FormgradeExporter", "only_shown"]

Page = tuple[str, dict[str, Any]]
TAGS = {
    *bleach.ALLOWED_TAGS, "p", "div", "span", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "code", "kbd", "s",
    "del", "sub", "sup", "small", "img", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "*": ["class", "title"], "a": ["href"], "img": ["src", "alt", "width", "height"], "ol": ["start"],
    "th": ["colspan", "rowspan", "scope"], "td": ["colspan", "rowspan"],
}  # fmt: skip
STYLES = CSSSanitizer(allowed_css_properties=["text-align"])


def only_shown(markup: str) -> str:
    """Markup without anything that could run, load from elsewhere by itself, or cover the page; the rest is text."""
    return str(bleach.clean(markup, TAGS, _attribute, {"http", "https", "data"}, css_sanitizer=STYLES))


def _attribute(tag: str, name: str, value: str) -> bool:
    if name not in (*ATTRIBUTES["*"], *ATTRIBUTES.get(tag, ())):
        return False
    return name not in ("src", "href") or _own(tag, value)


def _own(tag: str, address: str) -> bool:
    """A picture lies in the notebook or beside it, and a link leads to a page."""
    scheme = address.partition(":")[0].lower() if ":" in address else ""
    if tag == "img":
        return (not scheme and not address.startswith(("/", "\\"))) or address.lower().startswith("data:image/")
    return scheme in ("", "http", "https")


class _CodePage(HTMLExporter):
    def default_filters(self) -> Any:
        yield from super().default_filters()
        yield "clean_html", only_shown


class CodeFeedbackExporter(_CodePage):
    """The learner's page of a code assignment."""


class CodeFormgradeExporter(_CodePage):
    """formgrader's page of a code assignment."""


class FeedbackExporter(HTMLExporter):
    """The learner's page."""

    site = Unicode(help="folder of the Anpei site").tag(config=True)

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> Page:
        if is_paper(self.site, resources["nbgrader"]["assignment"]):
            return _made(super().from_filename(filename, resources=resources, **kwargs))
        resources["anpei_style"] = STYLE.read_text(encoding="utf-8")
        return _made(CodeFeedbackExporter(config=self.config).from_filename(filename, resources=resources, **kwargs))


class FormgradeExporter(HTMLExporter):
    """formgrader's page; a class of its own, as the learner's: in the same Lab notebooks are exported as plain HTML."""

    site = Unicode(help="folder of the Anpei site").tag(config=True)

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> Page:
        assignment = resources["assignment_id"]
        resources["anpei_title"] = titles(self.site).get(assignment, assignment)
        if is_paper(self.site, assignment):
            return _made(super().from_filename(filename, resources=resources, **kwargs))
        return _made(CodeFormgradeExporter(config=self.config).from_filename(filename, resources=resources, **kwargs))


def _made(page: Any) -> Page:
    return page[0], page[1]
