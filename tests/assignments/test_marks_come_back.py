"""A trainer's mark goes from the gradebook into the records once, is seen when published, and outlives regrading."""

from __future__ import annotations

import pytest

from anpei import assignments, records
from anpei.assignments import gradebook
from tests.assignments.conftest import Course, Grade
from tests.helpers.exam import NOW

DAY = 86_400_000


def case(course: Course, attempt: int) -> records.SlotResult:
    with course.desk.db.read() as session:
        return next(slot for slot in records.result_for(session, attempt).slots if slot.slot == "c01")


def publish(course: Course) -> list[int]:
    return course.desk.db.write(lambda s: assignments.publish(s, "quiz", NOW, "T1")).result()


@pytest.mark.both_databases
def test_a_mark_is_collected_and_seen_only_when_published(course: Course) -> None:
    attempt = course.sit()
    course.grade(attempt)
    course.mark(8)
    course.comment("写得好，漏了清点人数。")
    assert assignments.collect_marks(course.desk).marks == 1
    assert (case(course, attempt).state, case(course, attempt).points) == ("unmarked", 0)
    assert publish(course) == [attempt]
    assert (case(course, attempt).points, case(course, attempt).comment) == (8, "写得好，漏了清点人数。")


def test_nothing_is_collected_twice(course: Course) -> None:
    course.grade(course.sit())
    assert assignments.collect_marks(course.desk).marks == 0
    course.mark(8)
    assert [assignments.collect_marks(course.desk).marks for _ in range(3)] == [1, 0, 0]


def test_regrading_keeps_what_a_trainer_gave(course: Course) -> None:
    attempt = course.sit()
    course.grade(attempt)
    course.mark(8)
    course.mark(1, slot="q02")
    course.grade(attempt)
    assignments.run_autograde(course.desk, "quiz", force=True)
    assert course.grades()["c01"] == Grade(None, 8, False)
    assert course.grades()["q02"].manual == 1


@pytest.mark.both_databases
def test_another_attempt_clears_the_old_mark_and_the_record_keeps_it(course: Course) -> None:
    first = course.sit(wrong=7)
    course.grade(first)
    course.mark(2)
    course.comment("第一次")
    second = course.sit(now=NOW + 2 * DAY)
    course.grade(second)
    assert course.grades()["c01"] == Grade(None, None, True)
    assert course.query("SELECT manual_comment FROM comment") == [(None,)]
    assignments.collect_marks(course.desk)
    publish(course)
    assert (case(course, first).points, case(course, first).comment) == (2, "第一次")
    assert case(course, second).state == "unmarked"


def test_a_trainers_word_counts_over_the_machines(course: Course) -> None:
    attempt = course.sit(wrong=1)
    course.grade(attempt)
    course.mark(5, slot="q01")
    assignments.collect_marks(course.desk)
    publish(course)
    with course.desk.db.read() as session:
        assert {slot.slot: slot.points for slot in records.result_for(session, attempt).slots}["q01"] == 5


def test_points_beyond_the_maximum_are_reported_and_stop_nobody(course: Course) -> None:
    first, second = course.sit("E1"), course.sit("E2")
    course.grade(first, second)
    course.mark(99, who="E1")
    course.mark(7, who="E2")
    found = assignments.collect_marks(course.desk)
    assert found.marks == 2 and len(found.troubles) == 1 and "99" in found.troubles[0]
    publish(course)
    assert (case(course, first).state, case(course, second).points) == ("unmarked", 7)


@pytest.mark.both_databases
def test_every_change_leaves_a_line_with_its_marker(course: Course) -> None:
    course.grade(course.sit())
    row = course.query("SELECT g.id FROM grade g JOIN base_cell b ON b.id = g.cell_id WHERE b.name = 'c01'")[0][0]
    course.query("INSERT INTO anpei_marker VALUES (:row, 'T1')", row=row)
    course.mark(8)
    course.mark(6)
    lines = course.query("SELECT slot, old, new, marker FROM anpei_mark_log ORDER BY seq")
    assert [(slot, old and float(old), float(new), marker) for slot, old, new, marker in lines] == [
        ("c01", None, 8, "T1"),
        ("c01", 8, 6, None),
    ]


def test_a_gradebook_put_back_from_a_backup_is_read_from_its_beginning(course: Course) -> None:
    attempt = course.sit()
    course.grade(attempt)
    course.mark(8)
    course.mark(7)
    assignments.collect_marks(course.desk)
    course.query("DELETE FROM anpei_mark_log WHERE seq > 1")
    course.query("UPDATE anpei_mark_log SET new = '5.0'")
    assert assignments.collect_marks(course.desk).marks == 1


@pytest.mark.sqlite_only
def test_looking_for_changes_reads_no_table_from_end_to_end(course: Course) -> None:
    plan = course.query(
        "EXPLAIN QUERY PLAN SELECT attempt, slot, MAX(seq) FROM"
        " (SELECT * FROM anpei_mark_log WHERE seq > 0 ORDER BY seq LIMIT 500) GROUP BY attempt, slot"
    )
    assert any("SEARCH anpei_mark_log USING INTEGER PRIMARY KEY" in row[-1] for row in plan)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "index",
    [
        "grade(notebook_id)",
        "comment(notebook_id)",
        "submitted_notebook(assignment_id)",
        "submitted_assignment(student_id)",
    ],
)
def test_the_gradebook_has_the_indexes_nbgrader_lacks(course: Course, index: str) -> None:
    known = [row[0] for row in course.query("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")]
    assert any(sql.endswith(f"ON {index}") for sql in known)


@pytest.mark.sqlite_only
def test_the_gradebook_waits_for_others_and_syncs(course: Course) -> None:
    with gradebook.engine(course.site.gradebook_url).connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    assert pragmas == ["wal", 2, 30_000]
