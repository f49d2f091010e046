"""Objective marks are there at hand-in, a trainer's marks when published, and every change has its line."""

from __future__ import annotations

import pytest

from anpei import attempts, records
from anpei.errors import Conflict, NotFound, Refused
from anpei.records import Result
from tests.helpers.exam import NOW, Exam


def mark(exam: Exam, attempt: int, slot: str, points: float | None, comment: str | None = None) -> bool:
    return exam.db.write(
        lambda s: records.apply_manual(s, attempt, slot, points, comment, "T1", NOW + 1)
    ).result()  # fmt: skip


def publish(exam: Exam) -> list[int]:
    return exam.db.write(lambda s: records.publish(s, "quiz", NOW + 2, "T1")).result()


def result(exam: Exam, attempt: int) -> Result:
    with exam.db.read() as session:
        return records.result_for(session, attempt)


def sat(exam: Exam, wrong: int = 0) -> int:
    attempt = exam.start().id
    exam.answer_all(attempt, wrong)
    exam.hand_in(attempt)
    return attempt


def test_handing_in_marks_at_once_and_leaves_the_case_waiting(exam: Exam) -> None:
    found = result(exam, sat(exam))
    assert (found.state, found.score, found.max, found.passed, found.decided) == ("awaiting", 30, 40, None, "pass")
    assert [(slot.slot, slot.state) for slot in found.slots][-1] == ("c01", "unmarked")


def test_what_no_mark_can_change_is_said_at_once(exam: Exam) -> None:
    assert result(exam, sat(exam, wrong=4)).decided == "fail"


def test_an_open_question_stays_open(exam: Exam) -> None:
    found = result(exam, sat(exam, wrong=3))
    assert (found.score, found.decided, found.passed) == (15, None, None)


def test_a_blank_case_needs_nobody(exam: Exam) -> None:
    attempt = exam.start().id
    found = exam.hand_in(attempt)
    assert (found.state, found.score, found.passed) == ("marked", 0, False)


def test_settling_twice_changes_nothing(exam: Exam) -> None:
    attempt = sat(exam)
    before = result(exam, attempt)
    assert exam.db.write(lambda s: records.mark_attempt(s, attempt, NOW + 9)).result() == before


def test_an_open_attempt_cannot_be_settled(exam: Exam) -> None:
    attempt = exam.start().id
    with pytest.raises(Conflict):
        exam.db.write(lambda s: records.mark_attempt(s, attempt, NOW)).result()


def test_a_collected_mark_is_unseen_until_published(exam: Exam) -> None:
    attempt = sat(exam, wrong=3)
    assert mark(exam, attempt, "c01", 9.0, "很好") is True
    hidden = result(exam, attempt)
    assert (hidden.state, hidden.score, hidden.slots[-1].comment) == ("awaiting", 15, "")
    assert publish(exam) == [attempt]
    seen = result(exam, attempt)
    assert (seen.state, seen.score, seen.passed, seen.slots[-1].comment) == ("published", 24, True, "很好")


def test_collecting_the_same_again_is_no_news(exam: Exam) -> None:
    attempt = sat(exam)
    assert [mark(exam, attempt, "c01", 9.0, "很好") for _ in range(2)] == [True, False]
    publish(exam)
    assert mark(exam, attempt, "c01", 9.0, "很好") is False
    assert publish(exam) == []


def test_a_comment_alone_leaves_the_mark_open(exam: Exam) -> None:
    attempt = sat(exam)
    mark(exam, attempt, "c01", None, "请补充疏散路线")
    publish(exam)
    found = result(exam, attempt)
    assert (found.state, found.slots[-1].comment) == ("awaiting", "请补充疏散路线")


def test_a_trainer_may_overrule_the_platform(exam: Exam) -> None:
    attempt = sat(exam, wrong=1)
    mark(exam, attempt, "q01", 5.0, "题目有歧义")
    publish(exam)
    assert result(exam, attempt).slots[0].points == 5


@pytest.mark.parametrize("points", [-1.0, 10.5, float("nan"), float("inf")])
def test_points_outside_the_question_are_refused(exam: Exam, points: float) -> None:
    attempt = sat(exam)
    with pytest.raises(Refused):
        mark(exam, attempt, "c01", points)


def test_marks_of_what_was_never_handed_in_are_not_found(exam: Exam) -> None:
    with pytest.raises(NotFound):
        mark(exam, exam.start().id, "c01", 1.0)


def test_every_change_has_a_line(exam: Exam) -> None:
    attempt = sat(exam)
    mark(exam, attempt, "c01", 7.0)
    publish(exam)
    mark(exam, attempt, "c01", 8.0, "复核")
    publish(exam)
    with exam.db.read() as session:
        lines = [event for event in records.mark_events(session, attempt) if event.slot == "c01"]
    told = [(line.who, line.why, line.from_points, line.to_points) for line in lines]
    assert told == [
        ("T1", "manual", None, 7.0),
        ("T1", "published", None, 7.0),
        ("T1", "manual", 7.0, 8.0),
        ("T1", "published", 7.0, 8.0),
    ]


def test_a_mended_key_is_applied_to_the_same_question_only(exam: Exam) -> None:
    attempt = sat(exam)
    drawn = exam.slots(attempt)["q06"]
    version = exam.bank.items[drawn.item_id]
    mended = version.model_copy(update={"secret": version.secret.model_copy(update={"answer": False})})
    other = mended.model_copy(update={"public": version.public.model_copy(update={"stem": "另一题"})})
    for items, changed in (({other.item_id: other}, []), ({mended.item_id: mended}, ["q06"])):
        assert exam.db.write(lambda s, i=items: records.regrade(s, attempt, i, NOW, "T1")).result() == changed  # type: ignore[misc]
    assert result(exam, attempt).score == 28


def test_the_markers_desk_counts_what_is_left_to_do(exam: Exam) -> None:
    attempt = sat(exam)
    with exam.db.read() as session:
        (desk,) = records.marking_queues(session)
    assert (desk.paper, desk.title, desk.awaiting, desk.collected) == ("quiz", "消防小测", 1, 0)
    mark(exam, attempt, "c01", 7.0, "好")
    with exam.db.read() as session:
        (desk,) = records.marking_queues(session)
        ((waiting, (event,)),) = records.collected(session, "quiz")
    assert (desk.awaiting, desk.collected) == (0, 1)
    assert (waiting.attempt, event.to_points, event.comment, event.who) == (attempt, 7.0, "好", "T1")


def test_what_was_handed_in_and_not_marked_yet_is_known(exam: Exam) -> None:
    first, second = exam.start("E1"), exam.start("E2")
    exam.answer_all(first.id)
    assert first.deadline is not None
    late = first.deadline + 10_000
    for each in (first, second):
        exam.db.write(lambda s, each=each: attempts.hand_in_timed_out(s, each.id, late)).result()
    with exam.db.read() as session:
        assert records.unmarked(session) == [first.id, second.id]
    exam.db.write(lambda s: records.mark_attempt(s, first.id, late)).result()
    with exam.db.read() as session:
        assert records.unmarked(session) == [second.id]
    assert result(exam, first.id).score == 30
