"""Every page for everybody: axe finds nothing on phone or desk, in light or dark, and nothing scrolls sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.walking import SHAPES, device, sit
from tests.helpers.platform import Platform
from tests.widgets.axe import faults

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
TRAINER = ["board", "board?status=合格", "board/assign", "record/L01", "admin"]


def look(page: Page, url: str) -> list[str]:
    """What is wrong with one page, said with its address."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    found = faults(page)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{url}: {fault}" for fault in found] + ([f"{url}: {wide} px too wide"] if wide > 0 else [])


def finished_attempt(school: Platform) -> str:
    """The number of L08's one attempt, sat now unless another test did."""
    with school.client("L08") as client:
        if "/result" not in client.get("record").text:
            return str(sit(client, "quiz"))
        return client.get("record").text.split("/exam/")[1].split("/")[0]


@pytest.mark.parametrize("shape", SHAPES)
def test_learners_pages(browser: Browser, school: Platform, shape: str) -> None:
    attempt = finished_attempt(school)
    page = device(browser, school, "L08", shape)
    problems = [fault for path in [*LEARNER, f"exam/{attempt}/result"] for fault in look(page, school.url(path))]
    page.context.close()
    assert problems == []


@pytest.mark.parametrize("shape", SHAPES)
def test_trainers_and_administrators_pages(browser: Browser, school: Platform, shape: str) -> None:
    page = device(browser, school, "A9001", shape)
    problems = [fault for path in TRAINER for fault in look(page, school.url(path))]
    page.context.close()
    assert problems == []


@pytest.mark.parametrize("shape", SHAPES)
def test_pages_of_strangers(browser: Browser, school: Platform, shape: str) -> None:
    context = browser.new_context(**SHAPES[shape])
    page = context.new_page()
    assert [
        fault for path in ("login", "kiosk/enrol", "kiosk/enrol?token=x") for fault in look(page, school.url(path))
    ] == []
    context.close()


def test_large_text_still_fits_a_phone(browser: Browser, school: Platform) -> None:
    page = device(browser, school, "L08")
    page.goto(school.url("my"))
    page.evaluate("localStorage.setItem('anpei-text', 'large')")
    problems = [fault for path in LEARNER for fault in look(page, school.url(path))]
    page.context.close()
    assert problems == []
