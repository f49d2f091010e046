"""A chapter is finished by what was done in it: every question right, every goal reached, time really spent."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import anpei_widgets
import pytest

from anpei import bank, completion, courses, hours, records
from anpei.completion import Demands
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.settings import Settings, Site
from tests.helpers import course_shelf, quiz_shelf

NOW = 1_795_000_000_000
WHO, PLACE = "E1001", ("fire", "01-alarm")
ASKED = Demands(("fire-p01", "fire-p02"), ("gas_readings",), 300, 600)


class Learner:
    """Somebody, or a script, that sends facts about one chapter."""

    def __init__(self, db: Database, asked: Demands = ASKED) -> None:
        self.db, self.asked, self.now, self.facts = db, asked, NOW, 0

    def uuid(self) -> str:
        self.facts += 1
        return f"fact-{self.facts:06}"

    def open(self) -> Learner:
        return self.note("opened")

    def note(self, kind: str, activity: str = "", section: str = "") -> Learner:
        data = {"activity": activity} if activity else {"section": section} if section else {}
        fact = (self.uuid(), kind, self.now, data)
        self.db.write(lambda s: records.note_progress(s, WHO, *PLACE, *fact)).result()
        return self

    def answer(self, *items: str, verdict: str = "right") -> Learner:
        for item in items:
            answer = partial(completion.note_answer, staff_no=WHO, item=item, verdict=verdict, uuid=self.uuid())
            self.db.write(partial(answer, now=self.now)).result()
        return self

    def read(self, seconds: int) -> Learner:
        """A page that tells what it counted once a minute."""
        for beat in [60] * (seconds // 60) + [seconds % 60]:
            self.now += beat * 1000
            self.claim(beat)
        return self

    def claim(self, seconds: int) -> Learner:
        beat = {"uuid": self.uuid(), "seconds": seconds, "now": self.now}
        self.db.write(lambda s: hours.note_active(s, WHO, *PLACE, **beat)).result()
        return self

    def ask(self) -> completion.ChapterStanding:
        return self.db.write(lambda s: completion.settle(s, WHO, *PLACE, self.asked, self.now)).result()

    def finished(self) -> bool:
        with self.db.read() as session:
            found = records.course_progress(session, WHO, "fire").get("01-alarm")
        return found is not None and found.finished is not None


@pytest.fixture
def learner(db: Database) -> Learner:
    return Learner(db)


def test_who_has_done_all_of_it_has_finished(learner: Learner) -> None:
    learner.open().answer(*ASKED.questions).note("activity", "gas_readings").read(300)
    stands = learner.ask()
    assert learner.finished() and stands.finished == learner.now and stands.owed.nothing
    assert stands.score == "2 题对 2 题 · 用时 5 分"


def test_what_is_missing_is_said(learner: Learner) -> None:
    learner.open().answer("fire-p01").answer("fire-p02", verdict="wrong").read(70)
    stands = learner.ask()
    assert stands.owed == completion.Owed(("fire-p02",), ("gas_readings",), 230)
    assert stands.owed.words == "还差 1 道题没答对、1 个活动没做到、约 4 分钟"
    assert stands.public()["missing"] == ["fire-p02", "gas_readings"] and not learner.finished()


SECTIONS = (
    courses.Section("s-1", "先报警", ("fire-p01", "gas_readings")),
    courses.Section("s-2", "往哪里走"),
    courses.Section("s-3", "记住", ("fire-p02",)),
)


def test_a_section_is_done_when_nothing_of_it_is_owed_or_once_it_was_read(learner: Learner) -> None:
    learner.asked = replace(ASKED, sections=SECTIONS)
    learner.open().answer("fire-p02", verdict="wrong").answer("fire-p02").answer("fire-p01", verdict="wrong").read(100)
    told = learner.ask().public()
    assert (told["read"], told["score"]) == (["s-3"], "2 题对 1 题（一次答对 0 题） · 用时 2 分")
    assert told["owed"] == [{"section": "先报警", "first": "fire-p01", "words": "1 个练习没答对、1 个活动没做到"}]
    learner.note("activity", "gas_readings").answer("fire-p01").note("section", section="s-2").read(200)
    told = learner.ask().public()
    assert (told["read"], told["owed"], told["finished"]) == (["s-1", "s-2", "s-3"], [], True)


def test_what_was_finished_by_the_earlier_rule_shows_every_section_done(learner: Learner) -> None:
    learner.open().note("finished")
    learner.asked = replace(ASKED, sections=SECTIONS)
    assert learner.ask().public()["read"] == ["s-1", "s-2", "s-3"]


def test_a_section_read_in_a_chapter_nobody_opened_counts_for_nothing(learner: Learner) -> None:
    learner.asked = replace(ASKED, sections=SECTIONS)
    assert learner.note("section", section="s-2").ask().public()["read"] == []


def test_a_course_of_an_hour_is_not_learned_in_eighteen_seconds(learner: Learner) -> None:
    """Every question right, every goal claimed, an hour claimed again and again: it was eighteen seconds."""
    learner.open().answer(*ASKED.questions).note("activity", "gas_readings")
    for _ in range(18):
        learner.now += 1000
        learner.claim(3600)
    stands = learner.ask()
    assert (stands.done.seconds, stands.owed.seconds) == (18, 282) and not learner.finished()


def test_what_is_claimed_for_a_chapter_nobody_opened_counts_for_nothing(learner: Learner) -> None:
    learner.answer(*ASKED.questions).note("activity", "gas_readings").claim(3600)
    learner.now += 3_600_000
    learner.claim(3600)
    stands = learner.ask()
    assert stands.owed == completion.Owed(ASKED.questions, ASKED.activities, ASKED.seconds) and not learner.finished()


def test_a_question_that_nobody_can_mark_is_done_once_it_is_answered(learner: Learner) -> None:
    learner.open().answer(*ASKED.questions, verdict="awaiting")
    assert learner.ask().owed.questions == ()


def test_goals_of_before_stay_reached(learner: Learner) -> None:
    """Before, a page named an activity with its number in front."""
    learner.open().note("activity", "5:gas_readings")
    assert learner.ask().owed.activities == ()


def test_a_chapter_that_changes_takes_nobodys_finish_away(learner: Learner) -> None:
    learner.open().answer(*ASKED.questions).note("activity", "gas_readings").read(300).ask()
    learner.asked = Demands((*ASKED.questions, "fire-p03"), ("gas_readings", "gas_readings-2"), 900, 1800)
    assert learner.ask().owed.nothing and learner.finished()


@pytest.mark.parametrize("percent, seconds", [(50, 300), (0, 0), (100, 600)])
def test_what_a_chapter_takes_follows_from_its_notebook_and_the_setting(
    tmp_path: Path, percent: int, seconds: int
) -> None:
    calls = 'aw.practice("fire-099")', "aw.gas_readings()", 'aw.incident_clock("try"); aw.incident_clock("rounds")'
    cells = [("code", f"import anpei_widgets as aw\n{call}") for call in (*calls, 'aw.practice("gone-p09")')]
    shelves = course_shelf.lay_out(tmp_path / "shelf", ("markdown", "# 先报警"), *cells)
    course = courses.load(shelves).courses["fire"]
    found = courses.activities_of(Site(tmp_path, Settings()), course, course.chapters[0])
    assert found == courses.Activities(("fire-099", "gone-p09"), ("gas_readings", "incident_clock", "incident_clock-2"))
    items = bank.load(quiz_shelf.write(tmp_path / "quizzes"))
    asked = completion.demands(course.chapters[0], found, items, percent)
    assert asked == Demands(("fire-099",), found.others, seconds, 600)


def test_each_activity_of_the_learning_shelf_says_when_its_goal_is_reached() -> None:
    folder = Path(anpei_widgets.__file__).parent / "learning"
    silent = [
        widget.parent.name
        for widget in folder.glob("*/widget.js")
        if "anpei-done" not in widget.read_text(encoding="utf-8")
    ]
    assert silent == []


def test_every_chapter_of_ours_takes_something(tmp_path: Path) -> None:
    site = Site(tmp_path, Settings())
    for course in courses.load(Shelves([bundled()])).courses.values():
        for chapter in course.chapters:
            assert courses.activities_of(site, course, chapter).questions, f"{course.slug}/{chapter.slug}"
