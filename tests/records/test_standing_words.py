"""One function says where somebody stands, one sentence says what follows: attempts × marks × due × retakes."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpei import attempts, clock, papers
from anpei.clock import DAY, HOUR
from anpei.records import Result, Standing, best, next_step, standing_of
from anpei.records.model import CLOSE, summarise
from anpei.records.model import SlotResult as Mark
from anpei.server.core.standing_words import StandingWords, standing_words
from tests.helpers.exam import NOW, ZONE

PAPER = papers.Paper("quiz", "小测", "", 30, 2, 24, 80, papers.ReviewPolicy(), (), "x")
EARLY, LATE = NOW + 7 * DAY, NOW - 2 * DAY
SAT = NOW - 26 * HOUR
CASE = 25.0


def sat(objective: float, case: float | None, number: int = 1, at: int = SAT) -> Result:
    """An attempt of 75 objective points and a case of 25, the pass mark at 80; ``case`` None: not marked yet."""
    marks = [Mark("q01", objective, 75, "partial", "instant")]
    marks.append(Mark("c01", case or 0.0, CASE, "awaiting", "unmarked" if case is None else "published"))
    return Result(number, "E1", "quiz", "小测", number, at, **vars(summarise(marks, PAPER.pass_mark)))


def where(results: list[Result], now: int = NOW) -> attempts.Situation:
    return attempts.situation(PAPER, [taken(result) for result in results])


def taken(result: Result) -> attempts.Attempt:
    facts: dict[str, Any] = dict.fromkeys(attempts.Attempt.__dataclass_fields__)
    facts |= {"id": result.attempt, "number": result.number, "handed_in": result.handed_in}
    return attempts.Attempt(**facts)


def told(results: list[Result], due: int | None = EARLY, now: int = NOW) -> tuple[Standing, StandingWords]:
    stands = standing_of(results, None, due, now)
    step = next_step(stands, where(results), now, ZONE)
    return stands, standing_words(stands, "paper", now, ZONE, step)


def objective(points: float, number: int = 1, at: int = SAT) -> Result:
    """80 of 100 without a case is what the objective part of such a paper makes."""
    marks = [Mark("q01", points, 80, "partial", "instant"), Mark("c01", 0, 20, "awaiting", "unmarked")]
    return Result(number, "E1", "quiz", "小测", number, at, **vars(summarise(marks, PAPER.pass_mark)))


@pytest.mark.parametrize(
    ("results", "due", "tag", "line"),
    [
        ([], EARLY, "未开始", ""),
        ([], LATE, "逾期", ""),
        ([objective(80)], EARLY, "合格", "11月17日完成，80 / 100，案例题还在等批阅，总分可能更高"),
        ([objective(80)], LATE, "合格", "11月17日完成，80 / 100，案例题还在等批阅，总分可能更高"),
        ([sat(70, 20)], EARLY, "合格", "11月17日完成，90 / 100"),
        ([sat(70, None)], LATE, "待阅", "已交卷，70 / 100，案例题待培训师批阅，批阅公布后可知是否合格。"),
        (
            [sat(1, 0)],
            LATE,
            "不合格，已逾期",
            "1 / 100，11月16日截止，逾期 2 天，现在就可以再考，还有 1 次机会。建议先复习。",
        ),
        ([sat(1, 0, at=NOW)], EARLY, "不合格", "1 / 100，{again} 之后可以再考，还有 1 次机会。"),
        (
            [sat(1, 0), sat(1, 0, 2)],
            LATE,
            "不合格，已逾期",
            "1 / 100，11月16日截止，逾期 2 天，考试次数已用完，如需补考请联系培训师。",
        ),
        (
            [sat(10, 0), sat(13, None, 2)],
            EARLY,
            "不合格",
            "13 / 100，案例题批阅后也到不了合格线。考试次数已用完，如需补考请联系培训师。",
        ),
        (
            [sat(10, 0), sat(60, None, 2)],
            EARLY,
            "待阅",
            "已交卷，60 / 100，案例题待培训师批阅，批阅公布后可知是否合格。",
        ),
    ],
)
def test_cases_that_were_told_four_ways(results: list[Result], due: int, tag: str, line: str) -> None:
    words = told(results, due)[1]
    assert (words.tag, words.line) == (tag, line.replace("{again}", again()))


def again() -> str:
    return clock.show(NOW + 24 * HOUR, ZONE)


ATTEMPTS = st.lists(
    st.tuples(st.integers(0, 75), st.one_of(st.none(), st.integers(0, int(CASE)))), min_size=0, max_size=3
)


@given(ATTEMPTS, st.sampled_from([None, EARLY, LATE]))
def test_whoever_marks_what_is_open_never_contradicts_what_was_told(
    given_marks: list[tuple[int, int | None]], due: int | None
) -> None:
    """合格 and 不合格 hold whatever the open cases get; 待阅 is told exactly while both are still possible."""
    results = [sat(points, case, number) for number, (points, case) in enumerate(given_marks, 1)]
    stands, words = told(results, due)
    ends = {final(given_marks, cases) for cases in product((0, int(CASE)), repeat=len(given_marks))}
    if not results:
        assert stands.status == ("逾期" if due == LATE else "未开始")
    elif ends == {True}:
        assert stands.status == "合格" and not stands.overdue and words.tone == "ok"
    elif ends == {False}:
        assert stands.status == "不合格" and stands.overdue == (due == LATE) and words.tone == "danger"
    else:
        assert stands.status == "待阅" and not stands.overdue
    top = best(results)
    assert words.score == (f"{top.score:g} / 100" if top else "")


def final(given_marks: list[tuple[int, int | None]], cases: tuple[int, ...]) -> bool:
    """Whether somebody passes once each open case has got its points."""
    scores = [
        points + (case if case is not None else more) for (points, case), more in zip(given_marks, cases, strict=True)
    ]
    return any(score >= PAPER.pass_mark - CLOSE for score in scores)
