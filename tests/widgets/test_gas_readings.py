"""Gas readings: no way in is safe until it was aired, tested in three layers, attended and permitted, in that order."""

from __future__ import annotations

from typing import Any

import anpei_widgets as aw
import pytest
import traitlets
from anpei_widgets.learning.gas_readings.model import FRESH, LAYERS, Space, reading, table
from playwright.sync_api import BrowserContext, Page, expect

from tests.widgets.conftest import Show

SPEC = aw.gas_readings().spec
AIRED = ["ventilate"] * 3
TESTED = [*AIRED, "top", "middle", "bottom"]
READY = [*TESTED, "attend", "permit"]
INSIDE = [*READY, "enter"]
STIRRED = ["stir", *INSIDE]  # the pit with sludge
MOMENTS: dict[str, Any] = {
    "fresh": None,
    "alarm": {"scene": 0, "log": ["ventilate", "top", "middle", "bottom", "hold"]},
    "inside": {"scene": 0, "log": [*STIRRED, "stay"]},
    "harm": {"scene": 1, "log": ["permit", "top", "enter"]},
    "good": {"scene": 3, "log": [*INSIDE, "off"]},
}


def says(page: Page) -> Any:
    return expect(page.locator(".anpei-says"))


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=False).first.click()


def test_every_moment_is_for_everybody(show: Show) -> None:
    found = show("gas_readings", SPEC).unfit_at(MOMENTS)
    assert not any(found.values()), found


def test_the_right_order_leads_in_and_the_alarm_leads_out(show: Show) -> None:
    shown = show("gas_readings", SPEC)
    shown.page.evaluate("addEventListener('anpei-done', (e) => { window.done = e.detail.scene; })")
    press(shown.page, "搅一搅泥", *["开风机"] * 3, "上层", "中层", "下层", "叫监护人", "请人审批", "进去")
    expect(shown.page.get_by_text("人在里面，监护人看着读数")).to_be_visible()
    press(shown.page, "没报警，再看看", "摇绞车拉他上来")
    says(shown.page).to_have_text("处置对了")
    assert shown.value["log"] == [*STIRRED, "stay", "rope"]
    assert shown.page.evaluate("window.done") == "sludge"


def test_a_good_top_layer_says_nothing_about_the_bottom(show: Show) -> None:
    shown = show("gas_readings", SPEC)
    press(shown.page, "开风机", "上层")
    expect(shown.page.locator(".anpei-gas-alarm")).to_have_count(0)
    press(shown.page, "下层")
    expect(shown.page.locator(".anpei-gas-alarm")).to_contain_text("硫化氢")
    expect(shown.page.locator("#anpei-announce")).to_contain_text("下层，报警：硫化氢 47 mg/m³")


def test_going_down_unaired_and_untested_ends_badly(show: Show) -> None:
    shown = show("gas_readings", SPEC)
    press(shown.page, "进去")
    says(shown.page).to_have_text("出事了")
    for words in ("没有通风", "没有检测", "没有审批", "口子外面没有监护人"):
        expect(shown.page.get_by_role("listitem").get_by_text(words)).to_be_visible()
    press(shown.page, "再来一次")
    assert shown.value == {"scene": 0, "log": []}


