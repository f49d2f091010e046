"""A tablet from its enrolment to the training record, as a participant lives it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.drills.floor import Floor
from tests.helpers.platform import PIN
from tests.widgets.axe import faults

SHIPPED = "车间火灾疏散"


def test_a_link_makes_one_tablet_and_no_more(floor: Floor) -> None:
    link = floor.link("三号终端")
    page = floor.context().new_page()
    page.goto(floor.platform.url(link))
    page.click("form button.primary")
    page.wait_for_selector(".kiosk-start")
    stranger = floor.context().new_page()
    stranger.goto(floor.platform.url(link))
    stranger.click("form button.primary")
    expect(stranger.locator("main")).to_contain_text("已用过")


def test_a_wrong_pin_is_told_and_nobody_sits_down(floor: Floor) -> None:
    tablet = floor.tablet()
    tablet.page.click(".kiosk-start")
    tablet.page.fill("[name=staff_no]", "E1003")
    tablet.page.fill("[name=pin]", "000000")
    tablet.page.press("[name=pin]", "Enter")
    expect(tablet.page.locator(".kiosk-problem")).to_contain_text("不对")
    tablet.page.fill("[name=pin]", PIN)
    tablet.page.press("[name=pin]", "Enter")
    tablet.page.wait_for_selector(".kiosk-lobby")


def test_an_untouched_tablet_returns_to_its_start_screen(floor: Floor) -> None:
    tablet = floor.tablet()
    tablet.tap_in("E1003")
    tablet.page.wait_for_selector(".kiosk-toast:not([hidden])")
    tablet.page.wait_for_selector(".kiosk-start")


def test_the_whole_quick_drill_by_keyboard(floor: Floor) -> None:
    tablet = floor.tablet()
    tablet.tap_in("E1002")
    tablet.play_alone()
    question = ""
    for _ in range(3):
        question = tablet.asked(question)
        tablet.page.wait_for_timeout(700)
        tablet.page.keyboard.press("1")
        tablet.page.wait_for_timeout(500)
        tablet.page.keyboard.press("1")
    tablet.page.wait_for_selector(".debrief")
    assert len(floor.decisions()) == 3


def test_the_shipped_drill_from_tap_in_to_the_record(floor: Floor) -> None:
    """Every question of the shipped scenario, with a reload in between; then the debrief and the way back."""
    tablet = floor.tablet()
    tablet.tap_in("E1001")
    tablet.play_alone(SHIPPED)
    question, asked = "", []
    while not tablet.page.query_selector(".debrief"):
        now = tablet.page.query_selector(".drill-question")
        seen = str(now.get_attribute("id")) if now else ""
        if seen and seen != question:
            question = seen
            asked.append(seen)
            tablet.choose(tablet.page.locator(".drill-option-text").first.inner_text())
            if len(asked) == 4:
                tablet.page.reload()
        tablet.page.wait_for_timeout(200)
    assert len(asked) >= 14
    expect(tablet.page.locator(".debrief-step")).to_have_count(len(asked))
    expect(tablet.page.locator(".debrief-laws").first).to_contain_text("《消防法》第44条")
    expect(tablet.page.locator(".debrief-body")).to_contain_text("待核")
    assert len(floor.decisions()) == len(asked)
    tablet.page.wait_for_selector(".kiosk-start")
    with floor.platform.client("E1001") as client:
        assert SHIPPED in client.get("record").text


def test_every_screen_is_for_everybody(floor: Floor) -> None:
    tablet = floor.tablet()
    found = {"start": faults(tablet.page)}
    tablet.page.click(".kiosk-start")
    found["tap in"] = faults(tablet.page)
    tablet.page.fill("[name=staff_no]", "E1003")
    tablet.page.fill("[name=pin]", PIN)
    tablet.page.press("[name=pin]", "Enter")
    tablet.page.wait_for_selector(".kiosk-lobby")
    found["lobby"] = faults(tablet.page)
    tablet.play_alone()
    tablet.asked()
    found["question"] = faults(tablet.page)
    for question in ("q1", "q2", "q3"):
        tablet.page.wait_for_selector(f"#q-{question}")
        tablet.choose_best(question)
    tablet.page.wait_for_selector(".debrief")
    found["debrief"] = faults(tablet.page)
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}
