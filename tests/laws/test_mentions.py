"""What cites what, what a change touches, and what a person still has to verify."""

from __future__ import annotations

from pathlib import Path

import pytest

from anpei import laws
from tests.laws import shelf


def refs(mentions: list[laws.Mention]) -> set[str]:
    return {mention.ref for mention in mentions}


def changed(text: str) -> laws.Citation:
    citation = laws.Citation.parse(text)
    assert citation is not None
    return citation


def test_a_change_of_an_article_touches_its_items_and_the_papers_that_may_draw_them(tmp_path: Path) -> None:
    _, mentions = shelf.read(tmp_path)
    assert refs(laws.touched(mentions, changed("xiaofang#70"))) == {"item:fire-008", "paper:quiz"}


def test_a_change_of_the_law_touches_every_article(tmp_path: Path) -> None:
    _, mentions = shelf.read(tmp_path)
    whole = refs(laws.touched(mentions, changed("xiaofang")))
    assert {"item:fire-001", "item:fire-008", "item:fire-case"} <= whole
    assert "item:fire-007" not in whole


@pytest.mark.parametrize(
    ("change", "citation", "concerned"),
    [
        ("xiaofang", "xiaofang#44.2@2021", True),
        ("xiaofang#44", "xiaofang#44.2", True),
        ("xiaofang#44.2", "xiaofang#44", True),
        ("xiaofang#44.2", "xiaofang#44.1", False),
        ("xiaofang#44", "xiaofang#45", False),
        ("xiaofang#44", "xiaofang", False),
        ("xiaofang#134", "xiaofang#134-1", False),
        ("xiaofang", "anquan#44", False),
    ],
)
def test_which_citations_a_change_concerns(change: str, citation: str, concerned: bool) -> None:
    assert changed(change).touches(changed(citation)) is concerned


def test_citations_are_listed_with_what_makes_them(tmp_path: Path) -> None:
    library, mentions = shelf.read(tmp_path)
    rows = {row.citation: row for row in laws.cited(library.registry, mentions, shelf.BEFORE)}
    assert list(rows) == ["xiaofang#44", "xiaofang#70"]
    assert refs(list(rows["xiaofang#70"].mentions)) == {"item:fire-008"}
    assert rows["xiaofang#44"].status == "现行"


def test_guidance_is_always_still_to_be_verified(tmp_path: Path) -> None:
    library, mentions = shelf.read(tmp_path)
    (doubt,) = laws.doubts(library.registry, mentions, shelf.BEFORE)
    assert (doubt.mention.ref, doubt.rests_on, doubt.status, doubt.by) == (
        "item:fire-007",
        "通行做法",
        "待核",
        "source",
    )


def test_a_gist_checked_against_the_old_text_is_not_called_in_force(tmp_path: Path) -> None:
    library, _ = shelf.read(tmp_path)
    card = library.registry.resolve("xiaofang#44", shelf.AFTER)
    assert card is not None and (card.version, card.status) == ("2027", "待核")
