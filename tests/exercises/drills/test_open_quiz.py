"""The public quiz: practice questions only, spread over the topics, counted by the day and by nobody's name."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from anpei import bank
from anpei.content import Shelves
from anpei.database import Database
from anpei.exercises.runs import open_quiz

DAY = "2026-06-01"


@pytest.fixture(scope="module")
def items(shelves: Shelves) -> list[bank.ItemVersion]:
    return list(bank.load(shelves).items.values())


def drawn(items: list[bank.ItemVersion], *topics: str, count: int = 6, seed: int = 1) -> list[bank.ItemVersion]:
    return open_quiz.draw(items, topics, count, random.Random(seed))


def test_no_exam_question_is_ever_asked_in_public(items: list[bank.ItemVersion]) -> None:
    asked = [item for seed in range(200) for item in drawn(items, seed=seed)]
    assert {item.use for item in asked} == {"practice"}
    assert {item.public.kind for item in asked} <= set(open_quiz.KINDS)


def test_a_round_is_spread_over_the_topics(items: list[bank.ItemVersion]) -> None:
    asked = drawn(items, "fire", "first-aid")
    assert Counter(item.topic for item in asked) == {"fire": 3, "first-aid": 3}
    assert len({item.item_id for item in asked}) == 6


def test_a_small_topic_gives_what_it_has(items: list[bank.ItemVersion]) -> None:
    assert drawn(items, "no-such-topic") == []
    assert len(drawn(items, "fire", count=500)) == sum(open_quiz.may_ask(item, ["fire"]) for item in items)


def test_days_are_counted_without_names(db: Database) -> None:
    for right, last in ((True, False), (False, False), (True, True)):
        db.write(lambda s, r=right, e=last: open_quiz.note_answer(s, DAY, right=r, last=e)).result()  # type: ignore[misc]
    db.write(lambda s: open_quiz.note_start(s, DAY)).result()
    with db.read() as session:
        (day,) = open_quiz.quiz_days(session)
    assert (day.started, day.finished, day.asked, day.right, day.percent) == (1, 1, 3, 2, 67)
