"""A learner's way: what is due, the chapter with its question, the exam's cover, the result, the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.walking import Brought, device, sit
from tests.helpers.platform import PASSWORD, Platform
from tests.helpers.school import SCRIPT

Walk = Callable[..., Page]


@pytest.fixture
def walk(browser: Browser, school: Platform) -> Iterator[Walk]:
    """``walk("L04", "my")``: somebody's phone, already at a page."""
    pages: list[Page] = []

    def walk(staff_no: str, path: str, shape: str = "phone") -> Page:
        page = device(browser, school, staff_no, shape)
        pages.append(page)
        page.goto(school.url(path))
        return page

    yield walk
    for page in pages:
        page.context.close()


def test_the_next_step_is_one_tap_away(walk: Walk) -> None:
    page = walk("L04", "my")
    step = page.get_by_role("region", name="灭火与逃生")
    expect(step).to_contain_text("下一章：先报警")
    step.get_by_role("link", name="开始学习").click()
    expect(page.get_by_role("heading", name="先报警", level=1)).to_be_visible()


def test_a_chapter_is_finished_by_doing_it_and_another_device_knows(walk: Walk) -> None:
    page = walk("L05", "courses/fire/01-alarm")
    expect(page.locator("[data-state]")).to_have_text("还差 1 道题没答对。")
    outline = page.get_by_role("navigation", name="本章目录")
    line = outline.get_by_role("button")
    expect(line).to_contain_text("/2 节")
    line.press("Enter")
    outline.get_by_role("link", name="记住").press("Enter")
    expect(page.locator("h2:focus")).to_have_text("记住")
    expect(line).to_have_attribute("aria-expanded", "false")
    expect(line).to_contain_text("1/2 节")  # a section that asks nothing is done once it was read
    page.locator(".activity").get_by_role("radio", name="错一").check()
    page.get_by_role("button", name="检查").click()
    expect(page.locator(".activity")).to_contain_text("回答错误")
    page.get_by_role("button", name="再做一次").click()
    page.get_by_role("link", name="还有 1 个练习没答对").press("Enter")
    expect(page.locator(".activity :focus")).to_have_count(1)
    page.locator(".activity").get_by_role("radio", name="对").check()
    with page.expect_response(told("finished")):
        page.get_by_role("button", name="检查").click()
    expect(page.locator(".activity")).to_contain_text("回答正确")
    page.locator(".chapter-end").scroll_into_view_if_needed()
    expect(page.locator("[data-state]")).to_have_text("这一章已学完。")
    expect(page.locator("[data-score]")).to_have_text(re.compile("1 题对 1 题（一次答对 0 题）"))
    expect(page.locator("[data-owed] a")).to_have_count(0)
    expect(line).to_contain_text("2/2 节")
    desk = walk("L05", "courses/fire/01-alarm", "desk")
    expect(desk.locator("[data-state]")).to_contain_text("已学完")
    expect(desk.get_by_role("navigation", name="本章目录")).to_contain_text("2/2 节")
    expect(desk.get_by_role("link", name=re.compile("记住.*已完成"))).to_be_visible()
    page.get_by_role("link", name="灭火与逃生").first.click()
    expect(page.get_by_role("listitem").filter(has_text="先报警")).to_contain_text("已学完")


def test_a_warm_page_is_one_request(walk: Walk, school: Platform) -> None:
    """What a phone has already is neither fetched again nor asked for again, and the page itself travels small."""
    page = walk("L17", "papers/quiz")
    page.get_by_role("button", name="开始考试").click()
    page.wait_for_url(re.compile(r"/exam/\d+$"))
    for path in (page.url, school.url("my"), school.url("courses/fire/01-alarm")):
        visit(page, path)
        brought = Brought(page)
        visit(page, path)
        assert brought.over_the_network() == [path]
    page.goto(school.url("courses/fire"))
    page.get_by_role("button", name="存到这台设备").click()
    expect(page.locator("[data-keep]")).to_contain_text("2 章已存到这台设备")
    page.context.set_offline(True)
    page.goto(school.url("courses/fire/02-way"))
    expect(page.get_by_role("heading", name="往哪里走")).to_be_visible()
    visit(page, school.url("courses/fire/01-alarm"))


def visit(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator(".anpei-option, .activity .anpei-question, .rows").first).to_be_visible()
    page.wait_for_load_state("load")


