"""A scene looked back at: with the key everything is told, without it only the learner's own marks."""

from __future__ import annotations

from anpei.grading import spotted
from anpei.records import ReviewSlot
from anpei.server.exams.scene_view import scene_view
from tests.grading.test_spotting import NOTHING, ORDER_AS_WRITTEN, SCENE, tapped

VALUE = [*tapped({1}), "p01", NOTHING]
SPEC = SCENE.public.spec(ORDER_AS_WRITTEN, 8)


def test_with_the_key_every_hazard_and_every_mark_is_told() -> None:
    view = scene_view(ReviewSlot("q01", SPEC, VALUE, spots=spotted(SCENE, ORDER_AS_WRITTEN, VALUE)))
    assert view is not None
    assert view["summary"] == "4 处隐患，找到 1 处；误点 2 处。"
    assert [line["words"] for line in view["lines"]] == [
        *["漏了"] * 3, "找到了，标记 1", "这里没问题，标记 2", "标记 3 点在了空处",
    ]  # fmt: skip
    assert [(ring["number"], ring["tone"]) for ring in view["rings"]] == [(1, "found"), (3, "false")]
    assert [outline["tone"] for outline in view["outlines"]] == ["false", "found", *["missed"] * 3]


def test_without_the_key_marks_are_only_shown_where_they_are() -> None:
    view = scene_view(ReviewSlot("q01", SPEC, VALUE))
    assert view is not None
    assert (view["summary"], view["outlines"]) == ("", [])
    assert [ring["tone"] for ring in view["rings"]] == ["", ""]
    assert [(line["words"], line["text"]) for line in view["lines"]] == [
        ("标记 1", "图上左上方"), ("标记 2", "第 0 处"), ("标记 3", "图上右下方"),
    ]  # fmt: skip


def test_other_kinds_have_no_scene() -> None:
    assert scene_view(ReviewSlot("q01", {"kind": "single"}, "a")) is None
