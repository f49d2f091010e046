"""Numbers as programs and people write them into a plan: read or told, and never taken for something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from anpei.exercises import evacuation
from tests.exercises.evacuation.halls import box, feature, hall, write

SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20.50 10.25" data-metres-per-unit="{scale}">
<rect data-evac="area" x="0" y="0" width="20.5" height="10"/>
<line data-evac="exit" data-id="west" x1="0" y1="4" x2="0" y2="6"/>
<rect data-evac="start" data-id="line" x="8" y="2" width="10" height="6" data-people="{people}"/>
</svg>"""


def people_and_rules(path: Path) -> tuple[int | None, list[str]]:
    plan, found = evacuation.read_plan(path)
    rules = [finding.rule for finding in found if finding.rule != "no-muster"]
    return (plan.starts[0].people if plan else None), rules


PEOPLE: list[tuple[Any, int, list[str]]] = [
    (20, 20, []),
    ("20", 20, []),
    ("２０ 人", 20, []),
    (20.0, 20, []),
    ("", 0, []),
    ("二十", 0, ["site-people"]),
    (-3, 0, ["site-people"]),
    (2.5, 0, ["site-people"]),
    (True, 0, ["site-people"]),
    ([20], 0, ["site-people"]),
    (10**9, 0, ["site-people"]),
]


@pytest.mark.parametrize(("written", "people", "rules"), PEOPLE, ids=[repr(each[0]) for each in PEOPLE])
def test_people_are_read_from_text_too_or_told(tmp_path: Path, written: Any, people: int, rules: list[str]) -> None:
    features = [each for each in hall() if each["properties"]["kind"] != "start"]
    features.append(feature("start", box(8, 2, 19, 8), id="line", name="生产线", people=written))
    assert people_and_rules(write(tmp_path, features)) == (people, rules)


def test_a_scale_in_digits_is_a_scale(tmp_path: Path) -> None:
    assert people_and_rules(write(tmp_path, hall(), metres_per_unit="1.0")) == (20, [])
    assert people_and_rules(write(tmp_path, hall(), metres_per_unit="一")) == (None, ["scale-missing", "site-number"])


@pytest.mark.parametrize(
    ("written", "people", "rules"), [("20", 20, []), ("20人", 20, []), ("很多", 0, ["site-people"])]
)
def test_a_picture_with_decimals_says_the_same(tmp_path: Path, written: str, people: int, rules: list[str]) -> None:
    path = tmp_path / "hall/site.svg"
    path.parent.mkdir()
    path.write_text(SVG.format(scale="1.00", people=written), encoding="utf-8")
    assert people_and_rules(path) == (people, rules)


def in_degrees() -> list[dict[str, Any]]:
    """The hall where it stands on earth, as a map program writes it."""

    def placed(point: list[float]) -> list[float]:
        return [121.47 + point[0] / 95_000, 31.23 + point[1] / 111_000]

    def turned(shape: Any) -> Any:
        return placed(shape) if isinstance(shape[0], int | float) else [turned(part) for part in shape]

    features = hall()
    for each in features:
        each["geometry"]["coordinates"] = turned(each["geometry"]["coordinates"])
    return features


@pytest.mark.parametrize("scale", [None, 1, 111_000])
def test_degrees_are_said_to_be_degrees_with_the_way_out(tmp_path: Path, scale: float | None) -> None:
    plan, found = evacuation.read_plan(write(tmp_path, in_degrees(), metres_per_unit=scale))
    assert plan is None and [finding.rule for finding in found] == ["site-degrees"]
    assert "经纬度" in found[0].message and "EPSG" in found[0].message


def test_a_file_that_says_degrees_is_believed(tmp_path: Path) -> None:
    path = write(tmp_path, hall())
    crs = '"crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},\n"features"'
    path.write_text(path.read_text(encoding="utf-8").replace('"features"', crs, 1), encoding="utf-8")
    assert people_and_rules(path) == (None, ["site-degrees"])
