"""What nbgrader runs instead of kernels: the learner's notebook is thrown away, the journal's answers are marked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import Preprocessor
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Unicode

from anpei.assignments.context import GradingContext, context_for
from anpei.assignments.feedback import LearnerView, learner_view
from anpei.assignments.gradebook import Gradebook
from anpei.assignments.gradebook_write import save_sheet
from anpei.assignments.mark_cards import card
from anpei.assignments.marking import mark_submission
from anpei.assignments.model import SlotMark
from anpei.assignments.notebook_write import marks_in, slot_of, write_sheet
from anpei.assignments.notebooks import NotebookNode, compact, empty, node

__all__ = ["FeedbackLevel", "FreshCards", "GradeResponses", "LoadReleased", "SaveGradesOnce", "UnreadExporter"]

Resources = dict[str, Any]
Result = tuple[NotebookNode, Resources]


class _AtDesk(Preprocessor):
    """A preprocessor that knows its site; without one it refuses to work, and so nothing is graded."""

    enabled = Bool(True).tag(config=True)
    site = Unicode(help="folder of the Anpei site").tag(config=True)

    @property
    def desk(self) -> GradingContext:
        if not self.site:
            raise RuntimeError("anpei: the site is not configured; nothing is graded")
        return context_for(self.site)


class UnreadExporter(NotebookExporter):
    """nbgrader's exporter without its first step: the learner's notebook isn't read, so it can neither harm nor fail.

    What nbconvert does besides (copying every cell per preprocessor, validating what we made) is most of its time.
    """

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> tuple[str, Resources]:
        nb, carried = empty(), self._init_resources(resources)
        for preprocessor in self._preprocessors:
            nb, carried = preprocessor(nb, carried)
        return compact(nb), carried


class LoadReleased(_AtDesk):
    """Go on from the released notebook: no tampered cell, no duplicate and no checksum of the learner's matters."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Result:
        return self.desk.released(resources["nbgrader"]["assignment"]), resources


class GradeResponses(_AtDesk):
    """Mark the attempt that ``responses.json`` names, if it is this learner's attempt at this paper."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Result:
        learner, paper = resources["nbgrader"]["student"], resources["nbgrader"]["assignment"]
        nb, sheet = self.desk.released(paper), mark_submission(self.desk, learner, paper)
        if sheet.trouble:
            self.log.error("anpei: %s/%s is not graded: %s", learner, paper, sheet.trouble)
        write_sheet(nb, sheet)
        resources["anpei_sheet"] = sheet
        return nb, resources


class SaveGradesOnce(NbGraderPreprocessor):
    """Save what :class:`GradeResponses` found, in one commit; without it there is nothing to save and it fails."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Result:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as book:
            sheet = book.find_submission_notebook(names["notebook"], names["assignment"], names["student"])
            save_sheet(book.db, sheet, resources["anpei_sheet"])
        return nb, resources


class FreshCards(Preprocessor):
    """For formgrader: show cards made now from the marks, and no HTML that a file may bring along."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Result:
        marks = marks_in(nb)
        for cell in nb.cells:
            mark = marks.get(slot_of(cell))
            if mark is not None:
                cell.outputs = [_html(card(mark))]
            elif "outputs" in cell:
                cell.outputs = [output for output in cell.outputs if output.output_type == "error"]
        return nb, resources


class FeedbackLevel(_AtDesk):
    """The learner's page: published marks only, of keys what the review policy allows now, nothing machine-readable."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Result:
        view = learner_view(self.desk, nb.metadata.get("anpei", {}).get("attempt"))
        resources["anpei"] = {"view": view, "title": self.desk.title(resources["nbgrader"]["assignment"])}
        marks = marks_in(nb)
        for cell in nb.cells:
            mark = marks.get(slot_of(cell))
            if "outputs" in cell:
                cell.outputs = [_html(card(_published(mark, view), view.show))] if mark else []
        return nb, resources


def _published(mark: SlotMark, view: LearnerView) -> SlotMark:
    known = view.slots.get(mark.slot)
    if known is None or known.state == "unmarked":
        return mark
    return replace(mark, points=known.points, verdict=known.verdict)


def _html(html: str) -> NotebookNode:
    return node(output_type="display_data", metadata={}, data={"text/html": html})
