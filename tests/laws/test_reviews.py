"""A re-review is opened for what a change touched and closed item by item, by name."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from anpei import laws
from anpei.database import Database
from anpei.errors import NotFound, Refused

TOUCHED = [
    laws.Mention("item:fire-001", "夜班起火", ("xiaofang#44",)),
    laws.Mention("chapter:fire/01-alarm", "先报警", ("xiaofang#44.1",)),
]


def open_one(session: Session, mentions: list[laws.Mention] | None = None, now: int = 1_000) -> laws.LawReview:
    touched = TOUCHED if mentions is None else mentions
    return laws.open_review(session, "xiaofang#44", touched, by="T2001", why="条文修改", now=now)


def sign(
    db: Database, review: laws.LawReview, ref: str, by: str = "T2001", note: str = "看过", now: int = 9_000
) -> laws.LawReview:
    return db.write(lambda session: laws.close_item(session, review.id, ref, by=by, note=note, now=now)).result()


def test_a_review_lists_what_is_touched(db: Database) -> None:
    review = db.write(open_one).result()
    assert [(item.ref, item.closed) for item in review.items] == [
        ("chapter:fire/01-alarm", None),
        ("item:fire-001", None),
    ]
    assert (review.opened_by, review.why, review.waiting) == ("T2001", "条文修改", 2)


def test_what_is_touched_later_joins_the_open_list(db: Database) -> None:
    first = db.write(open_one).result()
    more = [*TOUCHED, laws.Mention("drill:fire/d01", "报警", ("xiaofang#44",))]
    second = db.write(lambda session: open_one(session, more, 2_000)).result()
    assert (second.id, second.opened, len(second.items)) == (first.id, 1_000, 3)


def test_the_last_signature_closes_the_list(db: Database) -> None:
    review = db.write(open_one).result()
    sign(db, review, "item:fire-001", now=5_000)
    review = sign(db, review, "chapter:fire/01-alarm", now=5_001)
    assert review.closed == 5_001
    with db.read() as session:
        assert laws.reviews(session, open_only=True) == []
        assert laws.reviews(session) == [review]


def test_a_second_signature_changes_nothing(db: Database) -> None:
    review = db.write(open_one).result()
    sign(db, review, "item:fire-001", "T2001", "看过")
    review = sign(db, review, "item:fire-001", "A9001", "又看过")
    assert [(item.closed_by, item.note) for item in review.items if item.closed] == [("T2001", "看过")]


def test_after_closing_a_new_change_opens_a_new_list(db: Database) -> None:
    one = db.write(lambda session: open_one(session, TOUCHED[:1])).result()
    sign(db, one, "item:fire-001")
    assert db.write(open_one).result().id != one.id


@pytest.mark.parametrize("note", ["", "   "])
def test_a_signature_says_what_was_found(db: Database, note: str) -> None:
    review = db.write(open_one).result()
    with pytest.raises(Refused, match="结论"):
        sign(db, review, "item:fire-001", note=note)


def test_an_unknown_item_is_not_found(db: Database) -> None:
    review = db.write(open_one).result()
    with pytest.raises(NotFound):
        sign(db, review, "item:nosuch")


def test_nothing_touched_needs_no_review(db: Database) -> None:
    with pytest.raises(Refused, match="不用开"):
        db.write(lambda session: open_one(session, [])).result()
