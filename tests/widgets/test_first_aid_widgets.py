"""First aid: a rhythm is pressed by mouse, key or finger and seen afterwards; a wound is treated step by step."""

from __future__ import annotations

from typing import Any

import anpei_widgets as aw
import pytest
import traitlets
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.widgets.axe import NARROW, unfit
from tests.widgets.conftest import Show

CPR = aw.cpr_rhythm().spec
BLEED = aw.bleeding_control().spec
EVEN = [545 * beat for beat in range(100)]
SLOW = [900 * beat for beat in range(100)]
THIGH = ["off", "press", "add", "pack", "near", "stop", "warm", "tell"]
MOMENTS: dict[str, tuple[Any, list[Any]]] = {
    "cpr_rhythm": (CPR, [None, {"mode": "only", "taps": EVEN}]),
    "bleeding_control": (
        BLEED,
        [None, {"scene": 1, "log": ["clear", "paste"]}, {"scene": 0, "log": ["dash", *THIGH]}],
    ),
}


def tap_by_script(page: Page, times: int) -> None:
    """Presses that come faster than a hand could, through the same door as a finger's."""
    page.evaluate(
        "n => { const pad = document.querySelector('.anpei-cpr-pad');"
        " for (let i = 0; i < n; i += 1) { pad.dispatchEvent(new PointerEvent('pointerdown', {button: 0}));"
        " pad.dispatchEvent(new MouseEvent('click', {detail: 1})); } }",
        times,
    )


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("name", MOMENTS)
def test_every_moment_is_for_everybody(show: Show, name: str) -> None:
    spec, values = MOMENTS[name]
    shown = show(name, spec)
    shown.page.set_viewport_size(NARROW)
    found = []
    for value in values:
        shown.update("value", value)
        found += unfit(shown.page)
    assert found == []


def test_each_press_counts_once_by_key_mouse_and_screen_reader(show: Show) -> None:
    shown = show("cpr_rhythm", CPR)
    pad, count = shown.page.locator(".anpei-cpr-pad"), expect(shown.page.locator(".anpei-cpr-count"))
    pad.focus()
    for key in ("Space", "Space", "Enter"):
        shown.page.keyboard.press(key)
    count.to_have_text("3 / 30")
    for _ in range(3):
        pad.click()
    count.to_have_text("6 / 30")
    shown.page.evaluate("document.querySelector('.anpei-cpr-pad').click()")  # without a pointer, as a reader does
    count.to_have_text("7 / 30")


def test_a_finger_presses_once_each_time(show: Show, touch: BrowserContext) -> None:
    shown = show("cpr_rhythm", CPR, on=touch.new_page())
    for _ in range(3):
        shown.page.locator(".anpei-cpr-pad").tap()
    expect(shown.page.locator(".anpei-cpr-count")).to_have_text("3 / 30")


def test_after_thirty_presses_two_breaths_then_on(show: Show) -> None:
    shown = show("cpr_rhythm", CPR)
    tap_by_script(shown.page, 30)
    expect(shown.page.locator(".anpei-cpr-count")).to_have_text("吹气 0 / 2")
    expect(shown.page.locator("#anpei-announce")).to_have_text("30 下到了。停，吹两口气。")
    tap_by_script(shown.page, 2)
    expect(shown.page.locator(".anpei-cpr-count")).to_have_text("0 / 30")
    expect(shown.page.get_by_text("第 2 轮，共 2 轮")).to_be_visible()


def test_a_whole_round_ends_with_the_rhythm_and_is_done(show: Show) -> None:
    shown = show("cpr_rhythm", CPR)
    shown.page.evaluate("addEventListener('anpei-done', (e) => { window.done = e.detail.mode; })")
    tap_by_script(shown.page, 64)
    expect(shown.page.get_by_role("img", name="你的节奏：60 下按压")).to_be_visible()
    assert shown.page.evaluate("window.done") == "short"
    assert len(shown.value["taps"]) == 64


def test_nothing_is_heard_until_asked_for(show: Show) -> None:
    shown = show("cpr_rhythm", CPR)
    expect(shown.page.get_by_role("checkbox", name="听节拍")).not_to_be_checked()
    shown.page.get_by_role("checkbox", name="听节拍").check()
    shown.page.get_by_role("checkbox", name="听节拍").uncheck()


def test_an_even_rhythm_is_praised_and_a_slow_one_is_told(show: Show) -> None:
    shown = show("cpr_rhythm", CPR, value={"mode": "only", "taps": EVEN})
    expect(shown.root.get_by_text("100%")).to_be_visible()
    expect(shown.root.get_by_text("稳住了")).to_be_visible()
    shown.update("value", {"mode": "only", "taps": SLOW})
    expect(shown.root).to_contain_text("偏慢")


def test_a_pause_of_more_than_ten_seconds_is_told(show: Show) -> None:
    taps = [545 * beat for beat in range(30)] + [20_000, 21_000] + [30_000 + 545 * beat for beat in range(32)]
    shown = show("cpr_rhythm", CPR, value={"mode": "short", "taps": taps})
    expect(shown.root.get_by_text("14.2 秒")).to_be_visible()
    expect(shown.root.get_by_text("停顿太长了")).to_be_visible()


