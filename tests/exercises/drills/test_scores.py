"""A director corrects a score: why a technical fault costs nobody the drill, and where correcting ends."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from anpei import records
from anpei.database import Database
from anpei.errors import AnpeiError
from anpei.exercises import runs
from anpei.exercises.runs import EventDraft, engine, outcome
from anpei.exercises.runs.log import RunLog
from anpei.exercises.scenarios import CompiledScenario
from tests.exercises.drills.conftest import NOW
from tests.exercises.drills.plays import PERSON, Play

REASON = "终端卡住"


def worst_first(script: CompiledScenario) -> Play:
    """A run in which the first question is answered worst and the rest best."""
    play = Play(script).start()
    node = play.until_asked()
    play.choose(min(script.nodes[node].options, key=lambda option: option.score).id)
    return play.best()


def corrected(play: Play, node: str, points: int | None) -> runs.Outcome:
    told = {"node": node, "points": points, "reason": REASON}
    play.write(EventDraft("score.adjusted", f"adjust:{play.state.seq}", told, actor="D1"))
    return outcome(play.script, play.state)


def test_a_corrected_decision_counts_as_corrected_and_stays_as_it_was_taken(script: CompiledScenario) -> None:
    play = worst_first(script)
    first, before = next(iter(play.state.nodes)), outcome(script, play.state)
    after = corrected(play, first, script.nodes[first].best.score)
    assert (after.percent, after.reckoned, after.right) == (100, before.percent, before.right)
    assert after.forbidden == before.forbidden - any(
        option.id == play.state.nodes[first].choice and option.forbidden for option in script.nodes[first].options
    )
    told = runs.debrief(script, play.state, lambda text: None)
    assert [(c["what"], c["reason"]) for c in told["corrections"]] == [("决策 1", REASON)]
    assert told["steps"][0]["verdict"] == "wrong", "what was chosen stays to be learned from"
    assert corrected(play, first, None).percent == before.percent, "taken back, it is as it was"


@pytest.mark.parametrize(("points", "percent"), [(-3, 0), (40, 40), (999, 100)])
def test_the_whole_run_can_be_corrected_within_its_bounds(script: CompiledScenario, points: int, percent: int) -> None:
    assert corrected(Play(script).start().best(), "", points).percent == percent


def test_a_log_without_corrections_counts_as_ever(script: CompiledScenario) -> None:
    result = outcome(script, Play(script).start().best().state)
    assert (result.percent, result.reckoned, result.corrections) == (100, 100, ())


def _play_on(db: Database, run: int) -> None:
    """Nobody answers; the run ends by itself."""

    def on(session: Session) -> None:
        log = RunLog(session, run)
        now = NOW
        while log.state.status == "running":
            wake = engine.wake(log.script, log.state)
            assert wake is not None
            now = max(now, log.state.moment(wake))
            log.catch_up(now)

    db.write(on).result()


def _adjust(db: Database, run: int, **told: Any) -> None:
    given = {"by": "D1", "uuid": "u1", "node": "", "points": 80, "reason": REASON, "now": NOW} | told
    db.write(lambda session: runs.correct_score(session, run, **given)).result()


def _score(db: Database) -> float | None:
    with db.read() as session:
        return next(e.score for e in records.training_record(session, PERSON, {}, NOW) if e.kind == "drill")


def test_a_correction_after_the_end_corrects_the_record_until_the_run_is_signed(db: Database, run: int) -> None:
    with pytest.raises(AnpeiError, match="还没有结束"):
        _adjust(db, run)
    with pytest.raises(AnpeiError, match="还没有结果"):
        _adjust(db, run, node="d01", points=1)
    _play_on(db, run)
    assert _score(db) == 0
    _adjust(db, run)
    _adjust(db, run)
    assert _score(db) == 80
    with db.read() as session:
        told = runs.run_record(session, run)
        assert [e.type for e in told.events].count("score.adjusted") == 1, "sent twice, it is one correction"
        said = runs.describe(told.script, told.state, told.events[-1])["text"]
        assert said == f"整场得分更正为 80：{REASON}"
    _adjust(db, run, uuid="u2", points=None, reason="弄错了")
    assert _score(db) == 0
    db.write(lambda s: runs.sign(s, run, by="D1", name="赵海", path="", remark="", now=NOW)).result()
    with pytest.raises(AnpeiError, match="已签字归档"):
        _adjust(db, run, uuid="u3")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"reason": " "}, "理由"),
        ({"points": 101}, "0 到 100"),
        ({"points": -1}, "0 到"),
        ({"node": "d99"}, "没有这个决策"),
    ],
)
def test_what_is_no_correction_is_refused(db: Database, run: int, told: dict[str, Any], words: str) -> None:
    _play_on(db, run)
    with pytest.raises(AnpeiError, match=words):
        _adjust(db, run, **told)
