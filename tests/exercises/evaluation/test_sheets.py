"""An evaluator's sheet: every tap kept, the newest counts, a signature closes it; several sheets come together."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.errors import Conflict, NotFound, Refused
from anpei.exercises import evaluation, runs, scenarios
from anpei.exercises.evaluation import EvaluationLine, EvaluationSheet, RatingAck
from anpei.taps import Tap
from tests.helpers import played

NOW = played.NOW
RUN = 1
PATH = "M10 20L30 40L50 60L70 80"
SHA = "a" * 64
Write = Callable[..., RatingAck]


@pytest.fixture(scope="session")
def script() -> scenarios.CompiledScenario:
    return scenarios.load(Shelves([bundled()])).get("workshop-fire")


@pytest.fixture
def opened(db: Database, script: scenarios.CompiledScenario) -> Database:
    assert begun(db, script) == RUN
    families, findings = evaluation.load(Shelves([bundled()]))
    assert findings == []
    db.write(lambda s: evaluation.open_form(s, RUN, script, families, now=NOW)).result()
    return db


def begun(db: Database, script: scenarios.CompiledScenario, how: runs.ExerciseType | None = None) -> int:
    """A drill under way."""

    def write(session: Session) -> int:
        seat = runs.Seat("k-1", "E1001", tuple(script.roles))
        run = runs.create(session, script, [seat], by="D", origin="director", seed="s", now=NOW)
        if how is not None:
            runs.set_exercise_type(session, run, how, by="D", now=NOW)
        runs.join(session, run, person="E1001", name="林晓岚", device="k-1", now=NOW)
        return run

    return db.write(write).result()


def over(db: Database) -> None:
    """The drill ends."""
    stop = {"director": "D", "uuid": "stop", "action": "stop", "what": {}, "now": NOW}
    db.write(lambda s: runs.act(s, RUN, **stop)).result()


def sign(db: Database, who: str = "V1") -> RatingAck:
    return db.write(lambda s: evaluation.sign(s, RUN, tap(who, f"sign{who}"), PATH)).result()


def tap(who: str, uuid: str, at: int = 0, **clocks: int) -> Tap:
    return Tap(who, f"评估员{who}", uuid, NOW + at, **clocks)


def rate(db: Database, who: str, uuid: str, item: str, rating: str, at: int = 0) -> RatingAck:
    return db.write(lambda s: evaluation.rate(s, RUN, tap(who, uuid, at), item, rating)).result()


def sheet(db: Database, who: str = "V1") -> EvaluationSheet:
    with db.read() as session:
        return next(found for found in evaluation.sheets(session, RUN) if found.evaluator == who)


def line(db: Database, item: str) -> EvaluationLine:
    with db.read() as session:
        return next(found for found in evaluation.reconciled(session, RUN) if found.item_id == item)


def test_a_tap_sent_twice_is_one_rating(opened: Database) -> None:
    assert rate(opened, "V1", "a", "report_1", "done") == rate(opened, "V1", "a", "report_1", "done")
    assert sheet(opened).ratings["report_1"].rating == "done"


def test_the_newest_rating_counts_and_a_note_and_photo_stay_with_it(opened: Database) -> None:
    rate(opened, "V1", "a", "report_1", "done")
    opened.write(lambda s: evaluation.note(s, RUN, tap("V1", "b", 1), "report_1", " 晚了半分钟 ")).result()
    opened.write(lambda s: evaluation.photo(s, RUN, tap("V1", "c", 2), "report_1", SHA)).result()
    rate(opened, "V1", "d", "report_1", "partly", at=3)
    found = sheet(opened).ratings["report_1"]
    assert (found.rating, found.note, found.photo) == ("partly", "晚了半分钟", SHA)
    opened.write(lambda s: evaluation.photo(s, RUN, tap("V1", "e", 4), "report_1", SHA, there=False)).result()
    assert sheet(opened).ratings["report_1"].photo is None


def test_a_tablet_with_a_wrong_clock_is_reckoned_with(opened: Database) -> None:
    """Ten minutes fast, and offline for thirty seconds."""
    fast = NOW + 600_000
    late = tap("V1", "a", 0, tapped=fast - 30_000, sent=fast)
    opened.write(lambda s: evaluation.rate(s, RUN, late, "report_1", "done")).result()
    found = sheet(opened).ratings["report_1"]
    assert (found.at, found.received, found.skew) == (NOW - 30_000, NOW, -600_000)


def test_a_signature_closes_the_sheet_but_a_tap_sent_again_is_still_acknowledged(opened: Database) -> None:
    first = rate(opened, "V1", "a", "report_1", "done")
    over(opened)
    sign(opened)
    assert rate(opened, "V1", "a", "report_1", "done") == first
    with pytest.raises(Conflict, match="签字"):
        rate(opened, "V1", "c", "report_1", "not")
    assert (sheet(opened).signed, sheet(opened).signature) == (NOW, PATH)


def test_nobody_signs_while_there_is_still_something_to_see(opened: Database) -> None:
    with pytest.raises(Conflict, match="还没有结束"):
        sign(opened)
    rate(opened, "V1", "a", "report_1", "done")
    over(opened)
    assert sign(opened) == sign(opened)


@pytest.mark.parametrize("path", ["", "M1 2", "M10 20L30 40", "M1 1L2 2L3 3<script>", "M1 1" + "L2 2" * 9000])
def test_a_signature_is_a_line_of_whole_numbers(opened: Database, path: str) -> None:
    over(opened)
    with pytest.raises(Refused):
        opened.write(lambda s: evaluation.sign(s, RUN, tap("V1", "b"), path)).result()


def test_what_is_not_in_the_form_can_not_be_rated(opened: Database) -> None:
    with pytest.raises(NotFound):
        rate(opened, "V1", "a", "nosuch", "done")
    with pytest.raises(Refused):
        rate(opened, "V1", "b", "report_1", "wonderful")


def test_where_all_agree_nothing_is_to_be_settled(opened: Database) -> None:
    rate(opened, "V1", "a", "report_1", "done")
    rate(opened, "V2", "b", "report_1", "done")
    assert (line(opened, "report_1").agreed, line(opened, "report_1").final) == (True, "done")


def test_where_they_differ_the_director_has_the_last_word_with_a_reason(opened: Database) -> None:
    rate(opened, "V1", "a", "report_1", "done")
    rate(opened, "V2", "b", "report_1", "not")
    assert (line(opened, "report_1").agreed, line(opened, "report_1").final) == (False, "")
    with pytest.raises(Refused, match="理由"):
        opened.write(lambda s: evaluation.rule(s, RUN, "report_1", "partly", " ", "D", NOW)).result()
    opened.write(lambda s: evaluation.rule(s, RUN, "report_1", "partly", "录像为证", "D", NOW + 9)).result()
    found = line(opened, "report_1")
    assert (found.final, found.reason, found.by, found.stale) == ("partly", "录像为证", "D", False)
    rate(opened, "V2", "c", "report_1", "done", at=10)
    assert line(opened, "report_1").stale


def test_a_director_mends_what_the_only_evaluator_got_wrong(opened: Database) -> None:
    rate(opened, "V1", "a", "report_1", "done")
    over(opened)
    sign(opened)
    opened.write(lambda s: evaluation.rule(s, RUN, "report_1", "not", "点错了行", "D", NOW + 9)).result()
    found = line(opened, "report_1")
    assert (found.final, found.by, found.ratings["V1"].rating) == ("not", "D", "done")


def test_the_families_follow_how_the_drill_is_held(opened: Database, script: scenarios.CompiledScenario) -> None:
    walked = runs.ExerciseType(**script.scenario.kind.model_dump() | {"form": "实战演练"})
    over(opened)
    run = begun(opened, script, walked)
    families, _ = evaluation.load(Shelves([bundled()]))
    opened.write(lambda s: evaluation.open_form(s, run, script, families, now=NOW)).result()
    with opened.read() as session:
        titles = {group.title for group in evaluation.form_of(session, run)}
    assert "演练保障" in titles
    assert "桌面推演" not in titles


def test_the_form_stays_as_it_was_opened(opened: Database, script: scenarios.CompiledScenario) -> None:
    with opened.read() as session:
        before = evaluation.form_of(session, RUN)
    opened.write(lambda s: evaluation.open_form(s, RUN, script, None, now=NOW + 1)).result()
    with opened.read() as session:
        assert evaluation.form_of(session, RUN) == before
    assert [group.own for group in before].count(True) == len(script.scenario.objectives)


def test_every_family_of_the_shelf_says_how_certain_it_is(opened: Database) -> None:
    with opened.read() as session:
        standard = [group for group in evaluation.form_of(session, RUN) if not group.own]
    assert {"预警与信息报告", "人员保护", "桌面推演"} <= {group.title for group in standard}
    assert "演练保障" not in {group.title for group in standard}, "a table drill has nothing of the kind to see"
    assert all(item.hint.startswith("待核") for group in standard for item in group.items)
