"""未开始, 进行中, 待阅, 合格, 不合格, 逾期: who stands where, and what to do next."""

from __future__ import annotations

import pytest

from anpei import attempts, plans, records
from anpei.clock import DAY, HOUR
from anpei.records import Result, SlotResult, Syllabus, best, next_step, standing_of, summarise
from tests.helpers.exam import NOW, ZONE, Exam

DUE = NOW + 7 * DAY


def result(percent: float, passed: bool | None, decided: str | None = None, number: int = 1) -> Result:
    state = "awaiting" if passed is None else "marked"
    decided = decided or {True: "pass", False: "fail", None: None}[passed]
    return Result(number, "E1", "quiz", "小测", number, NOW, state, percent, 100, percent, passed, decided)  # type: ignore[arg-type]


FAILED, PASSED, AWAITING = result(40, False), result(80, True, number=2), result(50, None, number=3)


@pytest.mark.parametrize(
    ("results", "open_attempt", "now", "status", "overdue"),
    [
        ([], None, NOW, "未开始", False),
        ([], None, DUE + 1, "逾期", True),
        ([], 7, NOW, "进行中", False),
        ([], 7, DUE + 1, "逾期", True),
        ([FAILED], None, NOW, "不合格", False),
        ([FAILED], None, DUE + 1, "不合格", True),
        ([FAILED, PASSED], None, DUE + 1, "合格", False),
        ([PASSED, FAILED], 7, NOW, "合格", False),
        ([FAILED, AWAITING], None, DUE + 1, "待阅", False),
        ([result(10, None, "fail")], None, NOW, "不合格", False),
        ([result(1, None, "fail")], None, DUE + 1, "不合格", True),
        ([result(80, None, "pass")], None, DUE + 1, "合格", False),
        ([AWAITING, result(10, None, "fail", number=4)], None, NOW, "待阅", False),
        ([result(10, None, "fail"), result(13, None, "fail", number=2)], None, NOW, "不合格", False),
    ],
)
def test_a_standing_follows_from_results_and_the_due_date(
    results: list[Result], open_attempt: int | None, now: int, status: str, overdue: bool
) -> None:
    standing = standing_of(results, open_attempt, DUE, now)
    assert (standing.status, standing.overdue) == (status, overdue)


def test_the_best_attempt_counts() -> None:
    assert best([FAILED, PASSED, result(79, True, number=3)]) == PASSED
    assert best([]) is None


@pytest.mark.parametrize(("points", "decided", "passed"), [(6.0, "pass", True), (5.99, "fail", False)])
def test_the_pass_mark_itself_passes(points: float, decided: str, passed: bool) -> None:
    summary = summarise([SlotResult("q01", points, 10, "partial", "instant")], 60)
    assert (summary.decided, summary.passed) == (decided, passed)


def test_tenths_add_up_to_the_pass_mark() -> None:
    slots = [SlotResult(f"q{n:02d}", 0.1, 0.1, "right", "instant") for n in range(6)]
    blank = SlotResult("q99", 0, 0.4, "blank", "instant")
    assert summarise([*slots, blank], 60).passed is True


def test_the_board_has_a_row_for_everybody_concerned(exam: Exam) -> None:
    attempt = exam.start("E1").id
    exam.answer_all(attempt, wrong=4)
    exam.hand_in(attempt)
    exam.start("E2")
    with exam.db.read() as session:
        rows = records.board(session, "paper", "quiz", NOW)
    assert [(row.person.staff_no, row.standing.status) for row in rows] == [
        ("E1", "不合格"),
        ("E2", "进行中"),
        ("E3", "未开始"),
        ("T1", "未开始"),
    ]


def test_the_marker_sees_the_attempt_that_can_still_change_something(exam: Exam) -> None:
    first = exam.start().id
    exam.answer_all(first, wrong=3)
    exam.hand_in(first)
    second = exam.start(now=NOW + DAY).id
    exam.hand_in(second, NOW + DAY)
    with exam.db.read() as session:
        counting = records.counting(session, "E1", "quiz")
        nothing = records.counting(session, "E2", "quiz")
    assert counting is not None
    assert (counting.id, nothing) == (first, None)


