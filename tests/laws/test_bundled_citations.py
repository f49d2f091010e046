"""Whatever we teach, ask or rehearse cites what exists and what is in force today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from anpei import citing, courses, laws
from anpei.content import Shelves, bundled


@dataclass(frozen=True)
class Shipped:
    """What comes with the platform, everything in it that cites, and what of that is in doubt."""

    library: citing.Library
    mentions: list[laws.Mention]
    doubts: list[laws.Doubt]


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    library = citing.read_library(Shelves([bundled()]))
    mentions = citing.mentions(library)
    return Shipped(library, mentions, laws.doubts(library.registry, mentions, date.today()))


def test_the_register_itself_is_sound() -> None:
    assert laws.load(Shelves([bundled()]))[1] == []


def test_everything_says_what_it_rests_on(shipped: Shipped) -> None:
    items = shipped.library.bank.items.items()
    silent = [item_id for item_id, item in items if not (item.secret.cites or item.secret.source)]
    assert silent == []


def test_every_citation_exists_and_is_in_force(shipped: Shipped) -> None:
    cited = {text for mention in shipped.mentions for text in mention.cites}
    assert cited
    assert {text: wrong for text in sorted(cited) if (wrong := fault(shipped.library.registry, text))} == {}


def fault(registry: laws.Registry, text: str) -> str:
    """What is wrong with a citation, empty for nothing."""
    citation = laws.Citation.parse(text)
    if citation is None:
        return "no citation"
    if problem := registry.problem(citation):
        return str(problem)
    card, ended = registry.resolve(text, date.today()), registry.ended(text, date.today())
    if card is None or card.status not in ("现行", "待核"):
        return "not in force"
    return "" if ended is None else f"ended {ended}"


def test_everything_that_can_cite_does(shipped: Shipped) -> None:
    assert {mention.kind for mention in shipped.mentions} == set(laws.KINDS)


def test_an_unverified_law_is_never_shown_as_in_force(shipped: Shipped) -> None:
    rows = laws.cited(shipped.library.registry, shipped.mentions, date.today())
    unsure = [row.citation for row in rows if row.card and row.card.certainty != "核" and row.status == "现行"]
    assert unsure == []


def test_a_simulation_is_touched_by_the_articles_it_names_and_says_where_it_is_shown(shipped: Shipped) -> None:
    changed = laws.Citation.parse("shigu-baogao#13")
    assert changed is not None
    (clock,) = [mention for mention in laws.touched(shipped.mentions, changed) if mention.kind == "widget"]
    assert (clock.ref, clock.title) == (
        "widget:incident_clock",
        "事故等级与报告时钟（见《出事以后的一小时》、《出了事，谁来承担》）",
    )


def test_every_doubtful_sentence_of_a_chapter_is_listed(shipped: Shipped) -> None:
    listed = {doubt.mention.ref: "" for doubt in shipped.doubts if doubt.by == "words"}
    for doubt in shipped.doubts:
        if doubt.by == "words":
            listed[doubt.mention.ref] += doubt.rests_on
    for course in shipped.library.catalog.courses.values():
        for chapter in course.chapters:
            lines = [line for text in courses.markdown_of(chapter) for line in text.splitlines()]
            marks = sum(line.count("待核") for line in lines if not line.startswith("!["))
            assert listed.get(f"chapter:{course.slug}/{chapter.slug}", "").count("待核") == marks, chapter.slug


def test_every_kind_of_content_can_be_in_doubt(shipped: Shipped) -> None:
    assert {doubt.mention.kind for doubt in shipped.doubts} == set(laws.KINDS) - {"paper"}
    assert {doubt.by for doubt in shipped.doubts} == {"law", "source", "words"}
