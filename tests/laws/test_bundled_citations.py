"""Whatever we teach, ask or rehearse cites what exists and what is in force today."""

from __future__ import annotations

from datetime import date

import pytest

from anpei import citing, courses, laws
from anpei.content import Shelves, bundled

LIBRARY = citing.read_library(Shelves([bundled()]))
MENTIONS = citing.mentions(LIBRARY)
DOUBTS = laws.doubts(LIBRARY.registry, MENTIONS, date.today())
CITED = sorted({text for mention in MENTIONS for text in mention.cites})


def test_the_register_itself_is_sound() -> None:
    assert laws.load(Shelves([bundled()]))[1] == []


def test_everything_says_what_it_rests_on() -> None:
    silent = [item_id for item_id, item in LIBRARY.bank.items.items() if not (item.secret.cites or item.secret.source)]
    assert silent == []


@pytest.mark.parametrize("text", CITED)
def test_a_citation_exists_and_is_in_force(text: str) -> None:
    citation = laws.Citation.parse(text)
    assert citation is not None
    assert LIBRARY.registry.problem(citation) is None
    card = LIBRARY.registry.resolve(text, date.today())
    assert card is not None and card.status in ("现行", "待核")
    assert LIBRARY.registry.ended(text, date.today()) is None


def test_everything_that_can_cite_does() -> None:
    assert {mention.kind for mention in MENTIONS} == set(laws.KINDS)


def test_an_unverified_law_is_never_shown_as_in_force() -> None:
    rows = laws.cited(LIBRARY.registry, MENTIONS, date.today())
    unsure = [row.citation for row in rows if row.card and row.card.certainty != "核" and row.status == "现行"]
    assert unsure == []


def test_a_simulation_is_touched_by_the_articles_it_names_and_says_where_it_is_shown() -> None:
    changed = laws.Citation.parse("shigu-baogao#13")
    assert changed is not None
    (clock,) = [mention for mention in laws.touched(MENTIONS, changed) if mention.kind == "widget"]
    assert (clock.ref, clock.title) == (
        "widget:incident_clock",
        "事故等级与报告时钟（见《出事以后的一小时》、《出了事，谁来承担》）",
    )


def test_every_doubtful_sentence_of_a_chapter_is_listed() -> None:
    listed = {doubt.mention.ref: "" for doubt in DOUBTS if doubt.by == "words"}
    for doubt in DOUBTS:
        if doubt.by == "words":
            listed[doubt.mention.ref] += doubt.rests_on
    for course in LIBRARY.catalog.courses.values():
        for chapter in course.chapters:
            lines = [line for text in courses.markdown_of(chapter) for line in text.splitlines()]
            marks = sum(line.count("待核") for line in lines if not line.startswith("!["))
            assert listed.get(f"chapter:{course.slug}/{chapter.slug}", "").count("待核") == marks, chapter.slug


def test_every_kind_of_content_can_be_in_doubt() -> None:
    assert {doubt.mention.kind for doubt in DOUBTS} == set(laws.KINDS) - {"paper"}
    assert {doubt.by for doubt in DOUBTS} == {"law", "source", "words"}
