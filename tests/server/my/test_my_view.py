"""What to do next: a running exam first, then what is due first and can be done here and now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from anpei import clock, courses, papers
from anpei.plans import Duty
from anpei.records import BestResult, NextStep, Result, Standing
from anpei.server.core.targets import Targets
from anpei.server.my.view import TrainingItem, groups_of, next_of, summary_of

NOW = 1_795_406_400_000
ZONE = "Asia/Shanghai"
CHAPTER = courses.Chapter("01-alarm", "先报警", 10, "static", Path("01-alarm.ipynb"))
COURSE = courses.Course("fire", "灭火与逃生", "…", "全员", 20, (), "quiz", (CHAPTER,), Path("fire"))
PAPER = papers.Paper("quiz", "消防小测", "fire", 30, 2, 24, 60, papers.ReviewPolicy(), (), "x")
TARGETS = Targets(courses.Catalog({"fire": COURSE}), papers.Papers({"quiz": PAPER}), {"hall": "车间火灾"})


RETAKE = NextStep("retake", "现在就可以再考，还有 1 次机会。", 1, NOW)
LATER = NextStep("later", "12:00 之后可以再考，还有 1 次机会。", 1, NOW + clock.HOUR)


def item(kind: str, target: str, days: int, status: str = "未开始", **more: Any) -> TrainingItem:
    standing = {key: more.pop(key) for key in ("best", "open_attempt", "done_at") if key in more}
    due = NOW + days * clock.DAY
    stands = Standing(status, due, days < 0, **standing)  # type: ignore[arg-type]
    return TrainingItem(Duty(kind, target, due, 1), stands, **more)  # type: ignore[arg-type]


def result(decided: str | None, state: str = "awaiting") -> Result:
    return Result(7, "E1", "quiz", "消防小测", 1, NOW, state, 10, 25, 40, None, decided)  # type: ignore[arg-type]


def test_a_running_exam_comes_before_anything() -> None:
    items = [item("course", "fire", -2, next_chapter="01-alarm"), item("paper", "quiz", 5, "进行中", open_attempt=7)]
    step = next_of(items, TARGETS, NOW, ZONE)
    assert step is not None and step["href"] == "exam/7"


def test_else_the_first_due_comes_first() -> None:
    step = next_of([item("course", "fire", -2, next_chapter="01-alarm")], TARGETS, NOW, ZONE)
    assert step is not None and (step["late"], step["href"]) == (True, "courses/fire/01-alarm")


def test_the_course_comes_before_the_first_try_at_its_paper() -> None:
    items = [item("paper", "quiz", 3, step=RETAKE), item("course", "fire", 9, next_chapter="01-alarm")]
    step = next_of(items, TARGETS, NOW, ZONE)
    assert step is not None and step["href"] == "courses/fire/01-alarm"


def test_an_overdue_paper_does_not_wait_for_its_course() -> None:
    items = [item("paper", "quiz", -1, step=RETAKE), item("course", "fire", 9, next_chapter="01-alarm")]
    step = next_of(items, TARGETS, NOW, ZONE)
    assert step is not None and step["href"] == "papers/quiz"


def test_a_course_read_through_leads_to_its_paper() -> None:
    step = next_of([item("course", "fire", 3, "进行中")], TARGETS, NOW, ZONE)
    assert step is not None and step["href"] == "papers/quiz"


def test_a_paper_in_its_cool_down_is_no_next_step() -> None:
    cooling = item("paper", "quiz", 3, "不合格", step=LATER)
    assert next_of([cooling], TARGETS, NOW, ZONE) is None


def test_a_drill_is_played_elsewhere() -> None:
    assert next_of([item("drill", "hall", 3)], TARGETS, NOW, ZONE) is None


def test_groups_follow_urgency() -> None:
    items = [
        item("course", "fire", -3),  # the next step, which stands above
        item("course", "fire", -1),
        item("paper", "quiz", 5),
        item("paper", "quiz", 5, "待阅", best=result(None)),
        item("paper", "quiz", 5, "合格", done_at=NOW),
    ]
    assert [group["label"] for group in groups_of(items, TARGETS, NOW, ZONE)] == [
        "已逾期",
        "待完成",
        "等阅卷",
        "已完成",
    ]


def test_a_failed_paper_is_told_with_its_mark_its_due_date_and_when_to_sit_again() -> None:
    failed = {"best": BestResult(7, 1, 100, "fail", True)}
    (group,) = groups_of([item("paper", "quiz", -2, "不合格", **failed, step=LATER)], TARGETS, NOW, ZONE)
    (row,) = group["rows"]
    assert (group["label"], row["tag"]) == ("已逾期", "不合格，已逾期")
    assert row["note"].startswith("1 / 100，") and row["note"].endswith("12:00 之后可以再考，还有 1 次机会。")
    assert "逾期 2 天" in row["note"]
    step = next_of([item("paper", "quiz", -2, "不合格", **failed, step=RETAKE)], TARGETS, NOW, ZONE)
    assert step is not None and step["note"].endswith("现在就可以再考，还有 1 次机会。")


def test_a_paper_that_demands_its_course_waits_for_it() -> None:
    items = [
        item("paper", "quiz", -1, step=RETAKE, course_first=True),
        item("course", "fire", 9, next_chapter="01-alarm"),
    ]
    step = next_of(items, TARGETS, NOW, ZONE)
    assert step is not None and step["href"] == "courses/fire/01-alarm"


def test_nothing_due_is_said_kindly() -> None:
    assert summary_of([], NOW) == "现在没有要完成的培训。"
