"""A practice question: its key stays on the server until it is asked for."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.widgets.conftest import AT, Show
from tests.widgets.examples import REVIEW, SINGLE


def answering(page: Page, checked: list[Any], down: bool = False) -> None:
    """Stand in for the platform's practice API; ``checked`` collects what was asked."""

    def answer(route: Route) -> None:
        if down:
            return route.abort()
        if route.request.method == "POST":
            checked.append(route.request.post_data_json)
            return route.fulfill(body=json.dumps(REVIEW), content_type="application/json")
        return route.fulfill(body=json.dumps({"item": "fire-p01", "spec": SINGLE}), content_type="application/json")

    page.route(AT + "api/practice/*", answer)


def test_answered_checked_and_explained(show: Show, page: Page) -> None:
    checked: list[Any] = []
    shown = show("practice", {"item": "fire-p01"}, before=lambda: answering(page, checked))
    page.get_by_role("radio", name="拍照发到群里").check()
    page.get_by_role("button", name="检查").click()
    verdict = page.get_by_role("region", name="批阅结果")
    expect(verdict).to_contain_text("回答错误")
    expect(verdict).to_be_focused()
    expect(verdict).to_contain_text("《中华人民共和国消防法》第四十四条")
    assert [asked["value"] for asked in checked] == ["b"] and len(checked[0]["uuid"]) == 36
    assert shown.value == "b"


def test_once_more_from_the_start(show: Show, page: Page) -> None:
    shown = show("practice", {"item": "fire-p01"}, before=lambda: answering(page, []))
    page.get_by_role("radio", name="拍照发到群里").check()
    page.get_by_role("button", name="检查").click()
    page.get_by_role("button", name="再做一次").click()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(page.get_by_role("region", name="批阅结果")).to_have_count(0)
    assert shown.value is None


def test_nothing_answered_is_said(show: Show, page: Page) -> None:
    checked: list[Any] = []
    show("practice", {"item": "fire-p01"}, before=lambda: answering(page, checked))
    page.get_by_role("button", name="检查").click()
    expect(page.get_by_text("先作答，再检查。")).to_be_visible()
    assert checked == []


def test_without_a_server_there_is_a_way_out(show: Show, page: Page) -> None:
    show("practice", {"item": "fire-p01"}, before=lambda: answering(page, [], down=True))
    expect(page.get_by_text("连不上服务器")).to_be_visible()
    answering(page, [])
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_text("按下手动报警按钮")).to_be_visible()


def test_the_page_around_hears_of_it(show: Show, page: Page) -> None:
    show("practice", {"item": "fire-p01"}, before=lambda: answering(page, []))
    page.evaluate("addEventListener('anpei-done', (e) => { window.heard = e.detail; })")
    page.get_by_role("radio", name="拍照发到群里").check()
    page.get_by_role("button", name="检查").click()
    page.wait_for_function("window.heard")
    assert page.evaluate("heard") == {"widget": "practice", "item": "fire-p01", "verdict": "wrong", "again": None}
