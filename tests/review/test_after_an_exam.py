"""What was wrong in an exam comes back at once as a sibling of the question, never as the question itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from anpei import records, review
from tests.helpers import quiz_shelf
from tests.helpers.exam import NOW, Exam

PRACTICE = "".join(quiz_shelf.single(number, "    use: practice\n") for number in range(91, 99))


@pytest.fixture
def sat(tmp_path: Path) -> tuple[Exam, int]:
    """An attempt with two questions left blank and the case written, not marked yet."""
    exam = Exam.set_up(tmp_path, questions=quiz_shelf.BANK + PRACTICE)
    attempt = exam.start().id
    exam.answer_all(attempt, wrong=2)
    exam.hand_in(attempt)
    return exam, attempt


def look(exam: Exam) -> list[str]:
    """The periodic work, once; what it looked at."""
    with exam.db.read() as session:
        found = review.unseen(session)
    for ref in found:
        exam.db.write(lambda s, ref=ref: review.schedule_missed(s, ref, exam.bank, {}, NOW)).result()
    return found


def due(exam: Exam) -> list[str]:
    with exam.db.read() as session:
        return [one.item for one in review.due(session, "E1", NOW)]


def test_the_decided_part_comes_back_before_the_case_is_marked(sat: tuple[Exam, int]) -> None:
    exam, attempt = sat
    assert look(exam) == [f"part:{attempt}"] and look(exam) == []
    found = due(exam)
    assert len(set(found)) == 2, "another sibling for each question"
    assert all(exam.bank.items[one].use == "practice" and exam.bank.items[one].topic == "fire" for one in found)


def test_the_case_comes_back_once_it_is_marked_and_nothing_twice(sat: tuple[Exam, int]) -> None:
    exam, attempt = sat
    look(exam)
    first = due(exam)
    for one in first:
        exam.db.write(lambda s, one=one: review.answer(s, "E1", one, "right", uuid=one * 3, now=NOW)).result()
    assert due(exam) == []

    def mark(session: object) -> None:
        records.apply_manual(session, attempt, "c01", 4, "漏了疏散", "T1", NOW)  # type: ignore[arg-type]
        records.publish(session, "quiz", NOW, "T1")  # type: ignore[arg-type]

    exam.db.write(mark).result()
    assert look(exam) == [f"exam:{attempt}"] and look(exam) == []
    assert len(due(exam)) == 1  # for the case alone


def test_a_question_without_a_sibling_of_its_article_gets_one_of_its_topic(tmp_path: Path) -> None:
    _, items = quiz_shelf.load(tmp_path, questions=quiz_shelf.BANK + PRACTICE)
    assert review.fitting(items, ["xiaofang#5"], (), "fire") and not review.fitting(items, ["xiaofang#5"], (), "other")
