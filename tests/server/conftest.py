"""A plant for evaluators and wardens, running once in a test process for all that is about drills on the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from anpei.database import Database
from tests.helpers.plant import Plant, make_plant
from tests.helpers.platform import Platform, start


@pytest.fixture(scope="session")
def plant_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    platform = start(make_plant(tmp_path_factory.mktemp("plant") / "site"), "--no-lab")
    yield platform
    platform.stop()


@pytest.fixture
def plant(plant_platform: Platform, browser: Browser) -> Iterator[Plant]:
    """The plant as this test needs it; what it began is ended, so that the next finds it as it was."""
    with Database(plant_platform.site.database_url) as db:
        found = Plant(plant_platform, browser, db)
        yield found
        found.leave()
