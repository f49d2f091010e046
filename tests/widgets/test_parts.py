"""Numbers, pairs, blanks, levels and branching cases: answered by keys alone, and what is told afterwards."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.widgets.conftest import Show
from tests.widgets.examples import BRANCHING, CLOZE, MATCHING, NUMERIC, PARTS_SEEN, RISK


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def test_a_number_is_plainly_written_and_no_number_is_told(show: Show) -> None:
    shown = show("numeric", NUMERIC)
    keys(shown.page, "Tab")
    shown.page.keyboard.type("１２．５ 米")
    assert shown.value == "12.5"
    shown.page.keyboard.type("左右")
    assert shown.value is None
    field = shown.page.get_by_role("textbox")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(shown.page.get_by_role("status").filter(has_text="只填一个数")).to_be_visible()
    field.fill("7")
    assert shown.value == "7"
    expect(field).to_have_attribute("aria-invalid", "false")


def test_pairs_and_blanks_are_chosen_by_keys_and_cleared(show: Show) -> None:
    shown = show("matching", MATCHING)
    keys(shown.page, "Tab", "ArrowDown", "Tab", "ArrowDown", "ArrowDown")
    assert shown.value == ["a", "b", None]
    expect(shown.page.get_by_text("还有 1 项没选。")).to_be_visible()
    shown.page.get_by_role("button", name="清除作答").press("Enter")
    assert shown.value is None
    shown = show("cloze", CLOZE)
    expect(shown.page.get_by_role("combobox", name="第 2 空")).to_be_visible()
    keys(shown.page, "Tab", "End", "Tab", "ArrowDown")
    assert shown.value == ["c", "a"]
    expect(shown.page.get_by_text("都填上了")).to_be_visible()


def test_a_risk_is_judged_by_keys_and_its_number_follows(show: Show) -> None:
    shown = show("risk", RISK)
    keys(shown.page, "Tab", "Space", "ArrowDown", "ArrowDown")
    assert shown.value == ["c", None]
    expect(shown.page.get_by_text("还没判：严重性")).to_be_visible()
    keys(shown.page, "Tab", "Space", "ArrowDown")
    assert shown.value == ["c", "b"]
    expect(shown.page.get_by_text("你判的风险值：6，低风险（蓝）")).to_be_visible()


def test_a_case_goes_on_by_what_is_done_and_nothing_is_taken_back(show: Show) -> None:
    shown = show("branching", BRANCHING)
    shown.page.get_by_role("button", name="就这样做").press("Enter")
    expect(shown.page.get_by_text("先选一种做法。")).to_be_visible()
    assert shown.value is None
    keys(shown.page, "ArrowDown", "Tab", "Enter")
    assert shown.value == ["p03"]
    expect(shown.page.get_by_role("region", name="第 2 步")).to_be_focused()
    expect(shown.page.get_by_text("按报警按钮，边喊边让人断电")).to_be_visible()
    keys(shown.page, "Tab", "Space", "Tab", "Enter")
    assert shown.value == ["p03", "p02"]
    expect(shown.page.get_by_text("每一步都记下了")).to_be_focused()
    expect(shown.page.get_by_role("radio")).to_have_count(0)


def test_what_was_wrong_is_told_in_words(show: Show) -> None:
    told = {
        "numeric": "参考答案：12 米",
        "matching": "应选：B 类",
        "cloze": "应选：检测",
        "risk": "差 1 级",
        "branching": "退路没有了。",
    }
    for spec, value, review in PARTS_SEEN:
        seen: dict[str, Any] = {**spec, "mode": "review", "review": review}
        shown = show(spec["kind"], seen, value=value)
        expect(shown.root).to_contain_text(told[spec["kind"]])
        expect(shown.page.get_by_role("combobox")).to_have_count(0)
