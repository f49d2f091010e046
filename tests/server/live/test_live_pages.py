"""A live page in a real browser: it works, says when it lost touch, comes back by itself, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, Request, expect

from tests.browser.walking import Brought
from tests.helpers.live_shelf import COUNTER, SignIn, kernels, lay, opened
from tests.helpers.platform import Platform
from tests.helpers.processes import wait_for

pytestmark = pytest.mark.browser
PART = re.compile(r"/part/[^/]{43}/(?P<path>.*)")
PINNED = '<b id="pinned" style="position:fixed;bottom:7px;left:7px;margin:0">钉住</b>'
ATTACK = """(async () => {
  const [tried, platform] = [{}, "PLATFORM"];
  const attempt = async (name, act) => {
    try { tried[name] = "got " + await act(); } catch { tried[name] = "refused"; }
  };
  const text = (address, how) => fetch(address, how).then((answer) => answer.text());
  const shown = (kind, name, address) => new Promise((got, refused) => {
    const one = document.createElement(kind);
    [one.onload, one.onerror, one[name]] = [got, refused, address];
    document.body.append(one);
  });
  const form = { act: "reset", staff_no: "E1002" };
  await attempt("cookies", () => document.cookie);
  await attempt("storage", () => localStorage.length);
  await attempt("the page around", () => parent.document.title);
  await attempt("moving the page around", () => { top.location = platform + "/admin"; });
  await attempt("a page of its own origin", () => text("/admin"));
  await attempt("a page", () => text(platform + "/admin", { credentials: "include" }));
  await attempt("a page unread", () => text(platform + "/admin", { credentials: "include", mode: "no-cors" }));
  const act = { method: "POST", credentials: "include", mode: "no-cors", body: new URLSearchParams(form) };
  await attempt("an act", () => text(platform + "/admin", act));
  navigator.sendBeacon(platform + "/admin", act.body);
  await attempt("a picture", () => shown("img", "src", platform + "/admin"));
  await attempt("a script", () => shown("script", "src", platform + "/static/anpei/core/page.js"));
  await attempt("a socket", () => new Promise((got, refused) => {
    const one = new WebSocket(platform.replace("http", "ws") + "/api/kernels/0-0-0-0-0/channels");
    [one.onopen, one.onerror] = [got, refused];
  }));
  await attempt("another's kernel", () => text("api/kernels/0-0-0-0-0").then((told) => { if (!told.id) throw 0; }));
  document.getElementById("tried").textContent = JSON.stringify(tried);
})()"""
FIXED = f"from IPython.display import HTML\nHTML({PINNED!r})"


def part_of(page: Page) -> FrameLocator:
    """What the kernel shows of the chapter; it opens as its reader comes near."""
    page.locator(".live-part").scroll_into_view_if_needed()
    return page.frame_locator(".live-frame")


def button(page: Page, times: int) -> Locator:
    return part_of(page).get_by_role("button", name=f"按了 {times} 次")


def counted(page: Page, times: int) -> None:
    button(page, times).wait_for()


def no_kernel_left(server: Platform) -> bool:
    return not kernels(server)


@pytest.fixture
def chapter(server: Platform, page: Page) -> Iterator[str]:
    """A live page's address; afterwards the page is left, as a person leaves it, and its kernel with it."""
    wait_for(lambda: no_kernel_left(server))
    yield server.url(lay(server, "counter", COUNTER).replace("live/", "courses/", 1))
    page.goto("about:blank")


def test_a_click_reaches_python_and_comes_back(page: Page, sign_in: SignIn, chapter: str) -> None:
    sign_in(page, "E1001")
    page.goto(chapter)
    button(page, 0).click()
    counted(page, 1)


def test_nothing_is_asked_of_the_internet_and_nothing_fails(page: Page, sign_in: SignIn, chapter: str) -> None:
    asked: list[Request] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    sign_in(page, "E1001")
    page.goto(chapter)
    counted(page, 0)
    assert {urlsplit(request.url).hostname for request in asked} - {None, ""} == {"127.0.0.1"}
    assert errors == []


