"""Fixtures every room may use: a site, its database, the running platform, and a browser."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from xdist.scheduler import LoadFileScheduling

from anpei.database import Database
from anpei.settings import Site
from tests import prepare
from tests.helpers import databases
from tests.helpers.platform import PASSWORD, Platform, make_site, start
from tests.helpers.processes import PATIENCE_MS

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process a test starts compiles the whole house anew
sys.dont_write_bytecode = False
expect.set_options(timeout=PATIENCE_MS)
settings.register_profile("house", deadline=None, derandomize=True)  # a busy machine is slow, not wrong
settings.register_profile("search", deadline=None)  # looks where no run has looked yet
settings.load_profile("house")
PHONE = {"width": 390, "height": 844}
SignIn = Callable[..., None]
SHARED = {
    "plant": re.compile(r"tests/server/(evaluation/|rollcall/|core/test_meant)"),
    "house": re.compile(r"tests/server/requests/"),
    "drills": re.compile(r"tests/browser/drills/"),
    "exams": re.compile(r"tests/browser/test_exam"),
    "pages": re.compile(r"tests/browser/test_pages"),
    "journeys": re.compile(r"tests/journeys/"),
    "server": re.compile(
        r"tests/server/(authoring/|staff/|health/|courses/|live/test_closed|live/test_live|core/test_static)"
    ),
    "walks": re.compile(r"tests/browser/test_(evacuation|keyboard|reading)"),
}
"""Files that share a platform, by its name; what walks long on the common one goes apart from what only asks it."""
DEAR = re.compile(
    r"tests/(server|postgres|upgrade|browser|assignments|ops|scaffold|courses|content|tasks|confinement|packaging"
    r"|attempts/test_attempts_api|widgets/test_jup|records/test_standings_kept)"
)


def pytest_configure(config: pytest.Config) -> None:
    """Every run tries the same examples, on every machine; the long run looks for new ones.

    What collecting makes stays to the end: looking through it for rubbish again and again is work for nothing.
    """
    if config.option.markexpr == "long":
        settings.load_profile("search")
    gc.disable()


def shared(nodeid: str) -> str | None:
    """The name of the platform that this test's file shares with others."""
    return next((name for name, files in SHARED.items() if files.match(nodeid)), None)


class ByPlatform(LoadFileScheduling):
    """Files that share a platform go to one process, so that none is started twice; others go one by one.

    Those that take longest begin first, and the many quick ones fill what is left at the end.
    """

    def _split_scope(self, nodeid: str) -> str:
        return shared(nodeid) or str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByPlatform:
    config.option.loadscopereorder = False
    return ByPlatform(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Dear files first; otherwise the order stays random."""
    items.sort(key=lambda item: 0 if shared(item.nodeid) else 1 if DEAR.match(item.nodeid) else 2)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The seed of this run's order and chances once more, where the failures are; a red run is walked again with it."""
    if config.pluginmanager.has_plugin("randomly"):
        seed = config.getoption("randomly_seed")
        terminalreporter.write_line(f'Seed {seed}; the same again: make test ARGS="--randomly-seed={seed} …"')


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test marked ``both_databases`` runs on SQLite and on PostgreSQL, whatever the rest of the run is on."""
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database_kind", databases.KINDS, indirect=True)


@pytest.fixture(autouse=True)
def database_kind(request: pytest.FixtureRequest) -> Iterator[str]:
    """Which database this test's sites are on: ``sqlite`` or ``postgres``."""
    kind = getattr(request, "param", databases.DEFAULT)
    if kind != "sqlite" and request.node.get_closest_marker("sqlite_only"):
        pytest.skip("这个测试只看 SQLite 的文件（about SQLite's files）")
    before = databases.choose(kind)
    yield kind
    databases.choose(before)


@pytest.fixture
def site(tmp_path: Path, database_kind: str) -> Site:
    """A site of seven people with an up-to-date database; nothing is running."""
    return make_site(tmp_path / "site")


@pytest.fixture
def db(site: Site) -> Iterator[Database]:
    with Database(site.database_url) as database:
        yield database


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The platform over a site of its own, one for the whole test process: leave it as you found it."""
    platform = start(make_site(tmp_path_factory.mktemp("server") / "site"), "--no-lab")
    yield platform
    platform.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, which also finds the platform under the name training.plant.test, as phones on a LAN do."""
    rules = "--host-resolver-rules=MAP training.plant.test 127.0.0.1"
    chromium = playwright.chromium.launch(executable_path=prepare.browser(), args=["--no-sandbox", rules])
    yield chromium
    chromium.close()


@pytest.fixture
def browsing(browser: Browser) -> Iterator[BrowserContext]:
    """A phone of its own: no cookies, nothing stored."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai", ignore_https_errors=True)
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(browsing: BrowserContext) -> Page:
    return browsing.new_page()


@pytest.fixture
def sign_in(request: pytest.FixtureRequest) -> SignIn:
    """``sign_in(page, "E1001")``: through the form, as a person does, on the common platform or ``at`` another."""

    def sign_in(page: Page, staff_no: str, password: str = PASSWORD, at: Platform | None = None) -> None:
        page.goto((at or request.getfixturevalue("server")).url("login"))
        page.fill("[name=staff_no]", staff_no)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)

    return sign_in
