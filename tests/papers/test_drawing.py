"""A draw is a pure function, repeats nothing in one paper, and can't be foreseen without the secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpei import bank, papers
from anpei.papers.drawing import display_order, match
from tests.helpers import quiz_shelf

SECRET = b"s" * 32


@pytest.fixture
def loaded(tmp_path: Path) -> tuple[papers.Paper, bank.Bank]:
    sheets, items = quiz_shelf.load(tmp_path)
    assert sheets.findings == []
    return sheets.papers["quiz"], items


def test_the_same_learner_and_attempt_draw_the_same_paper(loaded: tuple[papers.Paper, bank.Bank]) -> None:
    assert papers.draw(*loaded, SECRET, "E1001", 1) == papers.draw(*loaded, SECRET, "E1001", 1)


def test_another_learner_attempt_or_secret_draws_another(loaded: tuple[papers.Paper, bank.Bank]) -> None:
    draws = [
        papers.draw(*loaded, secret, person, attempt)
        for secret in (SECRET, b"t" * 32)
        for person in ("E1001", "E1002")
        for attempt in (1, 2)
    ]
    assert len({str(draw) for draw in draws}) == len(draws)


def test_no_item_comes_twice_in_a_paper(loaded: tuple[papers.Paper, bank.Bank]) -> None:
    for number in range(50):
        drawn = [slot.item_id for slot in papers.draw(*loaded, SECRET, f"E{number}", 1)]
        assert len(set(drawn)) == len(drawn) == 9


def test_slots_are_named_by_kind_of_marking(loaded: tuple[papers.Paper, bank.Bank]) -> None:
    names = [slot.slot for slot in papers.draw(*loaded, SECRET, "E1001", 1)]
    assert names == ["q01", "q02", "q03", "q04", "q05", "q06", "q07", "q08", "c01"]
    assert loaded[0].max_points == 40


def test_seen_items_come_last(loaded: tuple[papers.Paper, bank.Bank]) -> None:
    first = {slot.item_id for slot in papers.draw(*loaded, SECRET, "E1001", 1)}
    second = {slot.item_id for slot in papers.draw(*loaded, SECRET, "E1001", 2, seen=first)}
    assert not {item for item in first & second if item[-1].isdigit()}


def test_every_option_gets_to_stand_first(loaded: tuple[papers.Paper, bank.Bank]) -> None:
    firsts = {papers.draw(*loaded, SECRET, f"E{n}", 1)[0].order[0] for n in range(60)}
    assert firsts == {0, 1, 2, 3}


def test_steps_are_never_displayed_in_the_right_order(loaded: tuple[papers.Paper, bank.Bank]) -> None:
    version = loaded[1].items["fire-order"]
    ranks = [bytes([version.secret.sequence.index(n)]) for n in range(4)]
    assert display_order(version, ranks) != version.secret.sequence
    assert sorted(display_order(version, ranks)) == [0, 1, 2, 3]


def test_overlapping_pools_are_drawn_whenever_they_can_be() -> None:
    assert match({"q01": ["a", "b"], "q02": ["a"], "q03": ["b", "c"]}) == {"q01": "b", "q02": "a", "q03": "c"}
    assert match({"q01": ["a"], "q02": ["a"]}) is None


@given(st.dictionaries(st.text(max_size=2), st.lists(st.sampled_from("abcde"), unique=True), max_size=6))
def test_a_match_gives_each_slot_a_wish_of_its_own(wishes: dict[str, list[str]]) -> None:
    found = match(wishes)
    if found is not None:
        assert set(found) == set(wishes)
        assert len(set(found.values())) == len(found)
        assert all(found[slot] in wishes[slot] for slot in wishes)