def test_air_that_cannot_explode_can_still_not_be_breathed() -> None:
    paint = next(scene for scene in SPEC["scenes"] if scene["id"] == "paint")
    after_half_an_hour = {gas: row[30 // paint["step"]] for gas, row in paint["table"]["bottom"].items()}
    assert after_half_an_hour["lel"] == 7 and 2900 <= after_half_an_hour["voc"] <= 3100
    over = {gas["id"] for gas in SPEC["gases"] if after_half_an_hour[gas["id"]] > gas.get("most", float("inf"))}
    assert over == {"voc"}


def test_a_painted_tank_that_passes_for_fire_still_fells_who_goes_in(show: Show) -> None:
    shown = show("gas_readings", aw.gas_readings("paint").spec)
    press(shown.page, "开风机", "开风机", "下层")
    alarms = shown.page.locator(".anpei-gas-alarm")
    expect(alarms).to_have_count(1)
    expect(alarms).to_contain_text("溶剂蒸气")
    press(shown.page, "进去")
    says(shown.page).to_have_text("出事了")
    shown.update("value", {"scene": 0, "log": ["ventilate"] * 3 + INSIDE})
    expect(shown.page.get_by_text("人在里面，监护人看着读数")).to_be_visible()


def test_a_blind_rescue_makes_two(show: Show) -> None:
    shown = show("gas_readings", SPEC, value=MOMENTS["inside"])
    press(shown.page, "下去拽他一把")
    says(shown.page).to_have_text("出事了")
    expect(shown.page.locator(".anpei-outcome")).to_contain_text("现在池底有两个人")


def test_luck_is_told_apart_from_safety(show: Show) -> None:
    shown = show("gas_readings", SPEC)
    for log, why in (
        ([*AIRED, "top", "middle", "attend", "permit"], "下层没有测"),
        ([*AIRED, "permit", "top", "middle", "bottom", "attend"], "签字的人没看到读数"),
        ([*TESTED, "permit"], "口子外面没有监护人"),
        ([*TESTED, "permit", "attend"], "审批签在监护人到位前面"),
        ([*READY, "ventilate", "ventilate"], "检测过了 30 分钟"),
        (["ventilate", "top", "middle", "bottom", *AIRED, "permit", "attend"], "下层最后一次读数超限"),
        (READY, "池底的泥没有搅开就测了"),
    ):
        shown.update("value", {"scene": 0, "log": [*log, "enter"]})
        says(shown.page).to_have_text("侥幸")
        expect(shown.page.get_by_role("listitem").get_by_text(why)).to_be_visible()


def test_holding_back_says_what_is_missing(show: Show) -> None:
    shown = show("gas_readings", SPEC)
    press(shown.page, "先不进")
    expect(shown.page.locator(".anpei-gas-held")).to_contain_text("还差：没有通风；没有检测")


def test_the_keyboard_alone_is_enough(show: Show) -> None:
    shown = show("gas_readings", aw.gas_readings("nitrogen").spec)
    keys = shown.page.keyboard
    for tabs, times in ((3, 3), (1, 1), (1, 1), (1, 1)):  # the fan three times, then the three layers
        for key in ["Tab"] * tabs + ["Enter"] * times:
            keys.press(key)
    for key in ["Shift+Tab"] * 4 + ["Space", "Shift+Tab", "Space"]:
        keys.press(key)
    assert shown.value["log"] == READY


def test_a_button_that_goes_away_hands_the_focus_on(show: Show) -> None:
    page = show("gas_readings", SPEC).page
    for name, then in (("进去", ".anpei-gas-stage"), ("再来一次", ".anpei-gas_readings")):
        page.get_by_role("button", name=name).press("Enter")
        expect(page.locator(then)).to_be_focused()
        expect(page.locator(then)).to_have_css("outline-style", "solid")


def test_fingers_are_enough(show: Show, touch: BrowserContext) -> None:
    shown = show("gas_readings", SPEC, on=touch.new_page())
    shown.page.get_by_role("radio", name="氮气罐").tap()
    shown.page.get_by_role("button", name="下层").tap()
    expect(shown.page.locator(".anpei-gas-alarm")).to_contain_text("氧气")
    assert shown.value == {"scene": 1, "log": ["bottom"]}


def test_limits_say_how_sure_they_are(show: Show) -> None:
    shown = show("gas_readings", SPEC)
    shown.page.get_by_text("限值从哪里来").click()
    for gas in SPEC["gases"]:
        expect(shown.page.get_by_text(gas["source"])).to_be_visible()
        assert gas["certainty"] in ("转", "记")
    expect(shown.page.get_by_text("限值待核")).to_be_visible()


def test_air_gets_better_with_time_and_worst_below() -> None:
    space = Space(40, 480, {"h2s": (100, 100, 100)})
    for layer in LAYERS:
        row = table(space)[layer]["h2s"]
        assert row == sorted(row, reverse=True)
    assert reading(space, "h2s", "bottom", 15) > reading(space, "h2s", "top", 15)
    assert reading(space, "o2", "bottom", 0) == FRESH["o2"]


def test_every_moment_has_one_right_answer_and_every_story_ends() -> None:
    for scene in SPEC["scenes"]:
        for moment in scene["moments"]:
            assert [o["tone"] for o in moment["options"]].count("good") == 1
        assert scene["moments"][-1]["options"] != []
        assert "go" not in [o["tone"] for o in scene["moments"][-1]["options"]]


def test_a_step_that_is_none_is_refused() -> None:
    widget = aw.gas_readings("sludge")
    for wrong, why in (({"scene": 1}, "没有这个场景"), ({"log": ["fly"]}, "没有这一步"), ({"log": "x"}, "格式不对")):
        with pytest.raises(traitlets.TraitError, match=why):
            widget.value = wrong
    with pytest.raises(ValueError, match="没有这个场景：volcano"):
        aw.gas_readings("volcano")
