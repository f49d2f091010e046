"""Pydantic's error types in the words of the people who write the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["explain"]

_WORDS = {
    "missing": "缺少“{name}”。",
    "extra_forbidden": "不认识的键“{name}”，请检查拼写，或给含逗号、冒号的文字加引号。",
    "string_type": "“{name}”应当是文字。",
    "string_too_short": "“{name}”太短，至少 {min_length} 个字。",
    "string_too_long": "“{name}”太长，最多 {max_length} 个字。",
    "string_pattern_mismatch": "“{name}”的写法不对，应符合 {pattern}。",
    "int_type": "“{name}”应当是整数。",
    "int_parsing": "“{name}”应当是整数。",
    "int_from_float": "“{name}”应当是整数，不能带小数。",
    "float_type": "“{name}”应当是数字。",
    "float_parsing": "“{name}”应当是数字。",
    "finite_number": "“{name}”应当是有限的数。",
    "bool_type": "“{name}”应当写 true 或 false。",
    "bool_parsing": "“{name}”应当写 true 或 false。",
    "list_type": "“{name}”应当是列表。",
    "tuple_type": "“{name}”应当是列表。",
    "dict_type": "“{name}”应当是一组“键: 值”。",
    "model_type": "“{name}”应当是一组“键: 值”。",
    "model_attributes_type": "“{name}”应当是一组“键: 值”。",
    "literal_error": "“{name}”只能是 {expected} 之一。",
    "enum": "“{name}”只能是 {expected} 之一。",
    "too_short": "“{name}”至少要 {min_length} 项，现在 {actual_length} 项。",
    "too_long": "“{name}”最多 {max_length} 项，现在 {actual_length} 项。",
    "greater_than": "“{name}”要大于 {gt}。",
    "greater_than_equal": "“{name}”不能小于 {ge}。",
    "less_than": "“{name}”要小于 {lt}。",
    "less_than_equal": "“{name}”不能大于 {le}。",
    "date_from_datetime_parsing": "“{name}”应当是日期，如 2026-06-01。",
    "date_type": "“{name}”应当是日期，如 2026-06-01。",
}


def explain(detail: ErrorDetails) -> str:
    """One Chinese sentence for one validation error; our own validators' messages pass through."""
    name = ".".join(str(step) for step in detail["loc"]) or "内容"
    if detail["type"] == "value_error":
        return str(detail.get("ctx", {}).get("error", detail["msg"]))
    words = _WORDS.get(detail["type"])
    if words is None:
        return f"“{name}”不合要求（{detail['msg']}）。"
    context = {key: str(value).replace(" or ", "、") for key, value in detail.get("ctx", {}).items()}
    return words.format_map({"name": name, **context})
