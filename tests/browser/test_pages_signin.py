"""Signing in: clear words when it fails, an own password before anything else, and nothing left behind."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.browser.walking import device
from tests.helpers.platform import PASSWORD, Platform

OWN = "Chuang-kou-2026"


def enter(page: Page, school: Platform, staff_no: str, password: str) -> None:
    page.goto(school.url("login"))
    page.get_by_label("工号").fill(staff_no)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def test_a_wrong_password_keeps_the_staff_number(page: Page, school: Platform) -> None:
    enter(page, school, "L01", "not-it-2026")
    expect(page.get_by_role("alert")).to_contain_text("工号或密码不对")
    expect(page.get_by_label("工号")).to_have_value("L01")


def test_a_browser_older_than_the_oldest_served_is_told_the_way_out(page: Page, school: Platform) -> None:
    page.add_init_script("CSS.supports = () => false")
    page.goto(school.url("login"))
    expect(page.locator("#anpei-too-old")).to_contain_text("Safari 15.4")
    expect(page.get_by_role("heading")).to_have_text("这个浏览器太旧，打不开这里")
    expect(page.get_by_label("工号")).to_have_count(0)


def test_too_many_failures_say_until_when(page: Page, school: Platform) -> None:
    for _ in range(6):
        enter(page, school, "L15", "not-it-2026")
    expect(page.get_by_role("alert")).to_contain_text("之后再试")
    expect(page.locator("[data-countdown]")).to_contain_text("还要等")


def test_the_password_can_be_looked_at(page: Page, school: Platform) -> None:
    page.goto(school.url("login"))
    page.get_by_role("button", name="显示密码").click()
    expect(page.locator("#password")).to_have_attribute("type", "text")


def test_the_first_sign_in_sets_an_own_password(page: Page, school: Platform) -> None:
    enter(page, school, "N31", PASSWORD)
    expect(page.get_by_role("heading", name="设置自己的密码")).to_be_visible()
    page.goto(school.url("courses/fire"))
    expect(page.get_by_role("heading", name="设置自己的密码")).to_be_visible()
    page.get_by_label("新密码", exact=True).fill("12345678")
    page.get_by_label("再输一次新密码", exact=True).fill("12345678")
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_role("alert")).to_contain_text("太容易被猜到")
    page.get_by_label("新密码", exact=True).fill(OWN)
    page.get_by_label("再输一次新密码", exact=True).fill(OWN)
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_role("heading", name="灭火与逃生")).to_be_visible()


def test_two_different_passwords_are_told_apart(page: Page, school: Platform) -> None:
    enter(page, school, "N32", PASSWORD)
    page.get_by_label("新密码", exact=True).fill(OWN)
    page.get_by_label("再输一次新密码", exact=True).fill(OWN + "x")
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_role("alert")).to_contain_text("不一样")


def test_a_page_brought_back_is_asked_for_anew(browser: Browser, school: Platform) -> None:
    """Here a page is only told so: Chromium's headless shell keeps none whole, whatever it is asked, and its bigger
    sister none that is ``no-store``. Safari does."""
    page = device(browser, school, "L02")
    page.goto(school.url("my"))
    expect(page.locator(".person > summary")).to_be_visible()
    page.context.clear_cookies()  # signed out in another tab
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.get_by_label("工号")).to_be_visible()
    page.context.close()


def test_signing_out_ends_it(browser: Browser, school: Platform) -> None:
    page = device(browser, school, "L02")
    page.goto(school.url("my"))
    page.locator(".person > summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.goto(school.url("my"))
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.context.close()


def test_a_stranger_comes_back_to_where_they_wanted(page: Page, school: Platform) -> None:
    page.goto(school.url("courses/fire/02-way"))
    page.get_by_label("工号").fill("L03")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="往哪里走")).to_be_visible()
