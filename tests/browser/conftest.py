"""An exam room: the platform with a small paper, in a browser of its own devices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from anpei.database import Database
from tests.browser.exam_room import Room, furnish
from tests.helpers.platform import Platform, make_site, start
from tests.helpers.school import make_school


@pytest.fixture(scope="session")
def exam_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """One platform for all sittings of this test process; every test begins its own attempt."""
    site = make_site(tmp_path_factory.mktemp("exam") / "site")
    furnish(site)
    platform = start(site, "--no-lab")
    yield platform
    platform.stop()


@pytest.fixture
def room(exam_platform: Platform, browser: Browser) -> Iterator[Room]:
    yield from sitting(exam_platform, browser)


@pytest.fixture
def own_room(tmp_path: Path, browser: Browser) -> Iterator[Room]:
    """A room whose platform this test may break."""
    site = make_site(tmp_path / "site")
    furnish(site)
    yield from sitting(start(site, "--no-lab"), browser, owned=True)


def sitting(platform: Platform, browser: Browser, owned: bool = False) -> Iterator[Room]:
    with Database(platform.site.database_url) as db:
        room = Room(platform, browser, db)
        yield room
        room.leave()
        if owned:
            room.platform.stop()


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """One platform with a course and a paper for all tests of the pages; every test has a learner of its own."""
    platform = start(make_school(tmp_path_factory.mktemp("school") / "site"), "--no-lab")
    yield platform
    platform.stop()
