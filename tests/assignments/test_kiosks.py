"""What a kiosk once handed in by itself is out of every count, and still there to be looked at."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from anpei import records
from anpei.assignments.kiosks import put_kiosks_away
from tests.assignments.conftest import Course

GHOST = "kiosk:k-0123456789ab"
TABLES = ("attempt", "attempt_result")


def handed_in_by_a_kiosk(course: Course) -> int:
    """An attempt as the old door let it happen, graded by nbgrader under the kiosk's name."""
    attempt = course.sit("E2")

    def rename(session: Session) -> None:
        for table in TABLES:
            session.execute(text(f"UPDATE {table} SET staff_no = '{GHOST}', kind = 'kiosk' WHERE staff_no = 'E2'"))

    course.grade(attempt)
    course.query("UPDATE student SET id = :ghost WHERE id = 'E2'", ghost=GHOST)
    course.query("UPDATE submitted_assignment SET student_id = :ghost WHERE student_id = 'E2'", ghost=GHOST)
    for step in (course.desk.course.submitted, course.desk.course.autograded):
        step("E2", "quiz").parent.rename(step(GHOST, "quiz").parent)
    course.desk.db.write(rename).result()
    return attempt


def test_a_kiosks_submission_leaves_the_gradebook_and_its_folders(course: Course) -> None:
    attempt = handed_in_by_a_kiosk(course)
    real = course.sit("E1")
    course.grade(real)
    assert put_kiosks_away(course.desk.course) == [GHOST]
    assert [row[0] for row in course.query("SELECT student_id FROM submitted_assignment")] == ["E1"]
    assert course.query("SELECT attempt FROM anpei_attempt") == [(real,)]
    assert not course.desk.course.submitted(GHOST, "quiz").exists() and course.submitted("E1").exists()
    kept = course.desk.course.root / "kiosks/submitted/kiosk-k-0123456789ab/quiz/responses.json"
    assert str(attempt) in kept.read_text(encoding="utf-8")
    assert put_kiosks_away(course.desk.course) == []


def test_a_kiosks_attempt_waits_for_no_marks(course: Course) -> None:
    handed_in_by_a_kiosk(course)
    with course.desk.db.read() as session:
        assert records.marking_queues(session) == []
        assert records.results_of(session, GHOST) == []
