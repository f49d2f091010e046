"""The list of questions: what it is narrowed by, counted over the whole bank, and quick with thousands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from anpei.server.authoring.listing import DAY, ItemFilter, ItemRow, facets, matching

NOW = 1_800_000_000_000
ROW = ItemRow("fire-001", "起火了先做什么？", "single", "fire", "published", published=True)
ROWS = [
    replace(ROW, laws=frozenset({"xiaofang"}), papers=("fire-basics",), last=NOW - 5 * DAY, asked=9, facility=0.95),
    replace(ROW, slug="fire-002", changed=True, errors=1, last=NOW - 200 * DAY, asked=4, facility=0.2),
    replace(ROW, slug="fire-003", state="draft", published=False, kind="multiple", tags=("报警",), unsure=True),
    replace(ROW, slug="gas-001", topic="gas", difficulty="hard", use="practice", review=True, warnings=2),
]


def found(rows: list[ItemRow] = ROWS, ids: tuple[str, ...] = (), **asked: str) -> list[str]:
    return [row.slug for row in matching(rows, ItemFilter(**asked), ids, NOW)]


def test_without_a_word_everything_is_there() -> None:
    assert found() == ["fire-001", "fire-002", "fire-003", "gas-001"]


def test_each_condition_narrows_and_all_hold_together() -> None:
    assert found(topic="gas") == found(difficulty="hard") == found(use="practice") == ["gas-001"]
    assert found(kind="multiple") == found(tag="报警") == found(state="draft") == ["fire-003"]
    assert found(state="changed") == ["fire-002"]
    assert found(law="xiaofang") == found(paper="fire-basics") == ["fire-001"]
    assert found(paper="none", topic="fire") == ["fire-002", "fire-003"]
    assert found([*ROWS, replace(ROW, slug="fire-0a1b2c-001")], batch="0a1b2c") == ["fire-0a1b2c-001"]


def test_use_and_facility_are_of_what_was_answered() -> None:
    assert found(last="never") == ["fire-003", "gas-001"]
    assert (found(last="30"), found(last="over180")) == (["fire-001"], ["fire-002"])
    assert (found(facility="easy"), found(facility="hard")) == (["fire-001"], ["fire-002"])
    assert found(facility="none") == ["fire-003", "gas-001"]


def test_what_is_to_be_done_is_found() -> None:
    told = [found(trouble=kind) for kind in ("error", "warning", "unsure", "review")]
    assert told == [["fire-002"], ["gas-001"], ["fire-003"], ["gas-001"]]


def test_words_lead_to_what_the_search_found() -> None:
    assert found(ids=("fire-003", "gas-001"), q="报警", topic="fire") == ["fire-003"]
    assert found(ids=("fire-003",)) != ["fire-003"]


def test_a_value_nobody_offered_finds_nothing() -> None:
    assert found(last="x") == found(facility="x") == found(trouble="x") == found(state="x") == []


def test_facets_offer_what_there_is_with_its_number() -> None:
    shown = {
        one.name: one.options for one in facets(ROWS, {"fire": "消防", "gas": "燃气", "life": "生命"}, {}, {}, NOW)
    }
    assert shown["topic"] == [("fire", "消防", 3), ("gas", "燃气", 1)]
    assert shown["state"] == [("draft", "草稿", 1), ("published", "已发布", 2), ("changed", "有改动未发布", 1)]
    assert shown["paper"] == [("none", "没有试卷用它", 3), ("fire-basics", "fire-basics", 1)]
    assert shown["trouble"][0] == ("error", "有错误", 1)


def test_the_choice_stands_in_the_address() -> None:
    choice = ItemFilter(q="灭 火", topic="fire")
    assert choice.query(page="2") == "?q=%E7%81%AD+%E7%81%AB&topic=fire&page=2"
    assert choice.query(q="", topic="") == ""


def test_thousands_are_narrowed_and_counted() -> None:
    many: list[Any] = [replace(ROWS[n % 4], slug=f"fire-{n:04d}") for n in range(5000)]
    assert len(found(many, topic="fire", state="published")) == 1250
    assert sum(n for _, _, n in facets(many, {}, {}, {}, NOW)[0].options) == 5000
