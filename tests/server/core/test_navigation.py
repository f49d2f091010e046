"""Which entry of the bar a page belongs to."""

from __future__ import annotations

import pytest

from anpei.server.core.permissions import PAGES, bar, section

TRAINER = bar(["learner", "trainer"])
EVALUATOR = bar(["learner", "evaluator"])


@pytest.mark.parametrize(
    ("place", "entry"),
    [
        ("board", "board"),
        ("courses", "my"),
        ("exam", "my"),
        ("refresh", "my"),
        ("musters/sheets", "drills"),
        ("evacuation", "drills"),
        ("evaluate", "drills"),
        ("laws", ""),
        ("", ""),
    ],
)
def test_a_page_belongs_to_its_own_entry_or_to_the_one_above_it(place: str, entry: str) -> None:
    assert section(place, TRAINER) == entry


def test_a_tool_with_an_entry_of_its_own_is_shown_as_that() -> None:
    assert section("evaluate", EVALUATOR) == "evaluate"


def test_every_tool_of_drills_belongs_to_them() -> None:
    tools = [entry.page.split("/")[0] for entry in PAGES if entry.note]
    assert {section(tool, TRAINER) for tool in tools} == {"drills"}
