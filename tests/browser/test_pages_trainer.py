"""A trainer's way: the board, assigning, publishing, late answers, the export; and what an administrator does."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from anpei import clock, records
from anpei.database import Database
from tests.browser.walking import device, sit
from tests.helpers.platform import Platform


@pytest.fixture
def board(browser: Browser, school: Platform) -> Iterator[Page]:
    """A trainer at the board."""
    page = device(browser, school, "T2001", "desk")
    page.goto(school.url("board"))
    yield page
    page.context.close()


@pytest.fixture
def office(browser: Browser, school: Platform) -> Iterator[Page]:
    """An administrator at the admin page, who says yes to every question."""
    page = device(browser, school, "A9001", "desk")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(school.url("admin"))
    yield page
    page.context.close()


def test_the_board_counts_and_filters(board: Page) -> None:
    board.get_by_role("searchbox", name="姓名或工号").fill("L12")
    board.get_by_role("button", name="筛选").click()
    rows = board.get_by_role("row").filter(has_text="学员12")
    expect(rows).to_have_count(2)
    board.get_by_role("link", name=re.compile("未开始")).click()
    expect(rows).to_have_count(2)
    board.get_by_role("link", name=re.compile("合格$")).first.click()
    expect(board.get_by_role("main")).to_contain_text("没有符合条件的人")


def test_an_assignment_reaches_its_person(browser: Browser, board: Page, school: Platform) -> None:
    board.get_by_role("link", name="安排培训").click()
    board.get_by_label("培训内容").select_option("paper:quiz")
    board.get_by_label("一个人").check()
    board.get_by_label("工号").fill("L13")
    board.get_by_label("截止日期").fill(clock.day(clock.now() + clock.DAY, "Asia/Shanghai").isoformat())
    board.get_by_role("button", name="安排", exact=True).click()
    expect(board.get_by_role("alert")).to_contain_text("安排好了")
    phone = device(browser, school, "L13")
    phone.goto(school.url("my"))
    expect(phone.get_by_role("listitem").filter(has_text="消防小测")).to_contain_text("还有 1 天")
    phone.context.close()


def test_an_assignment_can_be_withdrawn(board: Page, school: Platform) -> None:
    board.on("dialog", lambda dialog: dialog.accept())
    board.goto(school.url("board/assign"))
    board.get_by_label("培训内容").select_option("course:fire")
    board.get_by_label("一个岗位").check()
    post = board.locator("#post option").filter(has_text="仓管员")
    board.get_by_label("岗位", exact=True).select_option(post.get_attribute("value"))
    board.get_by_role("button", name="安排", exact=True).click()
    plan = board.get_by_role("listitem").filter(has_text="仓管员")
    plan.get_by_role("button", name="取消").click()
    expect(plan).to_have_count(0)


def test_an_unknown_person_is_explained(board: Page, school: Platform) -> None:
    board.goto(school.url("board/assign"))
    board.get_by_label("培训内容").select_option("course:fire")
    board.get_by_label("一个人").check()
    board.get_by_label("工号").fill("X999")
    board.get_by_role("button", name="安排", exact=True).click()
    expect(board.get_by_role("alert")).to_be_visible()
    expect(board.get_by_label("工号")).to_have_value("X999")


def test_marks_are_seen_once_published(browser: Browser, board: Page, school: Platform) -> None:
    with school.client("L14") as client:
        attempt = sit(client, "quiz")
    with Database(school.site.database_url) as db:
        db.write(
            lambda s: records.apply_manual(s, attempt, "c01", 8, "说清了先后顺序。", "T2001", clock.now())
        ).result()
    board.reload()
    board.get_by_role("link", name="看一遍再公布").click()
    expect(board.get_by_role("row").filter(has_text="学员14")).to_contain_text("主观题 1：8 / 10 分，有评语")
    board.get_by_role("button", name=re.compile("公布")).click()
    expect(board.get_by_role("alert")).to_contain_text("已公布 1 份")
    phone = device(browser, school, "L14")
    phone.goto(school.url(f"exam/{attempt}/result"))
    expect(phone.locator(".slot").last).to_contain_text("说清了先后顺序。")
    expect(phone.locator(".slot").last).to_contain_text("8 / 10")
    phone.context.close()


def test_late_answers_are_kept_in_sight(board: Page, school: Platform) -> None:
    with school.client("L16") as client:
        attempt = sit(client, "quiz")
        late = {"uuid": str(uuid.uuid4()), "base": 1, "value": "后来想到的：断电"}
        client.put(f"api/attempts/{attempt}/answers/c01", json=late)
    board.reload()
    board.get_by_text("没有算数的答案").click()
    expect(board.get_by_role("row").filter(has_text="后来想到的：断电")).to_contain_text("学员16")


def test_the_export_opens_in_excel(school: Platform) -> None:
    with school.client("T2001") as client:
        answer = client.get("board/export.xlsx", params={"q": "L01"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows[0][:2] == ("工号", "姓名")
    assert {row[0] for row in rows[1:]} == {"L01"} and len(rows) == 3


@pytest.mark.parametrize("path", ["board", "board/assign", "board/export.xlsx", "admin", "record/L01"])
def test_learners_are_kept_out(school: Platform, path: str) -> None:
    with school.client("L01") as client:
        assert client.get(path).status_code == 403


def test_a_forgotten_password_gets_a_temporary_one(office: Page) -> None:
    office.get_by_role("searchbox", name="姓名或工号").fill("N33")
    office.get_by_role("button", name="找人").click()
    office.get_by_role("button", name="重置密码").click()
    expect(office.get_by_role("heading", name="新员工33的临时密码")).to_be_visible()
    assert len(office.locator(".temporary-word").inner_text()) >= 8


def test_a_kiosk_is_enrolled_by_link_and_shut_out(browser: Browser, office: Page, school: Platform) -> None:
    office.get_by_label("名称").fill("二号门")
    office.get_by_role("button", name="生成登记链接").click()
    expect(office.locator(".qr svg")).to_be_visible()
    link = office.locator(".address").inner_text()
    kiosk = browser.new_page()
    kiosk.goto(link)
    kiosk.get_by_role("button", name="登记这台设备").click()
    kiosk.wait_for_url(lambda url: "enrol" not in url)
    office.goto(school.url("admin"))
    row = office.get_by_role("listitem").filter(has_text="二号门")
    row.get_by_role("button", name="停用").click()
    expect(office.get_by_role("listitem").filter(has_text="二号门")).to_contain_text("已停用")
    kiosk.close()
