"""Putting steps in order, with and without dragging."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.widgets.conftest import Show, Shown
from tests.widgets.examples import ORDER


def shown_order(shown: Shown) -> list[str]:
    return shown.page.eval_on_selector_all(".anpei-step", "rows => rows.map(r => r.dataset.id)")


def test_nothing_counts_until_something_was_done(show: Show) -> None:
    shown = show("order", ORDER)
    assert shown.value is None
    shown.page.get_by_role("button", name="就用现在的顺序").click()
    assert shown.value == ["a", "b", "c"]


def test_buttons_move_a_step_and_keep_the_focus(show: Show) -> None:
    shown = show("order", ORDER)
    down = shown.page.get_by_role("button", name="下移：对准根部扫射")
    down.click()
    assert shown.value == ["b", "a", "c"]
    expect(down).to_be_focused()


def test_arrow_keys_move_and_say_so(show: Show) -> None:
    shown = show("order", ORDER)
    shown.page.get_by_role("button", name="上移：提起上下摇动").focus()
    shown.page.keyboard.press("ArrowUp")
    shown.page.keyboard.press("ArrowUp")
    assert shown.value == ["c", "a", "b"]
    expect(shown.page.get_by_role("status")).to_have_text("提起上下摇动，移到第 1 位，共 3 位")


def test_whose_button_goes_away_is_never_nowhere(show: Show) -> None:
    """In the very moment of the key, not a moment later: the next key, or a screen reader, would find no place."""
    shown = show("order", ORDER)
    keep = shown.page.get_by_role("button", name="就用现在的顺序")
    keep.focus()
    left = "(button) => { button.click(); return [button.hidden, document.activeElement.className]; }"
    assert keep.evaluate(left) == [True, "anpei anpei-order"]


def test_dragging_by_the_grip(show: Show) -> None:
    shown = show("order", ORDER)
    start = shown.page.locator("[data-id=a] .anpei-grip").bounding_box()
    end = shown.page.locator("[data-id=c]").bounding_box()
    assert start and end
    mouse = shown.page.mouse
    mouse.move(start["x"] + 10, start["y"] + 10)
    mouse.down()
    mouse.move(start["x"] + 10, end["y"] + end["height"] - 4, steps=12)
    mouse.up()
    assert shown.value == ["b", "c", "a"]
    assert shown_order(shown) == ["b", "c", "a"]


def test_an_order_from_elsewhere_is_shown(show: Show) -> None:
    shown = show("order", ORDER, value=["b", "c", "a"])
    assert shown_order(shown) == ["b", "c", "a"]
    shown.update("value", ["c", "b", "a"])
    assert shown_order(shown) == ["c", "b", "a"]


def test_a_review_can_not_be_moved_and_names_the_places(show: Show) -> None:
    review = {"verdict": "wrong", "right_value": ["b", "c", "a"]}
    shown = show("order", {**ORDER, "mode": "review", "review": review}, value=["a", "b", "c"])
    expect(shown.page.get_by_role("button")).to_have_count(0)
    expect(shown.page.get_by_text("应排第 3 位")).to_be_visible()
