"""One attempt marked for nbgrader, from the journal and the item versions it was asked with.

The file a learner hands over only says which attempt it belongs to. An exam was answered to the server, so its file
changes nothing. A notebook attempt was answered into the file: the first time it is graded, the file's answers enter
the journal and the attempt is closed; from then on the journal counts, whatever another file says.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy.orm import Session

from anpei import attempts, clock, grading, records
from anpei.assignments.context import GradingContext
from anpei.assignments.model import BadResponses, MarkedSheet, Responses, SlotMark
from anpei.assignments.pictures import picture
from anpei.assignments.responses import read_responses
from anpei.assignments.wording import given, right
from anpei.attempts import Attempt, SlotState
from anpei.bank import BadValue, ItemVersion, check_value
from anpei.errors import AnpeiError
from anpei.records import SlotResult

__all__ = ["mark_attempt", "mark_submission"]


def mark_submission(desk: GradingContext, learner: str, paper: str) -> MarkedSheet:
    """Mark what lies in ``submitted/``; what can't be trusted or read becomes a sheet with trouble and no marks."""
    try:
        responses = read_responses(desk.course.submitted(learner, paper))
        attempt = _own(desk, responses.attempt, learner, paper)
        if attempt.state == "open":
            _take_in(desk, attempt, responses)
        with desk.db.read() as session:
            return mark_attempt(desk, session, attempt.id)
    except (BadResponses, AnpeiError) as error:
        return MarkedSheet(None, trouble=str(error))


def mark_attempt(desk: GradingContext, session: Session, attempt_id: int) -> MarkedSheet:
    """Mark a handed-in attempt; reads only what the attempt itself remembers."""
    states = attempts.slots(session, attempt_id)
    asked = attempts.versions(session, (state.sha for state in states))
    result = records.find_result(session, attempt_id)
    instant = {mark.slot: mark for mark in result.slots if mark.state == "instant"} if result else {}
    marks = [_mark(desk, state, asked[state.sha], instant.get(state.slot)) for state in states]
    return MarkedSheet(attempt_id, {mark.slot: mark for mark in marks})


def _mark(desk: GradingContext, state: SlotState, version: ItemVersion, known: SlotResult | None) -> SlotMark:
    """The record's instant mark where there is one (it may have been regraded), else the scoring function's."""
    mark = known or grading.score(version, state.order, state.value, state.points)
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
        cites=tuple(_cited(desk, cite) for cite in secret.cites),
        rubric=tuple((line.criterion, line.points) for line in secret.rubric),
        model_answer=secret.model_answer,
        picture=picture(desk.site.shelves, version, state.order, state.value),
    )


def _cited(desk: GradingContext, cite: str) -> str:
    found = desk.registry.known(cite)
    return desk.registry.title(found) if found else cite


def _own(desk: GradingContext, attempt_id: int, learner: str, paper: str) -> Attempt:
    with desk.db.read() as session:
        attempt = attempts.get(session, attempt_id, learner)
    if attempt.paper != paper:
        raise BadResponses("答卷属于另一张试卷。")
    if attempt.kind == "exam" and attempt.state == "open":
        raise BadResponses("这次考试还没有交卷。")
    return attempt


def _take_in(desk: GradingContext, attempt: Attempt, responses: Responses) -> None:
    """Put a notebook's answers into the journal and close the attempt: all of them, or none."""

    def work(session: Session) -> None:
        states = {state.slot: state for state in attempts.slots(session, attempt.id)}
        now = clock.now()
        for slot, value in responses.answers.items():
            _check(states.get(slot), slot, value)
            uuid = _uuid(attempt.id, slot, value)
            attempts.record(session, attempt.id, slot, attempt.staff_no, uuid, states[slot].revision, value, now)
        attempts.hand_in(session, attempt.id, attempt.staff_no, now)
        records.settle(session, attempt.id, now)

    desk.db.write(work).result()


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
