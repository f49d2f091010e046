"""All that the content asserts, one statement at a time: drawn by chance for a person to check, or unsure by itself."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from anpei import citing, courses, statements
from anpei.content import Shelves, bundled

OPENING, BODY = (
    "# 一章\n\n小马说：“着火了。”她闻到了一股焦味。",
    """## 看一眼

压 10 次。（[[xiaofang#44]]、[[xiaofang#45]]）再看一看四周有没有危险？
班长说：“没事，接着干，别停下来。”

*这个次序是通行做法，待核。*

| 在哪里 | 车间二楼的东边，门上写着 |
| --- | --- |
""",
)


@pytest.fixture(scope="module")
def library() -> citing.Library:
    return citing.read_library(Shelves([bundled()]))


def chapter(folder: Path) -> tuple[courses.Course, courses.Chapter]:
    cells = [nbformat.v4.new_markdown_cell(text) for text in (OPENING, BODY)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "01.ipynb")
    made = courses.Chapter("01", "一章", 9, "static", folder / "01.ipynb")
    return courses.Course("fire", "灭火", "", "", 9, (), "", (made,), folder), made


def test_a_chapter_asserts_its_sentences_not_its_story(tmp_path: Path) -> None:
    found = list(statements.in_chapter(*chapter(tmp_path)))
    assert [one.plain for one in found] == [
        "看一眼：压 10 次。",
        "看一眼：这个次序是通行做法，待核。",
        "看一眼：在哪里：车间二楼的东边，门上写着",
    ]
    assert found[0].cites == ("xiaofang#44", "xiaofang#45")


def test_an_item_asserts_its_key_feedback_and_explanation(library: citing.Library) -> None:
    version = library.bank.items["lf-055"]
    key, explanation = statements.in_item(version)
    assert key.part == "答案" and key.text.endswith("→ 对")
    assert explanation.text == version.secret.explanation and explanation.cites == version.secret.cites


def test_a_sample_is_repeated_by_its_seed_and_comes_from_every_group(library: citing.Library) -> None:
    found = statements.statements(library.bank, library.catalog, library.drills)
    drawn = statements.sample(found, 60, 20261128)
    assert len(drawn) == len(set(drawn)) == 60
    assert {one.group for one in drawn} == {one.group for one in found}
    assert statements.sample(found, 60, 20261128) == drawn
    assert statements.sample(found, 60, 20261129) != drawn


def test_each_group_gives_its_share() -> None:
    rows = [statements.Statement(group, f"{group}:{n}", "", "x") for group, size in SIZES.items() for n in range(size)]
    drawn = [one.group for one in statements.sample(rows, 20, 1)]
    assert {group: drawn.count(group) for group in SIZES} == {"big": 13, "half": 6, "one": 1}


SIZES = {"big": 200, "half": 100, "one": 1}


@pytest.mark.parametrize("count", [1, 5, 400])
def test_never_more_than_there_are(count: int) -> None:
    rows = [statements.Statement("a", f"a:{n}", "", "x") for n in range(5)]
    assert len(statements.sample(rows, count, 1)) == min(count, 5)
