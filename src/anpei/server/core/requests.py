"""What comes in: bodies, queries and forms become checked values, and here alone it is said what is wrong with one.

Every text of a request is cleaned before anything looks at it (:mod:`anpei.cleantext`); numbers are those a browser can
write. A request that doesn't fit its model is refused with the field and the way out, never with a stack trace.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, TypeVar, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import to_json

from anpei.cleantext import clean
from anpei.errors import Refused

__all__ = [
    "Code",
    "Flag",
    "Line",
    "Moment",
    "Number",
    "RequestModel",
    "Secret",
    "Text",
    "Uuid",
    "from_fields",
    "from_json",
]

Model = TypeVar("Model", bound="RequestModel")
DEEPEST = 64
LARGEST = 2**53
RELOAD = "请刷新页面后再试。"
_WORDS = {
    "missing": ("缺少“{name}”。", RELOAD),
    "string_type": ("“{name}”应当是文字。", RELOAD),
    "string_too_long": ("“{name}”太长，最多 {max_length} 个字。", "请缩短后再试。"),
    "string_too_short": ("请填写“{name}”。", ""),
    "string_pattern_mismatch": ("“{name}”的格式不对。", RELOAD),
    "int_type": ("“{name}”应当是整数。", "请改正后再试。"),
    "int_parsing": ("“{name}”应当是整数。", "请改正后再试。"),
    "greater_than_equal": ("“{name}”不能小于 {ge}。", "请改正后再试。"),
    "less_than_equal": ("“{name}”不能大于 {le}。", "请改正后再试。"),
    "too_long": ("“{name}”最多 {max_length} 项。", "请分几次来。"),
    "literal_error": ("“{name}”不在可选的范围里。", "请从页面上的选项或按钮里选。"),
}
_OTHER = ("“{name}”的格式不对。", RELOAD)


class RequestModel(BaseModel):
    """One request. ``limit`` is how many bytes of JSON it may have; ``null`` counts as not sent, what it has more is
    ignored, blanks around a text go."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_strip_whitespace=True)
    limit: ClassVar[int] = 4096

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, sent: Any) -> Any:
        if not isinstance(sent, dict):
            return sent
        optional = {name for name, field in cls.model_fields.items() if not field.is_required()}
        return {name: value for name, value in sent.items() if value is not None or name not in optional}


def _moment(value: Any) -> int:
    """Milliseconds as a device's clock told them, as a number or in digits; 0 for what can't be a time."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 17:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < LARGEST else 0


def _number(value: Any) -> int:
    """The number of something, in digits; 0, which nothing has, for whatever else is sent."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9 else 0


Uuid = Annotated[str, StringConstraints(min_length=1, max_length=64), Field(title="请求编号")]
"""The number a page gives to what it sends, so that it counts once."""
Code = Annotated[str, StringConstraints(max_length=64)]
"""A short name or number of something, as a page got it from the server."""
Line = Annotated[str, StringConstraints(max_length=200)]
Text = Annotated[str, StringConstraints(max_length=8000)]
Secret = Annotated[str, StringConstraints(strip_whitespace=False, max_length=1024)]
"""A password or PIN, taken as it was typed."""
Flag = Annotated[bool, BeforeValidator(lambda value: value is True or value in ("1", "on", "true"))]
"""A tick or a button: yes, or anything else for no."""
Moment = Annotated[int, BeforeValidator(_moment)]
Number = Annotated[int, BeforeValidator(_number)]


def from_json(body: bytes, model: type[Model]) -> Model:
    """The JSON object of a request as its model; :class:`Refused` in words for anything else."""
    if len(body) > model.limit:
        raise Refused("内容太大。", code="too_large", way_out="请缩短后再试。")
    try:
        data = _cleaned(json.loads(body or b"{}", parse_constant=_no_constant, parse_int=_whole, parse_float=_real))
    except (ValueError, RecursionError):
        raise Refused("这个请求读不出来。", code="bad_request", way_out=RELOAD) from None
    if not isinstance(data, dict):
        raise Refused("这个请求读不出来。", code="bad_request", way_out=RELOAD)
    return _fitted(data, model, strict=True)


def from_fields(arguments: Mapping[str, Sequence[bytes]], model: type[Model]) -> Model:
    """A form or query as its model: a field sent several times is a list where the model has one, else the last counts.

    A model's :attr:`rest`, if it has one, gets the fields it doesn't name.
    """
    lists = {name for name, field in model.model_fields.items() if get_origin(field.annotation) is list}
    texts = {clean(name): [clean(each.decode("utf-8", "replace")) for each in sent] for name, sent in arguments.items()}
    data: dict[str, Any] = {
        name: sent if name in lists else sent[-1] for name, sent in texts.items() if sent and name != "rest"
    }
    if "rest" in model.model_fields:
        data["rest"] = {name: data[name] for name in data if name not in model.model_fields}
    return _fitted(data, model, strict=False)


def _fitted(data: dict[str, Any], model: type[Model], *, strict: bool) -> Model:
    try:
        if strict:  # as JSON, in which a list may be a tuple and a text a date, and nothing else is anything else
            return model.model_validate_json(to_json(data), strict=True)
        return model.model_validate(data)
    except ValidationError as error:
        raise _refusal(error, model) from None


def _refusal(error: ValidationError, model: type[RequestModel]) -> Refused:
    """The first thing that is wrong, by the name the person knows it by."""
    detail = error.errors(include_url=False, include_input=False)[0]
    if detail["type"] == "value_error":
        inner = detail.get("ctx", {}).get("error")
        return inner if isinstance(inner, Refused) else Refused(str(inner), code="bad_request", way_out=RELOAD)
    words, way_out = _WORDS.get(detail["type"], _OTHER)
    words = words.format_map({"name": _title(detail["loc"], model), **detail.get("ctx", {})})
    return Refused(words, code="bad_request", way_out=way_out)


def _title(steps: Sequence[str | int], model: type[RequestModel]) -> str:
    name = str(steps[0]) if steps else ""
    field = model.model_fields.get(name)
    return (field.title if field else None) or name or "内容"


def _cleaned(value: Any, depth: int = 0) -> Any:
    """The same value with every text in it cleaned; ValueError when it goes too deep."""
    if depth > DEEPEST:
        raise ValueError(depth)
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {clean(key): _cleaned(each, depth + 1) for key, each in value.items()}
    return value


def _whole(text: str) -> int:
    if len(text) > 17 or abs(number := int(text)) > LARGEST:
        raise ValueError(text[:20])
    return number


def _real(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text[:20])
    return number


def _no_constant(name: str) -> Any:
    raise ValueError(name)
