"""Which answers can be answers: a value is judged against the public half alone, never against the key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Set
from typing import Any, Literal

from anpei.bank.kinds import Kind
from anpei.bank.model import LETTERS, place_ids
from anpei.bank.scenes import CANVAS
from anpei.errors import Refused

SHORT_CHARACTERS = 500
CASE_BYTES = 32 * 1024
MOST_SCALES = 3
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")


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
    check = _CHECKS.get(kind)
    return check(size, value) if check else _text(kind, value)


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


def _number(size: int, value: Any) -> str:
    """A number as text, plainly written: full-width digits, signs and grouping commas are understood."""
    text = unicodedata.normalize("NFKC", value) if isinstance(value, str) and len(value) <= SHORT_CHARACTERS else ""
    plain = re.sub(r"[\s,，]+", "", text).replace("−", "-").replace("。", ".").removeprefix("+")
    if not NUMBER.fullmatch(plain):
        raise BadValue("这道题要填一个数，没有保存。")
    return plain


def _chosen_each(size: int, value: Any) -> list[str | None] | None:
    """For each prompt one of the choices, or nothing yet; the same choice may stand twice."""
    return _each(size, LETTERS[:size], value)


def _judged_each(size: int, value: Any) -> list[str | None] | None:
    """For each scale one of its levels (a is the lowest), or nothing yet."""
    return _each(MOST_SCALES, LETTERS, value)


def _each(most: int, letters: str, value: Any) -> list[str | None] | None:
    if not isinstance(value, list) or len(value) > most:
        raise BadValue("答案的写法不对，没有保存。")
    for each in value:
        if each is not None and (not isinstance(each, str) or len(each) != 1 or each not in letters):
            raise BadValue("答案不在选项之中，没有保存。")
    return value if any(each is not None for each in value) else None


def _path(size: int, value: Any) -> list[str]:
    """The ways taken, in their order, each once; whether they follow from each other is seen when it is marked."""
    names = place_ids(range(size))
    if not isinstance(value, list) or not all(isinstance(each, str) and each in names for each in value):
        raise BadValue("选的做法不在情景里，没有保存。")
    if len(set(value)) != len(value):
        raise BadValue("同一步选了两次，没有保存。")
    return value


def _text(kind: Kind, value: Any) -> str | None:
    if not isinstance(value, str):
        raise BadValue("这道题要用文字作答，没有保存。")
    text = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if kind == "short" and len(text) > SHORT_CHARACTERS:
        raise BadValue(f"答案太长（最多 {SHORT_CHARACTERS} 字），没有保存。")
    if len(text.encode()) > CASE_BYTES:
        raise BadValue("答案太长（最多约一万字），没有保存。")
    return text or None


_CHECKS: dict[str, Callable[[int, Any], Any]] = {
    "single": _letter,
    "multiple": lambda size, value: sorted(_letters(size, value)),
    "order": _permutation,
    "truefalse": lambda size, value: _boolean(value),
    "spot": _marks,
    "numeric": _number,
    "matching": _chosen_each,
    "cloze": _chosen_each,
    "risk": _judged_each,
    "branching": _path,
}
"""How a value of each kind is looked at; whatever isn't here is text."""


MultiplePolicy = Literal["net_correct", "all_or_nothing", "partial"]
"""How a multiple choice is marked; ``net_correct`` where nobody says otherwise."""
POLICY_WORDS: dict[MultiplePolicy, str] = {
    "net_correct": "多选题：选对一项得一份分，选错一项扣一份，扣到零分为止。",
    "all_or_nothing": "多选题：全部选对才得分，多选、少选、错选都不得分。",
    "partial": "多选题：少选按选对的项数得部分分，只要错选一项就不得分。",
}
"""What those are told who sit the exam."""


def multiple_share(policy: MultiplePolicy, chosen: Set[Hashable], keys: Set[Hashable]) -> float:
    """The share of a multiple choice's marks under a policy."""
    if policy == "all_or_nothing":
        return 1.0 if chosen == keys else 0.0
    if policy == "partial":
        return 0.0 if chosen - keys else len(chosen & keys) / len(keys)
    return net_correct(chosen, keys)


def net_correct(chosen: Set[Hashable], keys: Set[Hashable]) -> float:
    """The share of a multiple choice's marks: options chosen rightly less wrongly, of all right ones; at least 0."""
    return max(0, len(chosen & keys) - len(chosen - keys)) / len(keys)