@pytest.mark.parametrize(
    ("found", "left", "at", "kind"),
    [
        (PASSED, 1, NOW, "passed"),
        (AWAITING, 1, NOW, "waiting"),
        (FAILED, 1, NOW + HOUR, "later"),
        (FAILED, 1, NOW, "retake"),
        (FAILED, 0, None, "ask"),
    ],
)
def test_the_next_step_is_said_in_one_sentence(found: Result, left: int, at: int | None, kind: str) -> None:
    step = next_step(standing_of([found], None, None, NOW), attempts.Situation(None, 1, left, at, 1), NOW, ZONE)
    assert step.kind == kind
    assert step.text.endswith("。")


def test_chapters_about_the_lost_questions_are_named(exam: Exam) -> None:
    attempt = exam.start().id
    found = exam.hand_in(attempt)
    cites = {"01-alarm": ["xiaofang#44.2"], "02-duty": ["anquan#57"], "03-more": ["xiaofang#44@2021", "xiaofang#5"]}
    with exam.db.read() as session:
        step = records.step_for(session, found, exam.paper, NOW + DAY, ZONE, cites)
    assert (step.kind, step.chapters) == ("retake", ("01-alarm", "03-more"))


def note(exam: Exam, chapter: str, kind: str, uuid: str, now: int = NOW) -> bool:
    return exam.db.write(lambda s: records.note_progress(s, "E1", "fire", chapter, uuid, kind, now)).result()


def course(exam: Exam, syllabus: Syllabus) -> tuple[str, float | None]:
    with exam.db.read() as session:
        stands = records.standing(session, "E1", "course", "fire", DUE, NOW, syllabus)
    return stands.status, stands.percent


def test_progress_is_kept_once_per_uuid(exam: Exam) -> None:
    assert [note(exam, "01-alarm", "opened", "uuid-0001") for _ in range(2)] == [True, False]
    note(exam, "01-alarm", "finished", "uuid-0002", NOW + 5)
    with exam.db.read() as session:
        (chapter,) = records.course_progress(session, "E1", "fire").values()
    assert (chapter.opened, chapter.finished, chapter.activities) == (NOW, NOW + 5, 0)


def test_a_course_is_done_when_its_chapters_are_and_its_paper_is_passed(exam: Exam) -> None:
    alone, with_paper = Syllabus("fire", ("01", "02")), Syllabus("fire", ("01", "02"), "quiz")
    assert course(exam, alone) == ("未开始", 0)
    note(exam, "01", "finished", "uuid-0001")
    assert course(exam, alone) == ("进行中", 50)
    note(exam, "02", "finished", "uuid-0002")
    assert course(exam, alone) == ("合格", 100)
    assert course(exam, with_paper) == ("进行中", 100)
    attempt = exam.start().id
    exam.answer_all(attempt, wrong=2)
    exam.hand_in(attempt)
    assert course(exam, with_paper) == ("待阅", 100)


def test_a_drill_that_was_judged_is_done_being_there_is_not_enough(exam: Exam) -> None:
    exam.db.write(lambda s: plans.assign(s, "drill", "fire", "person", "E1", due=DUE, by="T1", now=NOW)).result()
    for run, result in ((4, {}), (5, judged := {"score": 8, "most": 10, "passed": True}), (5, judged)):
        exam.db.write(
            lambda s, run=run, result=result: records.note_drill(
                s, run, "E1", "fire", "车间火灾", "班组长", started=NOW, finished=NOW + HOUR, **result
            )
        ).result()
    with exam.db.read() as session:
        (row,) = records.board(session, "drill", "fire", NOW)
    assert (row.standing.status, row.standing.percent, row.standing.attempts) == ("合格", 80, 1)


def test_a_training_record_tells_time_content_and_result(exam: Exam) -> None:
    note(exam, "01", "finished", "uuid-0001")
    attempt = exam.start().id
    exam.hand_in(attempt, NOW + HOUR)
    exam.db.write(
        lambda s: records.note_drill(s, 5, "E1", "fire", "车间火灾", "班组长", started=NOW, finished=NOW + 2 * HOUR)
    ).result()
    syllabi = {"fire": Syllabus("fire", ("01", "02"), title="灭火与逃生")}
    with exam.db.read() as session:
        entries = records.training_record(session, "E1", syllabi, NOW)
    assert [(entry.kind, entry.title, entry.outcome, entry.detail) for entry in entries] == [
        ("drill", "车间火灾", "已参加", "班组长"),
        ("paper", "消防小测", "不合格", "第 1 次"),
        ("course", "灭火与逃生", "进行中", "学完 1 章，共 2 章"),
    ]
