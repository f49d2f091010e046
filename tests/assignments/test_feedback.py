"""What the learner reads: published marks, keys by the review policy, and no script of anybody's."""

from __future__ import annotations

from pathlib import Path

from nbgrader.converters import GenerateFeedback

from anpei import assignments
from anpei.assignments.build import converter
from anpei.assignments.marked_notebook import card
from anpei.assignments.model import SlotMark
from tests.assignments.conftest import Course, leave, make_course
from tests.helpers import quiz_shelf
from tests.helpers.exam import NOW

EVIL = "<script>alert(1)</script>"
KEY, REASON, RUBRIC = "正确答案", "人命第一", "评分要点"


def feedback(course: Course, who: str = "E1") -> str:
    generate = converter(course.site, GenerateFeedback, "quiz", who)
    generate.force = True
    generate.start()
    return (course.desk.course.feedback(who, "quiz") / "quiz.html").read_text(encoding="utf-8")


def publish(course: Course) -> None:
    assignments.collect_marks(course.desk)
    course.desk.db.write(lambda s: assignments.publish(s, "quiz", NOW, "T1")).result()


def test_before_publication_neither_key_nor_mark_by_hand(course: Course) -> None:
    course.grade(course.sit(wrong=2))
    course.mark(8)
    course.comment("只写给自己看")
    assignments.collect_marks(course.desk)
    page = feedback(course)
    assert not any(words in page for words in (KEY, REASON, RUBRIC, "先报警。</p>", "只写给自己看", "8.0"))
    assert "批阅并公布后" in page


def test_after_publication_everything_the_policy_shows(course: Course) -> None:
    course.grade(course.sit(wrong=2))
    course.mark(8)
    course.comment("很好")
    publish(course)
    page = feedback(course)
    assert all(words in page for words in (KEY, REASON, RUBRIC, "得分：8.0 / 10.0 分", "很好", "《消防法》第44条"))


def test_a_policy_of_marks_alone_keeps_the_key(tmp_path: Path) -> None:
    paper = quiz_shelf.PAPER.replace("after_publish, show: [marks, key, explanation]", "after_hand_in, show: [marks]")
    course = make_course(tmp_path / "site", paper)
    course.grade(course.sit(wrong=2))
    page = feedback(course)
    leave(course)
    assert "未作答" in page and not any(words in page for words in (KEY, REASON, RUBRIC))


def test_no_answer_and_no_comment_becomes_markup(course: Course) -> None:
    course.grade(course.sit(c01=EVIL, q08=EVIL))
    course.mark(3)
    course.comment(EVIL)
    publish(course)
    page = feedback(course)
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 3


def test_a_card_escapes_every_word_it_is_given() -> None:
    words = (EVIL,)
    mark = SlotMark(EVIL, EVIL, 1, 2, EVIL, EVIL, words, words, EVIL, words, ((EVIL, 2.0),), EVIL)
    assert card(mark).count("&lt;script&gt;") == 9 and "<script" not in card(mark)


def test_feedback_loads_nothing_from_elsewhere(course: Course) -> None:
    course.grade(course.sit())
    page = feedback(course)
    assert "http:" not in page and "https:" not in page and "src=" not in page
