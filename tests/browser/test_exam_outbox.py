"""The outbox: networks fail, tabs close, sign-ins end, servers die, tablets are shared; nothing is lost."""

from __future__ import annotations

import os
import signal

from playwright.sync_api import Page, expect

from tests.browser.exam_room import Room, choose, go, says
from tests.helpers.platform import start


def test_thirty_seconds_without_a_network(room: Room) -> None:
    attempt = room.begin()
    device = room.device()
    device.clock.install()
    page = room.open(device, attempt)
    device.set_offline(True)
    page.get_by_role("radio").first.check()
    go(page, 3)
    choose(page, "错误")
    go(page, 4)
    page.get_by_role("textbox").fill("119")
    says(page, "离线，已暂存 3 题")
    page.clock.run_for(30_000)
    assert room.values(attempt) == {}
    device.set_offline(False)
    says(page, "已保存")
    assert room.values(attempt) == {"q01": "a", "q03": False, "q04": "119"}


def test_only_the_newest_unsent_answer_travels(room: Room) -> None:
    attempt = room.begin()
    device = room.device()
    page = room.open(device, attempt)
    device.set_offline(True)
    for i in (0, 1, 2):
        page.get_by_role("radio").nth(i).check()
    says(page, "已暂存 1 题")
    device.set_offline(False)
    room.until(attempt, {"q01": "c"})
    assert len(room.facts(attempt, "q01")) <= 2  # one was in flight when the network went


def test_a_closed_tab_keeps_its_answers(room: Room) -> None:
    attempt = room.begin()
    device = room.device()
    page = room.open(device, attempt)
    device.set_offline(True)
    page.get_by_role("radio").nth(1).check()
    says(page, "已暂存 1 题")
    other = device.new_page()
    page.close()
    device.set_offline(False)
    other.goto(room.url(f"exam/{attempt}"))
    says(other, "已保存")
    assert room.values(attempt) == {"q01": "b"}


def test_another_device_has_every_acknowledged_answer(room: Room) -> None:
    attempt = room.begin()
    phone = room.open(room.device(), attempt)
    phone.get_by_role("radio").nth(1).check()
    says(phone, "已保存")
    desk = room.open(room.device(viewport={"width": 1280, "height": 800}), attempt)
    desk.get_by_role("complementary", name="答题卡").get_by_role("button", name="第 1 题，已答").click()
    expect(desk.get_by_role("radio").nth(1)).to_be_checked()


def test_two_devices_disagree_and_the_learner_keeps_the_other(room: Room) -> None:
    attempt, phone, desk = two_devices(room)
    phone.get_by_role("radio").nth(0).check()
    says(phone, "已保存")
    desk.get_by_role("radio").nth(2).check()
    box = desk.get_by_role("dialog", name="这道题有两个回答")
    box.get_by_role("button", name="保留另一台设备上的回答").click()
    expect(desk.get_by_role("radio").nth(0)).to_be_checked()
    says(desk, "已保存")
    assert room.values(attempt) == {"q01": "a"}


def test_two_devices_disagree_and_the_learner_keeps_this_one(room: Room) -> None:
    attempt, phone, desk = two_devices(room)
    phone.get_by_role("radio").nth(0).check()
    says(phone, "已保存")
    desk.get_by_role("radio").nth(2).check()
    desk.get_by_role("button", name="保留本机回答").click()
    says(desk, "已保存")
    assert room.values(attempt) == {"q01": "c"}
    kept = [f.value for f in room.facts(attempt, "q01")]
    assert kept == ["a", "c", "c"]


def two_devices(room: Room) -> tuple[int, Page, Page]:
    attempt = room.begin()
    return attempt, room.open(room.device(), attempt), room.open(room.device(), attempt)


def test_two_tabs_of_one_browser_agree_without_asking(room: Room) -> None:
    attempt = room.begin()
    device = room.device()
    one = room.open(device, attempt)
    two = device.new_page()
    two.goto(room.url(f"exam/{attempt}#q01"))
    one.get_by_role("radio").nth(1).check()
    expect(two.get_by_role("radio").nth(1)).to_be_checked()
    says(one, "已保存")
    two.get_by_role("radio").nth(2).check()
    room.until(attempt, {"q01": "c"})
    expect(one.get_by_role("radio").nth(2)).to_be_checked()


def test_signed_out_in_between_and_back_again(room: Room) -> None:
    attempt = room.begin()
    device = room.device()
    page = room.open(device, attempt)
    device.clear_cookies()
    page.get_by_role("radio").nth(1).check()
    says(page, "登录已过期，已暂存 1 题")
    page.get_by_role("link", name="重新登录").click()
    room.fill_in(page, "E1001")
    page.wait_for_url(f"**/exam/{attempt}*")
    says(page, "已保存")
    assert room.values(attempt) == {"q01": "b"}


