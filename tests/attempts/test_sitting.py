"""An attempt begins when it may, keeps what it began with, and ends when the server's clock says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anpei import attempts, bank
from anpei.clock import HOUR, MINUTE
from anpei.content import Shelves
from anpei.errors import Refused
from tests.helpers import quiz_shelf
from tests.helpers.exam import NOW, SECRET, ZONE, Exam


def refusal(exam: Exam, now: int, who: str = "E1") -> str:
    with pytest.raises(Refused) as caught:
        exam.start(who, now)
    return caught.value.code


def test_starting_twice_gives_the_open_attempt(exam: Exam) -> None:
    first = exam.start()
    assert exam.start(now=NOW + MINUTE) == first
    assert (first.number, first.deadline, first.state) == (1, NOW + 30 * MINUTE, "open")


def test_only_what_is_assigned_can_be_sat(exam: Exam) -> None:
    exam.rules(slug="other")
    assert refusal(exam, NOW) == "not_assigned"


def test_the_papers_course_being_assigned_is_enough(exam: Exam) -> None:
    from anpei import plans

    exam.rules(slug="other", course="fire")
    exam.db.write(lambda s: plans.assign(s, "course", "fire", "everyone", due=NOW + HOUR, by="T1", now=NOW)).result()
    assert exam.start().paper == "other"


def test_the_next_attempt_waits_for_the_cool_down_and_the_last_is_the_last(exam: Exam) -> None:
    exam.hand_in(exam.start().id)
    assert refusal(exam, NOW + 23 * HOUR) == "cool_down"
    second = exam.start(now=NOW + 24 * HOUR)
    assert second.number == 2
    exam.hand_in(second.id, now=NOW + 24 * HOUR)
    assert refusal(exam, NOW + 99 * HOUR) == "no_attempts"
    assert exam.start("E2").number == 1


def test_time_runs_out_by_itself_with_what_there_is(exam: Exam) -> None:
    attempt = exam.start()
    exam.put(attempt.id, "q01", "a")
    late = NOW + 30 * MINUTE + attempts.GRACE
    with exam.db.read() as session:
        assert attempts.timed_out(session, late) == []
        assert attempts.timed_out(session, late + 1) == [attempt.id]
    handed_in = [exam.db.write(lambda s: attempts.hand_in_timed_out(s, attempt.id, late + 1)).result() for _ in "12"]
    assert handed_in == [True, False]
    with exam.db.read() as session:
        closed = attempts.find(session, attempt.id)
    assert (closed.handed_in, closed.how) == (attempt.deadline, "time")


def test_handing_in_again_changes_nothing(exam: Exam) -> None:
    attempt = exam.start().id
    exam.hand_in(attempt, now=NOW + MINUTE)
    exam.hand_in(attempt, now=NOW + 2 * MINUTE)
    with exam.db.read() as session:
        closed = attempts.find(session, attempt)
    assert (closed.handed_in, closed.how) == (NOW + MINUTE, "learner")


def test_handing_in_after_the_end_counts_as_the_end(exam: Exam) -> None:
    attempt = exam.start()
    result = exam.hand_in(attempt.id, now=NOW + 2 * HOUR)
    assert result.handed_in == attempt.deadline


def test_a_forgotten_attempt_does_not_block_the_next(exam: Exam) -> None:
    first = exam.start()
    second = exam.start(now=NOW + 48 * HOUR)
    assert (first.number, second.number) == (1, 2)


def test_an_open_attempt_keeps_the_wording_it_began_with(exam: Exam, tmp_path: Path) -> None:
    attempt = exam.start()
    before = exam.slots(attempt.id)
    quiz_shelf.write(tmp_path, questions=quiz_shelf.BANK.replace("一道", "另一道"))
    exam.bank = bank.load(Shelves([tmp_path]))
    sheet, newer = (
        json.dumps(exam.sheet(exam.start(who).id), ensure_ascii=False) for who in ("E1", "E2")
    )  # fmt: skip
    assert "一道 multiple 题" in sheet
    assert "另一道" not in sheet
    assert "另一道 multiple 题" in newer
    assert exam.slots(attempt.id) == before


def test_the_sheet_tells_no_secret(exam: Exam) -> None:
    attempt = exam.start()
    sheet = exam.sheet(attempt.id)
    text = json.dumps(sheet, ensure_ascii=False)
    for secret in ("人命第一", "fire-", "xiaofang", "先报警", "一一九", "right", "sha"):
        assert secret not in text
    assert [slot["slot"] for slot in sheet["slots"]][-1] == "c01"


def test_a_finished_attempt_shows_no_questions(exam: Exam) -> None:
    attempt = exam.start()
    exam.hand_in(attempt.id)
    sheet = exam.sheet(attempt.id)
    assert (sheet["state"], sheet["slots"]) == ("handed_in", [])


def test_a_notebook_attempt_has_no_plan_limit_or_deadline(exam: Exam) -> None:
    exam.rules(slug="other")
    attempt = exam.start("T1", kind="notebook")
    assert attempt.deadline is None
    assert exam.put(attempt.id, "q01", "a", who="T1", now=NOW + 999 * HOUR).status == "saved"


def test_the_second_attempt_prefers_unseen_questions(exam: Exam) -> None:
    first = {state.item_id for state in exam.slots(exam.start().id).values()}
    exam.hand_in(1)
    second = {state.item_id for state in exam.slots(exam.start(now=NOW + 24 * HOUR).id).values()}
    assert {item for item in first & second if item[-1].isdigit()} == set()


def test_what_was_drawn_beforehand_is_what_is_asked(exam: Exam) -> None:
    person = exam.person("E1")
    with exam.db.read() as session:
        prepared = attempts.prepare(session, exam.paper, exam.bank, person, SECRET)
    assert prepared is not None
    began = exam.db.write(
        lambda s: attempts.start(s, exam.paper, exam.bank, person, NOW, b"other", prepared=prepared, zone=ZONE)
    ).result()
    assert [slot["item_id"] for slot in prepared.slots] == [state.item_id for state in exam.slots(began.id).values()]
    with exam.db.read() as session:
        assert attempts.prepare(session, exam.paper, exam.bank, person, SECRET) is None


def test_what_was_drawn_for_an_attempt_that_was_begun_meanwhile_is_drawn_again(exam: Exam) -> None:
    person, later = exam.person("E1"), NOW + 24 * HOUR
    with exam.db.read() as session:
        stale = attempts.prepare(session, exam.paper, exam.bank, person, SECRET)
    exam.hand_in(exam.start().id)
    second = exam.db.write(
        lambda s: attempts.start(s, exam.paper, exam.bank, person, later, SECRET, prepared=stale, zone=ZONE)
    ).result()
    first = {state.item_id for state in exam.slots(second.id - 1).values()}
    again = {state.item_id for state in exam.slots(second.id).values()}
    assert second.number == 2
    assert {item for item in first & again if item[-1].isdigit()} == set()  # seen ones come last
