"""A question looked back at shows what the review let out, and nothing else."""

from __future__ import annotations

from typing import Any

from anpei.records import ReviewSlot, SlotResult
from anpei.server.exams.result_view import paragraphs, slot_view

SINGLE = {
    "kind": "single",
    "stem": "先做什么？",
    "points": 2,
    "options": [{"id": "a", "text": "报警"}, {"id": "b", "text": "拍照"}],
}


def slot(**parts: Any) -> ReviewSlot:
    return ReviewSlot("q01", SINGLE, "b", **parts)


def wrong() -> SlotResult:
    return SlotResult("q01", 0, 2, "wrong", "instant")


def test_the_right_option_is_named_when_let_out() -> None:
    view = slot_view(slot(mark=wrong(), right_value="a", feedback={"b": "不急。"}))
    assert [option["words"] for option in view["options"]] == ["正确答案", "你选的"]
    assert view["options"][1]["feedback"] == "不急。" and view["points"] == "0 / 2"


def test_without_the_key_nothing_points_at_it() -> None:
    options = slot_view(slot(mark=wrong()))["options"]
    assert [(option["tone"], option["words"]) for option in options] == [("", ""), ("", "你选的")]


def test_without_marks_only_the_answer_is_shown() -> None:
    view = slot_view(slot())
    assert (view["word"], view["points"]) == ("已作答", "满分 2")


def test_a_published_mark_comes_with_its_comment() -> None:
    mark = SlotResult("c01", 8, 10, "partial", "published", "说清了顺序。")
    case = ReviewSlot("c01", {"kind": "case", "stem": "怎么办？", "points": 10}, "先报警。", mark=mark)
    view = slot_view(case)
    assert (view["word"], view["comment"], view["given"]) == ("已批阅", "说清了顺序。", "先报警。")


def test_steps_are_numbered() -> None:
    spec = {
        "kind": "order",
        "stem": "排序",
        "points": 1,
        "steps": [{"id": "a", "text": "拔"}, {"id": "b", "text": "提"}],
    }
    assert slot_view(ReviewSlot("q01", spec, ["b", "a"]))["given"] == "1. 提\n2. 拔"


def test_bold_is_the_only_markup_of_a_stem() -> None:
    assert paragraphs("**不要** <b>跑</b>\n\n第二段") == ["<strong>不要</strong> &lt;b&gt;跑&lt;/b&gt;", "第二段"]
