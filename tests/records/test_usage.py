"""How often a question was asked and how well it was answered, over all attempts."""

from __future__ import annotations

from anpei import records
from tests.helpers.exam import NOW, Exam


def test_asked_and_won_are_counted_by_question(exam: Exam) -> None:
    with exam.db.read() as session:
        assert records.item_usage(session) == {}
    attempt = exam.start().id
    exam.answer_all(attempt, 1)
    exam.hand_in(attempt)
    with exam.db.read() as session:
        found = records.item_usage(session)
        slots = {slot.slot: slot for slot in records.result_for(session, attempt).slots}
    assert sum(usage.asked for usage in found.values()) == len(slots)
    assert {usage.last for usage in found.values()} == {NOW}
    shares = sorted(usage.facility for usage in found.values() if usage.facility is not None)
    assert shares[0] < 1 and shares[-1] == 1
    assert any(usage.facility is None for usage in found.values())  # the case waits for its trainer
