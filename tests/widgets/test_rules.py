"""What stands in both languages is one rule: Python and the page's scripts run on the same tables of cases.

These are all the rules that have a twin. The others are told in JavaScript alone, for only the page plays them: what
follows from a log of steps (bleeding control, CPR, the extinguisher, the hazard board, the incident clock, the smoke
route), the order of steps, who is found in a list; Python gives them words and numbers. Only Python reckons marks.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import anpei_widgets as aw
import numpy as np
import pytest
from anpei_widgets.items.shared import values
from anpei_widgets.learning.gas_readings.model import FRESH, LONGEST, STEP, Space, reading, table
from anpei_widgets.learning.risk_ranking import model as ranking
from anpei_widgets.learning.shared.risk_scales import LEC, LEC_BANDS

import anpei
from anpei import bank, clock, grading
from anpei.exercises.evacuation import tracks
from anpei.exercises.evaluation.reading import folded
from anpei.exercises.evaluation.tables import EvaluationEntry
from anpei.exercises.report.comparison import WORDS as VERDICTS
from anpei.exercises.rollcall.counting import RollCallEntry, count
from anpei.exercises.rollcall.model import GROUPS, KINDS, ExpectedPerson, Point
from anpei.server.evacuation.pages import minutes, range_words
from anpei.staff.badges import BADGE_DIGITS
from tests.grading.test_scoring import item

FOLDER = Path(aw.__file__).parent
SERVER = Path(anpei.__file__).parent / "server"


def cases(name: str, root: Path = FOLDER) -> Any:
    return json.loads((root / f"{name}.cases.json").read_text(encoding="utf-8"))


RISK, GAS, SPOT = cases("learning/shared/risk_rules"), cases("learning/gas_readings/rules"), cases("items/spot/rules")
VALUES, TIMES, WALK = cases("shared/values"), cases("shared/local_time"), cases("evacuation/rules", SERVER)
ROLL, SHEETS, PATHS = (
    cases("drills/roll_call/rules"),
    cases("drills/evaluator/rules"),
    cases("drills/shared/evacuation_tracks"),
)


NUMBERS = cases("items/numeric/rules")


def test_a_number_is_read_alike() -> None:
    for typed, unit, kept in NUMBERS["numbers"]:
        assert unit or bank.check_value("numeric", 0, typed) == kept
        assert values.check_answer({"kind": "numeric"}, kept) == kept
    for typed in NUMBERS["no"]:
        with pytest.raises(bank.BadValue):
            bank.check_value("numeric", 0, typed)


def test_kinds_are_called_alike() -> None:
    told = (FOLDER / "items/shared/kinds.js").read_text(encoding="utf-8")
    assert dict(re.findall(r'(\w+): "(\w+)"', told)) == {info.kind: info.title for info in bank.KIND_TABLE.values()}


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


@pytest.mark.parametrize(("ms", "words"), VALUES["clock"])
def test_a_run_s_time(ms: int, words: str) -> None:
    assert clock.stretch(ms) == words


@pytest.mark.parametrize(("seconds", "words"), cases("core/rules", SERVER)["spans"])
def test_a_length_of_time(seconds: int, words: str) -> None:
    assert clock.span(seconds * clock.SECOND) == words


@pytest.mark.parametrize("zone", TIMES["zones"])
def test_a_moment_where_the_enterprise_is(zone: str) -> None:
    for ms, day_and_time, time_of_day, exact, full in TIMES["zones"][zone]:
        at = clock.local(ms, zone)
        told = (clock.show(ms, zone), f"{at:%H:%M}", f"{at:%H:%M:%S}", f"{at.year}/{at.month}/{at.day} {at:%H:%M:%S}")
        assert told == (day_and_time, time_of_day, exact, full)


@pytest.mark.parametrize(("kind", "value", "nothing"), VALUES["blank"], ids=str)
def test_what_is_no_answer(kind: bank.Kind, value: Any, nothing: bool) -> None:
    keys = {"short": {"accept": ("119",)}, "truefalse": {"answer": True}}
    secret: Any = keys.get(kind, {"right": (0,)})
    question = item(kind, choices=2 if kind in ("single", "multiple") else 0, **secret)
    assert (grading.score(question, (0, 1), value).verdict == "blank") == nothing


@pytest.mark.parametrize(("seconds", "words"), WALK["minutes"])
def test_how_long_people_walk(seconds: float, words: str) -> None:
    assert minutes(seconds) == words


@pytest.mark.parametrize(("told", "words"), WALK["ranges"], ids=str)
def test_between_which_times_people_arrive(told: Any, words: str) -> None:
    assert range_words(told) == words


def test_decisions_are_judged_in_the_same_words() -> None:
    assert cases("drills/replay/rules")["verdicts"] == VERDICTS


def test_kinds_and_groups_of_a_roll_call_have_the_same_names() -> None:
    assert (ROLL["kinds"], {"staff": "员工", **ROLL["groups"]}) == (KINDS, GROUPS)


@pytest.mark.parametrize("case", ROLL["ticks"], ids=lambda case: case["why"])
def test_where_somebody_stands_in_a_roll_call(case: Any) -> None:
    log = [
        RollCallEntry(seq, at, "check", point, "E1003", state, "W1", "清点员", note)
        for seq, (at, state, point, note) in enumerate(case["ticks"], 1)
    ]
    (status,) = count([ExpectedPerson("E1003", "阿依古丽")], [Point("1", "东门"), Point("2", "西门")], log).people
    assert [status.state, list(status.points), status.at, status.note] == case["stands"]


@pytest.mark.parametrize("case", SHEETS["entries"], ids=lambda case: case["why"])
def test_what_an_evaluator_s_sheet_says(case: Any) -> None:
    sheets = folded(entry(seq, *each) for seq, each in enumerate(case["entries"], 1))
    ratings = {id: [r.rating, r.note, list(r.photos), r.at] for id, r in sheets[0].ratings.items()}
    assert ratings == case["ratings"]
    assert [[said.tone, said.text, said.at] for said in sheets[0].remarks] == case.get("remarks", [])
    assert [sheets[0].signed, sheets[0].signature] == case.get("signed", [None, ""])


def entry(seq: int, at: int, kind: str, item: str, value: str) -> EvaluationEntry:
    tone, _, words = value.partition(":")
    remark = {"tone": tone, "text": words}
    payload = {"rate": {"rating": value}, "note": {"text": value}, "sign": {"path": value}, "remark": remark}[kind]
    who = {"evaluator": "V1", "name": "顾言", "key": f"uid:{seq}"}
    return EvaluationEntry(seq=seq, at=at, received=at, skew=0, kind=kind, item_id=item, payload=payload, **who)


def test_paths_of_people_are_read_as_they_were_packed() -> None:
    """What is packed today, and what was when the table was made, unpack to the same places."""
    frames = [np.array([[np.nan if v is None else v for v in xy] for xy in frame]) for frame in PATHS["frames"]]
    for packed in (tracks.pack(frames, PATHS["seconds"], PATHS["extra"]), base64.b64decode(PATHS["packed"])):
        head, places = tracks.unpack(packed)
        assert (head["people"], head["frames"], head["exits"]) == (2, len(frames), PATHS["extra"]["exits"])
        np.testing.assert_allclose(places, np.stack(frames), atol=0.006)


def test_a_badge_has_as_many_digits_as_a_reader_waits_for() -> None:
    script = (FOLDER / "drills/shared/badge_reader.js").read_text(encoding="utf-8")
    assert f"const BADGE_DIGITS = {BADGE_DIGITS};" in script
