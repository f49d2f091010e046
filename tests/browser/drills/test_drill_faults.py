"""Whatever happens to tablet, network or server: a decision counts once, and the drill goes on where it was.

Both walks are one drill each, an ordeal at every question. The benchmark ``drill_faults`` has them all at full length.
"""

from __future__ import annotations

import pytest

from tests.browser.drills.floor import Floor
from tests.browser.drills.ordeals import ORDEALS, Sufferer, Toll, undergo
from tests.browser.drills.quick_drill import CHAIN
from tests.helpers import databases
from tests.helpers.wire import wired

pytestmark = [pytest.mark.browser, pytest.mark.machines]
TABLET = (
    "reload in the same tick as the tap",
    "nervous double tap",
    "no network",
    "tablet's clock three days slow",
    "two tablets at once",
)
MACHINES = (
    "half-open connection, then reset",
    "acknowledgement lost, then reset",
    "kernel killed",
    "database locked by another writer",
    "server killed with signal 9",
)
POSTGRES = (
    "nervous double tap",
    "acknowledgement lost, then reset",
    "database locked by another writer",
    "database killed and started again",
    "server killed with signal 9",
)
ONCE = Toll()


def tolls(floor: Floor, names: tuple[str, ...], port: int = 0, **more: object) -> dict[str, Toll]:
    """A tablet goes through these ordeals one after the other."""
    tablet = floor.tablet(port=port)
    tablet.tap_in("E1001")
    tablet.play_alone(CHAIN)
    one = Sufferer(floor, tablet, **more)  # type: ignore[arg-type]
    return {name: undergo(one, ORDEALS[name]) for name in names}


def test_nothing_is_lost_or_doubled_at_a_tablet(floor: Floor) -> None:
    told = tolls(floor, TABLET)
    assert told == dict.fromkeys(TABLET, ONCE) | {"two tablets at once": Toll(refused=1)}


def test_nothing_is_lost_or_doubled_by_network_and_server(own_floor: Floor) -> None:
    with wired(own_floor.platform.site.settings.server.port) as wire:
        assert tolls(own_floor, MACHINES, wire.port, wire=wire) == dict.fromkeys(MACHINES, ONCE)


@pytest.mark.long
@pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)
def test_nothing_is_lost_or_doubled_by_a_fallen_postgresql(own_floor: Floor) -> None:
    with wired(own_floor.platform.site.settings.server.port) as wire:
        told = tolls(own_floor, POSTGRES, wire.port, wire=wire, cluster=databases.cluster())
    assert told == dict.fromkeys(POSTGRES, ONCE)
