"""Grades and the reporting clock: a threshold counts itself in, an hour is an hour, wrong answers cost time."""

from __future__ import annotations

from typing import Any

import anpei_widgets as aw
import pytest
import traitlets
from playwright.sync_api import BrowserContext, Page, expect

from tests.widgets.conftest import Show

SPEC = aw.incident_clock().spec
GRADES = [grade["name"] for grade in SPEC["grades"]]
SCAFFOLD = ["rescue", "now", "general", "to-city", "again", "larger"]
LATE = ["rescue", "all", "now", "general", "to-city", "again", "larger"]
MOMENTS: dict[str, Any] = {
    "fresh": None,
    "nothing": {"part": "try", "numbers": {"deaths": 0, "injured": 0, "loss": 0}},
    "late": {"part": "try", "numbers": {"deaths": 30, "injured": 3, "loss": 10000}, "minutes": 120, "died": 1},
    "asked": {"part": "rounds", "round": 2, "log": ["keep"]},
    "over": {"part": "rounds", "round": 0, "log": LATE},
    "costs": {"part": "costs", "grade": "major", "hid": True, "worst": True},
}


def numbers(deaths: int = 0, injured: int = 0, loss: int = 0) -> dict[str, Any]:
    return {"part": "try", "numbers": {"deaths": deaths, "injured": injured, "loss": loss}}


THRESHOLDS = [
    (numbers(deaths=2, injured=9, loss=999), GRADES[0]),
    (numbers(loss=1), GRADES[0]),
    (numbers(deaths=3), GRADES[1]),
    (numbers(injured=10), GRADES[1]),
    (numbers(loss=1000), GRADES[1]),
    (numbers(deaths=9, injured=49, loss=4999), GRADES[1]),
    (numbers(deaths=10), GRADES[2]),
    (numbers(injured=50), GRADES[2]),
    (numbers(loss=5000), GRADES[2]),
    (numbers(deaths=29, injured=99, loss=9999), GRADES[2]),
    (numbers(deaths=30), GRADES[3]),
    (numbers(injured=100), GRADES[3]),
    (numbers(loss=10000), GRADES[3]),
]


def grade(page: Page) -> Any:
    return expect(page.locator(".anpei-inc-here span"))


def left(page: Page) -> Any:
    return expect(page.locator(".anpei-inc-left b:visible"))


def test_every_moment_is_for_everybody(show: Show) -> None:
    found = show("incident_clock", SPEC).unfit_at(MOMENTS, labels="label.anpei-card")
    assert not any(found.values()), found


def test_a_threshold_belongs_to_the_higher_grade(show: Show) -> None:
    shown = show("incident_clock", SPEC)
    for value, name in THRESHOLDS:
        shown.update("value", value)
        grade(shown.page).to_have_text(name)


def test_no_harm_and_no_loss_has_no_grade_but_is_still_told(show: Show) -> None:
    page = show("incident_clock", SPEC, value=MOMENTS["nothing"]).page
    expect(page.locator(".anpei-inc-here")).to_have_count(0)
    expect(page.locator(".anpei-inc-note")).to_contain_text("当隐患报")


def test_each_grade_goes_up_as_far_as_it_must(show: Show) -> None:
    shown = show("incident_clock", SPEC)
    way, note = shown.page.locator(".anpei-inc-way li"), shown.page.locator(".anpei-inc-note")
    for deaths, last, by, inquiry in (
        (1, "设区的市级部门", "11:00", "县级人民政府"),
        (3, "省级部门", "13:00", "设区的市级人民政府"),
        (10, "国务院部门", "15:00", "省级人民政府"),
        (30, "国务院部门", "15:00", "国务院"),
    ):
        shown.update("value", numbers(deaths=deaths))
        expect(way.last).to_contain_text(last)
        expect(way.last).to_contain_text(f"最晚 {by}，报到这里为止")
        expect(way.nth(1)).to_contain_text("最晚 9:00")
        expect(note).to_contain_text(f"由谁调查：{inquiry}")


def test_minutes_left_follow_the_slider(show: Show) -> None:
    page = show("incident_clock", SPEC).page
    left(page).to_have_text("还剩 40 分钟")
    page.get_by_role("slider").fill("60")
    left(page).to_have_text("正好到时限")
    page.get_by_role("slider").fill("65")
    left(page).to_have_text("已经迟了 5 分钟")


def test_a_later_death_is_told_within_the_days_there_are(show: Show) -> None:
    shown = show("incident_clock", SPEC)
    for kind, day, words in (
        ("other", 30, "在 30 日以内：要及时补报。现在死亡 3 人、重伤 2 人，从一般事故变成较大事故"),
        ("other", 31, "过了 30 日的补报期"),
        ("fire", 7, "在 7 日以内：要及时补报"),
        ("fire", 8, "过了 7 日的补报期"),
    ):
        shown.update("value", {**numbers(2, 3, 180), "kind": kind, "day": day, "died": 1})
        expect(shown.page.locator(".anpei-inc-later")).to_contain_text(words)


