"""What authors write becomes what everybody sees by a check and an act; what later turns bad takes nothing away."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from anpei import bank, papers, publishing, scaffold
from anpei.content import Shelves, bundled
from anpei.exercises import runs
from anpei.publishing import snapshot
from anpei.settings import Site
from tests.content.conftest import DRILL, Author, keys
from tests.helpers import quiz_shelf

FIRE = "quizzes/bank/fire.yaml"
SECRET = b"secret"


def stem(content: publishing.Content, item: str = "fire-001") -> str:
    return content.bank.items[item].public.stem


def drawn(content: publishing.Content, slug: str = "quiz") -> set[str]:
    sheet = papers.draw(content.papers.papers[slug], content.drawn, SECRET, "E1001", 1)
    return {each.item_id for each in sheet}


def test_the_first_start_publishes_what_it_finds(author: Author) -> None:
    content = author.content
    assert {"fire-001", "fire-case"} <= content.bank.items.keys()
    assert content.papers.papers["quiz"].max_points == 40
    assert "quick" in content.drills.scripts and "fire-escape" in content.catalog.courses
    entry = author.entry("item/fire-001")
    assert entry is not None and (entry.by, entry.source, entry.line) == (publishing.AT_START, FIRE, 3)


def test_an_edit_waits_for_the_act(author: Author) -> None:
    author.rewrite(FIRE, "第 1 题怎么做？", "改过的第 1 题怎么做？")
    assert stem(author.restart()) == "第 1 题怎么做？", "a restart is not an act"
    done = author.publish()
    assert "item/fire-001" in keys(done.published)
    before = author.reader.authored_before()
    assert before is not None and not before[1], "nothing waits any more, also before the files are read again"
    assert stem(author.content) == "改过的第 1 题怎么做？"
    assert stem(author.restart()) == "改过的第 1 题怎么做？"


def test_what_was_never_published_is_published_at_the_next_start(author: Author) -> None:
    author.write("quizzes/bank/own.yaml", "topic: fire\nitems:\n" + quiz_shelf.single(50))
    assert "fire-050" not in author.content.bank.items
    assert "fire-050" in author.restart().bank.items


def test_pressing_twice_changes_nothing(author: Author) -> None:
    author.publish()
    before = author.content.number
    assert not author.publish()
    assert author.content.number == before


def test_what_publishing_would_change_is_known_before(author: Author) -> None:
    author.rewrite(FIRE, "第 1 题怎么做？", "改过的第 1 题怎么做？")
    survey, pending = author.reader.authored()
    assert keys(pending.published) == {"item/fire-001"}
    assert survey.findings == tuple(survey.findings) and not pending.withdrawn
    assert author.entry("item/fire-001") == publishing.store_of(author.site).index().entries["item/fire-001"]
    assert stem(author.content) == "第 1 题怎么做？", "looking publishes nothing"


BAD = {
    "impossible date": ("    kind: single\n", "    kind: single\n    source: 2026-02-30\n"),
    "huge number": ("kind: single", f"kind: {'9' * 5000}"),
    "brackets": ("topic: fire", "topic: " + "[" * 6000),
    "list as key": ("topic: fire", "? [a]\n: b\ntopic: fire"),
    "itself": ("topic: fire", "topic: &a [*a]"),
    "syntax": ("topic: fire", "topic: [fire"),
    "unknown topic": ("topic: fire", "topic: water"),
}


@pytest.mark.parametrize("how", BAD)
def test_a_bad_bank_file_leaves_its_last_good_version_through_restarts(author: Author, how: str) -> None:
    before = author.content
    author.rewrite(FIRE, *BAD[how])
    author.publish()
    for content in (author.content, author.restart()):
        assert content.bank.items.keys() == before.bank.items.keys()
        assert content.papers.papers.keys() == before.papers.papers.keys()
        assert drawn(content) == drawn(before)
    survey, _ = author.reader.authored()
    assert [finding for finding in survey.findings if finding.path.endswith(FIRE) and finding.level == "error"]


SHELVES = {
    "laws/registry.yaml": ("laws:", "laws: ["),
    "quizzes/topics.yaml": ("fire:", "fire: 2026-02-30 #"),
    "quizzes/papers/quiz.yaml": ("minutes: 30", f"minutes: {'9' * 5000}"),
    "courses/hours.yaml": ("minutes_per_hour", "minutes_per_hour: 2026-02-30 #"),
    "courses/fire-escape/course.yaml": ("minutes:", "minutes: 2026-02-30 #"),
    "courses/fire-escape/01-first-minute.ipynb": ('"cells"', '"cells": [}'),
    "drills/families.yaml": ("families:", "families: 2026-02-30 #"),
    "drills/frequency.yaml": ("rules:", "rules: [2026-02-30] #"),
    "drills/enterprise.yaml": ("kinds:", "kinds: 2026-02-30 #"),
    DRILL: ("minutes:", "minutes: 2026-02-30 #"),
    "drills/quick/plan.svg": ("circle", "\x00circle"),
    "drills/quick/plan.svg ": ("<svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg"),
    "drills/quick/site.geojson": ('"features"', '"features": [}'),
    "drills/quick/evacuation.yaml": ("cues:", "cues: 2026-02-30 #"),
}


@pytest.mark.parametrize("name", SHELVES)
def test_every_kind_of_file_keeps_its_last_good_version(author: Author, name: str) -> None:
    before = shown(author.content)
    author.rewrite(name.strip(), *SHELVES[name])
    author.publish()
    assert shown(author.content) == before
    assert shown(author.restart()) == before
    survey, _ = author.reader.authored()
    home = name.rsplit("/", 1)[0]
    assert any(home in finding.path for finding in survey.findings if finding.level == "error")


def shown(content: publishing.Content) -> tuple[object, ...]:
    """What learners, trainers and directors see of everything."""
    built = {
        c.slug: (c.title, [each.path.read_bytes() for each in c.chapters]) for c in content.catalog.courses.values()
    }
    return (
        built, content.registry.laws, content.bank.items, content.bank.topics, content.papers.papers,
        {slug: script.sha for slug, script in content.drills.scripts.items()},
        {slug: plan.sha for slug, plan in content.sites.plans.items()},
        [path.read_bytes() for path in content.shelves.glob("drills/*/evacuation.yaml")],
        content.families, content.hours, content.drilling.frequencies, content.drilling.enterprise,
    )  # fmt: skip


CASE = "  - id: fire-090\n    kind: case\n    stem: 另一道案例\n    rubric: [{criterion: 报警, points: 3}]\n"
CASE += "    model_answer: 先报警。\n" + quiz_shelf.ENDING
POOLED = quiz_shelf.PAPER.replace("{item: fire-case}", "{pool: {topics: [fire], kinds: case}, count: 1}")


@pytest.fixture
def pooled(small: Site) -> Author:
    """A paper that asks one case of the pool, whatever it is worth."""
    quiz_shelf.write(small.workspace, POOLED)
    made = Author(small)
    made.restart()
    return made


def test_an_item_that_does_not_fit_in_is_left_out_and_its_paper_stands(pooled: Author) -> None:
    pooled.write("quizzes/bank/cases.yaml", "topic: fire\nitems:\n" + CASE)
    survey, _ = pooled.reader.authored()
    assert "points-uneven" in {finding.rule for finding in survey.findings}
    done = pooled.publish()
    assert "item/fire-090" in keys(done.published)
    for content in (pooled.content, pooled.restart()):
        case = content.papers.papers["quiz"].slots[-1]
        assert (case.candidates, case.points) == (("fire-case",), 10)
        assert "fire-case" in drawn(content)


def test_such_an_item_at_the_first_start_takes_no_shipped_paper_away(site: Site) -> None:
    """As on a site whose trainer added one before papers were kept."""
    items, sheets = shipped()
    slug, case = next((slug, slot) for slug, paper in sheets.papers.items() for slot in paper.slots if slot.manual)
    topic = items.items[case.candidates[0]].topic
    (site.workspace / "quizzes/bank").mkdir(parents=True)
    (site.workspace / "quizzes/bank/own.yaml").write_text(
        f"topic: {topic}\nitems:\n" + CASE.replace("fire-090", f"{topic}-990"), encoding="utf-8"
    )
    assert slug in Author(site).restart().papers.papers


def shipped() -> tuple[bank.Bank, papers.Papers]:
    shelves = Shelves([bundled()])
    items = bank.load(shelves)
    return items, papers.load(shelves, items)


def test_what_is_gone_from_its_file_is_gone(author: Author) -> None:
    author.write(FIRE, (author.site.workspace / FIRE).read_text("utf-8").replace(quiz_shelf.single(8), ""))
    done = author.publish()
    assert keys(done.withdrawn) == {"item/fire-008"}
    assert "fire-008" not in author.content.bank.items
    assert "fire-008" not in author.content.drawn.items, "enough others are left to draw from"


def test_a_paper_that_would_fall_short_keeps_its_last_good_pool(author: Author) -> None:
    author.rewrite(FIRE, quiz_shelf.special("order"), "")
    done = author.publish()
    assert keys(done.withdrawn) == {"item/fire-order"}
    assert "paper/quiz" in {each.key for each in done.held}
    for content in (author.content, author.restart()):
        assert "fire-order" not in content.bank.items
        assert "fire-order" in drawn(content)
    survey, _ = author.reader.authored()
    assert "item-missing" in {finding.rule for finding in survey.findings}


def test_a_fault_in_a_file_withdraws_nothing_of_it(author: Author) -> None:
    """Whoever spoils an id has not taken the question away."""
    author.rewrite(FIRE, "id: fire-008", "id: [fire-008]")
    done = author.publish()
    assert not done.withdrawn
    assert "fire-008" in author.content.bank.items


def test_a_deleted_file_takes_its_questions_away_only_by_the_act(author: Author) -> None:
    author.write("quizzes/bank/own.yaml", "topic: fire\nitems:\n" + quiz_shelf.single(50))
    author.publish()
    (author.site.workspace / "quizzes/bank/own.yaml").unlink()
    assert "fire-050" in author.restart().bank.items
    assert keys(author.publish().withdrawn) == {"item/fire-050"}


def test_a_scaffold_is_a_draft_until_its_author_says_otherwise(author: Author) -> None:
    site, shelves = author.site, author.site.shelves
    scaffold.item(site.workspace, shelves, "fire-901", topic="fire")
    scaffold.drill(site.workspace, shelves, "pump-room")
    scaffold.course(site.workspace, shelves, "hot-work")
    scaffold.paper(site.workspace, shelves, "fire-monthly", topic="fire")
    for content in (author.restart(), [author.publish(), author.content][1]):
        assert "fire-901" not in content.bank.items and "fire-901" not in content.drawn.items
        assert not [
            item for item in content.bank.items.values() if runs.open_quiz.may_ask(item) and "901" in item.item_id
        ]
        assert "pump-room" not in content.drills.scripts
        assert "hot-work" not in content.catalog.courses
        assert "fire-monthly" not in content.papers.papers
    survey, _ = author.reader.authored()
    assert survey.item("fire-901") is not None, "its author can try it"
    for name in ("quizzes/bank/fire-901.yaml", "courses/hot-work/course.yaml", "quizzes/papers/fire-monthly.yaml"):
        text = (site.workspace / name).read_text("utf-8")
        lines = [line for line in text.splitlines(keepends=True) if line.strip() != "state: draft"]
        author.write(name, "".join(lines))
    author.rewrite("drills/pump-room/scenario.yaml", "\nstatus: draft\n", "\n")
    author.publish()
    content = author.content
    assert "fire-901" in content.bank.items and "pump-room" in content.drills.scripts
    assert "hot-work" in content.catalog.courses and "fire-monthly" in content.papers.papers


def test_what_becomes_a_draft_again_is_taken_away_by_the_act(author: Author) -> None:
    author.rewrite(FIRE, "    use: practice\n", "    use: practice\n    state: draft\n")
    assert "fire-099" in author.restart().bank.items
    assert keys(author.publish().withdrawn) == {"item/fire-099"}
    entry = author.entry("item/fire-099")
    assert entry is not None and entry.state == "draft"
    assert "fire-099" not in author.content.bank.items


def test_a_draft_chapter_is_no_chapter_yet(author: Author) -> None:
    site = author.site
    scaffold.course(site.workspace, site.shelves, "hot-work")
    author.rewrite("courses/hot-work/course.yaml", "\nstate: draft\n", "\n")
    author.publish()
    scaffold.chapter(site.workspace, site.shelves, "hot-work/02-permit", "动火票")
    author.publish()
    assert [chapter.slug for chapter in author.content.catalog.courses["hot-work"].chapters] == ["01-start"]
    text = (site.workspace / "courses/hot-work/course.yaml").read_text("utf-8")
    author.write("courses/hot-work/course.yaml", re.sub(r"[,\n]\s*state: draft", "", text))
    author.publish()
    assert [chapter.slug for chapter in author.content.catalog.courses["hot-work"].chapters] == [
        "01-start",
        "02-permit",
    ]


def test_a_damaged_object_is_published_again_from_its_file(author: Author) -> None:
    entry = author.entry("item/fire-001")
    assert entry is not None
    path = publishing.store_of(author.site).path(entry.sha)
    path.chmod(0o600)
    path.write_bytes(b"nonsense")
    content = author.restart()
    assert stem(content) == "第 1 题怎么做？" and content.findings == []


def test_a_damaged_object_without_its_file_is_a_finding_and_takes_nothing_else_along(author: Author) -> None:
    author.rewrite(FIRE, "第 1 题怎么做？", "改过的第 1 题怎么做？")
    entry = author.entry("item/fire-001")
    assert entry is not None
    publishing.store_of(author.site).path(entry.sha).unlink()
    content = author.restart()
    assert [finding.rule for finding in content.findings] == ["store-damaged"]
    assert "fire-001" not in content.bank.items and "fire-002" in content.bank.items


def test_a_new_release_publishes_what_it_brings_and_nothing_else(site: Site) -> None:
    """As a site that was last started with another version, and whose trainer is in the midst of an edit."""
    quiz_shelf.write(site.workspace)
    author = Author(site)
    author.restart()
    author.rewrite(FIRE, "第 1 题怎么做？", "改过的第 1 题怎么做？")
    with publishing.store_of(site).changing() as change:
        del change.entries["scenario/workshop-fire"]
        change.entries["families/families"] = replace(change.entries["families/families"], sha=change.put(b"{}"))
        change.seen = "of an older version"
    content = author.restart()
    assert "workshop-fire" in content.drills.scripts and content.families.families
    assert stem(content) == "第 1 题怎么做？"


def test_readers_ask_the_disk_once_a_second_and_read_aside(author: Author) -> None:
    reader = author.reader
    first = reader.content()
    assert all(reader.content() is first for _ in range(1000))


def test_whoever_slept_through_many_publications_reads_no_shelf_that_was_swept_away(
    author: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the grading worker and the Lab after a quiet night: what they once read lies nowhere any more."""
    scaffold.item(author.site.workspace, author.site.shelves, "fire-spot-1", topic="fire", kind="spot")
    author.rewrite("quizzes/bank/fire-spot-1.yaml", "    state: draft\n", "")
    author.publish()
    sleeper = publishing.ContentReader(author.site)
    before = sleeper.content().shelves
    for number in range(6):
        author.rewrite("quizzes/media/fire-spot-1.svg", "</svg>", f"<!-- {number} --></svg>")
        author.publish()
    assert before.find("quizzes/media/fire-spot-1.svg") is None
    monkeypatch.setattr(snapshot, "EVERY", 0.0)
    monkeypatch.setattr(snapshot, "IDLE", 0.0)
    assert sleeper.content().shelves.find("quizzes/media/fire-spot-1.svg")


def test_processes_that_lay_out_what_counts_at_once_keep_out_of_each_others_way(author: Author) -> None:
    store = publishing.store_of(author.site)
    with store.changing() as change:
        sha = change.put(b"something")

    def lay(reader: int) -> None:
        for number in range(60):
            snapshot._folder(store, author.site.built, {f"quizzes/{reader}-{number}": sha})

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lay, range(3)))
    assert len(list((author.site.built / "shelves").iterdir())) == snapshot.OLD_FOLDERS


def test_pictures_of_a_question_that_was_taken_away_stay(author: Author) -> None:
    scaffold.item(author.site.workspace, author.site.shelves, "fire-spot-1", topic="fire", kind="spot")
    author.rewrite("quizzes/bank/fire-spot-1.yaml", "    state: draft\n", "")
    author.publish()
    assert author.content.shelves.find("quizzes/media/fire-spot-1.svg")
    (author.site.workspace / "quizzes/bank/fire-spot-1.yaml").unlink()
    author.publish()
    assert "fire-spot-1" not in author.content.bank.items
    assert author.content.shelves.find("quizzes/media/fire-spot-1.svg")
