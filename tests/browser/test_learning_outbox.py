"""What was learned without a network isn't lost: practice, progress, and answers of an exam whose page was closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from anpei import records
from anpei.database import Database
from tests.browser.exam_room import Room, says
from tests.browser.walking import device
from tests.helpers.platform import Platform
from tests.helpers.processes import wait_for

CHAPTER = "courses/fire/01-alarm"


@pytest.fixture(params=["L11"])
def phone(browser: Browser, school: Platform, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = device(browser, school, request.param, "phone")
    yield page
    page.context.close()


def test_an_answer_to_a_practice_question_waits_for_the_network(phone: Page, school: Platform) -> None:
    phone.goto(school.url(CHAPTER))
    phone.locator(".activity").get_by_role("radio", name="对").check()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="检查").click()
    expect(phone.locator(".activity")).to_contain_text("离线，已暂存 1 条，恢复后自动送出")
    phone.context.set_offline(False)
    expect(phone.locator(".activity")).to_contain_text("回答正确")


@pytest.mark.parametrize("phone", ["L03"], indirect=True)  # who has done nothing of it yet
def test_a_chapter_finished_without_a_way_to_the_server_is_told_by_the_next_page(phone: Page, school: Platform) -> None:
    phone.route("**/api/progress/**", lambda route: route.abort())
    phone.goto(school.url(CHAPTER))
    phone.locator(".activity").get_by_role("radio", name="对").check()
    phone.get_by_role("button", name="检查").click()
    expect(phone.locator(".activity")).to_contain_text("回答正确")
    phone.locator(".chapter-end").scroll_into_view_if_needed()
    expect(phone.get_by_text(re.compile(r"离线，已暂存 \d+ 条学习记录，恢复后自动送出"))).to_be_visible()
    expect(phone.locator("[data-state]")).not_to_contain_text("已学完")
    other = phone.context.new_page()
    phone.close()
    other.goto(school.url("my"))
    with Database(school.site.database_url) as db:
        wait_for(lambda: finished(db, "L03"))


def finished(db: Database, staff_no: str) -> bool:
    with db.read() as session:
        return any(chapter.finished for chapter in records.course_progress(session, staff_no, "fire").values())


def test_answers_of_a_closed_exam_page_are_sent_from_any_page(room: Room) -> None:
    attempt = room.begin()
    phone = room.device()
    page = room.open(phone, attempt)
    phone.set_offline(True)
    page.get_by_role("radio").nth(1).check()
    says(page, "已暂存 1 题")
    other = phone.new_page()
    page.close()
    phone.set_offline(False)
    other.goto(room.url("my"))
    room.until(attempt, {"q01": "b"})