def test_counting_is_pressed_or_typed_and_said(show: Show) -> None:
    shown = show("incident_clock", SPEC)
    shown.page.evaluate("addEventListener('anpei-done', (e) => { window.done = e.detail.part; })")
    shown.page.get_by_role("button", name="死亡加 1 人").click()
    expect(shown.page.locator("#anpei-announce")).to_contain_text("较大事故。死亡 3 人")
    for deaths in ("10", "30"):
        shown.page.get_by_label("死亡（人）").fill(deaths)
        shown.page.get_by_label("死亡（人）").press("Enter")
    grade(shown.page).to_have_text(GRADES[3])
    assert shown.value["numbers"] == {"deaths": 30, "injured": 3, "loss": 180}
    assert shown.page.evaluate("window.done") == "try"


def test_every_round_can_be_walked_through(show: Show) -> None:
    """Right answers lead on, whatever they are; of the grades each is tried until one holds."""
    shown = show("incident_clock", SPEC)
    shown.page.evaluate("addEventListener('anpei-done', (e) => { window.done = e.detail.round; })")
    for at, told in enumerate(SPEC["rounds"]):
        shown.update("value", {"part": "rounds", "round": at})
        for moment in told["moments"]:
            for name in [option["label"] for option in moment["options"] if option["right"]] or GRADES:
                if shown.page.get_by_text(moment["text"], exact=True).is_visible():
                    shown.page.get_by_role("button", name=name, exact=True).click()
        expect(shown.page.get_by_role("button", name="再来一次")).to_be_visible()
        assert shown.page.evaluate("window.done") == told["id"]
        assert aw.incident_clock().check(shown.value)


def test_the_hour_is_kept_by_the_right_answers(show: Show) -> None:
    page = show("incident_clock", SPEC, value={"part": "rounds", "round": 0, "log": SCAFFOLD}).page
    expect(page.locator(".anpei-says").last).to_have_text("全对，按时报出")
    left(page).to_have_text("在一小时内报出")


def test_waiting_for_everything_makes_it_late(show: Show) -> None:
    page = show("incident_clock", SPEC, value=MOMENTS["over"]).page
    left(page).to_have_text("迟报 45 分钟")
    expect(page.locator(".anpei-says").last).to_have_text("过关，但是迟报了")


def test_a_wrong_answer_is_explained_and_asked_again(show: Show) -> None:
    page = show("incident_clock", SPEC, value={"part": "rounds", "round": 2, "log": []}).page
    left(page).to_have_text("一小时还没开始算")
    page.get_by_role("button", name="一直打").click()
    expect(page.locator(".anpei-outcome")).to_contain_text("情况紧急，不必等他")
    expect(page.get_by_role("button", name="一直打")).to_be_visible()


def test_the_price_is_that_of_the_law(show: Show) -> None:
    shown = show("incident_clock", SPEC)
    price = shown.page.locator(".anpei-inc-costs dd b")
    for key, fine, share in (
        ("general", "30—100", "4.8"),
        ("larger", "100—200", "7.2"),
        ("major", "200—1000", "9.6"),
        ("extra", "1000—2000", "12"),
    ):
        shown.update("value", {"part": "costs", "grade": key, "income": 12})
        expect(price.nth(0)).to_have_text(f"{fine} 万元")
        expect(price.nth(1)).to_have_text(f"{share} 万元")
        shown.page.get_by_role("checkbox", name="他还瞒报").check()
        expect(price.nth(2)).to_have_text("7.2—12 万元")


def test_the_keyboard_alone_is_enough(show: Show) -> None:
    shown = show("incident_clock", aw.incident_clock("rounds").spec)
    keys = shown.page.keyboard
    for key in ("Tab", "Tab", "Tab", "Enter"):  # the rounds, then the second answer
        keys.press(key)
    assert shown.value["log"] == ["rescue"]


def test_fingers_are_enough(show: Show, touch: BrowserContext) -> None:
    shown = show("incident_clock", SPEC, on=touch.new_page())
    shown.page.get_by_role("radio", name="代价").tap()
    shown.page.get_by_role("radio", name="重大事故", exact=True).tap()
    expect(shown.page.get_by_text("200—1000 万元", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    "value",
    [
        "x",
        {"part": "nosuch"},
        {"minutes": 121},
        {"day": 1.5},
        {"hid": "yes"},
        {"numbers": {"deaths": -1}},
        {"numbers": []},
        {"round": 99},
        {"round": 0, "log": ["guess"]},
        {"log": ["now"] * 61},
    ],
)
def test_a_value_out_of_bounds_is_refused(value: Any) -> None:
    with pytest.raises(traitlets.TraitError):
        aw.incident_clock().value = value


def test_parts_can_be_chosen() -> None:
    assert [part["id"] for part in aw.incident_clock("costs", "try").spec["parts"]] == ["try", "costs"]
    with pytest.raises(ValueError, match="没有这一部分：exam"):
        aw.incident_clock("exam")
