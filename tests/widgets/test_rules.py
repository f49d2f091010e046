"""What stands in both languages is one rule: Python and the page's scripts run on the same tables of cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anpei_widgets as aw
import pytest
from anpei_widgets.items.shared import values
from anpei_widgets.learning.gas_readings.model import FRESH, LONGEST, STEP, Space, reading, table
from anpei_widgets.learning.risk_ranking import model as ranking
from anpei_widgets.learning.shared.risk_scales import LEC, LEC_BANDS

from anpei import bank

FOLDER = Path(aw.__file__).parent


def cases(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.cases.json").read_text(encoding="utf-8"))


RISK, GAS, SPOT = cases("learning/shared/risk_rules"), cases("learning/gas_readings/rules"), cases("items/spot/rules")


def test_the_scales_of_the_cases_are_ours() -> None:
    assert {factor["id"]: [level["value"] for level in factor["levels"]] for factor in LEC} == RISK["levels"]
    assert [[band["upto"], band["tone"]] for band in LEC_BANDS] == RISK["bands"]


@pytest.mark.parametrize("case", RISK["scores"], ids=str)
def test_a_score_and_its_colour(case: Any) -> None:
    assert ranking.score(case["at"]) == pytest.approx(case["score"])
    assert ranking.tone(case["score"]) == case["tone"]


@pytest.mark.parametrize("case", RISK["measures"], ids=str)
def test_what_a_measure_leaves(case: Any) -> None:
    risk = {"id": "one", "at": case["at"], "change": case["change"]}
    assert ranking.after(risk, {"one"}) == case["after"]
    assert ranking.after(risk, set()) == case["at"]


def test_a_pit_that_is_aired() -> None:
    space = Space(GAS["space"]["volume"], GAS["space"]["flow"], {k: tuple(v) for k, v in GAS["space"]["start"].items()})
    assert (table(space), STEP) == (GAS["table"], GAS["step"])
    for case in GAS["readings"]:
        aired = min(case["aired"] // STEP * STEP, LONGEST)
        assert {gas: reading(space, gas, case["layer"], aired) for gas in FRESH} == case["shows"]


@pytest.mark.parametrize(("x", "y", "words"), SPOT["places"])
def test_where_on_a_picture_a_point_is(x: int, y: int, words: str) -> None:
    assert bank.position(x, y, *SPOT["size"]) == words


@pytest.mark.parametrize(("widget", "name", "limit"), [
    ("short", "LONGEST", values.SHORT_CHARACTERS), ("case", "MOST_BYTES", values.CASE_BYTES),
])  # fmt: skip
def test_an_answer_may_be_as_long_as_its_field(widget: str, name: str, limit: int) -> None:
    script = (FOLDER / f"items/{widget}/widget.js").read_text(encoding="utf-8")
    told = next(line for line in script.splitlines() if line.startswith(f"const {name} = "))
    assert eval(told.partition("= ")[2].rstrip(";")) == limit
