"""Objects are found by characters, by sound and by initials."""

from __future__ import annotations

import pytest

from anpei.authoring.model import AuthoredObject
from anpei.authoring.search import SearchIndex

TOLD = [
    AuthoredObject("item", "fire-001", {"stem": "衣服着火了，重新打 119", "tags": ["自救"], "options": [
        {"text": "就地打滚"}]}, "fire", "1", "", 1),
    AuthoredObject("item", "gas-001", {"stem": "长期•通风的有限空间", "explanation": "先 ＡＢＣ 检测"},
                   "gas", "2", "", 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("着火", "fire-001"), ("zhaohuo", "fire-001"), ("zhuohuo", ""), ("chongxin", "fire-001"), ("zh", "fire-001"),
        ("打滚", "fire-001"), ("119", "fire-001"), ("zijiu", "fire-001"), ("changqi", "gas-001"), ("cqtf", ""),
        ("长期·通风", "gas-001"), ("abc", "gas-001"), ("GAS", "gas-001"), ("通风 检测", "gas-001"), ("通风 着火", ""),
        ("", "fire-001 gas-001"), ("yxkj", "gas-001"), ("angqi", ""),
    ],
)  # fmt: skip
def test_a_search(words: str, found: str) -> None:
    assert " ".join(each.slug for each in SearchIndex().find(TOLD, words)) == found
