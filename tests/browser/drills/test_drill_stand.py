"""A tablet nobody has signed in at: the public quiz of a stand, badges by scanner and by camera, and the lock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, Playwright, expect

from anpei import clock, staff
from anpei.drills import open_quiz
from tests import prepare
from tests.browser.drills.conftest import opened
from tests.browser.drills.floor import Floor
from tests.helpers.platform import PIN, Platform
from tests.widgets.axe import faults

FULL_WIDTH = """(code) => {
  for (const digit of code) dispatchEvent(new KeyboardEvent("keydown", { key: "Process", code: `Digit${digit}` }));
  dispatchEvent(new KeyboardEvent("keydown", { key: "Process", code: "Enter", cancelable: true }));
}"""


def badge_of(floor: Floor, staff_no: str) -> str:
    secret = floor.platform.site.secret(staff.BADGE_KEY)
    return floor.db.write(lambda s: staff.issue_badges(s, [staff_no], secret, now=clock.now())).result()[0].code


def scan(page: Page, code: str) -> None:
    """As a scanner does: every digit at once, then Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def played(floor: Floor) -> tuple[int, int, int]:
    with floor.db.read() as session:
        days = open_quiz.quiz_days(session)
    return (sum(d.started for d in days), sum(d.finished for d in days), sum(d.asked for d in days))


def test_a_visitor_plays_the_quiz_and_the_next_one_finds_the_start_screen(floor: Floor) -> None:
    page = floor.tablet().page
    before = played(floor)
    page.click(".kiosk-quiz-card button")
    for _ in range(6):
        page.locator(".kiosk-answer:enabled").first.click()
        expect(page.locator(".kiosk-why h2")).to_contain_text("答")
        assert page.locator(".kiosk-answer.is-right").count() == 1
        assert faults(page) == []
        page.click(".kiosk-why .kiosk-button")
    expect(page.locator(".kiosk-quiz-score")).to_contain_text("/ 6")
    page.click("text=完成")
    expect(page.locator(".kiosk-quiz-count")).to_contain_text("人答完")
    assert tuple(now - then for now, then in zip(played(floor), before, strict=True)) == (1, 1, 6)


def test_a_quiz_is_for_enrolled_tablets_and_never_asks_an_exam_question(floor: Floor) -> None:
    with floor.tablet().client() as tablet, floor.platform.client("E1001") as learner:
        assert learner.post("api/kiosk/quiz").status_code == 403
        items = tablet.post("api/kiosk/quiz", json={}).json()["items"]
        assert len(items) == 6 and not any("right" in str(item) or "explanation" in str(item) for item in items)
        assert tablet.post("api/kiosk/quiz/fire-001", json={"value": "a"}).status_code == 404


def test_a_scanned_badge_asks_for_the_pin_and_a_lost_one_says_so(floor: Floor) -> None:
    page = floor.tablet().page
    code = badge_of(floor, "E1003")
    scan(page, code)
    expect(page.locator(".kiosk-who")).to_contain_text("阿依古丽")
    assert faults(page) == []
    page.click("text=返回")
    page.evaluate(FULL_WIDTH, code)  # under a Chinese input method, keys have places but no names
    expect(page.locator(".kiosk-who")).to_contain_text("阿依古丽")
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(page.locator(".kiosk-lobby h1")).to_contain_text("阿依古丽")
    page.click("text=离开")
    floor.db.write(lambda s: staff.revoke_badge(s, "E1003", now=clock.now())).result()
    page.click(".kiosk-go")
    page.fill("[name=staff_no]", "E10")
    scan(page, code)
    expect(page.locator(".kiosk-problem")).to_contain_text("可能已经挂失")


def test_a_tablet_stays_what_it_is(floor: Floor) -> None:
    page = floor.tablet().page
    page.click(".kiosk-quiz-card button")
    page.wait_for_selector(".kiosk-answer")
    page.go_back()
    page.wait_for_selector(".kiosk-answer")
    page.wait_for_timeout(500)
    assert page.url.endswith("/apps/kiosk")
    refused = "(n) => !document.querySelector('main').dispatchEvent(new Event(n, {bubbles: true, cancelable: true}))"
    assert page.evaluate(refused, "contextmenu") and page.evaluate(refused, "dragstart")
    assert page.locator(".anpei-kiosk a[href]").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.anpei-kiosk')).userSelect") == "none"


@pytest.fixture
def filmed(playwright: Playwright, drill_platform: Platform, tmp_path: Path) -> Iterator[tuple[Browser, Path]]:
    """A browser whose camera plays a film, which must be there before it is opened."""
    film = tmp_path / "badge.y4m"
    flags = [
        "use-fake-ui-for-media-stream",
        "use-fake-device-for-media-stream",
        f"use-file-for-fake-video-capture={film}",
    ]
    chromium = playwright.chromium.launch(
        executable_path=prepare.browser(), args=["--no-sandbox", *(f"--{flag}" for flag in flags)]
    )
    yield chromium, film
    chromium.close()


def shoot(code: str, film: Path) -> None:
    """A film of a badge held still: grey, with its QR code in the middle, as raw YUV frames of 640 × 480."""
    rows = [bytes(row) for row in segno.make(code, error="m", micro=False).matrix_iter(scale=8, border=4)]
    left, above = (640 - len(rows[0])) // 2, (480 - len(rows)) // 2
    light = [bytearray(b"\x90" * 640) for _ in range(480)]
    for y, row in enumerate(rows, above):
        light[y][left : left + len(row)] = bytes(0x10 if dark else 0xEB for dark in row)
    frame = b"FRAME\n" + b"".join(light) + b"\x80" * (640 * 480 // 2)
    film.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n" + frame * 5)


def test_the_camera_reads_a_badge(drill_platform: Platform, filmed: tuple[Browser, Path]) -> None:
    chromium, film = filmed
    for floor in opened(drill_platform, chromium):
        shoot(badge_of(floor, "E1002"), film)
        page = floor.tablet().page
        page.click("text=用相机扫胸卡")
        expect(page.locator(".kiosk-who")).to_contain_text("周启明")
