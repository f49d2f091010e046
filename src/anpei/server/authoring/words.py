"""A question's parts in the words of its form: what a place in it is called, and what stands there. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from anpei.server.authoring.forms import AROUND, FIRST, FORMS, LAST, FormField

__all__ = ["place_words", "plain_message", "value_words"]

Where = Sequence[str | int]
OTHER = {
    "topic": "主题",
    "kind": "题型",
    "id": "编号",
    "seed": "种子题编号",
    "polygon": "轮廓",
    "src": "图片",
    "alt": "文字说明",
}
YES_NO = {True: "是", False: "否"}
_KEYS = re.compile(r"（(?:[a-z_]+(?:: ?[^（）]*)?|[a-z_]+ 或 [a-z_]+)）")
_SAID = {
    "请写 basis: guidance": "请在“依据”里选“通行做法”",
    "有多个请改为 multiple": "有多个请新建一道多选题",
    "有条文写 cites，通行做法写 source": "请选法条，或写出处",
    "（id、label）": "",
    "缺少 id 或名称": "缺少名称",
}
"""What a rule says in the words of the file, and in those of the form."""


def plain_message(message: str, slug: str = "") -> str:
    """A finding for who fills in a form: without the item's number and the keys of its file."""
    text = message.removeprefix(f"{slug}：") if slug else message
    for file, form in _SAID.items():
        text = text.replace(file, form)
    return _KEYS.sub("", text)


def _field(fields: Iterable[FormField], name: str) -> FormField | None:
    """The field of this name; a mapping whose parts stand in the form by themselves is the first of these."""
    known = list(fields)
    found = next((each for each in known if each.name == name), None)
    deeper = [each for each in known if each.name.startswith(f"{name}.")]
    if found is None and deeper:
        inner = tuple(replace(each, name=each.name.partition(".")[2]) for each in deeper)
        return FormField(name, OTHER.get(name, name), "group", fields=inner)
    return found


def place_words(kind: str, where: Where) -> str:
    """What a place is called: ``选项 2 · 选它的人会看到``."""
    own = FORMS[kind].fields if kind in FORMS else ()
    fields: tuple[FormField, ...] = (*FIRST, *own, *LAST, *AROUND)
    told: list[str] = []
    for step in where:
        if isinstance(step, int) and told:
            told[-1] = _numbered(told[-1], step + 1)
            continue
        name = str(step)  # a file may have a number or a day for a key
        field = _field(fields, name)
        label = (field.row or field.label) if field else OTHER.get(name, name)
        told.append(label)
        fields = field.fields if field else ()
    return " · ".join(told)


def _numbered(row: str, n: int) -> str:
    """One of several rows: 选项 2, 第 2 步."""
    return f"{row} {n}" if len(row) > 1 else f"第 {n} {row}"


def value_words(kind: str, where: Where, value: Any) -> str:
    """What stands at a place, as text to be read: rows one below another, yes and no in words."""
    field = _deepest(kind, where)
    return _words(field, value)


def _deepest(kind: str, where: Where) -> FormField | None:
    fields: tuple[FormField, ...] = (*FIRST, *(FORMS[kind].fields if kind in FORMS else ()), *LAST, *AROUND)
    found: FormField | None = None
    for step in where:
        if isinstance(step, str):
            found = _field(fields, step)
            fields = found.fields if found else ()
    return found


def _words(field: FormField | None, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        known = field.choices.get(str(value).lower()) if field else None
        return known or YES_NO[value]
    if isinstance(value, str):
        return field.choices.get(value, value) if field else value
    if isinstance(value, Mapping):
        inner = field.fields if field else ()
        parts = [(_field(inner, str(key)), str(key), each) for key, each in value.items()]
        told = [(part.label if part else OTHER.get(key, key), _words(part, each)) for part, key, each in parts]
        return "；".join(label if text == "是" else f"{label}：{text}" for label, text in told if text)
    if isinstance(value, list):
        if all(not isinstance(each, (Mapping, list)) for each in value) and not (field and field.editor == "rows"):
            return "、".join(str(each) for each in value)
        return "\n".join(f"{n}. {_words(field, each)}" for n, each in enumerate(value, 1))
    return str(value)
