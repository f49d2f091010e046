"""Which values fit a question's public spec; each check returns the value or raises ValueError."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

SHORT_CHARACTERS = 500
CASE_BYTES = 32 * 1024
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?")


def check_answer(spec: dict[str, Any], value: Any) -> Any:
    """Check one answer by the kind of its question; None is always fine: nothing answered."""
    return None if value is None else _CHECKS[spec["kind"]](spec, value)


def _ids(spec: dict[str, Any], key: str) -> set[str]:
    return {part["id"] for part in spec[key]}


def _single(spec: dict[str, Any], value: Any) -> str:
    if not isinstance(value, str) or value not in _ids(spec, "options"):
        raise ValueError("答案不在选项之中")
    return value


def _multiple(spec: dict[str, Any], value: Any) -> list[str]:
    known = _ids(spec, "options")
    if not isinstance(value, list) or not all(isinstance(v, str) and v in known for v in value):
        raise ValueError("答案不在选项之中")
    return sorted(set(value))


def _truefalse(spec: dict[str, Any], value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("判断题的答案是对或错")
    return value


def _order(spec: dict[str, Any], value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) != len(spec["steps"]) or set(value) != _ids(spec, "steps"):
        raise ValueError("每一步都要排一次")
    return value


def _short(spec: dict[str, Any], value: Any) -> str:
    if not isinstance(value, str) or len(value) > SHORT_CHARACTERS:
        raise ValueError(f"答案最多 {SHORT_CHARACTERS} 字")
    return value


def _case(spec: dict[str, Any], value: Any) -> str:
    if not isinstance(value, str) or len(value.encode("utf-8", "replace")) > CASE_BYTES:
        raise ValueError("回答太长")
    return value


def _spot(spec: dict[str, Any], value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > spec["most"]:
        raise ValueError(f"最多标 {spec['most']} 处")
    known = _ids(spec, "places")
    for mark in value:
        if not (isinstance(mark, str) and mark in known) and not _on(spec["scene"], mark):
            raise ValueError("标记不在图上")
    return value


def _numeric(spec: dict[str, Any], value: Any) -> str:
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        raise ValueError("这道题要填一个数")
    return value


def _parts(spec: dict[str, Any], value: Any) -> list[str | None]:
    known = _ids(spec, "options")
    if not isinstance(value, list) or len(value) != len(spec["prompts"]):
        raise ValueError("每一项只能配一个")
    if not all(each is None or (isinstance(each, str) and each in known) for each in value):
        raise ValueError("答案不在选项之中")
    return value


def _risk(spec: dict[str, Any], value: Any) -> list[str | None]:
    if not isinstance(value, list) or len(value) != len(spec["scales"]):
        raise ValueError("每个因素判一级")
    for scale, each in zip(spec["scales"], value, strict=True):
        known = [chr(ord("a") + n) for n in range(len(scale["levels"]))]
        if each is not None and each not in known:
            raise ValueError("没有这一级")
    return value


def _branching(spec: dict[str, Any], value: Any) -> list[str]:
    known = {way["id"] for node in spec["nodes"] for way in node["options"]}
    if not isinstance(value, list) or not all(isinstance(each, str) and each in known for each in value):
        raise ValueError("选的做法不在情景里")
    if len(set(value)) != len(value):
        raise ValueError("同一步选了两次")
    return value


def _on(scene: dict[str, Any], mark: Any) -> bool:
    """Whether a mark is a point on the picture."""
    if not isinstance(mark, dict) or set(mark) != {"x", "y"}:
        return False
    if not all(isinstance(n, int) and not isinstance(n, bool) for n in mark.values()):
        return False
    return bool(0 <= mark["x"] <= scene["width"] and 0 <= mark["y"] <= scene["height"])


_CHECKS: dict[str, Callable[[dict[str, Any], Any], Any]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _truefalse,
    "order": _order,
    "short": _short,
    "case": _case,
    "spot": _spot,
    "numeric": _numeric,
    "matching": _parts,
    "cloze": _parts,
    "risk": _risk,
    "branching": _branching,
}
