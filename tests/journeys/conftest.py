"""The demo enterprise as ``make run`` builds it, running, with its accounts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from anpei import clock, demo
from anpei.settings import open_site
from tests import prepare
from tests.browser.walking import SHAPES
from tests.helpers.platform import Platform, free_ports, start
from tests.helpers.processes import PATIENCE_MS


@dataclass
class Enterprise:
    """A running demo: sign anybody in, on any device, with the printed password."""

    platform: Platform
    browser: Browser
    passwords: dict[str, str]

    def url(self, path: str = "") -> str:
        return self.platform.url(path)

    def client(self, staff_no: str) -> httpx.Client:
        return self.platform.client(staff_no, self.passwords[staff_no])

    def sit_down(self, staff_no: str, shape: str = "phone") -> Page:
        """A new device, on which the person has signed in through the form."""
        context = self.browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **SHAPES[shape])
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(self.url("login"))
        page.get_by_label("工号").fill(staff_no)
        page.get_by_label("密码", exact=True).fill(self.passwords[staff_no])
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page


def anpei(*words: str) -> subprocess.CompletedProcess[str]:
    """The command line, as its user types it."""
    command = [str(Path(sys.executable).with_name("anpei")), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def demo_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    folder = tmp_path_factory.mktemp("demo") / "site"
    port, lab_port, live_port = free_ports(3)
    demo.build(folder, clock.now(), server=f"port = {port}\nlab_port = {lab_port}\nlive_port = {live_port}\n")
    site = open_site(folder)
    if prepare.BUILT.exists():
        prepare.lay_built(site.built)
    anpei("content", "build", "--site", str(folder))
    platform = start(site)
    yield platform
    platform.stop()


@pytest.fixture
def enterprise(demo_platform: Platform, browser: Browser) -> Iterator[Enterprise]:
    accounts = demo.accounts(demo_platform.site).accounts
    people = {account.staff_no: account.password for account in accounts}
    opened = list(browser.contexts)
    yield Enterprise(demo_platform, browser, people)
    for context in browser.contexts:
        if context not in opened:
            context.close()
