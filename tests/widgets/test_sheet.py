"""The exam sheet: going about, flags, countdown, hand-in, two answers, the end."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page, expect

from tests.widgets.conftest import Show, Shown
from tests.widgets.examples import SHEET

VALUE: dict[str, Any] = {"at": "q01", "answers": {"q01": "a", "q03": True}, "flags": {"q02": True}}
SAVED = {"save": {"kind": "saved", "text": "已保存"}}


def heading(shown: Shown) -> Any:
    return shown.page.get_by_role("heading", level=2, name="第")


def test_on_and_back_one_question_at_a_time(show: Show) -> None:
    shown = show("sheet", SHEET, value=VALUE)
    expect(shown.page.get_by_role("button", name="上一题")).to_be_disabled()
    shown.page.get_by_role("button", name="下一题").click()
    expect(heading(shown)).to_contain_text("第 2 题")
    expect(heading(shown)).to_be_focused()
    assert shown.value["at"] == "q02"


def test_arrows_turn_the_page_but_not_inside_a_field(show: Show) -> None:
    shown = show("sheet", SHEET, value={**VALUE, "at": "q04"})
    heading(shown).focus()
    shown.page.keyboard.press("ArrowRight")
    expect(heading(shown)).to_contain_text("第 5 题")
    shown.page.get_by_role("textbox").fill("12")
    shown.page.keyboard.press("ArrowLeft")
    expect(heading(shown)).to_contain_text("第 5 题")


def test_an_answer_goes_into_its_slot_and_stays_when_one_comes_back(show: Show) -> None:
    shown = show("sheet", SHEET, value={**VALUE, "at": "q02"})
    shown.page.get_by_role("checkbox", name="弯腰低姿").check()
    assert shown.value["answers"] == {"q01": "a", "q02": ["a"], "q03": True}
    shown.page.get_by_role("button", name="下一题").click()
    shown.page.get_by_role("button", name="上一题").click()
    expect(shown.page.get_by_role("checkbox", name="弯腰低姿")).to_be_checked()


def test_all_questions_are_numbers_that_say_how_they_stand(show: Show) -> None:
    shown = show("sheet", SHEET, value=VALUE)
    shown.page.get_by_role("button", name="答题卡，已答 2/6").click()
    card = shown.page.get_by_role("dialog", name="答题卡")
    expect(card.get_by_role("button", name="第 2 题，未答，有标记")).to_be_visible()
    card.get_by_role("button", name="第 3 题，已答").click()
    expect(heading(shown)).to_contain_text("第 3 题")
    expect(card).to_be_hidden()


def test_a_flag_is_set_and_taken_away(show: Show) -> None:
    shown = show("sheet", SHEET, value=VALUE)
    shown.page.get_by_role("button", name="标记", exact=True).click()
    expect(shown.page.get_by_role("button", name="已标记", pressed=True)).to_be_visible()
    assert shown.value["flags"]["q01"] is True


def test_hand_in_names_what_is_open_and_flagged(show: Show) -> None:
    shown = show("sheet", SHEET, value={**VALUE, "at": "c01"})
    shown.update("value", {**VALUE, "at": "q06"})
    shown.page.get_by_role("button", name="交卷", exact=True).click()
    box = shown.page.get_by_role("dialog", name="交卷")
    expect(box.get_by_text("还有 4 题没有作答")).to_be_visible()
    expect(box.get_by_text("1 题有标记")).to_be_visible()
    box.get_by_role("button", name="去第 4 题").click()
    expect(heading(shown)).to_contain_text("第 4 题")
    assert {"type": "hand_in"} not in shown.messages


def test_hand_in_asks_the_host_and_shows_the_waiting(show: Show) -> None:
    shown = show("sheet", SHEET, value={**VALUE, "at": "q06"})
    shown.page.get_by_role("button", name="交卷", exact=True).click()
    shown.page.get_by_role("button", name="确认交卷").click()
    assert {"type": "hand_in"} in shown.messages
    shown.update("state", {"handIn": {"phase": "waiting", "text": "离线，已暂存 2 题"}})
    expect(shown.page.get_by_role("dialog").get_by_text("离线，已暂存 2 题")).to_be_visible()
    expect(shown.page.get_by_role("button", name="确认交卷")).to_be_disabled()


def test_the_countdown_follows_the_server_and_warns_in_time(show: Show, page: Page) -> None:
    now = int(time.time() * 1000)
    page.clock.set_fixed_time(now / 1000)
    state = {**SAVED, "deadline": now + 4 * 60_000 + 30_000}
    shown = show("sheet", SHEET, value=VALUE, state=state)
    expect(shown.page.get_by_role("timer")).to_contain_text("04:")
    expect(shown.page.locator("#anpei-announce")).to_have_text("还剩 5 分钟")


def test_time_up_is_told_to_the_host_once(show: Show, page: Page) -> None:
    page.clock.install()
    shown = show("sheet", SHEET, value=VALUE, state={"deadline": int(time.time() * 1000) + 60_000})
    page.clock.run_for(120_000)
    assert shown.messages == [{"type": "time_up"}]


def test_two_answers_are_put_to_the_learner(show: Show) -> None:
    shown = show("sheet", SHEET, value=VALUE, state=SAVED)
    conflict = {"slot": "q01", "mine": "a", "theirs": "b"}
    shown.update("state", {"save": {"kind": "conflict", "text": "1 题"}, "conflicts": [conflict]})
    box = shown.page.get_by_role("dialog", name="这道题有两个回答")
    expect(box.get_by_text("A. 按下手动报警按钮")).to_be_visible()
    expect(box.get_by_text("B. 拍照发到群里")).to_be_visible()
    box.get_by_role("button", name="保留另一台设备上的回答").click()
    assert {"type": "resolve", "slot": "q01", "keep": "theirs"} in shown.messages
    shown.update("state", {**SAVED, "conflicts": []})
    expect(box).to_be_hidden()


def test_the_state_line_speaks_when_something_is_wrong(show: Show) -> None:
    shown = show("sheet", SHEET, value=VALUE, state=SAVED)
    shown.update("state", {"save": {"kind": "signed_out", "text": "登录已过期，已暂存 2 题"}, "signIn": "/login"})
    expect(shown.page.get_by_role("link", name="重新登录")).to_have_attribute("href", "/login")
    expect(shown.page.locator("#anpei-announce")).to_have_text("登录已过期，已暂存 2 题")


def test_the_end_shows_only_the_way_on(show: Show) -> None:
    shown = show("sheet", SHEET, value=VALUE, state=SAVED)
    shown.update("state", {"closed": {"lines": ["时间到，已经交卷。"], "href": "/exam/1/result"}})
    shown.page.keyboard.press("Escape")
    box = shown.page.get_by_role("dialog", name="作答已结束")
    expect(box.get_by_role("link", name="查看结果")).to_be_visible()


def test_bigger_letters_stay_after_a_reload(show: Show) -> None:
    shown = show("sheet", SHEET, value=VALUE)
    size = "parseFloat(getComputedStyle(document.querySelector('.anpei-stem')).fontSize)"
    before = shown.page.evaluate(size)
    shown.page.get_by_role("button", name="字号").click()
    assert shown.page.evaluate(size) > before
    again = show("sheet", SHEET, value=VALUE)
    assert again.page.evaluate(size) > before


def test_a_sheet_that_begins_empty_takes_answers_and_flags(show: Show) -> None:
    shown = show("sheet", SHEET)
    shown.page.get_by_role("radio", name="按下手动报警按钮").check()
    shown.page.get_by_role("button", name="标记", exact=True).click()
    assert shown.value == {"answers": {"q01": "a"}, "flags": {"q01": True}}
