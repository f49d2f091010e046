"""An alarm: two wardens with phones and a director's screen, one of the phones without network for a while."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from anpei import clock, staff
from anpei.exercises import rollcall, runs
from tests.helpers.film import filmed, shoot
from tests.helpers.plant import TABLET, Plant
from tests.helpers.processes import wait_for
from tests.helpers.scanner import scan
from tests.helpers.taps import confirm
from tests.widgets.axe import faults, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.machines]
WATCH_LINE = """
  window.told = [];
  new MutationObserver(() => told.push(document.querySelector(".outbox-line").textContent))
    .observe(document.querySelector(".outbox-line"), { childList: true, subtree: true });
"""


def row(page: Page, name: str) -> Locator:
    return page.locator(".roll-item", has=page.locator(f".roll-who b:text-is('{name}')")).locator(".roll-row")


def tick(page: Page, name: str) -> None:
    row(page, name).click()


def counts(page: Page, missing: int, there: int) -> None:
    expect(page.locator(".roll-count b").nth(0)).to_have_text(str(missing))
    expect(page.locator(".roll-count b").nth(1)).to_have_text(str(there))


def test_everybody_is_accounted_for(plant: Plant) -> None:
    badge = one_visitor_and_a_badge(plant)
    director = plant.page("D3001", viewport=TABLET)
    director.on("dialog", lambda dialog: dialog.accept())
    director.goto(plant.platform.url("musters"))
    found = {"hub": faults(director)}
    director.click("button[value=start]")
    counts(director, 10, 0)
    found["desk"] = faults(director)
    number = int(director.url.rsplit("/", 1)[1])
    east, west = two_wardens(plant, director, number)
    found |= {"phone": faults(east), "phone, dark": faults(west)}

    for name in ("顾言", "韩松"):
        tick(east, name)
    west.locator("h1").click()
    scan(west, badge)
    expect(west.locator(".roll-said")).to_have_text("阿依古丽 已到")
    counts(director, 7, 3)
    ticks_without_network_wait(director, west)

    west.fill(".roll-search", "lxl")
    expect(west.locator(".roll-item")).to_have_count(1)
    west.press(".roll-search", "Enter")
    west.get_by_role("button", name="加一个名单外的人").click()
    west.get_by_label("姓名", exact=True).fill("送货司机")
    found["dialog"] = faults(west)
    west.locator(".roll-dialog button[type=submit]").click()
    for name in ("新来", "周启明"):
        tick(east, name)
    counts(director, 2, 9)
    found_elsewhere(director, "马德里")
    tick(east, "郑指挥")
    counts(director, 0, 11)
    expect(director.locator(".roll-times")).not_to_contain_text("—")

    director.get_by_role("button", name="结束清点").click()
    director.locator(".roll-dialog button[type=submit]").click()
    expect(east.locator(".roll-ended")).to_be_visible()
    expect(east.locator(".roll-row").first).to_be_disabled()
    the_record_tells_it(plant, number)
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}


def one_visitor_and_a_badge(plant: Plant) -> str:
    """One visitor is in the house, and somebody has a badge: its code."""
    plant.write(
        lambda s: [rollcall.sign_out(s, v.visitor_id, now=clock.now()) for v in rollcall.visitors(s, present=True)]
    )
    guest = {"name": "马德里", "firm": "迅达电梯", "host": "林晓岚", "phone": "13800000000", "group": "contractor"}
    plant.write(lambda s: rollcall.sign_in(s, **guest, by="A9001", uuid=uuid4().hex, now=clock.now()))
    key = plant.platform.site.secret(staff.BADGE_KEY)
    return staff.issue_badges(plant.db, ["E1003"], key, now=clock.now())[0].code


def two_wardens(plant: Plant, director: Page, number: int) -> tuple[Page, Page]:
    """Phones of one who took a point by its code, and of one the director named."""
    director.locator(".roll-point", has_text="东门").get_by_role("button", name="二维码").click()
    link = director.locator(".roll-link").inner_text()
    director.click(".roll-code button")
    east = plant.page("E1001")
    east.goto(link)
    east.get_by_role("button", name="我来清点").click()
    director.locator(".roll-point", has_text="西门").get_by_role("button", name="指定清点员").click()
    director.get_by_label("工号或终端").fill("E1002")
    director.locator(".roll-dialog button[type=submit]").click()
    expect(director.locator(".roll-point", has_text="西门")).to_contain_text("周启明")
    west = plant.page("E1002", color_scheme="dark")
    west.goto(plant.platform.url(f"muster/{number}/2"))
    for page in (east, west):
        page.wait_for_selector(".roll-item")
    return east, west


def ticks_without_network_wait(director: Page, west: Page) -> None:
    """They count when the network is back; who was ticked at both points is told, until one tick is taken back."""
    expect(west.locator(".roll-filter", has_text="实到").locator("b")).to_have_text("3")
    west.context.set_offline(True)
    for name in ("秦望舒", "沈知行", "顾言"):
        if name == "顾言":
            west.get_by_role("button", name="实到").click()
        tick(west, name)
    expect(west.locator(".outbox-line")).to_contain_text("已暂存")
    counts(director, 7, 3)
    west.context.set_offline(False)
    counts(director, 5, 5)
    expect(director.locator(".roll-doubled")).to_contain_text("顾言")
    assert "再点一次撤回" in confirm(row(west, "顾言"))
    expect(director.locator(".roll-doubled")).to_be_hidden()


def found_elsewhere(director: Page, name: str) -> None:
    director.locator(".roll-item", has_text=name).locator(".roll-more").click()
    director.get_by_label("在别处找到").check()
    director.get_by_label("原因或地点").fill("已到医务室")
    director.locator(".roll-dialog button[type=submit]").click()


def the_record_tells_it(plant: Plant, number: int) -> None:
    """Nobody is missing, the three times follow each other, and what was taken back is told, too."""
    record = plant.read(lambda s: rollcall.record(s, number))
    assert [status.who.name for status in record.standing.missing] == []
    assert record.times.first_out is not None
    assert record.times.first_out <= (record.times.last_out or 0) <= (record.times.all_accounted or 0)
    assert sum("顾言" in line.text for line in record.lines) == 3


def test_a_regular_warden_is_told_by_their_start_page(plant: Plant) -> None:
    """The director names one in the hub; the phone that lies open there shows the roll call when it begins."""
    director, phone = plant.page("D3001", color_scheme="dark"), plant.page("E1002")
    director.goto(plant.platform.url("musters"))
    east = director.locator("#point-1")
    number = east.get_by_label("工号或姓名")
    east.get_by_text("加固定清点员").click()
    number.fill("E9999")
    number.press("Enter")
    expect(director.get_by_role("alert")).to_contain_text("没有这个工号")
    expect(number).to_have_value("E9999")
    number.fill("e1002")
    number.press("Enter")
    expect(east.get_by_role("button", name="周启明")).to_be_visible()
    found = {"hub": faults(director) + too_wide(director)}
    phone.goto(plant.platform.url("my"))
    expect(phone.get_by_text("清点已开始")).to_have_count(0)
    muster = plant.muster("drill")
    expect(phone.get_by_role("heading", name="你是东门停车场的清点员，清点已开始")).to_be_visible()
    found["my"] = faults(phone) + too_wide(phone)
    phone.get_by_role("link", name="去清点").click()
    tick(phone, "林晓岚")
    wait_for(lambda: plant.read(lambda s: rollcall.standing(s, muster)).accounted == 1)
    director.on("dialog", lambda dialog: dialog.accept())
    east.get_by_role("button", name="周启明").click()
    expect(east).to_contain_text("还没有，清点开始后要由导调员指定")
    assert {screen: wrong for screen, wrong in found.items() if wrong} == {}


def test_a_phone_reads_badge_after_badge(plant: Plant, playwright: Playwright, tmp_path: Path) -> None:
    """A colleague, a badge nobody has, and the colleague again: each is answered on the screen and in the hand."""
    number, key, film = plant.muster(), plant.platform.site.secret(staff.BADGE_KEY), tmp_path / "badges.y4m"
    badge = staff.issue_badges(plant.db, ["E1003"], key, now=clock.now())[0]
    shoot(film, [badge.code, "", "1" * 24, ""], frames=6, rate=2)
    with filmed(playwright, film) as chromium:
        plant.browser = chromium
        phone = plant.page("D3001")
        phone.add_init_script("window.told = []; navigator.vibrate = (shakes) => told.push(shakes.join())")
        phone.goto(plant.platform.url(f"muster/{number}/1"))
        phone.get_by_role("button", name="用相机扫胸卡").click()
        answer = phone.locator(".roll-answer")
        for words in ("阿依古丽 已到", "认不出来", "阿依古丽 已经清点过"):
            expect(answer).to_contain_text(words)
        assert {"80", "400", "60,80,60"} <= set(phone.evaluate("told"))
        assert faults(phone) == []
        phone.get_by_role("button", name="关掉相机").click()
        phone.locator(".outbox-refused").get_by_role("button", name="加一个名单外的人").click()
        phone.get_by_label("姓名", exact=True).fill("送货司机")
        phone.locator(".roll-dialog button[type=submit]").click()
        expect(phone.locator(".roll-said")).to_have_text("送货司机 已到")
        plant.leave()
    standing = plant.read(lambda s: rollcall.standing(s, number))
    assert [s.who.name for s in standing.people if s.accounted] == ["阿依古丽", "送货司机"]


def test_without_https_the_page_says_why_there_is_no_camera(plant: Plant) -> None:
    number = plant.muster()
    phone = plant.page("D3001")
    phone.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    phone.goto(plant.platform.url(f"muster/{number}/1"))
    phone.get_by_text("用相机扫胸卡：这里还用不了").click()
    expect(phone.locator(".roll-no-camera p")).to_contain_text("HTTPS")
    assert phone.get_by_role("button", name="用相机扫胸卡").count() == 0


def test_no_tick_is_lost_or_doubled_by_a_reload_or_a_killed_server(plant: Plant) -> None:
    number = plant.muster()
    page = plant.page("D3001")
    page.goto(plant.platform.url(f"muster/{number}/1"))
    page.wait_for_selector(".roll-item")
    page.evaluate("document.querySelectorAll('.roll-row')[0].click(); location.reload()")
    page.wait_for_selector(".roll-item")
    family = psutil.Process(plant.platform.process.pid).children(recursive=True)
    learner = next(child for child in family if any("learner" in word for word in child.cmdline()))
    page.evaluate(WATCH_LINE)  # the server is soon back: what the line says meanwhile is written down
    os.kill(learner.pid, signal.SIGKILL)
    for _ in range(4):
        page.locator(".roll-item[data-state=missing] .roll-row").first.click()
    wait_for(lambda: page.evaluate("told.some((words) => words.includes('已暂存'))"))
    expect(page.locator(".outbox-line")).to_have_attribute("data-tone", "ok")
    assert plant.read(lambda s: rollcall.standing(s, number)).accounted == 5
    assert len(plant.read(lambda s: rollcall.lines(s, number))) == 5


def test_a_real_emergency_covers_a_drill_and_never_a_real_roll_call(plant: Plant) -> None:
    drill, live = plant.muster("drill"), plant.muster("live")
    pages = {}
    for kind, muster in (("drill", drill), ("live", live)):
        pages[kind] = plant.page("D3001")
        pages[kind].goto(plant.platform.url(f"muster/{muster}/1"))
        expect(pages[kind].locator(f".roll-head.is-{kind}")).to_be_visible()
    raised = plant.write(lambda s: runs.emergency.raise_(s, "D3001", "二号车间起火", clock.now()))
    try:
        red = pages["drill"].locator(".emergency-page")
        expect(red).to_contain_text("东门停车场")
        assert [link.get_attribute("href") for link in red.locator("a").all()][:2] == ["tel:119", "tel:120"]
        assert faults(pages["drill"]) == []
        pages["drill"].click("text=收起")
        expect(pages["drill"].locator(".emergency-bar")).to_contain_text("二号车间起火")
        expect(pages["live"].locator(".emergency-bar")).to_contain_text("二号车间起火")
        tick(pages["live"], "林晓岚")
        counts(pages["live"], 9, 1)
        assert pages["live"].locator(".emergency-page").count() == 0
    finally:
        plant.write(lambda s: runs.emergency.clear(s, "D3001", clock.now(), ident=raised.id))
    expect(pages["drill"].locator(".emergency-bar")).to_have_count(0)