def test_what_is_fixed_stays_and_a_dark_reader_gets_a_dark_part(page: Page, sign_in: SignIn, server: Platform) -> None:
    sign_in(page, "E1001")
    page.emulate_media(color_scheme="dark")
    page.goto(server.url(lay(server, "pinned", COUNTER, FIXED).replace("live/", "courses/", 1)))
    counted(page, 0)
    body = part_of(page).locator("body")
    assert body.evaluate("document.documentElement.dataset.theme") == "dark"
    assert body.evaluate("document.body.dataset.jpThemeLight ?? null") is None  # widgets would stay light
    assert body.evaluate("getComputedStyle(document.querySelector('#rendered_cells')).contain") == "none"
    place, around = part_of(page).locator("#pinned").bounding_box(), page.locator(".live-frame").bounding_box()
    assert place is not None and around is not None
    assert place["y"] + place["height"] == pytest.approx(around["y"] + around["height"] - 7, abs=2)
    page.goto("about:blank")


def test_a_chapter_is_read_at_once_and_its_kernel_fills_in(page: Page, sign_in: SignIn, server: Platform) -> None:
    """Text, the activities that need no kernel and the way on are the page's own; warm, it asks for nothing it has."""
    wait_for(lambda: no_kernel_left(server))
    sign_in(page, "E1001")
    chapter = server.url("courses/fire-escape/03-smoke")
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type in ("warning", "error") else None)
    cold = Brought(page)
    page.goto(chapter, wait_until="commit")
    expect(page.get_by_role("heading", name="带走三句话")).to_be_attached()
    expect(page.locator("blockquote.warn").first).to_contain_text("注意")
    expect(page.locator(".chapter-end").get_by_role("link", name="下一章")).to_be_attached()
    expect(page.locator("[data-anpei-widget=practice]")).to_have_count(5)
    part = page.locator(".live-part")
    part.scroll_into_view_if_needed()
    expect(part.locator("[data-said]")).not_to_contain_text("ipynb")
    frame = page.frame_locator(".live-frame")
    frame.get_by_role("radio", name="回去拿手机和包").check()
    expect(frame.locator(".anpei-smoke-says")).to_contain_text("没走出来")
    expect(part.locator(".anpei-smoke_layer")).to_be_hidden()
    assert told == []
    pieces = [one for one in cold.over_the_network() if re.search(r"/\d+\.voila\.js$", one)]
    assert pieces == []  # they come as one
    page.goto("about:blank")
    brought = Brought(page)
    page.goto(chapter)
    part.scroll_into_view_if_needed()
    expect(page.locator(".live-frame[data-ready]")).to_be_visible()
    asked = [one for one in brought.over_the_network() if one.startswith("http") and "/api/" not in one]
    assert asked[0] == chapter and [PART.search(one)["path"] for one in asked[1:]] == ["live/fire-escape/03-smoke"]
    page.goto("about:blank")


def test_a_network_that_refuses_websockets_is_told_with_a_way_on(page: Page, sign_in: SignIn, server: Platform) -> None:
    """Here every WebSocket is sent where the server answers it with a page, as such a proxy does."""
    refusing = "(() => { const Own = WebSocket; window.WebSocket = class extends Own { constructor(url, ...more) {"
    page.add_init_script(refusing + "super(url.replace(/api\\/kernels.*/, 'nosuch'), ...more) } } })()")
    sign_in(page, "E1001")
    page.goto(server.url("courses/fire-escape/03-smoke"))
    part = page.locator(".live-part")
    part.scroll_into_view_if_needed()
    expect(part.locator("[data-said]")).to_contain_text("WebSocket 被拦住了")
    expect(part.get_by_role("button", name="再试一次")).to_be_visible()
    expect(part.locator(".anpei-smoke_layer")).to_be_visible()
    page.goto("about:blank")


def test_a_killed_kernel_is_told_and_the_page_comes_back(
    page: Page, sign_in: SignIn, server: Platform, chapter: str
) -> None:
    sign_in(page, "E1001")
    page.goto(chapter)
    button(page, 0).click()
    counted(page, 1)
    for process in kernels(server):
        os.kill(process.pid, signal.SIGKILL)
    page.get_by_text("互动部分已停止，正在重新打开…").wait_for()
    counted(page, 0)


