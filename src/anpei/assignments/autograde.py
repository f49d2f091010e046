"""What nbgrader's ``autograde`` does with a paper: no kernel runs, the journal's answers are marked by our own scoring.

An assignment that is no paper of ours goes nbgrader's own way, in a kernel behind walls.

The file a learner hands over only says which attempt it belongs to. An exam was answered to the server, so its file
changes nothing. A notebook attempt was answered into the file: the first time it is graded, the file's answers enter
the journal and the attempt is closed; from then on the journal counts, whatever another file says.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.preprocessors import Preprocessor
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy.orm import Session
from traitlets import Bool, Unicode

from anpei import attempts, clock, grading, records
from anpei.assignments.context import GradingContext, context_for
from anpei.assignments.feedback import LearnerView, learner_view
from anpei.assignments.gradebook import Gradebook, save_sheet
from anpei.assignments.marked_notebook import card, marks_in, slot_of, write_sheet
from anpei.assignments.model import MarkedSheet, SlotMark
from anpei.assignments.notebooks import NotebookNode, compact, empty, node
from anpei.assignments.responses import BadResponses, Responses, read_responses
from anpei.assignments.scene_pictures import picture
from anpei.assignments.shapes import is_paper, shapes
from anpei.assignments.source import CellSlot
from anpei.assignments.wording import given, right
from anpei.attempts import Attempt, SlotState
from anpei.bank import BadValue, ItemVersion, MultiplePolicy, check_value
from anpei.errors import AnpeiError
from anpei.records import SlotResult

__all__ = [
    "AutogradeExporter",
    "FeedbackLevel",
    "FreshCards",
    "GradeResponses",
    "LoadReleased",
    "SaveGradesOnce",
    "mark_submission",
    "marked_sheet",
]


def mark_submission(context: GradingContext, learner: str, assignment: str) -> MarkedSheet:
    """Mark what lies in ``submitted/``; what can't be trusted or read becomes a sheet with trouble and no marks."""
    try:
        responses = read_responses(context.course.submitted(learner, assignment))
        attempt = _own(context, responses.attempt, learner, assignment)
        if attempt.state == "open":
            _take_in(context, attempt, responses)
        with context.db.read() as session:
            return marked_sheet(context, session, attempt.id)
    except (BadResponses, AnpeiError) as error:
        return MarkedSheet(None, trouble=str(error))


def marked_sheet(context: GradingContext, session: Session, attempt_id: int) -> MarkedSheet:
    """Mark a handed-in attempt; reads only what the attempt itself remembers."""
    states = attempts.slots(session, attempt_id)
    asked = attempts.versions(session, (state.sha for state in states))
    result = records.find_result(session, attempt_id)
    instant = {mark.slot: mark for mark in result.slots if mark.state == "instant"} if result else {}
    multiple = attempts.find(session, attempt_id).multiple
    known = {state.slot: instant.get(state.slot) or _scored(state, asked[state.sha], multiple) for state in states}
    marks = [_mark(context, state, asked[state.sha], known[state.slot]) for state in states]
    given = records.given_marks(session, [attempt_id]).get(attempt_id, [])
    by_hand = {mark.slot: (mark.points, mark.comment) for mark in given if mark.by_hand}
    return MarkedSheet(attempt_id, {mark.slot: mark for mark in marks}, by_hand=by_hand)


def _scored(state: SlotState, version: ItemVersion, multiple: MultiplePolicy) -> grading.Mark:
    return grading.score(version, state.order, state.value, state.points, multiple)


def _mark(context: GradingContext, state: SlotState, version: ItemVersion, mark: SlotResult | grading.Mark) -> SlotMark:
    """The record's instant mark where there is one (it may have been regraded), else the scoring function's."""
    secret = version.secret
    return SlotMark(
        slot=state.slot,
        kind=state.kind,
        points=None if mark.verdict == "awaiting" else mark.points,
        max=state.points,
        verdict=mark.verdict,
        stem=version.public.stem,
        given=given(version, state.order, state.value),
        right=right(version, state.order, state.value),
        explanation=secret.explanation,
        cites=tuple(_cited(context, cite) for cite in secret.cites),
        rubric=tuple((line.criterion, line.points) for line in secret.rubric),
        model_answer=secret.model_answer,
        picture=picture(context.content().shelves, version, state.order, state.value),
    )


def _cited(context: GradingContext, cite: str) -> str:
    found = context.registry.known(cite)
    return context.registry.title(found) if found else cite


