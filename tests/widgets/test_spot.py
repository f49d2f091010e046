"""找隐患 by thumb and by keyboard: rings on the picture, names in a list, one value."""

from __future__ import annotations

import re

import anpei_widgets as aw
import pytest
import traitlets
from playwright.sync_api import BrowserContext, Page, expect

from tests.widgets.conftest import Show
from tests.widgets.examples import SPOT, SPOTTED


def tap(page: Page, x: int, y: int) -> None:
    """Touch the picture at a point in its own units."""
    box = page.locator(".anpei-spot-picture").bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + x * box["width"] / 400, box["y"] + y * box["height"] / 460)


def close(marks: object, points: list[tuple[int, int]]) -> bool:
    """A finger's point survives the way to the picture's units and back, but for rounding."""
    assert isinstance(marks, list)
    return len(marks) == len(points) and all(
        abs(mark["x"] - x) <= 1 and abs(mark["y"] - y) <= 1 for mark, (x, y) in zip(marks, points, strict=True)
    )


def test_a_tap_puts_a_ring_and_a_tap_on_it_takes_it_away(show: Show, touch: BrowserContext) -> None:
    page = touch.new_page()
    shown = show("spot", SPOT, on=page)
    tap(page, 60, 100)
    tap(page, 300, 200)
    assert close(shown.value, [(60, 100), (300, 200)])
    expect(page.get_by_role("list", name="已标的地方").get_by_role("listitem")).to_have_text(
        [re.compile("图上左上方"), re.compile("图上右侧")]
    )
    tap(page, 66, 106)
    assert close(shown.value, [(300, 200)])
    page.get_by_role("button", name="撤销").tap()
    assert close(shown.value, [(60, 100), (300, 200)])


def test_in_a_large_picture_a_tap_means_the_same_point(show: Show, touch: BrowserContext) -> None:
    page = touch.new_page()
    shown = show("spot", SPOT, on=page)
    before = page.locator(".anpei-spot-picture").bounding_box()
    page.get_by_role("button", name="放大").tap()
    large = page.locator(".anpei-spot-picture").bounding_box()
    assert before and large and large["width"] == pytest.approx(2 * before["width"], abs=3)
    tap(page, 200, 230)
    assert close(shown.value, [(200, 230)])


def test_by_keyboard_alone(show: Show, page: Page) -> None:
    shown = show("spot", SPOT)
    page.get_by_text("看不清图").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert shown.value == ["p01", "p02"]
    page.get_by_role("button", name="取消标记 1：门").focus()
    page.keyboard.press("Enter")
    assert shown.value == ["p02"]
    expect(page.get_by_role("checkbox", name="门")).not_to_be_checked()
    expect(page.get_by_role("button", name="取消标记 1：地")).to_be_focused()


def test_no_more_marks_than_allowed(show: Show, page: Page) -> None:
    shown = show("spot", {**SPOT, "most": 1}, value=["p02"])
    page.get_by_text("看不清图").click()
    page.get_by_role("checkbox", name="门").click()
    assert shown.value == ["p02"]
    expect(page.get_by_role("checkbox", name="门")).not_to_be_checked()


def test_the_key_tells_found_missed_and_false_in_words(show: Show, page: Page) -> None:
    value = [{"x": 30, "y": 90}, "p04", {"x": 200, "y": 400}]
    show("spot", {**SPOT, "mode": "review", "review": SPOTTED, "value": value})
    expect(page.get_by_text("3 处隐患，找到 1 处；误点 2 处。")).to_be_visible()
    lines = page.locator(".anpei-spot-line")
    expect(lines).to_have_text(
        [re.compile(w) for w in ("漏了", "漏了", "门.*找到了（标记 1）", "灯.*没问题", "标记 3.*空处")]
    )
    expect(lines.nth(2)).to_contain_text("《消防法》第二十八条")
    expect(lines.nth(0)).to_contain_text("通行做法（待核）")
    assert page.locator(".anpei-spot-outline").count() == 4
    assert page.locator(".anpei-spot-ring").count() == 2


def test_a_picture_that_does_not_come_says_the_way_on(show: Show, page: Page) -> None:
    show("spot", {**SPOT, "scene": {**SPOT["scene"], "src": "data:image/png;base64,x"}})
    expect(page.get_by_text("图没有取到。")).to_be_visible()


@pytest.mark.parametrize("value", ["p01", ["p99"], [{"x": 401, "y": 1}], [{"x": 1.5, "y": 1}], ["p01"] * 7])
def test_a_browser_can_send_marks_only(value: object) -> None:
    spot = aw.Spot("哪里？", SPOT["scene"], list("门地架灯桶墙"))
    with pytest.raises(traitlets.TraitError):
        spot.value = value
    spot.value = [{"x": 400, "y": 460}, "p06"]
