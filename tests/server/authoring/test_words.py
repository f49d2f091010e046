"""Places and values of a question in the words of its form."""

from __future__ import annotations

import pytest

from anpei import bank
from anpei.server.authoring.forms import FORMS, FormField, form_json
from anpei.server.authoring.words import place_words, plain_message, value_words


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (("stem",), "题干"),
        (("options", 1, "feedback"), "选项 2 · 选它的人会看到"),
        (("cites", 0), "引用的法条 1"),
        (("seed",), "种子题编号"),
        ((), ""),
        ((7, "a"), "7 · a"),
    ],
)
def test_places(where: tuple[str | int, ...], words: str) -> None:
    assert place_words("single", where) == words


def test_values_are_read_not_decoded() -> None:
    assert value_words("single", ("difficulty",), "hard") == "难"
    assert value_words("truefalse", ("answer",), False) == "错误"
    assert value_words("single", ("tags",), ["报警", "通道"]) == "报警、通道"
    rows = [{"text": "喊人", "right": True, "feedback": "对。"}, {"text": "等"}]
    assert value_words("single", ("options",), rows) == "1. 选项内容：喊人；正确；选它的人会看到：对。\n2. 选项内容：等"
    assert value_words("order", ("steps",), ["拔销", "压柄"]) == "1. 拔销\n2. 压柄"
    assert value_words("short", ("numeric",), {"value": 12, "unit": "米"}) == "正确的数：12；单位：米"
    assert value_words("single", ("source",), None) == ""


def test_whatever_a_file_holds_has_words() -> None:
    for value in (12, [1, [2]], {"a": {"b": None}}, [{"x": True}]):
        assert isinstance(value_words("single", ("options",), value), str)
        assert isinstance(value_words("nothing", ("own", 3, "x"), value), str)


def test_findings_speak_of_the_form() -> None:
    assert plain_message("fire-001：题干（stem）是空的。", "fire-001") == "题干是空的。"
    assert plain_message("判断题缺少答案（answer: true 或 false）。") == "判断题缺少答案。"
    assert plain_message("没有标出正确选项（right: true）。") == "没有标出正确选项。"
    wanted = "依据是法律，却没有引用。没有条文依据的请在“依据”里选“通行做法”。"
    said = "依据是法律（basis: law），却没有引用（cites）。没有条文依据的请写 basis: guidance。"
    assert plain_message(said) == wanted


def test_every_kind_of_the_bank_has_a_form_and_every_field_a_label() -> None:
    assert set(FORMS) == set(bank.KINDS)

    def labelled(fields: tuple[FormField, ...]) -> bool:
        return all(one.label and labelled(one.fields) for one in fields)

    assert all(labelled(form.fields) for form in FORMS.values())
    assert all(form_json(kind)["kind"] == kind for kind in FORMS)
