"""A case answer's way: written on a phone, marked in formgrader, published at the board, read on the phone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.helpers.processes import wait_for
from tests.journeys.conftest import Enterprise

ANSWER = "先按手动报警按钮，再打 119。<script>window.hacked = true</script>"
COMMENT = "报警说得清楚；还要写怎么清点人数。"


def answer(phone: Page) -> None:
    """Something plausible on whatever kind of question is on the screen."""
    written = phone.locator("textarea:visible, input[type=text]:visible")
    chosen = phone.locator("input[type=radio]:visible, input[type=checkbox]:visible")
    if written.count():
        written.first.fill(ANSWER if phone.locator("textarea:visible").count() else "119")
        written.first.blur()
    elif chosen.count():
        chosen.first.check(force=True)


def sit(phone: Page, enterprise: Enterprise) -> str:
    """Begin, answer every question in order, hand in; the address of the result."""
    phone.goto(enterprise.url("papers/fire-basics"))
    phone.get_by_role("button", name="开始考试").click()
    expect(phone.get_by_role("heading", name=re.compile("第 1 题"))).to_be_visible()
    for number in range(1, 22):
        expect(phone.get_by_role("heading", name=re.compile(f"第 {number} 题"))).to_be_visible()
        answer(phone)
        if number < 21:
            phone.get_by_role("button", name="下一题").click()
    phone.get_by_role("button", name="交卷").first.click()
    phone.get_by_role("button", name="确认交卷").click()
    phone.wait_for_url("**/result")
    return phone.url


def mark(desk: Page, enterprise: Enterprise, points: str) -> None:
    """Open formgrader from the board, find the only submission, give points and a comment."""
    desk.goto(enterprise.url("board"))
    desk.get_by_role("link", name="阅卷").click()
    listing = enterprise.platform.lab_url("formgrader/gradebook/fire-basics/fire-basics")
    rows = desk.get_by_role("link", name=re.compile("答卷 1"))

    def listed() -> bool:
        desk.goto(listing)
        desk.wait_for_function("() => !/Loading|正在读取/.test(document.querySelector('#main-table').innerText)")
        return rows.count() > 0

    wait_for(listed, every=1)
    rows.first.click()
    expect(desk.get_by_text("评分要点")).to_be_visible()
    for field in ("input.extra-credit", "textarea.comment"):  # whose placeholders come with what the server has
        expect(desk.locator(field).first).to_have_attribute("placeholder", re.compile(".+"))
    expect(desk.get_by_text(ANSWER)).to_be_visible()
    assert desk.evaluate("window.hacked") is None
    with desk.expect_response(re.compile("api/comment/")):
        desk.locator("textarea.comment").first.fill(COMMENT)
        desk.locator("textarea.comment").first.blur()
    with desk.expect_response(re.compile("api/grade/")):
        desk.locator("input.score").first.fill(points)
        desk.locator("input.score").first.blur()


def publish(desk: Page, enterprise: Enterprise) -> None:
    link = desk.get_by_role("link", name="看一遍再公布")

    def waiting() -> bool:
        desk.goto(enterprise.url("board"))
        return link.count() > 0

    wait_for(waiting, every=1)
    link.click()
    expect(desk.get_by_role("main")).to_contain_text("13 / 20 分，有评语")
    desk.get_by_role("button", name=re.compile("公布")).click()
    expect(desk.get_by_role("alert")).to_be_visible()


def test_from_the_phone_to_formgrader_and_back(enterprise: Enterprise) -> None:
    phone = enterprise.sit_down("E1003")
    result = sit(phone, enterprise)
    expect(phone.get_by_role("main")).to_contain_text(
        "案例题批阅后也到不了合格线"
    )  # eighteen of the eighty that are decided
    expect(phone.get_by_role("main")).not_to_contain_text(COMMENT)
    desk = enterprise.sit_down("T0001", "desk")
    mark(desk, enterprise, "13")
    phone.goto(result)
    expect(phone.get_by_role("main")).not_to_contain_text(COMMENT)
    publish(desk, enterprise)
    phone.goto(result)
    expect(phone.get_by_role("main")).to_contain_text(COMMENT)
    expect(phone.get_by_role("main")).to_contain_text("13 / 20")
