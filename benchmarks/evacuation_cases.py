"""The evacuation model beside published cases: a corridor (RiMEA test 1) and the flow through a door (Kretz 2006).

Corridor: one person at 1.33 m/s shall cover 40 m of a 2 m wide corridor in 26 to 34 s, in whatever direction it lies
(RiMEA guideline 3.0.0, test 1; the limits as JuPedSim's own test of it has them).

Door: people who stand before it leave at once; flow is people less one over the time between first and last. Measured:
T. Kretz, A. Grünebohm, M. Schreckenberg, Experimental study of pedestrian flow through a bottleneck, J. Stat. Mech.
(2006) P10014, arXiv:physics/0610077; lowest and highest run of each width, as kept in JuPedSim's validation data.
Body radius and time gap of the model were set by this case, so it says how well they fit; the corridor is a test.
"""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from anpei.exercises import evacuation
from anpei.exercises.evacuation import Cue, Inputs
from anpei.exercises.evacuation.crowd import Crowd, draw
from anpei.exercises.evacuation.simulation import FRAME, walk
from benchmarks.frame import Row, median, save
from tests.exercises.evacuation.halls import feature, write

LENGTH, SPEED = 40.0, 1.33
RIMEA = (26.0, 34.0)
ANGLES = (0, 30, 45, 90)
KRETZ = {0.8: (1.388, 1.456), 1.0: (1.710, 2.023), 1.2: (2.033, 2.287)}
PEOPLE = 100
PROMPTLY = Cue(median=0.5, p95=0.6)


def run(quick: bool = False) -> None:
    """Walk both cases, print and keep."""
    with tempfile.TemporaryDirectory(prefix="anpei-bench-") as folder:
        times = {angle: corridor(Path(folder) / f"c{angle}", angle) for angle in ANGLES}
        seeds = range(1, 4 if quick else 11)
        flows = {width: [door(Path(folder) / f"d{width}", width, seed) for seed in seeds] for width in KRETZ}
    rows = [
        Row(
            "corridor of 40 m at 1.33 m/s, four directions",
            f"{RIMEA[0]:.0f}–{RIMEA[1]:.0f} s (RiMEA 3.0.0, test 1)",
            f"{min(times.values()):.1f}–{max(times.values()):.1f} s",
            "inside" if all(RIMEA[0] <= time <= RIMEA[1] for time in times.values()) else "outside",
        )
    ]
    rows += [_row(width, flows[width]) for width in KRETZ]
    runs: dict[str, Any] = {"corridor": times, "door": flows, "engine": evacuation.engine_version()}
    save("evacuation_cases", "Evacuation model beside published cases", rows, runs)


def _row(width: float, flows: list[float]) -> Row:
    low, high = KRETZ[width]
    middle = median(flows)
    where = "inside" if low <= middle <= high else f"{100 * (middle / (low if middle < low else high) - 1):+.0f} %"
    ours = f"{min(flows):.2f}–{max(flows):.2f}/s, median {middle:.2f}"
    return Row(f"flow through a door of {width} m", f"{low:.2f}–{high:.2f}/s (Kretz 2006)", ours, where)


def corridor(folder: Path, angle: float) -> float:
    """Seconds one person takes for the 40 m between one metre from the start and one from the end."""
    plan = _plan(folder, _turned(_corridor(), angle))
    one = Crowd(np.array([_turn((1.0, 1.0), angle)]), np.array([SPEED]), np.array([0.0]), ("s",), np.zeros((1, 2)))
    frames = walk(plan, Inputs(people={"s": 1}, cues=(PROMPTLY,)), 1, crowd=one).frames
    along = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
    way = np.array([frame[0] @ along for frame in frames if not np.isnan(frame[0]).any()])
    began, ended = (float(np.interp(x, way, np.arange(len(way)))) for x in (1.01, 1.01 + LENGTH))
    return (ended - began) * FRAME


def door(folder: Path, width: float, seed: int) -> float:
    """People a second through a door of this width, from a crowd that stands before it."""
    middle = 4.0
    plan = _plan(
        folder,
        [
            feature("area", [[0, 0], [12, 0], [12, 8], [0, 8], [0, 0]]),
            feature("exit", [[12, middle - width / 2], [12, middle + width / 2]], id="x", name="x"),
            feature("start", [[4, 0.5], [11, 0.5], [11, 7.5], [4, 7.5], [4, 0.5]], id="s", people=PEOPLE),
        ],
    )
    inputs = Inputs(people={"s": PEOPLE}, cues=(PROMPTLY,))
    out = walk(plan, inputs, seed, crowd=draw(plan, inputs, seed)).out
    assert not np.isnan(out).any()
    return (PEOPLE - 1) / float(out.max() - out.min())


def _corridor() -> list[dict[str, Any]]:
    end = LENGTH + 4
    return [
        feature("area", [[0, 0], [end, 0], [end, 2], [0, 2], [0, 0]]),
        feature("exit", [[end, 0], [end, 2]], id="x", name="x"),
        feature("start", [[0.2, 0.2], [1.8, 0.2], [1.8, 1.8], [0.2, 1.8], [0.2, 0.2]], id="s", people=1),
    ]


def _turned(features: list[dict[str, Any]], angle: float) -> list[dict[str, Any]]:
    for each in features:
        geometry = each["geometry"]
        rings = [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]
        turned = [[list(_turn(point, angle)) for point in ring] for ring in rings]
        geometry["coordinates"] = turned[0] if geometry["type"] == "LineString" else turned
    return features


def _turn(point: Any, angle: float) -> tuple[float, float]:
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return point[0] * cos - point[1] * sin, point[0] * sin + point[1] * cos


def _plan(folder: Path, features: list[dict[str, Any]]) -> evacuation.SitePlan:
    plan, found = evacuation.read_plan(write(folder, features))
    assert plan is not None, found
    return plan


if __name__ == "__main__":
    run(quick="--quick" in sys.argv)
