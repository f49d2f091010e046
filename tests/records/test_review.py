"""The review policy is the only way a key leaves the house."""

from __future__ import annotations

import dataclasses
import json

import pytest

from anpei import clock, plans, records
from anpei.clock import DAY
from anpei.errors import NotFound
from anpei.papers import ReviewPolicy
from tests.helpers import quiz_shelf
from tests.helpers.exam import NOW, ZONE, Exam


def look(exam: Exam, attempt: int, who: str = "E1", now: int = NOW) -> records.AttemptReview:
    from anpei import laws
    from anpei.content import Shelves

    registry, _ = laws.load(Shelves([exam.shelf]))
    with exam.db.read() as session:
        return records.review(session, attempt, who, registry, clock.day(now, ZONE), now=now)


def sat(exam: Exam, policy: ReviewPolicy, now: int = NOW) -> int:
    exam.rules(review=policy)
    attempt = exam.start(now=now).id
    exam.answer_all(attempt, wrong=1, now=now)
    exam.hand_in(attempt, now)
    return attempt


def publish(exam: Exam, attempt: int) -> None:
    exam.db.write(lambda s: records.apply_manual(s, attempt, "c01", 8.0, "好", "T1", NOW)).result()
    exam.db.write(lambda s: records.publish(s, "quiz", NOW, "T1")).result()


def test_after_hand_in_everything_named_is_shown(exam: Exam) -> None:
    review = look(exam, sat(exam, ReviewPolicy(when="after_hand_in")))
    first = review.slots[0]
    assert review.allowed
    assert (first.value, first.right_value in list("abcd"), first.explanation) == (None, True, "人命第一。")
    assert [card.title for card in first.cards] == ["《消防法》第44条"]
    assert first.mark is not None
    assert first.mark.verdict == "blank"


def test_after_publish_waits_for_the_trainer(exam: Exam) -> None:
    attempt = sat(exam, ReviewPolicy(when="after_publish"))
    waiting = look(exam, attempt)
    assert (waiting.allowed, waiting.slots) == (False, ())
    assert "公布后" in waiting.note
    publish(exam, attempt)
    shown = look(exam, attempt)
    assert shown.slots[-1].rubric == (("报警", 4.0), ("疏散", 6.0))
    assert shown.slots[-1].mark is not None
    assert shown.slots[-1].mark.comment == "好"


def test_after_last_attempt_waits_until_none_is_left_or_one_is_passed(exam: Exam) -> None:
    attempt = sat(exam, ReviewPolicy(when="after_last_attempt"))
    assert not look(exam, attempt).allowed
    second = sat(exam, ReviewPolicy(when="after_last_attempt"), now=NOW + DAY)
    assert look(exam, attempt).allowed
    assert look(exam, second).allowed


def test_without_a_word_an_empty_sheet_opens_no_key_while_attempts_are_left(exam: Exam) -> None:
    assert ReviewPolicy().when == "after_last_chance"
    exam.rules(review=ReviewPolicy())
    attempt = exam.start().id
    exam.hand_in(attempt)
    assert not look(exam, attempt).allowed
    exam.start(now=NOW + DAY)
    assert not look(exam, attempt, now=NOW + DAY).allowed
    exam.hand_in(exam.start(now=NOW + DAY).id, NOW + DAY)
    assert look(exam, attempt, now=NOW + DAY).allowed


def test_keys_open_after_the_last_date_by_which_the_paper_had_to_be_sat(exam: Exam) -> None:
    attempt = sat(exam, ReviewPolicy())
    with exam.db.read() as session:
        due = plans.last_due(session, "E1", (("paper", "quiz"),))
    assert due is not None and not look(exam, attempt, now=due).allowed and look(exam, attempt, now=due + 1).allowed
    later = {"due": due + 30 * DAY, "by": "T1", "now": NOW}
    plan = exam.db.write(lambda s: plans.assign(s, "paper", "quiz", "person", "E1", **later)).result()
    assert not look(exam, attempt, now=due + 1).allowed, "somebody gave more time"
    exam.db.write(lambda s: plans.cancel(s, plan.id, by="T1", now=NOW)).result()
    assert look(exam, attempt, now=due + 1).allowed


def test_what_the_trainer_wrote_is_read_while_keys_still_wait(exam: Exam) -> None:
    exam.rules(review=ReviewPolicy())
    attempt = exam.start().id
    exam.put(attempt, "c01", "先报警，再疏散。")
    exam.hand_in(attempt, NOW)
    assert look(exam, attempt).slots == ()
    publish(exam, attempt)
    review = look(exam, attempt)
    (case,) = review.slots
    assert (review.allowed, case.slot, case.rubric, case.model_answer, case.explanation) == (False, "c01", (), "", "")
    assert case.mark is not None and (case.mark.points, case.mark.comment) == (8.0, "好")


def test_never_is_never(exam: Exam) -> None:
    attempt = sat(exam, ReviewPolicy(when="never"))
    publish(exam, attempt)
    assert not look(exam, attempt).allowed


@pytest.mark.parametrize(
    ("show", "absent"),
    [
        (("marks",), ["人命第一", "一一九", "先报警。"]),
        (("explanation",), ["一一九", "verdict"]),
        (("key",), ["人命第一", "verdict"]),
    ],
)
def test_only_what_the_policy_names_is_let_out(exam: Exam, show: tuple[str, ...], absent: list[str]) -> None:
    exam.rules(review=ReviewPolicy.model_validate({"when": "after_hand_in", "show": show}))
    attempt = exam.start("E2").id
    exam.hand_in(attempt, who="E2")
    slots = [dataclasses.asdict(slot) for slot in look(exam, attempt, "E2").slots]
    text = json.dumps([{k: v for k, v in slot.items() if v is not None} for slot in slots], ensure_ascii=False)
    assert not [word for word in absent if word in text]


def test_somebody_elses_review_is_not_there_for_them(exam: Exam) -> None:
    attempt = sat(exam, ReviewPolicy(when="after_hand_in"))
    with pytest.raises(NotFound):
        look(exam, attempt, "E2")


def test_the_shelf_of_these_tests_has_a_secret_to_keep() -> None:
    assert "一一九" in quiz_shelf.BANK
