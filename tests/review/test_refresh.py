"""What was missed comes back at growing intervals, to the one who missed it, and never as an exam item."""

from __future__ import annotations

import pytest

from anpei import bank, review
from anpei.clock import DAY
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.errors import NotFound
from anpei.exercises import runs, scenarios
from tests.helpers.played import NOW, PERSON, play, the_script

CHAPTERS = {"fire-escape/01-first-minute": ("xiaofang#44",), "fire-escape/03-smoke": ("xiaofang#28",)}


@pytest.fixture(scope="session")
def items() -> bank.Bank:
    return bank.load(Shelves([bundled()]))


def put(db: Database, *items: str, chapter: str = "", now: int = NOW) -> None:
    db.write(lambda s: review.schedule(s, PERSON, items, chapter, "演练", now)).result()


def due(db: Database, now: int = NOW) -> list[str]:
    with db.read() as session:
        return [one.item for one in review.due(session, PERSON, now)]


def answer(db: Database, item: str, verdict: str, now: int, uuid: str = "") -> int:
    key = uuid or f"{item}{now}"
    return db.write(lambda s: review.answer(s, PERSON, item, verdict, uuid=key, now=now)).result()


def test_right_answers_come_back_later_and_later(db: Database) -> None:
    put(db, "fire-p01")
    now, waits = NOW, []
    for _ in range(4):
        again = answer(db, "fire-p01", "right", now)
        waits.append((again - now) // DAY)
        now = again
    assert waits == sorted(set(waits))
    assert 1 <= waits[0] <= waits[-1] <= 180


def test_a_wrong_answer_comes_back_soon(db: Database) -> None:
    put(db, "fire-p01", "fire-p02")
    assert answer(db, "fire-p01", "wrong", NOW) <= NOW + 2 * DAY
    assert answer(db, "fire-p01", "wrong", NOW) < answer(db, "fire-p02", "right", NOW)


def test_the_same_answer_sent_twice_counts_once(db: Database) -> None:
    put(db, "fire-p01")
    first = answer(db, "fire-p01", "right", NOW, "u")
    assert answer(db, "fire-p01", "right", NOW + DAY, "u") == first


def test_an_answer_before_its_time_moves_nothing(db: Database) -> None:
    put(db, "fire-p01")
    first = answer(db, "fire-p01", "right", NOW)
    assert answer(db, "fire-p01", "right", NOW + 1) == first


def test_a_day_asks_for_no_more_than_is_good(db: Database) -> None:
    put(db, *(f"fire-p{n:02d}" for n in range(1, 16)))
    assert len(due(db)) == review.DAILY


def test_a_second_miss_brings_an_item_forward(db: Database) -> None:
    put(db, "fire-p01")
    answer(db, "fire-p01", "right", NOW)
    assert due(db, NOW + 1) == []
    put(db, "fire-p01", now=NOW + 2)
    assert due(db, NOW + 2) == ["fire-p01"]


def test_somebody_elses_card_is_nobodys_business(db: Database) -> None:
    put(db, "fire-p01", chapter="fire-escape/03-smoke")
    with db.read() as session:
        (chapter,) = review.chapters(session, PERSON)
    for act in (
        lambda s: review.answer(s, "E1002", "fire-p01", "right", uuid="x", now=NOW),
        lambda s: review.chapter_read(s, "E1002", chapter.id, NOW),
    ):
        with pytest.raises(NotFound):
            db.write(act).result()


def test_a_chapter_leaves_the_list_when_read_and_returns_after_a_miss(db: Database) -> None:
    put(db, chapter="fire-escape/03-smoke")
    with db.read() as session:
        (chapter,) = review.chapters(session, PERSON)
    db.write(lambda s: review.chapter_read(s, PERSON, chapter.id, NOW)).result()
    with db.read() as session:
        assert review.chapters(session, PERSON) == []
    put(db, chapter="fire-escape/03-smoke")
    with db.read() as session:
        assert len(review.chapters(session, PERSON)) == 1


def test_a_missed_decision_becomes_practice_for_who_missed_it(db: Database, items: bank.Bank) -> None:
    run = play(db, the_script(), missed={"d02": "worst"})
    with db.read() as session:
        assert review.unseen(session) == [f"run:{run}"]
    assert db.write(lambda s: review.schedule_missed(s, f"run:{run}", items, CHAPTERS, NOW)).result()
    assert due(db) == ["fire-p04", "fire-p15"]
    with db.read() as session:
        (chapter,) = review.chapters(session, PERSON)
        assert chapter.chapter == "01-first-minute"
        assert [m.person for m in review.misses_of(runs.run_record(session, run))] == [PERSON]
    with db.read() as session:
        assert review.unseen(session) == []
    assert not db.write(lambda s: review.schedule_missed(s, f"run:{run}", items, CHAPTERS, NOW)).result()


def test_what_fits_is_practice_of_the_same_article_or_tag(items: bank.Bank) -> None:
    found = review.fitting(items, ["xiaofang#44.1@2021"], ["报警"], "fire")
    assert found
    assert all(items.items[one].use == "practice" and "报警" in items.items[one].tags for one in found)
    assert review.fitting(items, ["nosuch#1"]) == []


def test_a_refresh_that_leads_nowhere_is_found(items: bank.Bank) -> None:
    shelf = scenarios.load(Shelves([bundled()]))
    found = review.check(shelf, bank.Bank({}, []), [])
    assert {f.rule for f in found} == {"refresh-item", "refresh-chapter"}
    assert all(f.line > 1 for f in found)
