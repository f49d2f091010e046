"""Answers in words: one line, or many."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.widgets.conftest import Show
from tests.widgets.examples import CASE, SHORT


def test_a_short_answer_is_kept_as_typed(show: Show) -> None:
    shown = show("short", SHORT)
    shown.page.get_by_role("textbox", name="你的答案（单位：个月）").fill("1.5")
    assert shown.value == "1.5"


def test_an_emptied_field_is_no_answer(show: Show) -> None:
    shown = show("short", SHORT, value="3")
    shown.page.get_by_role("textbox").fill("  ")
    assert shown.value is None


def test_a_short_answer_ends_at_500_characters(show: Show) -> None:
    shown = show("short", SHORT)
    shown.page.get_by_role("textbox").focus()
    shown.page.keyboard.insert_text("长" * 600)
    assert len(shown.value) == 500


def test_a_case_answer_is_kept_while_it_is_typed_and_counted(show: Show) -> None:
    shown = show("case", CASE)
    shown.page.get_by_role("textbox", name="你的回答").press_sequentially("先报警， 再疏散。")
    assert shown.value == "先报警， 再疏散。"
    expect(shown.page.get_by_text("已写 8 字")).to_be_visible()


def test_too_much_is_said_and_the_last_good_text_stays(show: Show) -> None:
    shown = show("case", CASE, value="好")
    shown.page.get_by_role("textbox").fill("长" * 11_000)
    expect(shown.root.get_by_text("太长了")).to_be_visible()
    assert shown.value == "好"


def test_the_field_grows_with_the_words(show: Show) -> None:
    shown = show("case", CASE)
    box = shown.page.get_by_role("textbox")
    before = box.evaluate("e => e.clientHeight")
    box.fill("一行\n" * 40)
    assert box.evaluate("e => e.clientHeight") > before * 2


def test_a_review_can_be_read_but_not_changed(show: Show) -> None:
    review = {"verdict": "awaiting"}
    shown = show("case", {**CASE, "mode": "review", "review": review}, value="先报警。")
    expect(shown.page.get_by_role("textbox")).not_to_be_editable()
    expect(shown.page.get_by_text("待阅卷")).to_be_visible()
