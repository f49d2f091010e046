"""One slot of a released quiz: fetched once for all cells, answered to the kernel, and said when it is in the file."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.widgets.conftest import AT, Show
from tests.widgets.examples import SINGLE

SPEC = {"paper": "fire-basic", "slot": "q01"}


def serving(page: Page, asked: list[str], broken: bool = False, value: Any = None) -> None:
    """Stand in for the platform; ``asked`` collects the addresses."""

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if broken and len(asked) == 1:
            error = {"error": {"code": "forbidden", "message": "请用培训师账号登录。", "way_out": ""}}
            return route.fulfill(status=403, body=json.dumps(error), content_type="application/json")
        sheet = {"attempt": 7, "slots": {"q01": {"spec": SINGLE, "value": value}}}
        return route.fulfill(body=json.dumps(sheet), content_type="application/json")

    page.route(AT + "api/papers/*/notebook", answer)


def test_an_answer_goes_to_the_kernel_with_its_attempt(show: Show, page: Page) -> None:
    asked: list[str] = []
    shown = show("quiz", SPEC, before=lambda: serving(page, asked))
    page.get_by_role("radio", name="拍照发到群里").check()
    assert shown.value == {"attempt": 7, "answer": "b"}
    shown.update("state", {"saved": shown.value})
    expect(page.get_by_text("已存入 responses.json")).to_be_visible()
    assert asked == [AT + "api/papers/fire-basic/notebook"]


def test_what_stands_in_the_file_is_shown_again(show: Show, page: Page) -> None:
    saved = {"saved": {"attempt": 7, "answer": "b"}}
    show("quiz", SPEC, state=saved, before=lambda: serving(page, []))
    expect(page.get_by_role("radio", name="拍照发到群里")).to_be_checked()


def test_the_answer_of_another_attempt_is_not(show: Show, page: Page) -> None:
    saved = {"saved": {"attempt": 6, "answer": "b"}}
    show("quiz", SPEC, state=saved, before=lambda: serving(page, []))
    expect(page.get_by_role("radio", name="拍照发到群里")).not_to_be_checked()


def test_a_refusal_is_said_and_may_be_tried_again(show: Show, page: Page) -> None:
    show("quiz", SPEC, before=lambda: serving(page, [], broken=True))
    expect(page.get_by_text("请用培训师账号登录。")).to_be_visible()
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("radio", name="拍照发到群里")).to_be_visible()
    expect(page.get_by_role("button", name="再试一次")).to_be_hidden()


def test_a_disk_that_is_full_is_said(show: Show, page: Page) -> None:
    shown = show("quiz", SPEC, before=lambda: serving(page, []))
    page.get_by_role("radio", name="拍照发到群里").check()
    shown.update("state", {"trouble": "没有存上。请检查磁盘后再答一次。"})
    expect(page.get_by_text("没有存上。请检查磁盘后再答一次。")).to_be_visible()


def test_a_slot_the_paper_has_not(show: Show, page: Page) -> None:
    show("quiz", {**SPEC, "slot": "q99"}, before=lambda: serving(page, []))
    expect(page.get_by_text("这张试卷没有这道题")).to_be_visible()
