"""A tablet from its enrolment to the training record, as a participant lives it."""

from __future__ import annotations

from playwright.sync_api import expect

from anpei import clock, staff
from anpei.database import Database
from anpei.exercises import rollcall
from tests.browser.drills.conftest import IDLE
from tests.browser.drills.floor import Floor
from tests.helpers.platform import PIN
from tests.widgets.axe import faults


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


def test_what_goes_wrong_is_told_in_sight(floor: Floor) -> None:
    tablet = floor.tablet()
    tablet.page.click(".kiosk-start")
    tablet.page.fill("[name=staff_no]", "E1003")
    tablet.page.fill("[name=pin]", "000000")
    tablet.page.press("[name=pin]", "Enter")
    expect(tablet.page.locator(".kiosk-problem")).to_contain_text("不对")
    tablet.page.fill("[name=pin]", PIN)
    tablet.page.press("[name=pin]", "Enter")
    tablet.page.wait_for_selector(".kiosk-lobby")
    tablet.context.set_offline(True)
    tablet.page.locator(".kiosk-scenario button").first.click()
    expect(tablet.page.locator(".kiosk-toast")).to_contain_text("连不上服务器")


def test_an_untouched_tablet_returns_to_its_start_screen(floor: Floor) -> None:
    tablet = floor.tablet()
    tablet.page.clock.install()
    tablet.page.reload()
    tablet.tap_in("E1003")
    tablet.page.clock.fast_forward((IDLE - 10) * 1000)
    tablet.page.wait_for_selector(".kiosk-toast:not([hidden])")
    tablet.page.clock.fast_forward(11_000)
    tablet.page.wait_for_selector(".kiosk-start")


def test_a_tablet_that_counts_heads_or_keeps_the_gate_is_led_there_and_back(floor: Floor) -> None:
    """Neither way needs an address bar; untouched, the tablet comes back to its start by itself."""
    tablet = floor.tablet("东门终端")
    page, key = tablet.page, f"kiosk:{tablet.device.device_id}"
    point = floor.db.write(lambda s: rollcall.add_point(s, "东门停车场", "")).result().id
    floor.db.write(lambda s: rollcall.add_regular(s, point, key)).result()
    floor.db.write(lambda s: staff.set_gate(s, tablet.device.device_id, True)).result()
    muster = begin_roll(floor.db)
    try:
        page.wait_for_selector(".kiosk-call")
        found = {"called": faults(page)}
        page.get_by_role("button", name="去清点").click()
        page.wait_for_selector(".roll-item")
        found["list"] = faults(page)
        page.get_by_role("link", name="回到演练终端").click()
        page.wait_for_selector(".kiosk-call")
    finally:
        floor.db.write(lambda s: rollcall.finish(s, muster, by="D3001", note="", now=clock.now())).result()
        floor.db.write(lambda s: rollcall.remove_regular(s, point, key)).result()
    page.wait_for_selector(".kiosk-call", state="detached")
    page.get_by_role("button", name="访客登记").click()
    page.wait_for_selector(".visit-form")
    page.clock.install()
    page.reload()
    page.wait_for_selector(".visit-form")
    page.clock.fast_forward((IDLE - 10) * 1000)
    page.wait_for_selector(".kiosk-home:not([hidden])")
    page.clock.fast_forward(11_000)
    page.wait_for_selector(".kiosk-start")
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}


def begin_roll(db: Database) -> int:
    with db.read() as session:
        points, expected = rollcall.gathered(session, rollcall.everybody(session))
    return rollcall.start(db, kind="test", run_id=None, by="D3001", points=points, expected=expected, now=clock.now())


def test_a_whole_drill_by_keyboard_every_screen_for_everybody(floor: Floor) -> None:
    tablet = floor.tablet()
    found = {"start": faults(tablet.page)}
    tablet.page.click(".kiosk-start")
    found["tap in"] = faults(tablet.page)
    tablet.page.click("text=返回")
    tablet.tap_in_by_keys("E1002")
    found["lobby"] = faults(tablet.page)
    tablet.play_alone()
    question = ""
    for _ in range(3):
        question = tablet.asked(question)
        if question == "q1":
            found["question"] = faults(tablet.page)
        for _ in ("choose", "decide"):
            tablet.taking()
            tablet.page.keyboard.press("1")
        floor.skip(question)
    tablet.page.wait_for_selector(".debrief")
    found["debrief"] = faults(tablet.page)
    assert len(floor.decisions()) == 3
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}