def test_again_begins_afresh(show: Show) -> None:
    shown = show("cpr_rhythm", CPR, value={"mode": "only", "taps": EVEN})
    shown.page.get_by_role("button", name="再来一次").click()
    expect(shown.page.locator(".anpei-cpr-pad")).to_be_focused()
    assert shown.value == {"mode": "only", "taps": []}


def test_nothing_pulses_for_those_who_asked_for_stillness(show: Show, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce", locale="zh-CN")
    shown = show("cpr_rhythm", CPR, on=context.new_page())
    expect(shown.page.get_by_text("看节拍")).to_be_hidden()
    shown.page.locator(".anpei-cpr-pad").click()
    moving = shown.page.evaluate("document.getAnimations().length")
    context.close()
    assert moving == 0


def test_the_way_from_pressure_to_handover(show: Show) -> None:
    shown = show("bleeding_control", BLEED)
    shown.page.evaluate("addEventListener('anpei-done', (e) => { window.done = e.detail.scene; })")
    press(shown.page, "先停机断电", "双手用力压住", "再叠一块", "往伤口深处填", "离伤口 5 到 7 厘米")
    press(shown.page, "勒到血停", "盖上衣服保暖", "几点绑的带")
    expect(shown.root.get_by_text("又快又稳")).to_be_visible()
    assert shown.value == {"scene": 0, "log": THIGH}
    assert shown.page.evaluate("window.done") == "thigh"


def test_a_detour_costs_blood_and_stays_at_the_step(show: Show) -> None:
    shown = show("bleeding_control", BLEED, value={"scene": 0, "log": ["off"]})
    before = shown.page.locator(".anpei-bleed-numbers b").inner_text()
    press(shown.page, "跑去库房找止血带")
    expect(shown.page.locator(".anpei-bleed-numbers b")).not_to_have_text(before)
    expect(shown.page.get_by_role("button", name="跑去库房找止血带")).to_be_disabled()
    expect(shown.page.get_by_role("button", name="双手用力压住")).to_be_visible()
    expect(shown.page.locator("#anpei-announce")).to_contain_text("慢了")


def test_much_blood_lost_shows_on_the_body(show: Show) -> None:
    lost = ["dash", "look", "off", "ash", "strap", "wire"]
    shown = show("bleeding_control", BLEED, value={"scene": 0, "log": lost})
    expect(shown.root.get_by_text("休克的样子")).to_be_visible()


def test_a_wound_is_treated_by_keyboard_alone(show: Show) -> None:
    shown = show("bleeding_control", aw.bleeding_control("arm").spec)
    for name in ("没有玻璃的地方", "毛巾折厚", "压满 10 分钟", "不用了", "压着送去"):
        shown.page.get_by_role("button", name=name).focus()
        shown.page.keyboard.press("Enter")
        expect(shown.page.locator(".anpei-bleed-stage")).to_be_focused()
    expect(shown.root.get_by_text("又快又稳")).to_be_visible()


def test_a_wound_is_treated_by_finger(show: Show, touch: BrowserContext) -> None:
    shown = show("bleeding_control", BLEED, on=touch.new_page())
    shown.page.get_by_role("radio", name="手指，被冲床切断").tap()
    for name in ("按急停", "厚纱布盖住断口", "袋外放冰袋", "跟小柏一起走"):
        shown.page.get_by_role("button", name=name).tap()
    assert shown.value == {"scene": 2, "log": ["stop", "press", "bag", "with"]}


def test_each_step_has_one_way_on_and_each_way_round_a_reason() -> None:
    for scene in BLEED["scenes"]:
        for step in scene["steps"]:
            tones = [option["tone"] for option in step["options"]]
            assert tones.count("good") == 1, step["text"]
            assert all(option["text"] and option["seconds"] > 0 for option in step["options"])


def test_the_right_answer_is_not_always_in_one_place() -> None:
    places = [
        [option["tone"] for option in step["options"]].index("good")
        for scene in BLEED["scenes"]
        for step in scene["steps"]
    ]
    assert max(places.count(place) for place in set(places)) <= 0.6 * len(places)


def test_values_that_do_not_fit_are_refused() -> None:
    rhythm, wound = aw.cpr_rhythm(), aw.bleeding_control("arm")
    for bad in ({"mode": "x"}, {"mode": "only", "taps": [2, 1]}, {"mode": "only", "taps": [0] * 101}, [1]):
        with pytest.raises(traitlets.TraitError):
            rhythm.value = bad
    for bad in ({"scene": 1}, {"scene": 0, "log": ["wire"]}, {"scene": 0, "log": ["press"] * 61}, "press"):
        with pytest.raises(traitlets.TraitError):
            wound.value = bad
    for make in (aw.cpr_rhythm, aw.bleeding_control):
        with pytest.raises(ValueError, match="可用"):
            make("nosuch")
