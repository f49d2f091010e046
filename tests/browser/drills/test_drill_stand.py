"""A tablet nobody has signed in at: the public quiz of a stand, badges by scanner and by camera, and the lock."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Playwright, expect

from anpei import clock, staff
from anpei.exercises.runs import open_quiz
from tests.browser.drills.conftest import opened
from tests.browser.drills.floor import Floor
from tests.helpers.film import filmed, shoot
from tests.helpers.platform import PIN, Platform
from tests.helpers.scanner import scan
from tests.widgets.axe import faults

FULL_WIDTH = """(code) => {
  for (const digit of code) dispatchEvent(new KeyboardEvent("keydown", { key: "Process", code: `Digit${digit}` }));
  dispatchEvent(new KeyboardEvent("keydown", { key: "Process", code: "Enter", cancelable: true }));
}"""


def badge_of(floor: Floor, staff_no: str) -> str:
    secret = floor.platform.site.secret(staff.BADGE_KEY)
    return staff.issue_badges(floor.db, [staff_no], secret, now=clock.now())[0].code


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
    page.wait_for_function("() => history.state?.anpei === 'kiosk'")  # back once more would lead here again
    assert page.url.endswith("/apps/kiosk")
    refused = "(n) => !document.querySelector('main').dispatchEvent(new Event(n, {bubbles: true, cancelable: true}))"
    assert page.evaluate(refused, "contextmenu") and page.evaluate(refused, "dragstart")
    assert page.locator(".anpei-kiosk a[href]").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('.anpei-kiosk')).userSelect") == "none"


def test_the_camera_reads_a_badge(drill_platform: Platform, playwright: Playwright, tmp_path: Path) -> None:
    film = tmp_path / "badge.y4m"
    with filmed(playwright, film) as chromium:
        for floor in opened(drill_platform, chromium):
            shoot(film, [badge_of(floor, "E1002")])
            page = floor.tablet().page
            page.click("text=用相机扫胸卡")
            expect(page.locator(".kiosk-who")).to_contain_text("周启明")
