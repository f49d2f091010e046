"""Every page for everybody: axe finds nothing on phone or desk, in light or dark, and nothing scrolls sideways,
not even in large letters.
"""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.walking import device, sit, until_mounted
from tests.helpers.platform import Platform
from tests.widgets.axe import LAYOUT, PHONE, faults, faults_on_phone_and_desk, too_wide

LEARNER = [
    "my",
    "courses/fire",
    "courses/fire/01-alarm",
    "papers/quiz",
    "record",
    "laws/xiaofang/44",
    "password",
    "nowhere",
]
TRAINER = ["board", "board?status=合格", "board/assign", "board/publish", "record/L01", "help/after-a-drill"]
ADMIN = ["musters/sheets", "admin", "admin/health", "admin/roster", "admin/audit"]


def look(page: Page, url: str) -> list[str]:
    """What is wrong with one page on a phone, with large letters, and on a desk, said with its address."""
    page.goto(url)
    until_mounted(page)
    page.set_viewport_size(PHONE)
    page.evaluate("document.documentElement.dataset.text = 'large'")
    large = [f"large: {fault}" for fault in [*faults(page, LAYOUT), *too_wide(page)]]
    page.evaluate("delete document.documentElement.dataset.text")
    return [f"{url} {fault}" for fault in [*large, *faults_on_phone_and_desk(page)]]


def finished_attempt(school: Platform) -> str:
    """The number of L08's one attempt, sat now unless another test did."""
    with school.client("L08") as client:
        if "/result" not in client.get("record").text:
            return str(sit(client, "quiz"))
        return client.get("record").text.split("/exam/")[1].split("/")[0]


def test_learners_pages(browser: Browser, school: Platform) -> None:
    attempt = finished_attempt(school)
    page = device(browser, school, "L08")
    problems = [fault for path in [*LEARNER, f"exam/{attempt}/result"] for fault in look(page, school.url(path))]
    page.context.close()
    assert problems == []


def test_trainers_and_administrators_pages(browser: Browser, school: Platform) -> None:
    page = device(browser, school, "A9001")
    problems = [fault for path in [*TRAINER, *ADMIN] for fault in look(page, school.url(path))]
    page.context.close()
    assert problems == []


def test_pages_of_strangers(browsing: BrowserContext, school: Platform) -> None:
    page = browsing.new_page()
    assert [
        fault for path in ("login", "kiosk/enrol", "kiosk/enrol?token=x") for fault in look(page, school.url(path))
    ] == []
