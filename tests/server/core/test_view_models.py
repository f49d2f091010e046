"""A due date is told in calendar days where the enterprise is."""

from __future__ import annotations

import pytest

from anpei import clock
from anpei.server.core.view_models import due_words, number, script_json

NOON = 1_795_406_400_000  # 2026-11-23 12:00 in Shanghai


@pytest.mark.parametrize(
    ("hours", "tag", "tone"),
    [(6, "今天截止", "warn"), (24, "还有 1 天", "warn"), (24 * 30, "还有 30 天", ""), (-1, "已逾期", "danger")],
)
def test_how_far_away(hours: int, tag: str, tone: str) -> None:
    words = due_words(NOON + hours * clock.HOUR, NOON, "Asia/Shanghai")
    assert (words.tag, words.tone) == (tag, tone)


def test_overdue_since_days() -> None:
    assert due_words(NOON - 3 * clock.DAY, NOON, "Asia/Shanghai").when == "11月20日截止，逾期 3 天"


@pytest.mark.parametrize(("value", "words"), [(12.0, "12"), (12.5, "12.5"), (66.66, "66.7"), (100, "100"), (0, "0")])
def test_numbers_say_no_more_than_needed(value: float, words: str) -> None:
    assert number(value) == words


def test_json_can_not_end_its_script_element() -> None:
    assert "<" not in script_json({"stem": "</script><script>alert(1)</script>"})
