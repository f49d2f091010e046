"""Hours count what somebody really did: never more than time has passed, and only in chapters that were finished."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anpei import clock, courses, hours, laws, records
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.errors import NotFound, Refused
from tests.helpers import course_shelf

ZONE = "Asia/Shanghai"
NOW = 1_795_000_000_000
RULES = hours.HoursRules(
    minutes_per_hour=45,
    default="yearly",
    categories=(
        hours.Category(id="yearly", title="每年再培训", hours=8, period="year", source="二手资料", certainty="转"),
        hours.Category(id="first", title="岗前培训", hours=24, period="once", source="二手资料", certainty="转"),
    ),
)


@pytest.fixture
def catalog(tmp_path: Path) -> courses.Catalog:
    course_shelf.lay_out(tmp_path / "shelf")
    return courses.load(Shelves([tmp_path / "shelf"]))


class Reader:
    """Somebody reading a chapter, minute after minute."""

    def __init__(self, db: Database, catalog: courses.Catalog) -> None:
        self.db, self.catalog, self.now, self.beats = db, catalog, NOW, 0
        self.note("opened")

    def read(self, seconds: int, passed: int | None = None) -> int:
        self.now += (seconds if passed is None else passed) * 1000
        self.beats += 1
        uuid = f"beat-{self.beats:06}"
        write = self.db.write(
            lambda s: hours.note_active(s, "E1001", "fire", "01-alarm", uuid=uuid, seconds=seconds, now=self.now)
        )
        return write.result()

    def note(self, kind: str, chapter: str = "01-alarm") -> None:
        uuid = f"{kind}-{chapter}-{self.now}"
        self.db.write(lambda s: records.note_progress(s, "E1001", "fire", chapter, uuid, kind, self.now)).result()

    def finish(self) -> None:
        self.note("finished")

    def ledger(self, now: int | None = None) -> hours.HoursLine:
        with self.db.read() as session:
            return hours.ledger(session, RULES, self.catalog, "E1001", now or self.now, ZONE)[0]


@pytest.fixture
def reader(db: Database, catalog: courses.Catalog) -> Reader:
    return Reader(db, catalog)


def test_time_counts_once_the_chapter_is_finished(reader: Reader) -> None:
    for _ in range(9):
        reader.read(60)
    assert (reader.ledger().done, reader.ledger().pending) == (0.0, 0.2)
    reader.finish()
    assert (reader.ledger().done, reader.ledger().pending) == (0.2, 0.0)


def test_nobody_is_active_for_longer_than_time_has_passed(reader: Reader) -> None:
    reader.read(60)
    assert reader.read(600, passed=30) == 30


def test_a_chapter_never_opened_takes_no_time(reader: Reader) -> None:
    """A script that claims an hour for a chapter it never opened, or for a night it waited, gets nothing for it."""
    reader.now += 10 * clock.HOUR
    claim = {"uuid": "claim-000001", "seconds": 3600, "now": reader.now}
    note = reader.db.write(lambda s: hours.note_active(s, "E1001", "fire", "02-smoke", **claim))
    assert note.result() == 0
    reader.note("opened")
    assert reader.read(3600, passed=1) == 1


def test_a_beat_is_never_longer_than_two_minutes(reader: Reader) -> None:
    assert reader.read(3600) == hours.LONGEST_BEAT == 120


def test_two_pages_side_by_side_count_once(reader: Reader) -> None:
    reader.read(60)
    assert reader.read(60) == 60 and reader.read(60, passed=0) == 0


def test_the_same_beat_twice_counts_once(reader: Reader) -> None:
    reader.read(60)
    reader.beats -= 1
    assert reader.read(60) == 0


def test_a_chapter_counts_for_half_as_long_again_as_planned_at_most(reader: Reader) -> None:
    reader.read(60)
    for _ in range(20):
        reader.read(120)
    reader.finish()
    assert reader.ledger().done == round(15 * 60 / (45 * 60), 1)


def test_a_years_requirement_begins_anew_with_the_year(reader: Reader) -> None:
    for _ in range(4):
        reader.read(120)
    reader.finish()
    assert reader.ledger().done > 0 and reader.ledger(reader.now + 400 * clock.DAY).done == 0


@pytest.mark.parametrize("uuid", ["", "短", "7"])
def test_what_is_no_beat_is_refused(db: Database, uuid: str) -> None:
    with pytest.raises(Refused):
        db.write(lambda s: hours.note_active(s, "E1001", "fire", "01-alarm", uuid=uuid, seconds=5, now=NOW)).result()


def test_a_trainer_gives_other_requirements_and_takes_them_back(reader: Reader) -> None:
    def give(*chosen: str) -> None:
        reader.db.write(lambda s: hours.assign(s, RULES, ["E1001"], chosen, by="T2001", now=NOW)).result()

    give("first")
    assert reader.ledger().category.id == "first"
    give()
    assert reader.ledger().category.id == "yearly"
    with pytest.raises(NotFound):
        give("nothing")


def test_the_shipped_rules_hold_together_and_none_poses_as_checked() -> None:
    shelves = Shelves([bundled()])
    rules, found = hours.load(shelves, laws.load(shelves)[0])
    assert rules is not None and not found
    assert rules.category(rules.default) is not None
    assert all(category.certainty != "核" or category.cites for category in rules.categories)


YEARLY = {"id": "a", "title": "每年再培训", "hours": 8, "period": "year", "certainty": "转"}
FIRST = YEARLY | {"title": "岗前培训", "hours": 24, "period": "once", "source": "书"}


def test_an_enterprise_divides_the_hours_before_somebody_starts_over_three_levels(tmp_path: Path) -> None:
    course_shelf.lay_out(tmp_path)
    whole = {"minutes_per_hour": 45, "categories": [FIRST | {"levels": {"factory": 8, "workshop": 10, "team": 6}}]}
    (tmp_path / hours.FILE).write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    rules, found = hours.load(Shelves([tmp_path]))
    assert rules is not None and not found
    assert str(rules.categories[0].levels) == "厂级 8、车间级 10、班组级 6 学时（本单位自定）"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"default": "nobody"}, "hours-default"),
        ({"categories": [YEARLY]}, "hours-basis"),
        ({"categories": [YEARLY | {"certainty": "核", "source": "书"}]}, "hours-basis"),
        ({"categories": [YEARLY | {"cites": ["no#1"]}]}, "citation"),
        ({"categories": [YEARLY | {"source": "书"}] * 2}, "hours-twice"),
        ({"categories": [FIRST | {"levels": {"factory": 8, "workshop": 8, "team": 4}}]}, "hours-levels"),
        (
            {"categories": [YEARLY | {"source": "书", "levels": {"factory": 8, "workshop": 8, "team": 8}}]},
            "hours-levels",
        ),
    ],
)
def test_what_does_not_hold_together_is_found(tmp_path: Path, change: dict[str, object], rule: str) -> None:
    course_shelf.lay_out(tmp_path)
    whole = {"minutes_per_hour": 45, "categories": []} | change
    (tmp_path / hours.FILE).write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    shelves = Shelves([tmp_path])
    _, found = hours.load(shelves, laws.load(shelves)[0])
    assert [finding.rule for finding in found] == [rule]
