"""``python docs/screenshots.py``: the pictures of README and guides, taken from a fresh demo as its users see it."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from anpei import clock, demo  # noqa: E402 - the checkout's tests come first
from anpei.settings import open_site  # noqa: E402
from tests import prepare  # noqa: E402
from tests.helpers.platform import Platform, free_ports, start  # noqa: E402

IMAGES = Path(__file__).parent / "images"
PHONE = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1280, "height": 800}}
CONSOLE = {"viewport": {"width": 1440, "height": 900}}


class Studio:
    """A demo, a browser, and the accounts to sign in with."""

    def __init__(self, platform: Platform, browser: Browser) -> None:
        self.platform, self.browser = platform, browser
        self.accounts = {one.staff_no: one for one in demo.accounts(platform.site).accounts}

    def page(self, shape: dict[str, Any], **options: Any) -> Page:
        context = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **shape, **options)
        context.set_default_timeout(60_000)
        return context.new_page()

    def signed_in(self, staff_no: str, shape: dict[str, Any], **options: Any) -> Page:
        page = self.page(shape, **options)
        page.goto(self.platform.url("login"))
        page.get_by_label("工号").fill(staff_no)
        page.get_by_label("密码", exact=True).fill(self.accounts[staff_no].password)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    def keep(self, page: Page, name: str) -> None:
        page.wait_for_timeout(1200)
        page.screenshot(path=IMAGES / f"{name}.png")


def learner(studio: Studio) -> None:
    phone = studio.signed_in("E1003", PHONE)
    studio.keep(phone, "my-phone")
    phone.goto(studio.platform.url("courses/fire-escape/02-extinguisher"))
    widget = phone.locator("[data-anpei-widget=extinguisher_chooser]").first
    widget.scroll_into_view_if_needed()
    studio.keep(phone, "chapter-phone")
    phone.goto(studio.platform.url("papers/fire-basics"))
    phone.get_by_role("button", name="开始考试").click()
    phone.locator("input[type=radio]").first.check(force=True)
    studio.keep(phone, "exam-phone")
    phone.get_by_role("button", name=re.compile("答题卡")).click()
    studio.keep(phone, "exam-sheet-phone")
    dark = studio.signed_in("E1024", PHONE, color_scheme="dark")
    dark.goto(studio.platform.url("courses/fire-escape"))
    studio.keep(dark, "course-phone-dark")


def trainer(studio: Studio) -> None:
    desk = studio.signed_in("T0001", DESK)
    desk.goto(studio.platform.url("board"))
    studio.keep(desk, "board")
    desk.goto(studio.platform.url("board/assign"))
    studio.keep(desk, "assign")


def drill(studio: Studio) -> None:
    home = studio.platform.url()
    link = next(row[2] for row in demo.rows(studio.platform.site, home, clock.now()) if "enrol" in row[2])
    tablet = studio.page(DESK)
    tablet.goto(link)
    tablet.get_by_role("button", name="登记这台设备").click()
    tablet.get_by_role("button", name=re.compile("点这里开始")).click()
    tablet.keyboard.type("E1025")
    tablet.get_by_role("button", name="下一步").click()
    tablet.keyboard.type(studio.accounts["E1025"].pin or "")
    tablet.get_by_role("button", name="就位").last.click()
    tablet.locator(".kiosk-scenario", has_text="车间火灾疏散").get_by_role("button").click()
    tablet.wait_for_timeout(5_000)
    studio.keep(tablet, "kiosk")
    console = studio.signed_in("D0001", CONSOLE)
    console.goto(studio.platform.url("director"))
    console.wait_for_timeout(8_000)
    studio.keep(console, "director")


def main() -> None:
    shots: tuple[Callable[[Studio], None], ...] = (learner, trainer, drill)
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        port, lab_port = free_ports(2)
        site = Path(folder) / "site"
        demo.build(site, clock.now(), server=f"port = {port}\nlab_port = {lab_port}\n")
        platform = start(open_site(site))
        browser = playwright.chromium.launch(executable_path=prepare.browser(), args=["--no-sandbox"])
        try:
            for shot in shots:
                shot(Studio(platform, browser))
        finally:
            browser.close()
            platform.stop()


if __name__ == "__main__":
    main()
