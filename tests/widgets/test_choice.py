"""Choosing answers: mouse, keyboard and touch; what screen readers hear; what is never lost or shown."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.widgets.conftest import Show
from tests.widgets.examples import MULTIPLE, REVIEW, SINGLE, TRUEFALSE


def test_a_click_chooses_one_and_another_click_changes_it(show: Show) -> None:
    shown = show("choice", SINGLE)
    shown.page.get_by_role("radio", name="拍照发到群里").click()
    assert shown.value == "b"
    shown.page.get_by_role("radio", name="按下手动报警按钮").click()
    assert shown.value == "a"


def test_several_are_chosen_and_taken_back(show: Show) -> None:
    shown = show("choice", MULTIPLE)
    for words in ("弯腰低姿", "乘电梯下楼", "走最近的安全出口", "乘电梯下楼"):
        shown.page.get_by_role("checkbox", name=words).click()
    assert shown.value == ["a", "c"]


def test_true_and_false_are_booleans(show: Show) -> None:
    shown = show("choice", TRUEFALSE)
    shown.page.get_by_role("radio", name="错误").check()
    assert shown.value is False


def test_arrows_choose_and_letters_choose(show: Show) -> None:
    shown = show("choice", SINGLE)
    shown.page.keyboard.press("Tab")
    shown.page.keyboard.press("ArrowDown")
    assert shown.value == "b"
    shown.page.keyboard.press("c")
    assert shown.value == "c"


def test_a_thumb_chooses(show: Show, touch: BrowserContext) -> None:
    shown = show("choice", SINGLE, on=touch.new_page())
    shown.page.get_by_role("radio", name="按下手动报警按钮").tap()
    assert shown.value == "a"


def test_rows_are_big_enough_for_a_thumb(show: Show, touch: BrowserContext) -> None:
    shown = show("choice", MULTIPLE, on=touch.new_page())
    heights = shown.page.eval_on_selector_all(".anpei-option", "rows => rows.map(r => r.clientHeight)")
    assert min(heights) >= 44


def test_an_answer_can_be_cleared(show: Show) -> None:
    shown = show("choice", SINGLE, value="b")
    shown.page.get_by_role("button", name="清除作答").click()
    assert shown.value is None
    expect(shown.page.get_by_role("radio", checked=True)).to_have_count(0)


def test_screen_readers_hear_the_question_and_the_kind_of_choice(show: Show) -> None:
    shown = show("choice", SINGLE, value="a")
    group = shown.page.get_by_role("group", name="第一步做什么？")
    expect(group.get_by_role("radio", name="按下手动报警按钮", checked=True)).to_have_count(1)
    assert group.get_by_role("radio").count() == 3


def test_an_answer_from_elsewhere_is_shown(show: Show) -> None:
    shown = show("choice", SINGLE, value="a")
    shown.update("value", "c")
    expect(shown.page.get_by_role("radio", name="收拾好个人物品")).to_be_checked()


def test_script_in_a_question_stays_text(show: Show) -> None:
    nasty = "<img src=x onerror='window.hit=1'><script>window.hit=1</script>"
    spec = {**SINGLE, "stem": nasty, "options": [{"id": "a", "text": nasty}]}
    shown = show("choice", spec)
    expect(shown.page.get_by_text(nasty).first).to_be_visible()
    assert shown.page.evaluate("window.hit") is None


def test_a_review_says_what_was_right_and_why(show: Show) -> None:
    shown = show("choice", {**SINGLE, "mode": "review", "review": REVIEW}, value="b")
    expect(shown.page.get_by_role("radio", disabled=True)).to_have_count(3)
    for words in ("正确答案", "不应选", "回答错误", "等回复会错过", "发现火情，先报警", "第四十四条", "待核"):
        expect(shown.root.get_by_text(words).first).to_be_visible()
