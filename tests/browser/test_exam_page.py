"""Sitting an exam on a phone, with everything that happens to phones: the rooms behind the page are real."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.exam_room import Room, choose, go, says
from tests.helpers.processes import wait_for
from tests.widgets.axe import faults_on_phone_and_desk


def test_an_answer_is_saved_and_is_there_after_a_reload(room: Room) -> None:
    attempt = room.begin()
    page = room.open(room.device(), attempt)
    go(page, 2)
    choose(page, "安全出口")
    says(page, "已保存")
    page.reload()
    expect(page.get_by_role("heading", name="第 2 题")).to_be_visible()
    expect(page.get_by_role("radio", name="安全出口")).to_be_checked()
    assert len(room.values(attempt)) == 1


def test_each_kind_of_answer_reaches_the_journal(room: Room) -> None:
    attempt = room.begin()
    page = room.open(room.device(), attempt)
    go(page, 3)
    choose(page, "错误")
    go(page, 4)
    page.get_by_role("textbox").fill("119")
    go(page, 5)
    page.get_by_role("textbox").fill("先报警，\n再疏散。")
    room.until(attempt, {"q03": False, "q04": "119", "c01": "先报警，\n再疏散。"})
    says(page, "已保存")


def test_a_reload_without_a_network_goes_on_with_the_paper(room: Room) -> None:
    attempt, device = room.begin(), room.device()
    page = room.open(device, attempt)
    until_kept(page)
    choose(page, "报警")
    says(page, "已保存")
    device.set_offline(True)
    page.reload()
    expect(page.get_by_role("radio", name="报警")).to_be_checked()
    go(page, 2)
    choose(page, "安全出口")
    page.reload()
    expect(page.get_by_role("radio", name="安全出口")).to_be_checked()
    device.set_offline(False)
    wait_for(lambda: room.values(attempt).keys() == {"q01", "q02"})
    says(page, "已保存")
    assert kept(page) != []


def test_nothing_of_anybody_is_kept_for_the_next_or_after_signing_out(room: Room) -> None:
    attempt, device = room.begin("E1001"), room.device("E1001")
    page = room.open(device, attempt)
    until_kept(page)
    device.add_cookies(room.platform.cookies("E1002"))
    page.goto(room.url("my"))
    page.wait_for_function("async () => !(await caches.keys()).some((name) => name.includes('E1001'))")
    attempt = room.begin("E1002")
    page.goto(room.url(f"exam/{attempt}"))
    until_kept(page)
    page.goto(room.url("my"))
    device.set_offline(True)  # also where the server hears nothing of it
    page.locator(".person > summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="没有网络")).to_be_visible()
    assert kept(page) == []
    page.goto(room.url(f"exam/{attempt}"))
    expect(page.get_by_role("heading", name="没有网络")).to_be_visible()


def until_kept(page: Page) -> None:
    page.wait_for_function("async () => (await caches.keys()).some((name) => name.includes('/exam/'))")


def kept(page: Page) -> list[str]:
    names: list[str] = page.evaluate("caches.keys()")
    return [name for name in names if name.startswith("anpei:page:")]


def test_an_answer_taken_back_is_taken_back_in_the_journal(room: Room) -> None:
    attempt = room.begin()
    page = room.open(room.device(), attempt)
    page.get_by_role("radio").first.check()
    says(page, "已保存")
    page.get_by_role("button", name="清除作答").click()
    says(page, "答了就自动保存")
    wait_for(lambda: room.values(attempt) == {})


def test_typing_does_not_send_every_letter(room: Room) -> None:
    """For as long as the letters follow each other: here time stands still while somebody types."""
    attempt, device = room.begin(), room.device()
    device.clock.install()
    page = room.open(device, attempt)
    go(page, 5)
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    page.get_by_role("textbox").press_sequentially("先按报警按钮再喊人疏散")
    page.clock.resume()
    room.until(attempt, {"c01": "先按报警按钮再喊人疏散"})
    assert len(room.facts(attempt, "c01")) == 1


def test_a_flag_is_there_on_the_next_visit(room: Room) -> None:
    attempt = room.begin()
    page = room.open(room.device(), attempt)
    with page.expect_response("**/flags/q01"):
        page.get_by_role("button", name="标记", exact=True).click()
    page.reload()
    expect(page.get_by_role("button", name="已标记")).to_be_visible()


def test_hand_in_leads_to_the_result(room: Room) -> None:
    attempt = room.begin()
    page = room.open(room.device(), attempt)
    choose(page, "报警")
    hand_in(page)
    page.wait_for_url("**/result")
    assert len(room.values(attempt)) == 1
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('outbox'))") == []


def test_a_finished_paper_leads_to_its_result(room: Room) -> None:
    attempt = room.begin()
    room.begin()
    page = room.device().pages[0]
    page.goto(room.url(f"exam/{attempt}"))
    page.wait_for_url(f"**/exam/{attempt}/result")


def test_somebody_elses_paper_stays_closed(room: Room) -> None:
    attempt = room.begin("E1001")
    page = room.device("E1002").pages[0]
    answer = page.goto(room.url(f"exam/{attempt}"))
    assert answer is not None and answer.status == 404  # as an attempt that isn't there
    assert "先做什么" not in page.content()


def test_a_double_tap_is_one_answer(room: Room) -> None:
    attempt = room.begin()
    page = room.open(room.device(has_touch=True), attempt)
    box = page.locator(".anpei-option").first.bounding_box()
    assert box
    for _ in range(2):
        page.touchscreen.tap(box["x"] + 60, box["y"] + 20)
    says(page, "已保存")
    room.until(attempt, {"q01": "a"})
    assert len(room.facts(attempt, "q01")) == 1


def test_hand_in_pressed_twice_hands_in_once(room: Room) -> None:
    attempt = room.begin()
    page = room.open(room.device(), attempt)
    go(page, 5)
    page.get_by_role("button", name="交卷", exact=True).click()
    page.get_by_role("button", name="确认交卷").dblclick()
    page.wait_for_url("**/result")


def test_the_page_holds_no_key_and_runs_no_foreign_script(room: Room) -> None:
    page = room.open(room.device(), room.begin())
    source = page.content()
    told = source.split('id="exam">')[1].split("</script>")[0]
    assert "sit-1" not in source and "explanation" not in source and "right" not in told
    assert "<script>" not in source


def test_a_cold_visit_is_small_and_quiet(room: Room) -> None:
    """Everything the page fetches, headers included; nothing for the console to complain about.

    What it fetches once more, to be there without a network, comes from a browser's cache, which is off here.
    """
    context = room.device()
    page = context.pages[0]
    names: dict[str, str] = {}
    sizes: dict[str, float] = {}
    complaints: list[str] = []
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    cdp.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    cdp.on("Network.loadingFinished", lambda e: sizes.setdefault(names[e["requestId"]], e["encodedDataLength"]))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    room.open(context, room.begin())
    page.get_by_role("radio").first.check()
    says(page, "已保存")
    assert sum(sizes.values()) < 90_000
    assert complaints == []


def test_it_is_for_everybody(room: Room) -> None:
    page = room.open(room.device(), room.begin())
    assert faults_on_phone_and_desk(page) == []


def hand_in(page: Page) -> None:
    go(page, 5)
    page.get_by_role("button", name="交卷", exact=True).click()
    page.get_by_role("button", name="确认交卷").click()