def test_a_lost_network_is_told_and_found_again(page: Page, sign_in: SignIn, chapter: str) -> None:
    sign_in(page, "E1001")
    page.goto(chapter)
    counted(page, 0)
    page.context.set_offline(True)
    page.get_by_text("网络中断了，正在重新连接…").wait_for()
    page.context.set_offline(False)
    expect(page.locator("[data-said]")).to_be_hidden()


def test_reloading_and_leaving_keep_no_old_kernels(page: Page, sign_in: SignIn, server: Platform, chapter: str) -> None:
    sign_in(page, "E1001")
    for _ in range(3):
        page.goto(chapter)
        counted(page, 0)
    wait_for(lambda: len(kernels(server)) == 1)
    page.goto(server.url("password"))
    wait_for(lambda: no_kernel_left(server))


def test_signed_out_in_between_ends_the_part_and_leads_to_sign_in_and_back(
    page: Page, sign_in: SignIn, server: Platform, chapter: str
) -> None:
    sign_in(page, "E1001")
    page.goto(chapter)
    counted(page, 0)
    other = page.context.new_page()
    other.goto(server.url("my"))
    other.locator("form[action$=logout]").evaluate("form => form.submit()")
    expect(page.locator("[data-said]")).to_contain_text("登录已过期。")
    page.get_by_role("button", name="重新登录").click()
    page.wait_for_url("**/login?next=**")


def test_the_third_page_waits_and_opens_when_one_is_closed(
    page: Page, sign_in: SignIn, server: Platform, chapter: str
) -> None:
    path = lay(server, "second", COUNTER)
    with server.client("E1001") as client, opened(client, path):
        with opened(client, path):
            sign_in(page, "E1001")
            page.goto(chapter)
            page.get_by_text("关掉一个，这一页就会自动打开").wait_for()
        counted(page, 0)


def test_a_trainers_script_gets_nothing_of_whoever_reads(page: Page, sign_in: SignIn, server: Platform) -> None:
    """An administrator opens a chapter whose code puts out a script; the chapter itself goes on working."""
    tries = ATTACK.replace("PLATFORM", server.url().removesuffix("/"))
    code = f"from IPython.display import HTML\nHTML({f'<p id=tried></p><script>{tries}</script>'!r})"
    path = lay(server, "attack", COUNTER, code, roles=("learner", "admin"))
    sign_in(page, "A9001")
    answered: list[str] = []
    page.on("response", lambda answer: answered.append(answer.url) if answer.url.endswith("/admin") else None)
    page.goto(server.url(path.replace("live/", "courses/", 1)))
    part_of(page).locator("#tried", has_text="}").wait_for()
    tried = json.loads(part_of(page).locator("#tried").inner_text())
    assert len(tried) == 12 and set(tried.values()) == {"refused"}
    button(page, 0).click()
    counted(page, 1)
    part_of(page).locator("body").evaluate(f"location.href = {server.url('admin')!r}")
    page.wait_for_function("[...document.querySelectorAll('.live-frame')].every((one) => !one.contentDocument)")
    assert page.url.endswith("/courses/smoke/attack")
    assert [one for one in answered if one.startswith(server.url())] == []
    assert [frame.url for frame in page.frames if frame.url.startswith(server.url())] == [page.url]
    page.goto("about:blank")


@pytest.mark.long
def test_when_all_kernels_are_taken_the_queue_is_seen(
    page: Page, sign_in: SignIn, server: Platform, chapter: str
) -> None:
    path = lay(server, "second", COUNTER, roles=("learner", "trainer", "director"))
    with ExitStack() as stack:
        for staff_no in ("E1002", "T2001", "D3001"):
            client = stack.enter_context(server.client(staff_no))
            stack.enter_context(opened(client, path))
            kernel = stack.enter_context(opened(client, path))
        sign_in(page, "E1001")
        page.goto(chapter)
        page.get_by_text("下一个就是你。").wait_for()
        client.post("api/live/leave", data={"kernel": kernel})
        counted(page, 0)
