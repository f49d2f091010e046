"""The reference pages say what the code and the content say today."""

from __future__ import annotations

from pathlib import Path

import pytest

from anpei import bank, papers
from anpei.content import Shelves, bundled
from anpei.errors import ContentError
from anpei.reference import PAGES, coverage
from tests.helpers import quiz_shelf

FOLDER = Path(__file__).parents[2] / "docs/reference"
AGAIN = "out of date: run  python -m anpei.reference"
SEED = "rows:\n  - {row: 33, title: 应急演练, plan: 练}\n  - {row: 1, title: 生命至上, plan: 课}\n"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name](), AGAIN


def test_every_rule_is_explained() -> None:
    rows = [line.split("|") for line in PAGES["checks.md"]().splitlines() if line.startswith("| `")]
    assert [cells[1].strip() for cells in rows if not cells[3].strip()] == []
    named = {cells[1].strip(" `") for cells in rows}
    assert {bank.rule_name(rule) for rule in bank.RULES} | set(papers.RULES) <= named


def test_a_served_row_has_not_lost_its_place() -> None:
    page = (FOLDER / "seed-coverage.md").read_text(encoding="utf-8")
    assert coverage.served_rows(page) <= coverage.served_rows(PAGES["seed-coverage.md"]())


def test_every_row_of_the_seed_map_is_there_once() -> None:
    assert [row.row for row in coverage.rows(Shelves([bundled()]))] == list(range(1, 46))


def shelf(root: Path, tag: str) -> Shelves:
    """One question with or without a tag."""
    questions = "topic: fire\nitems:\n" + quiz_shelf.single(1, tag)
    shelves = quiz_shelf.write(root, "title: x\n", questions)
    (root / "laws/seed.yaml").write_text(SEED, encoding="utf-8")
    return shelves


def test_a_tag_makes_a_row_served(tmp_path: Path) -> None:
    page = coverage.page(shelf(tmp_path, "    seed: [33]\n"))
    assert coverage.served_rows(page) == {33}
    assert "| 33 | 应急演练 | 演练 | 已有 | 题库“消防与逃生” |" in page
    assert "| 1 | 生命至上 | 课程与题库 | 计划 |" in page


def test_a_page_that_would_lose_a_row_is_not_written(tmp_path: Path) -> None:
    old = tmp_path / "seed-coverage.md"
    old.write_text(coverage.page(shelf(tmp_path, "    seed: [33]\n")), encoding="utf-8")
    with pytest.raises(ContentError, match="第 33 行"):
        coverage.guard(old, coverage.page(shelf(tmp_path, "")))


def test_a_broken_seed_map_says_where(tmp_path: Path) -> None:
    shelves = shelf(tmp_path, "")
    (tmp_path / "laws/seed.yaml").write_text(SEED.replace("plan: 课", "plan: 茶"), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        coverage.rows(shelves)
    assert [finding.line for finding in caught.value.findings] == [3]
