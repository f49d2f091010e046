"""A paper whose slots changed after a hand-in is a new assignment; both books agree about who sat the old one, too."""

from __future__ import annotations

from dataclasses import replace

from anpei import assignments, papers, records
from anpei.assignments.shapes import paper_of, shapes
from anpei.clock import DAY
from tests.assignments.conftest import NOW, Course


def shorter(course: Course) -> papers.Paper:
    """Without its first slot, and with the second worth more."""
    _, second, *rest = course.exam.paper.slots
    return replace(course.exam.paper, slots=(replace(second, points=9.0), *rest))


def book(course: Course, who: str) -> dict[str, float]:
    """What nbgrader says of each assignment somebody handed in: points of those there are."""
    query = """SELECT a.name, COALESCE(SUM(COALESCE(g.manual_score, g.auto_score, 0)), 0), SUM(c.max_score) FROM grade g
        JOIN grade_cells c ON c.id = g.cell_id JOIN submitted_notebook n ON n.id = g.notebook_id
        JOIN submitted_assignment s ON s.id = n.assignment_id JOIN assignment a ON a.id = s.assignment_id
        WHERE s.student_id = :who GROUP BY a.name"""
    return {name: (points, most) for name, points, most in course.query(query, who=who)}


def platform(course: Course, attempt: int) -> tuple[float, float]:
    with course.desk.db.read() as session:
        result = records.result_for(session, attempt)
    return result.score, result.max


def test_the_new_shape_is_an_assignment_of_its_own_and_both_books_agree(course: Course) -> None:
    first = course.sit("E1", wrong=1)
    course.grade(first)
    course.exam.paper = shorter(course)
    assert assignments.build_assignment(course.site, course.exam.paper) is True
    second = course.sit("E2", wrong=2)
    course.grade(second)
    assert book(course, "E1") == {"quiz": platform(course, first)}
    assert book(course, "E2") == {"quiz.v2": platform(course, second)}
    assert platform(course, first)[1] != platform(course, second)[1]
    assert course.desk.title("quiz") == "消防小测" and course.desk.title("quiz.v2") == "消防小测（第 2 版）"


def test_who_sits_again_leaves_the_first_hand_in_where_it_was(course: Course) -> None:
    first = course.sit("E1", wrong=8, c01=None)
    course.grade(first)
    course.exam.paper = shorter(course)
    second = course.sit("E1", now=NOW + 2 * DAY)
    course.grade(second)
    assert book(course, "E1") == {"quiz": platform(course, first), "quiz.v2": platform(course, second)}


def test_an_answer_that_comes_after_the_change_goes_to_its_own_shape(course: Course) -> None:
    """Begun before the paper changed, handed in after it was built anew."""
    begun = course.exam.start("E1").id
    before = course.exam.paper
    course.exam.paper = shorter(course)
    course.grade(course.sit("E2"))
    course.exam.paper = before
    course.exam.answer_all(begun, 0, NOW, "E1")
    course.exam.hand_in(begun, NOW, "E1")
    course.grade(begun)
    [name] = book(course, "E1")
    assert book(course, "E1")[name] == platform(course, begun)
    assert name not in book(course, "E2")


def test_an_assignment_from_before_shapes_were_counted_is_the_first(course: Course) -> None:
    course.grade(course.sit("E1"))
    course.query("DELETE FROM anpei_shape")
    assert [(shape.assignment, shape.version) for shape in shapes(course.desk.course, "quiz")] == [("quiz", 1)]
    assert paper_of(course.desk.course, "quiz") == ("quiz", 1)


def test_a_file_of_another_shape_is_not_graded(course: Course) -> None:
    """A notebook released before the change, handed in with an attempt of after it."""
    course.grade(course.sit("E2"))
    course.exam.paper = shorter(course)
    attempt = course.exam.start("E1", kind="notebook").id
    course.respond(f'{{"schema": 1, "attempt": {attempt}, "answers": {{}}}}')
    assignments.run_autograde(course.desk, "quiz", "E1")
    assert set(course.autos("E1").values()) == {None}


def test_release_takes_the_newest_shape(course: Course) -> None:
    course.grade(course.sit("E1"))
    assignments.build_assignment(course.site, shorter(course))
    assignments.release(course.site, ["quiz"])
    assert [path.name for path in (course.site.var / "exchange/anpei/outbound").iterdir()] == ["quiz.v2"]
