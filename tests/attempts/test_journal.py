"""Every answer that arrives is kept, and the learner is told the truth about what became of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from anpei import attempts
from anpei.attempts import GRACE, AnswerAck, journal
from anpei.clock import MINUTE
from anpei.errors import NotFound, Refused
from tests.helpers.exam import NOW, Exam


def outcomes(exam: Exam, attempt: int, slot: str = "q01") -> list[tuple[Any, str, bool]]:
    with exam.db.read() as session:
        return [(fact.value, fact.outcome, fact.current) for fact in attempts.history(session, attempt, slot)]


def test_an_answer_is_saved_and_stands(exam: Exam) -> None:
    attempt = exam.start().id
    assert exam.put(attempt, "q01", "b", uuid="uuid-0001") == AnswerAck("saved", "uuid-0001", 1, NOW)
    assert exam.slots(attempt)["q01"].value == "b"


def test_the_same_uuid_gets_the_same_acknowledgement_even_after_handing_in(exam: Exam) -> None:
    attempt = exam.start().id
    first = exam.put(attempt, "q01", "b", uuid="uuid-0001")
    exam.put(attempt, "q01", "c", base=1)
    assert exam.put(attempt, "q01", "b", uuid="uuid-0001", now=NOW + 5) == first
    exam.hand_in(attempt)
    assert exam.put(attempt, "q01", "b", uuid="uuid-0001", now=NOW + 9 * MINUTE) == first
    assert exam.slots(attempt)["q01"].value == "c"
    assert len(outcomes(exam, attempt)) == 2


def test_an_answer_on_an_older_revision_is_a_conflict_the_learner_resolves(exam: Exam) -> None:
    attempt = exam.start().id
    exam.put(attempt, "q01", "a")
    refused = exam.put(attempt, "q01", "b", base=0)
    assert (refused.status, refused.current) == ("conflict", {"value": "a", "revision": 1})
    assert exam.put(attempt, "q01", "b", base=1).revision == 2
    assert outcomes(exam, attempt) == [("a", "accepted", False), ("b", "conflict", False), ("b", "accepted", True)]


def test_a_late_answer_is_refused_with_a_reason_and_kept(exam: Exam) -> None:
    attempt = exam.start()
    assert attempt.deadline is not None
    exam.put(attempt.id, "q01", "a", now=attempt.deadline + GRACE)
    late = exam.put(attempt.id, "q01", "b", base=1, now=attempt.deadline + GRACE + 1)
    assert (late.status, late.revision) == ("late", 1)
    assert "时间已到" in late.reason
    assert outcomes(exam, attempt.id) == [("a", "accepted", True), ("b", "late", False)]


def test_an_answer_after_handing_in_is_late_too(exam: Exam) -> None:
    attempt = exam.start().id
    exam.hand_in(attempt)
    assert exam.put(attempt, "q01", "a").status == "late"
    assert exam.slots(attempt)["q01"].value is None


def test_late_answers_without_end_are_answered_and_not_all_kept(exam: Exam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "MOST_UNCOUNTED", 3)
    attempt = exam.start().id
    exam.put(attempt, "q01", "a")
    exam.hand_in(attempt)
    assert {exam.put(attempt, "q01", "b", base=1).status for _ in range(5)} == {"late"}
    assert [outcome for _, outcome, _ in outcomes(exam, attempt)] == ["accepted", "late", "late", "late"]


def test_an_unfit_value_is_invalid_once_and_again(exam: Exam) -> None:
    attempt = exam.start().id
    first = exam.put(attempt, "q01", float("nan"), uuid="uuid-0001")
    assert first.status == "invalid"
    assert exam.put(attempt, "q01", "a", uuid="uuid-0001") == first


def test_text_no_database_takes_is_mended(exam: Exam) -> None:
    attempt = exam.start().id
    assert exam.put(attempt, "c01", "先\ud83d报警\0").status == "saved"
    assert exam.slots(attempt)["c01"].value == "先\ufffd报警"


def test_somebody_elses_attempt_is_untouched_and_answered_like_one_that_is_not_there(exam: Exam) -> None:
    attempt, answers = exam.start("E1").id, []
    for number in (attempt, 999):
        with pytest.raises(NotFound) as put:
            exam.put(number, "q01", "a", who="E2")
        with exam.db.read() as session, pytest.raises(NotFound) as read:
            attempts.get(session, number, "E2")
        with pytest.raises(NotFound) as handed_in:
            exam.hand_in(number, who="E2")
        found = (put.value, read.value, handed_in.value)
        answers.append({(error.status, error.code, error.message, error.way_out) for error in found})
    assert answers[0] == answers[1] and len(answers[0]) == 1
    assert outcomes(exam, attempt) == []


def test_what_does_not_exist_is_not_found(exam: Exam) -> None:
    attempt = exam.start().id
    for attempt_id, slot in ((999, "q01"), (attempt, "q99")):
        with pytest.raises(NotFound):
            exam.put(attempt_id, slot, "a")


@pytest.mark.parametrize(("uuid", "base"), [("", 0), ("短", 0), ("x" * 65, 0), ("uuid-0001", -1)])
def test_a_request_without_uuid_or_base_is_refused(exam: Exam, uuid: str, base: int) -> None:
    attempt = exam.start().id
    with pytest.raises(Refused):
        exam.db.write(
            lambda s: attempts.record(s, attempt, "q01", "E1", uuid, base, "a", NOW)
        ).result()  # fmt: skip


def test_another_answer_under_a_uuid_that_is_taken_is_not_called_saved(exam: Exam) -> None:
    attempt = exam.start().id
    exam.put(attempt, "q01", "b", uuid="uuid-0001")
    with pytest.raises(Refused):
        exam.put(attempt, "q01", "a", uuid="uuid-0001")
    assert exam.put(attempt, "q01", "b", uuid="uuid-0001").status == "saved"


def test_a_uuid_belongs_to_one_slot_of_one_attempt(exam: Exam) -> None:
    first, second = exam.start("E1").id, exam.start("E2").id
    exam.put(first, "q01", "a", uuid="uuid-0001")
    assert exam.put(second, "q01", "a", who="E2", uuid="uuid-0001").status == "saved"
    with pytest.raises(Refused):
        exam.put(first, "q02", "a", uuid="uuid-0001")


def test_two_devices_at_once_lose_nothing_and_agree(exam: Exam) -> None:
    attempt = exam.start().id
    letters = "abcd" * 10
    with ThreadPoolExecutor(8) as pool:
        acks = list(pool.map(lambda letter: exam.put(attempt, "q01", letter), letters))
    saved = [ack for ack in acks if ack.status == "saved"]
    assert {ack.revision for ack in saved} == {1}
    assert len(outcomes(exam, attempt)) == len(letters)
    assert [value for value, _, current in outcomes(exam, attempt) if current] == [exam.slots(attempt)["q01"].value]


def test_flags_are_kept_until_handing_in(exam: Exam) -> None:
    attempt = exam.start().id
    exam.db.write(lambda s: attempts.set_flag(s, attempt, "q02", "E1", True)).result()
    exam.put(attempt, "q02", "a")
    assert exam.slots(attempt)["q02"].flag is True
    exam.hand_in(attempt)
    with pytest.raises(Refused):
        exam.db.write(lambda s: attempts.set_flag(s, attempt, "q02", "E1", False)).result()


def test_writes_of_one_batch_see_each_other(exam: Exam) -> None:
    attempt = exam.start().id
    key = exam.key(exam.slots(attempt)["q01"])

    def work(session: Any) -> Any:
        attempts.set_flag(session, attempt, "q01", "E1", True)
        attempts.record(session, attempt, "q01", "E1", "uuid-0001", 0, key, NOW)
        return {state.slot: state for state in attempts.slots(session, attempt)}["q01"]

    state = exam.db.write(work).result()
    assert (state.value, state.flag) == (key, True)
