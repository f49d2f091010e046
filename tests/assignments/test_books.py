"""The platform's marks and nbgrader's gradebook are held against each other, and differences told with the way out."""

from __future__ import annotations

from anpei import assignments, clock, tasks
from anpei.assignments.people import name_people
from anpei.assignments.worker import NIGHT
from anpei.clock import DAY
from tests.assignments.conftest import NOW, Course
from tests.assignments.test_shapes import book, platform, shorter

LATER = NOW + 30 * DAY


def failures(course: Course) -> list[str]:
    with course.desk.db.read() as session:
        return [one.trouble for one in tasks.failures(session, "books")]


def test_books_that_agree_differ_in_nothing(course: Course) -> None:
    first, second = course.sit("E1"), course.sit("E2", wrong=3)
    assert assignments.differences(course.desk) == []  # nobody asked for them yet
    course.grade(first, second)
    course.mark(8)
    assert assignments.differences(course.desk) == []  # still on its way
    course.work(NOW)
    assert assignments.differences(course.desk) == []


def test_a_mark_that_is_another_in_the_gradebook_is_told_and_mended(course: Course) -> None:
    attempt = course.sit("E1")
    course.work(NOW)
    course.query("UPDATE grade SET auto_score = 0 WHERE auto_score = 5 AND id IN (SELECT MIN(id) FROM grade)")
    course.query("UPDATE grade SET auto_score = 1 WHERE cell_id = (SELECT id FROM base_cell WHERE name = 'q01')")
    [found] = assignments.differences(course.desk)
    assert found.attempt == attempt and "平台 30/40" in found.words and "第 1 题" in found.words
    assert "compare --mend" in found.way_out
    assignments.grade(course.desk, [attempt])
    assert assignments.differences(course.desk) == []


def test_what_the_gradebook_lacks_is_written_at_night(course: Course) -> None:
    attempt = course.sit("E1")
    course.work(NOW)
    course.query("DELETE FROM anpei_attempt")
    [found] = assignments.differences(course.desk)
    assert found.lacking and f"第 {attempt} 次答卷" in found.words
    assert clock.local(LATER, course.site.zone).hour >= NIGHT
    course.work(LATER)
    course.work(LATER)
    assert assignments.differences(course.desk) == [] and failures(course) == []


def test_an_attempt_in_the_assignment_of_another_shape_is_told_and_gets_its_own(course: Course) -> None:
    """As versions before wrote it, when a paper changed after a hand-in: what counts was put over the old shape."""
    course.sit("E1", wrong=8, c01=None)
    course.work(NOW)
    course.exam.paper = shorter(course)
    attempt = course.sit("E1", now=NOW + 2 * DAY)
    course.work(NOW + 2 * DAY)
    moved = """UPDATE anpei_attempt SET attempt = :attempt WHERE submission_id IN (SELECT s.id
        FROM submitted_assignment s JOIN assignment a ON a.id = s.assignment_id WHERE a.name = 'quiz')"""
    course.query(moved, attempt=attempt)
    [found] = assignments.differences(course.desk)
    points, most = platform(course, attempt)
    assert f"平台 {points:g}/{most:g}" in found.words and "成绩簿里的 quiz）" in found.words
    assignments.grade(course.desk, [attempt])
    assert assignments.differences(course.desk) == []
    assert book(course, "E1") == {"quiz.v2": (points, most)}


def test_marks_by_hand_come_along_into_another_assignment(course: Course) -> None:
    attempt = course.sit("E1")
    course.work(NOW)
    course.mark(8)
    assignments.collect_marks(course.desk)
    course.query("DELETE FROM anpei_attempt")
    course.grade(attempt)
    assert course.grades()["c01"].manual == 8
    assert assignments.collect_marks(course.desk).troubles == [] and assignments.differences(course.desk) == []


def test_people_are_called_by_their_name_alone(course: Course) -> None:
    course.grade(course.sit("E1"))
    course.query("UPDATE student SET first_name = '装配车间' WHERE id = 'E1'")
    course.query("INSERT INTO student (id, first_name, last_name) VALUES ('bitdiddle', 'Ben', 'Bitdiddle')")
    assert name_people(course.desk) == 1
    found = course.query("SELECT id, first_name FROM student WHERE id IN ('E1', 'bitdiddle') ORDER BY id")
    assert found == [("E1", ""), ("bitdiddle", "Ben")]
