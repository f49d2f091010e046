"""Reading for everybody: aloud, with pictures, and every chapter without a fault that axe can find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from anpei import courses
from anpei.content import Shelves, bundled
from tests.browser.walking import device, until_mounted
from tests.helpers.platform import Platform
from tests.widgets.axe import COLOURS, faults, faults_on_phone_and_desk

CATALOG = courses.load(Shelves([bundled()]))
ALWAYS = ("fire-escape", "cpr-aed")  # the others in the long run: they are made of the same parts
VOICE = """
  // Headless Chromium has no voice: what would be spoken is written down, and ends when the test says so.
  window.said = [];
  const speech = {
    speaking: false,
    getVoices: () => [{ lang: "zh-CN", name: "test" }],
    addEventListener() {},
    cancel() { this.speaking = false; },
    speak(one) { this.speaking = true; window.said.push(one.text); window.finish = () => one.onend(); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture
def phone(browser: Browser, server: Platform) -> Iterator[Page]:
    page = device(browser, server, "E1002")
    yield page
    page.context.close()


def test_a_chapter_is_read_aloud_paragraph_by_paragraph(phone: Page, server: Platform) -> None:
    phone.add_init_script(VOICE)
    phone.goto(server.url("courses/fire-escape/01-first-minute"))
    phone.get_by_role("button", name="朗读").click()
    expect(phone.locator(".being-read")).to_have_count(1)
    phone.evaluate("finish()")
    title, first = phone.evaluate("said")
    expect(phone.locator("h1")).to_have_text(title)
    assert first == f"图上：{phone.locator('.being-read img').get_attribute('alt')}", "a picture is told by its words"
    phone.evaluate("finish()")
    expect(phone.locator(".being-read")).to_have_text(phone.evaluate("said.at(-1)"))
    phone.get_by_role("button", name="停下").click()
    phone.evaluate("finish()")
    assert len(phone.evaluate("said")) == 3
    phone.get_by_role("button", name="听题").first.click()
    assert "A，" in phone.evaluate("said.at(-1)")


def test_picture_mode_shows_signs_beside_the_words(phone: Page, server: Platform) -> None:
    phone.goto(server.url("courses/fire-escape/01-first-minute"))
    phone.locator("[data-menu] summary").click()
    phone.get_by_role("button", name="图示模式").click()
    alarm = phone.locator(".prose p", has_text="再打 119").first
    expect(alarm.locator(".pictogram").first).to_be_visible()
    expect(alarm).to_contain_text("打 119")
    phone.reload()
    expect(phone.locator(".pictogram").first).to_be_attached()
    phone.get_by_role("button", name="图示模式", include_hidden=True).evaluate("button => button.click()")
    expect(phone.locator(".pictogram")).to_have_count(0)


@pytest.mark.parametrize(
    "slug", [slug if slug in ALWAYS else pytest.param(slug, marks=pytest.mark.long) for slug in CATALOG.courses]
)
def test_every_chapter_is_for_everybody(phone: Page, server: Platform, slug: str) -> None:
    problems = []
    for chapter in CATALOG.courses[slug].chapters:
        phone.goto(server.url(f"courses/{slug}/{chapter.slug}"))
        until_mounted(phone)
        problems += [f"{chapter.slug}: {fault}" for fault in faults_on_phone_and_desk(phone, COLOURS)]
    assert problems == []


def test_the_trainer_sees_and_changes_who_needs_how_many_hours(browser: Browser, server: Platform) -> None:
    page = device(browser, server, "T2001", "desk")
    page.goto(server.url("board"))
    page.get_by_role("link", name="学时").click()
    page.get_by_role("checkbox", name="选周启明").check()
    page.get_by_role("checkbox", name="一般单位新上岗从业人员岗前培训").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row", name="周启明")).to_contain_text("/ 24")
    assert faults(page) == []
    page.context.close()
