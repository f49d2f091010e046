"""One whole course by keyboard alone: signing in, every chapter and widget, the paper, the result. No mouse at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, expect

from anpei import clock, courses, records
from anpei.content import Shelves, bundled
from anpei.database import Database
from tests.browser.keyboard import Keyboard, Stop
from tests.browser.walking import until_mounted
from tests.helpers.exam import keys_at_once
from tests.helpers.platform import PASSWORD, Platform

READER = "D3001"
COURSE = courses.load(Shelves([bundled()])).courses["fire-escape"]
KEYS = {"radio": "Space", "checkbox": "Space", "range": "ArrowRight", "select": "ArrowDown", "summary": "Enter"}
AS_IT_STANDS = "就用现在的顺序"


def key_for(stop: Stop) -> str:
    """What answers here; in a question most buttons change an answer, in a simulation they are the answer."""
    if stop.kind == "button":
        return "Enter" if AS_IT_STANDS in stop.name or not stop.practice else ""
    if stop.kind == "radio" and not stop.practice:
        return "ArrowDown"  # the first is chosen already
    return KEYS.get(stop.kind, "")


def read(keys: Keyboard) -> None:
    """From the top to the bottom of a chapter; in each widget the first control of every kind is used."""
    used = set()
    while (stop := keys.tab()) and not stop.name.startswith(("下一章", "去考试")):
        if stop.widget < 0:
            continue
        if stop.name == "检查":
            keys.press("Enter")
            keys.lands(".anpei-verdict")
        elif stop.kind in ("text", "textarea"):
            keys.page.keyboard.type("119")
        elif (key := key_for(stop)) and (stop.widget, stop.kind) not in used:
            used.add((stop.widget, stop.kind))
            assert keys.press(key), f"{key} on {stop} lost the focus"


def sit(keys: Keyboard, questions: int) -> None:
    """Answer each question with what comes first, and go on."""
    for number in range(1, questions + 1):
        stop = keys.tab()
        while stop and not (key_for(stop) or stop.kind in ("text", "textarea")):
            stop = keys.tab()
        if stop and (key := key_for(stop)):
            keys.press(key)
        else:
            keys.page.keyboard.type("119")
        keys.use("下一题" if number < questions else "交卷")
        expect(keys.page.locator(":focus")).to_have_text(re.compile(f"第 {number + 1} 题|交卷"))


@contextmanager
def paper_assigned(platform: Platform) -> Iterator[None]:
    """The course's paper is due for the reader, and no longer when the test is over."""
    now = clock.now()
    with Database(platform.site.database_url) as db:
        plan = db.write(
            lambda s: records.assign(
                s, "paper", COURSE.paper, "person", READER, due=now + clock.DAY, by="T2001", now=now
            )
        ).result()
        yield
        db.write(lambda s: records.withdraw(s, plan.id, by="T2001", now=clock.now())).result()


def sign_in(keys: Keyboard) -> None:
    for field, words in (("工号", READER), ("密码", PASSWORD)):
        keys.to(field)
        keys.page.keyboard.type(words)
    keys.page.keyboard.press("Enter")
    expect(keys.page.get_by_role("heading", name="我的培训")).to_be_visible()


def open_and_shut_the_menu(keys: Keyboard) -> None:
    keys.use("郑指挥")
    keys.use("大号文字", "Space")
    keys.press("Space")
    shut = keys.press("Escape")
    assert shut and "郑指挥" in shut.name
    expect(keys.page.locator("[data-menu]")).not_to_have_attribute("open", "")


def learn(keys: Keyboard) -> None:
    """From the list of courses through every chapter to the paper's cover."""
    page = keys.page
    keys.use("其他课程")
    keys.follow(COURSE.title)
    keys.follow("开始学习")
    for chapter in COURSE.chapters:
        expect(page.get_by_role("heading", level=1)).to_have_text(chapter.title)
        until_mounted(page)
        read(keys)
        expect(page.locator("[data-state]")).to_contain_text("还差")  # the first control is seldom the answer
        with page.expect_navigation():
            page.keyboard.press("Enter")


def test_a_course_from_signing_in_to_the_result(page: Page, server: Platform) -> None:
    keys = Keyboard(page)
    with paper_assigned(server):
        page.goto(server.url("login"))
        sign_in(keys)
        open_and_shut_the_menu(keys)
        learn(keys)
        keys.follow("开始考试")
        expect(page.get_by_role("heading", name="第 1 题")).to_be_visible()
        keys.use("答题卡")
        back = keys.press("Escape")
        assert back and "答题卡" in back.name
        sit(keys, 21)
        keys.follow("确认交卷")
        page.wait_for_url("**/result")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        with Database(server.site.database_url) as db:
            keys_at_once(db, READER)
        page.reload()
        keys.to("《")  # down to the first law card among the marks