def _own(context: GradingContext, attempt_id: int, learner: str, assignment: str) -> Attempt:
    with context.db.read() as session:
        attempt = attempts.get(session, attempt_id, learner)
        states = attempts.slots(session, attempt_id)
    known = {shape.assignment: shape.slots for shape in shapes(context.course, attempt.paper)}
    if assignment not in known:
        raise BadResponses("答卷属于另一张试卷。")
    if known[assignment] != {CellSlot(state.slot, state.points, state.kind == "case") for state in states}:
        raise BadResponses("答卷属于这张试卷的另一个版本，题位或分值不同。")
    if attempt.kind == "exam" and attempt.state == "open":
        raise BadResponses("这次考试还没有交卷。")
    return attempt


def _take_in(context: GradingContext, attempt: Attempt, responses: Responses) -> None:
    """Put a notebook's answers into the journal and close the attempt: all of them, or none."""

    def work(session: Session) -> None:
        states = {state.slot: state for state in attempts.slots(session, attempt.id)}
        now = clock.now()
        for slot, value in responses.answers.items():
            _check(states.get(slot), slot, value)
            uuid = _uuid(attempt.id, slot, value)
            attempts.record(session, attempt.id, slot, attempt.staff_no, uuid, states[slot].revision, value, now)
        attempts.hand_in(session, attempt.id, attempt.staff_no, now)
        records.mark_attempt(session, attempt.id, now)

    context.db.write(work).result()


def _check(state: SlotState | None, slot: str, value: Any) -> None:
    if state is None:
        raise BadResponses("答卷文件里有试卷没有的题。")
    try:
        check_value(state.kind, len(state.order), value)
    except BadValue as error:
        raise BadResponses(f"{slot}：{error.message}") from None


def _uuid(attempt_id: int, slot: str, value: Any) -> str:
    """The same for the same answer, so that grading twice records it once."""
    content = json.dumps([attempt_id, slot, value], ensure_ascii=False, allow_nan=False)
    return f"notebook-{hashlib.sha256(content.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


STYLE = Path(__file__).parent / "dist/feedback.css"
EXECUTION = "NBGRADER_EXECUTION"
"""nbgrader says by this variable which of its commands is at its second step."""
Resources = dict[str, Any]
Result = tuple[NotebookNode, Resources]


class _OfSite(Preprocessor):
    """A preprocessor that knows its site; without one it refuses to work, and so nothing is graded."""

    enabled = Bool(True).tag(config=True)
    site = Unicode(help="folder of the Anpei site").tag(config=True)

    @property
    def context(self) -> GradingContext:
        if not self.site:
            raise RuntimeError("anpei: the site is not configured; nothing is graded")
        return context_for(self.site)


class AutogradeExporter(NotebookExporter):
    """nbgrader's exporter; of a paper the learner's notebook isn't read, so it can neither harm nor fail.

    Which steps nbgrader was set to take has no say in how a paper is graded. What nbconvert does besides (copying every
    cell per preprocessor, validating what we made) is most of its time.
    """

    site = Unicode(help="folder of the Anpei site").tag(config=True)

    def from_filename(self, filename: str, resources: Any = None, **kwargs: Any) -> tuple[str, Resources]:
        if not is_paper(self.site, resources["nbgrader"]["assignment"]):
            made: tuple[str, Resources] = super().from_filename(filename, resources=resources, **kwargs)
            return made
        nb, carried = empty(), self._init_resources(resources)
        grading = os.environ.get(EXECUTION) == "autograde"
        for step in (GradeResponses, SaveGradesOnce) if grading else (LoadReleased,):
            nb, carried = step(parent=self).preprocess(nb, carried)
        return compact(nb), carried


class LoadReleased(_OfSite):
    """Go on from the released notebook: no tampered cell, no duplicate and no checksum of the learner's matters."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Result:
        return self.context.released(resources["nbgrader"]["assignment"]), resources


class GradeResponses(_OfSite):
    """Mark the attempt that ``responses.json`` names, if it is this learner's attempt at this paper."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Result:
        learner, paper = resources["nbgrader"]["student"], resources["nbgrader"]["assignment"]
        nb, sheet = self.context.released(paper), mark_submission(self.context, learner, paper)
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


class FeedbackLevel(_OfSite):
    """The learner's page: published marks only, of keys what the review policy allows now, nothing machine-readable."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Result:
        view = learner_view(self.context, nb.metadata.get("anpei", {}).get("attempt"))
        title = self.context.title(resources["nbgrader"]["assignment"])
        resources["anpei"] = {"view": view, "title": title, "style": STYLE.read_text(encoding="utf-8")}
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
