"""A shop floor for all drill tests of a process, and one that a single test may break."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from anpei.database import Database
from tests.browser.drills import quick_drill
from tests.browser.drills.floor import Floor
from tests.helpers.platform import Platform, make_site, start

IDLE = 300
"""Seconds after which an untouched tablet returns to its start: long, for a busy machine types slowly."""
SETTINGS = f"[drills]\nidle_reset = {IDLE}\n"


def built(folder: Path) -> Platform:
    site = make_site(folder, SETTINGS)
    quick_drill.lay(site)
    quick_drill.lay_short(site)
    quick_drill.lay_chain(site, 8)
    return start(site, "--no-lab")


@pytest.fixture(scope="session")
def drill_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    platform = built(tmp_path_factory.mktemp("drills") / "site")
    yield platform
    platform.stop()


@pytest.fixture
def floor(drill_platform: Platform, browser: Browser) -> Iterator[Floor]:
    yield from opened(drill_platform, browser)


@pytest.fixture
def own_floor(tmp_path: Path, browser: Browser) -> Iterator[Floor]:
    """A floor whose servers this test may kill."""
    platform = built(tmp_path / "site")
    try:
        yield from opened(platform, browser)
    finally:
        platform.stop()


def opened(platform: Platform, browser: Browser) -> Iterator[Floor]:
    with Database(platform.site.database_url) as db:
        floor = Floor(platform, browser, db)
        yield floor
        floor.clear()