def told(kind: str) -> Callable[[Response], bool]:
    """The server's word that it has this fact of the reader's progress."""
    return lambda answer: "api/progress" in answer.url and answer.request.post_data_json["kind"] == kind


def test_the_page_of_a_chapter_holds_texts_and_no_key(walk: Walk) -> None:
    page = walk("L05", "courses/fire/01-alarm")
    assert "人命第一" not in page.content()
    expect(page.locator(".reading")).to_contain_text(SCRIPT)
    assert "hit" not in page.title()
    page.locator("a.cite[aria-expanded]").click()  # before its script has come, the link leads to the law's own page
    expect(page.locator(".law-inline")).to_contain_text("以官方文本为准")
    page.locator("a.cite").click()
    expect(page.locator(".law-inline")).to_have_count(0)
    page.goto(page.url.rsplit("/", 1)[0])
    expect(page.get_by_role("main")).to_contain_text(SCRIPT)
    assert "hit" not in page.title()


def test_the_cover_tells_the_rules_before_the_clock_starts(walk: Walk) -> None:
    page = walk("L06", "papers/quiz")
    expect(page.get_by_role("main")).to_contain_text("30 分钟")
    expect(page.get_by_role("main")).to_contain_text("一共可以考 2 次，两次之间至少隔 24 小时")
    page.get_by_role("button", name="开始考试").click()
    page.wait_for_url(re.compile(r"/exam/\d+$"))
    page.goto(page.url.split("/exam/")[0] + "/papers/quiz")
    expect(page.get_by_role("link", name="继续答题")).to_be_visible()


def test_a_result_shows_marks_laws_and_what_waits(walk: Walk, school: Platform) -> None:
    with school.client("L07") as client:
        attempt = sit(client, "quiz", case=f"先报警 {SCRIPT}")
    page = walk("L07", f"exam/{attempt}/result")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("合格|不合格|待阅"))
    case = page.locator(".slot").last
    expect(case).to_contain_text("待阅")
    expect(case).to_contain_text(f"先报警 {SCRIPT}")
    expect(page.locator(".slot").first).to_contain_text("《消防法》第44条")
    assert "hit" not in page.title()


def test_nobody_reads_anothers_result(walk: Walk, school: Platform) -> None:
    with school.client("L02") as client:
        attempt = sit(client, "quiz")
    page = walk("L09", f"exam/{attempt}/result")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有这份试卷。")


def test_the_record_lists_time_content_and_result(walk: Walk, school: Platform) -> None:
    with school.client("L10") as client:
        sit(client, "quiz")
    page = walk("L10", "record")
    row = page.get_by_role("row").filter(has_text="消防小测")
    expect(row).to_contain_text(re.compile(r"\d{4}年\d+月\d+日"))
    expect(row).to_contain_text(re.compile("合格|待阅"))


def test_display_settings_are_remembered(walk: Walk, school: Platform) -> None:
    page = walk("L09", "my")
    page.locator(".person > summary").click()
    page.get_by_role("button", name="深色显示").click()
    page.get_by_role("button", name="大号文字").click()
    page.goto(school.url("record"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-text", "large")


def test_a_lost_page_leads_back(walk: Walk) -> None:
    page = walk("L09", "nowhere")
    expect(page.get_by_role("heading", level=1)).to_have_text("没有找到这一页。")
    page.get_by_role("link", name="回到我的培训").click()
    expect(page.get_by_role("heading", name="我的培训")).to_be_visible()


def test_everything_works_under_another_name_without_https(page: Page, school: Platform) -> None:
    """A phone on the plant's network: plain HTTP and no secure context."""
    page.goto(school.url("login").replace("127.0.0.1", "training.plant.test"))
    assert page.evaluate("window.isSecureContext") is False
    page.get_by_label("工号").fill("L11")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(school.url("courses/fire").replace("127.0.0.1", "training.plant.test"))
    expect(page.locator("[data-keep]")).to_contain_text("不是受信任的安全连接")
    page.get_by_role("link", name="先报警").first.click()
    page.locator(".activity").get_by_role("radio", name="对").check()
    page.get_by_role("button", name="检查").click()
    page.locator(".chapter-end").scroll_into_view_if_needed()
    expect(page.locator("[data-state]")).to_contain_text("已学完")


def test_hours_are_shown_with_where_they_come_from(walk: Walk) -> None:
    page = walk("L06", "my")
    hours = page.get_by_role("region", name="学时")
    expect(hours).to_contain_text("/ 8 学时")
    expect(hours).to_contain_text("待核")