def test_another_person_on_the_same_tablet_sees_and_sends_nothing_of_it(room: Room) -> None:
    mine, theirs = room.begin("E1001"), room.begin("E1002")
    device = room.device("E1001")
    page = room.open(device, mine)
    device.clear_cookies()
    go(page, 4)
    page.get_by_role("textbox").fill("我的答案")
    says(page, "已暂存 1 题")
    room.sign_in(page, "E1002")
    page = room.open(device, theirs)
    says(page, "答了就自动保存")
    go(page, 4)
    expect(page.get_by_role("textbox")).to_have_value("")
    assert room.values(mine) == {} and room.values(theirs) == {}
    device.clear_cookies()
    room.sign_in(page, "E1001")
    room.open(device, mine)
    room.until(mine, {"q04": "我的答案"})


def test_another_persons_sign_in_stops_an_open_page(room: Room) -> None:
    mine = room.begin("E1001")
    device = room.device("E1001")
    page = room.open(device, mine)
    device.clear_cookies()
    room.sign_in(device.new_page(), "E1002")
    page.get_by_role("radio").first.check()
    says(page, "登录的不是本人，已暂存 1 题，不会提交")
    assert room.values(mine) == {}


def test_the_server_is_killed_and_comes_back(own_room: Room) -> None:
    room = own_room
    attempt = room.begin()
    page = room.open(room.device(), attempt)
    page.get_by_role("radio").nth(0).check()
    says(page, "已保存")
    os.killpg(room.platform.process.pid, signal.SIGKILL)
    room.platform.process.wait()
    go(page, 3)
    choose(page, "错误")
    says(page, "已暂存 1 题")
    room.platform = start(room.platform.site)
    says(page, "已保存")
    assert room.values(attempt) == {"q01": "a", "q03": False}


def test_hand_in_waits_for_the_last_answer(room: Room) -> None:
    attempt = room.begin()
    device = room.device()
    page = room.open(device, attempt)
    go(page, 5)
    device.set_offline(True)
    page.get_by_role("textbox").fill("先报警。")
    page.get_by_role("button", name="交卷", exact=True).click()
    page.get_by_role("button", name="确认交卷").click()
    expect(page.get_by_role("dialog").get_by_text("保存之后才能交卷")).to_be_visible()
    device.set_offline(False)
    page.wait_for_url("**/result")
    assert room.values(attempt) == {"c01": "先报警。"}


def test_waiting_to_hand_in_can_be_given_up(room: Room) -> None:
    attempt = room.begin()
    device = room.device()
    page = room.open(device, attempt)
    go(page, 5)
    device.set_offline(True)
    page.get_by_role("textbox").fill("先报警。")
    page.get_by_role("button", name="交卷", exact=True).click()
    page.get_by_role("button", name="确认交卷").click()
    page.get_by_role("button", name="继续作答").click()
    device.set_offline(False)
    says(page, "已保存")
    assert "/result" not in page.url


def test_time_runs_out_with_an_unsent_answer(room: Room) -> None:
    attempt = room.begin()
    device = room.device()
    device.clock.install()
    page = room.open(device, attempt)
    page.get_by_role("radio").first.check()
    says(page, "已保存")
    device.set_offline(True)
    go(page, 3)
    choose(page, "错误")
    says(page, "已暂存 1 题")
    room.time_is_up(attempt, page)
    expect(page.get_by_text("联网后这里会自动继续")).to_be_visible()
    room.until_handed_in(attempt)
    device.set_offline(False)
    expect(page.get_by_text("第 3 题最后的回答在时间到之后才送达")).to_be_visible()
    page.get_by_role("link", name="查看结果").click()
    page.wait_for_url("**/result")
    assert room.values(attempt) == {"q01": "a"}
    assert [f.outcome for f in room.facts(attempt, "q03")] == ["late"]


def test_time_runs_out_with_everything_saved(room: Room) -> None:
    attempt = room.begin()
    device = room.device()
    device.clock.install()
    page = room.open(device, attempt)
    page.get_by_role("radio").first.check()
    says(page, "已保存")
    room.time_is_up(attempt, page)
    page.wait_for_url("**/result")
    assert room.values(attempt) == {"q01": "a"}


def test_a_browser_that_keeps_nothing_is_told_to_stay(room: Room) -> None:
    attempt = room.begin()
    device = room.device()
    full = "() => { throw new DOMException('full', 'QuotaExceededError'); }"
    device.add_init_script(f"Storage.prototype.setItem = {full};")
    page = room.open(device, attempt)
    device.set_offline(True)
    page.get_by_role("radio").first.check()
    says(page, "1 题还没有保存，请不要关闭本页")
    device.set_offline(False)
    says(page, "已保存")
    assert room.values(attempt) == {"q01": "a"}


def test_plain_http_under_another_name(room: Room) -> None:
    """No secure context: no Web Locks and no randomUUID; the lease does the same."""
    attempt = room.begin()
    room.host = "training.plant.test"
    device = room.device()
    page = room.open(device, attempt)
    assert page.evaluate("[isSecureContext, 'locks' in navigator]") == [False, False]
    device.set_offline(True)
    page.get_by_role("radio").nth(1).check()
    says(page, "已暂存 1 题")
    device.set_offline(False)
    says(page, "已保存")
    assert room.values(attempt) == {"q01": "b"}
