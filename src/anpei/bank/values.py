"""Which answers can be answers: a value is judged against the public half alone, never against the key."""

from __future__ import annotations

from collections.abc import Hashable, Set
from typing import Any

from anpei.bank.model import LETTERS, Kind, place_ids
from anpei.bank.scenes import CANVAS
from anpei.errors import Refused

SHORT_CHARACTERS = 500
CASE_BYTES = 32 * 1024


class BadValue(Refused):
    """The value doesn't fit the question."""

    code = "bad_value"

    def __init__(self, message: str) -> None:
        super().__init__(message, way_out="请刷新页面后重新作答；若仍不行，请联系培训师。")


def check_value(kind: Kind, size: int, value: Any) -> Any:
    """The value as it will be kept (``None``: cleared), or :class:`BadValue`.

    ``size`` is the number of options, steps or places. Text loses NULs and halves of surrogate pairs, which no
    database or file takes and which a clipped emoji leaves behind: losing an answer over one would be worse.
    """
    if value is None or value in ("", []):
        return None
    if kind == "single":
        return _letter(size, value)
    if kind == "multiple":
        return sorted(_letters(size, value))
    if kind == "order":
        return _permutation(size, value)
    if kind == "truefalse":
        return _boolean(value)
    if kind == "spot":
        return _marks(size, value)
    return _text(kind, value)


def _letter(size: int, value: Any) -> str:
    if not isinstance(value, str) or len(value) != 1 or value not in LETTERS[:size]:
        raise BadValue("答案不在选项之中，没有保存。")
    return value


def _letters(size: int, value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > size:
        raise BadValue("多选题的答案应当是一组选项，没有保存。")
    letters = [_letter(size, each) for each in value]
    if len(set(letters)) != len(letters):
        raise BadValue("同一个选项选了两次，没有保存。")
    return letters


def _permutation(size: int, value: Any) -> list[str]:
    letters = _letters(size, value)
    if len(letters) != size:
        raise BadValue("排序题要排完全部步骤，没有保存。")
    return letters


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadValue("判断题只能答“对”或“错”，没有保存。")
    return value


def _marks(size: int, value: Any) -> list[Any]:
    """Places by name (p01…) and points ``{x, y}`` in the picture's units, in the order they were marked."""
    if not isinstance(value, list) or len(value) > size:
        raise BadValue(f"最多标 {size} 处，没有保存。")
    marks = [_mark(size, each) for each in value]
    if any(mark in marks[:n] for n, mark in enumerate(marks)):
        raise BadValue("同一处标了两次，没有保存。")
    return marks


def _mark(size: int, value: Any) -> str | dict[str, int]:
    if isinstance(value, str) and value in place_ids(range(size)):
        return value
    if isinstance(value, dict) and value.keys() == {"x", "y"}:
        point = {"x": value["x"], "y": value["y"]}
        if all(type(each) is int and 0 <= each <= CANVAS for each in point.values()):
            return point
    raise BadValue("标记不在图上，没有保存。")


def _text(kind: Kind, value: Any) -> str | None:
    if not isinstance(value, str):
        raise BadValue("这道题要用文字作答，没有保存。")
    text = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if kind == "short" and len(text) > SHORT_CHARACTERS:
        raise BadValue(f"答案太长（最多 {SHORT_CHARACTERS} 字），没有保存。")
    if len(text.encode()) > CASE_BYTES:
        raise BadValue("答案太长（最多约一万字），没有保存。")
    return text or None


def net_correct(chosen: Set[Hashable], keys: Set[Hashable]) -> float:
    """The share of a multiple choice's marks: options chosen rightly less wrongly, of all right ones; at least 0."""
    return max(0, len(chosen & keys) - len(chosen - keys)) / len(keys)
