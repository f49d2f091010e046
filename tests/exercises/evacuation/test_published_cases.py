"""Published cases: the speed kept in a corridor, the flow through a door. The long run walks them all."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.engine


def test_a_person_keeps_their_speed_in_a_corridor(tmp_path: Path) -> None:
    """RiMEA guideline 3.0.0, test 1: 40 m at 1.33 m/s in 26 to 34 s, also when the corridor lies askew."""
    from benchmarks.evacuation_cases import RIMEA, corridor

    assert all(RIMEA[0] <= corridor(tmp_path / str(angle), angle) <= RIMEA[1] for angle in (0, 30))


def test_a_door_lets_as_many_through_as_measured(tmp_path: Path) -> None:
    from benchmarks.evacuation_cases import KRETZ, door

    low, high = KRETZ[1.0]
    assert 0.9 * low <= door(tmp_path, 1.0, 1) <= 1.1 * high


@pytest.mark.long
def test_every_width_and_direction(tmp_path: Path) -> None:
    from benchmarks.evacuation_cases import ANGLES, KRETZ, RIMEA, corridor, door

    times = [corridor(tmp_path / f"c{angle}", angle) for angle in ANGLES]
    assert all(RIMEA[0] <= time <= RIMEA[1] for time in times)
    for width, (low, high) in KRETZ.items():
        flows = [door(tmp_path / f"d{width}", width, seed) for seed in range(1, 11)]
        assert 0.9 * low <= sorted(flows)[5] <= 1.1 * high
