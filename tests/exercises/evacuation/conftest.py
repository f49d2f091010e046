"""Where the engine has no wheel, what needs it is skipped, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from anpei.exercises import evacuation
from tests.exercises.evacuation.halls import plan_in

engine = pytest.mark.skipif(not evacuation.available(), reason="JuPedSim 没有装上（anpei evacuation install）")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked ``engine`` need JuPedSim."""
    for item in items:
        if item.get_closest_marker("engine"):
            item.add_marker(engine)


@pytest.fixture
def plan(tmp_path: Path) -> evacuation.SitePlan:
    return plan_in(tmp_path)[0]
