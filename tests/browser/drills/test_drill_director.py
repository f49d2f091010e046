"""The director starts a drill on a chosen tablet, watches it, sends news, and stops it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from anpei.staff.tables import PersonRow
from tests.browser.drills.floor import Floor, Tablet
from tests.browser.drills.quick_drill import TITLE
from tests.helpers.platform import Platform
from tests.helpers.processes import PATIENCE
from tests.helpers.taps import confirm
from tests.widgets.axe import faults


@pytest.fixture
def console(floor: Floor) -> Page:
    page = floor.person("D3001", "director", "desk")
    page.wait_for_selector(".console-first")
    return page


def begin(console: Page, tablet: Tablet) -> None:
    console.check(f".console-scenario:has-text('{TITLE}') input")
    console.check(f"[id='k-{tablet.device.device_id}']")
    console.click("text=开始演练")
    console.wait_for_selector(".console-run")


def test_a_drill_is_started_watched_and_stopped(floor: Floor, console: Page) -> None:
    tablet = floor.tablet("四号终端")
    console.wait_for_selector(f"[id='k-{tablet.device.device_id}']")
    console.check(f".console-scenario:has-text('{TITLE}') input")
    console.get_by_label("组织形式").select_option("实战演练")
    begin(console, tablet)
    tablet.page.wait_for_selector("text=导调已准备好")
    tablet.tap_in("E1002")
    expect(console.locator(".console-seats")).to_contain_text("周启明")
    tablet.asked()
    expect(console.locator(".console-seats")).to_contain_text("作答")
    tablet.choose_best("q1")
    expect(console.locator(".console-node").first).to_contain_text("马上做q1")
    console.click(".console-inject:has-text('司机') button")
    expect(tablet.page.locator(".drill-radio")).to_contain_text("还有一名司机没出来")
    console.fill(".console-message textarea", "风向变了")
    console.click(".console-more summary")
    console.select_option("[aria-label='现场变化']", "fire")
    console.fill(".console-value input", "3")
    console.click(".console-message button")
    expect(tablet.page.locator(".drill-radio")).to_contain_text("风向变了")
    expect(console.locator(".drill-meters")).to_contain_text("3")
    console.fill(".console-note input", "站得太近")
    console.click(".console-note button")
    expect(console.locator(".console-events")).to_contain_text("站得太近")
    console.click(".console-speed:text-is('5×')")
    expect(console.locator(".console-speed[aria-pressed=true]")).to_have_text("5×")
    console.click("text=暂停")
    expect(tablet.page.locator(".drill-side")).to_contain_text("演练暂停")
    console.click("text=继续")
    console.click("text=终止演练")
    console.click(".console-dialog .is-danger")
    tablet.page.wait_for_selector("text=演练已由导调终止")
    expect(console.locator(".console-head")).to_contain_text("导调终止")
    assert floor.events()[-1].payload["how"] == "stopped"
    assert floor.events()[0].payload["form"] == "实战演练"
    console.click("text=更正得分")
    console.fill(".console-dialog input[type=number]", "1")
    console.fill(".console-dialog input[maxlength='200']", "终端卡住")
    console.click(".console-dialog .is-primary")
    expect(console.locator(".console-node").first).to_contain_text("得分更正为 1")
    expect(console.locator(".console-events")).to_contain_text("终端卡住")
    console.click("text=签字归档")
    console.click(".console-dialog .is-primary")
    expect(console.locator(".console-signed")).to_contain_text("郑指挥")
    tablet.page.click("text=完成")
    tablet.page.wait_for_selector(".kiosk-start")


def test_a_real_emergency_overrides_every_screen(floor: Floor, console: Page) -> None:
    """One tablet plays, one is idle; both turn red, also after a reload, and come back when it is cleared."""
    playing, idle = floor.tablet("八号终端"), floor.tablet("九号终端")
    console.wait_for_selector(f"[id='k-{playing.device.device_id}']")
    begin(console, playing)
    playing.tap_in("E1002")
    playing.asked()
    console.click(".emergency-open")
    assert "再点一次就发出" in confirm(console.locator(".emergency-hold"))
    expect(console.locator(".emergency-problem")).to_contain_text("先选一条")
    console.click(".emergency-quick:has-text('有人受伤')")
    console.hover(".emergency-hold")
    console.mouse.down()
    console.wait_for_selector(".emergency-sheet", state="detached")  # held for long enough
    console.mouse.up()
    for page in (console, playing.page, idle.page):
        expect(page.locator(".emergency-page")).to_contain_text("有人受伤")
    assert floor.events()[-1].payload["how"] == "real"
    assert faults(idle.page) == []
    idle.page.reload()
    idle.page.wait_for_selector(".emergency-page")
    assert idle.page.query_selector(".emergency-button") is None, "a tablet clears nothing"
    assert "再点一次" in confirm(console.locator(".emergency-button"))
    for page in (console, playing.page, idle.page):
        page.wait_for_selector(".emergency-page", state="detached")


def test_the_console_is_for_everybody(floor: Floor, console: Page) -> None:
    tablet = floor.tablet("五号终端")
    console.wait_for_selector(f"[id='k-{tablet.device.device_id}']")
    assert faults(console) == []
    begin(console, tablet)
    console.wait_for_selector(".console-speeds")
    assert faults(console) == []
    console.set_viewport_size({"width": 1024, "height": 768})
    console.emulate_media(color_scheme="dark")
    for tab in ("events", "injects", "nodes"):
        console.click(f"[data-tab={tab}]")
        assert faults(console) == []
    console.click("text=终止演练")
    console.click(".console-dialog .is-danger")


@pytest.fixture
def learner(drill_platform: Platform) -> Iterator[httpx.Client]:
    with drill_platform.client("E1003") as client:
        yield client


def test_a_learner_directs_nothing_and_sees_no_run(floor: Floor, learner: httpx.Client) -> None:
    tablet = floor.tablet()
    tablet.tap_in("E1001")
    tablet.play_alone()
    run = floor.last_run()
    asked = [
        learner.get("api/drills/runs"),
        learner.post("api/drills/runs", json={"scenario": "quick"}),
        learner.get(f"api/drills/runs/{run}"),
        learner.get(f"api/drills/runs/{run}/events"),
        learner.post(f"api/drills/runs/{run}/actions", json={"uuid": "u", "action": "stop"}),
        learner.post(f"api/drills/runs/{run}/decisions", json={"uuid": "u", "node": "q1", "option": "a"}),
        learner.post(f"api/drills/runs/{run}/observations", json={"uuid": "u", "text": "x"}),
        learner.post(f"api/drills/runs/{run}/scores", json={"uuid": "u", "points": 9, "reason": "x"}),
        learner.post(f"api/drills/runs/{run}/signature", json={"name": "x"}),
        learner.post("api/emergency", json={"text": "x"}),
        learner.request("DELETE", "api/emergency", json={"id": 1}),
        learner.get("apps/director"),
        learner.get("apps/kiosk"),
    ]
    assert [answer.status_code for answer in asked] == [403] * len(asked)


SEATS = [1, "x", [1], [{}], [None], [{"device": 1}], [{"device": "d", "roles": 3}], [{"device": "d", "roles": [3]}]]


def test_a_malformed_order_is_refused_and_harms_nothing(drill_platform: Platform) -> None:
    with drill_platform.client("D3001") as director:
        made = [director.post("api/drills/runs", json={"scenario": "quick", "seats": seats}) for seats in SEATS]
        made += [director.post("api/emergency", json={"text": text}) for text in ("", None, 3, "长" * 300)]
        made += [director.request("DELETE", "api/emergency", json={"id": ident}) for ident in ("1", None, True)]
        assert {answer.status_code for answer in made} <= {404, 409, 422}, [a.status_code for a in made]
        assert director.get("api/emergency").json()["emergency"] is None


def test_a_tablet_sees_its_own_run_and_no_secret(floor: Floor) -> None:
    first, second = floor.tablet("六号终端"), floor.tablet("七号终端")
    first.tap_in("E1001")
    first.play_alone()
    first.asked()
    run = floor.last_run()
    with second.client() as client:
        assert client.get(f"api/drills/runs/{run}").status_code == 409
        second.tap_in("E1002")
        assert client.get(f"api/drills/runs/{run}").status_code == 403
    with first.client() as client:
        answer = client.get(f"api/drills/runs/{run}")
        assert not any(word in answer.text for word in ('"score"', '"best"', "不能等", "更大的火"))
        assert client.get("my").status_code in (302, 403)
        forged = client.post(f"api/drills/runs/{run}/decisions", json={"uuid": "u"}, headers={"X-XSRFToken": "x"})
        assert forged.status_code == 403


def test_events_go_on_after_the_last_one_heard(floor: Floor) -> None:
    tablet = floor.tablet()
    tablet.tap_in("E1003")
    tablet.play_alone()
    tablet.asked()
    with tablet.client() as client:
        client.headers["Last-Event-ID"] = "1"
        with client.stream("GET", f"api/drills/runs/{floor.last_run()}/events") as stream:
            lines = (line for line in stream.iter_lines() if line.startswith("data:"))
            view = json.loads(next(lines).removeprefix("data:"))
            assert view["node"]["id"] == "q1"
            assert "clock" in json.loads(next(lines).removeprefix("data:"))
    with floor.platform.client("D3001") as director:
        director.headers["Last-Event-ID"] = "2"
        with director.stream("GET", f"api/drills/runs/{floor.last_run()}/events") as stream:
            first = next(line for line in stream.iter_lines() if line.startswith("data:"))
            log = json.loads(first.removeprefix("data:"))["events"]
    assert [event["seq"] for event in log] == list(range(3, 3 + len(log))) != []


def test_whoever_leaves_hears_no_more_of_a_run_they_watch(floor: Floor) -> None:
    tablet = floor.tablet()
    tablet.tap_in("E1003")
    tablet.play_alone()
    tablet.asked()
    address = f"api/drills/runs/{floor.last_run()}/events"
    with floor.platform.client("D3001") as director, director.stream("GET", address) as stream:
        lines = stream.iter_lines()
        assert any(line.startswith("data:") for line in lines)
        employed(floor, "D3001", False)
        try:
            deadline = time.monotonic() + PATIENCE
            assert all(time.monotonic() < deadline for _ in lines)
        finally:
            employed(floor, "D3001", True)


def employed(floor: Floor, staff_no: str, active: bool) -> None:
    floor.db.write(lambda session: setattr(session.get(PersonRow, staff_no), "active", active)).result()
