"""Whatever we teach, ask or rehearse cites what exists and what is in force today."""

from __future__ import annotations

from datetime import date

import pytest

from anpei import citing, laws
from anpei.content import Shelves, bundled

LIBRARY = citing.read_library(Shelves([bundled()]))
MENTIONS = citing.mentions(LIBRARY)
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


def test_courses_chapters_items_drills_and_papers_all_cite() -> None:
    assert {mention.kind for mention in MENTIONS} == set(laws.KINDS)


def test_an_unverified_law_is_never_shown_as_in_force() -> None:
    rows = laws.cited(LIBRARY.registry, MENTIONS, date.today())
    unsure = [row.citation for row in rows if row.card and row.card.certainty != "核" and row.status == "现行"]
    assert unsure == []
