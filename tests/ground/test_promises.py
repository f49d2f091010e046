"""What sounds like a promise of safety is found; bans, physics and quoted speech are left alone."""

from __future__ import annotations

import pytest

from anpei.promises import ALLOWED, promises


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("戴好面罩就绝对安全。", ["绝对"]),
        ("照做一定不会出事，万无一失。", ["一定不会", "万无一失"]),
        ("这个办法百分之百有效。", ["百分之百有效"]),
        ("湿毛巾 100% 能过滤烟气。", ["100% 能"]),
        ("师傅拍胸脯：“绝对安全，出不了事。”", []),
        ("罚上一年年收入的百分之百；60%—100% 的罚款。", []),
        ("绝对禁止在油罐区吸烟。", []),
        ("必须先断电，不得带电打开柜门。", []),
    ],
)
def test_promises(text: str, found: list[str]) -> None:
    assert promises(text) == found


@pytest.mark.parametrize("word", ALLOWED)
def test_what_is_allowed(word: str) -> None:
    assert promises(f"这里说的是{word}。") == []
