"""A notebook may be called as its author likes: it is found, checked, built, published and opened under one plain name."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from anpei import courses, publishing
from anpei.content import Shelves
from anpei.server.live import notebooks
from anpei.settings import Site
from tests.helpers import course_shelf as shelf

NAME = "第 1 章（消防）"
LOGIC = "def twice(n):\n    return 2 * n\n\nfor n in range(3):\n    if n:\n        print(twice(n))"


def renamed(folder: Path, first: str = NAME, second: str = "第 2 章（烟）") -> Shelves:
    """The small course with both chapters called otherwise."""
    shelf.lay_out(folder)
    course = folder / "courses/fire"
    text = (course / "course.yaml").read_text(encoding="utf-8")
    for old, new in (("01-alarm", first), ("02-smoke", second)):
        (course / f"{old}.ipynb").rename(course / f"{new}.ipynb")
        text = text.replace(f"{old}.ipynb", f'"{new}.ipynb"')
    (course / "course.yaml").write_text(text, encoding="utf-8")
    return Shelves([folder])


def test_a_plain_name_stays_and_any_other_gets_one() -> None:
    assert courses.chapter_slug("01-alarm") == "01-alarm"
    slug = courses.chapter_slug(NAME)
    assert re.fullmatch(r"1-[0-9a-f]{10}", slug)
    others = ["第 2 章（消防）", "第1章（消防）", "Intro", "intro", "a" * 100, "烟", " 烟", "01-alarm "]
    slugs = {courses.chapter_slug(each) for each in others} | {slug}
    assert len(slugs) == 9 and all(re.fullmatch(r"[0-9a-z][0-9a-z_-]{0,63}", each) for each in slugs)
    assert len({courses.chapter_slug(unicodedata.normalize(form, "é 章")) for form in ("NFC", "NFD")}) == 1


def test_such_chapters_are_read_checked_and_linked(tmp_path: Path) -> None:
    shelves = renamed(tmp_path)
    text = f"# 警\n\n先看[那一章](<{NAME}>)（[[xiaofang#44]]）。"
    path = tmp_path / f"courses/fire/{NAME}.ipynb"
    path.write_text(shelf.notebook(("markdown", text), ("code", shelf.PRACTICE)), encoding="utf-8")
    assert courses.check(shelves, shelf.registry(shelves), practice={"fire-p01": "practice"}, papers=[]) == []
    course = shelf.course(shelves)
    assert [chapter.slug for chapter in course.chapters] == [courses.chapter_slug(NAME), course.chapters[1].slug]
    assert course.chapter_of_file(NAME) is course.chapter_of_file(f"{NAME}.ipynb") is course.chapters[0]


def test_a_name_that_a_mac_wrote_is_the_same_name(tmp_path: Path) -> None:
    shelves = renamed(tmp_path, first="é 章")
    path = tmp_path / "courses/fire/é 章.ipynb"
    path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))
    catalog = courses.load(shelves)
    assert catalog.findings == () and catalog.courses["fire"].chapters[0].path.is_file()


@pytest.mark.parametrize("name", ["../x", ".x", "a/b", "a\\\\b", "x:y"])
def test_a_name_that_leads_elsewhere_is_a_finding(tmp_path: Path, name: str) -> None:
    shelves = shelf.lay_out(tmp_path)
    path = tmp_path / "courses/fire/course.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("01-alarm", name), encoding="utf-8")
    catalog = courses.load(shelves)
    assert catalog.courses == {} and catalog.findings


def test_such_chapters_are_built_published_and_opened_with_a_kernel(site: Site, tmp_path: Path) -> None:
    vars(site)["shelves"] = renamed(tmp_path / "own")
    reader = publishing.ContentReader(site)
    catalog = reader.content().catalog
    course = catalog.courses["fire"]
    assert courses.build(site, course, reader.content().registry) == []
    assert courses.read_built(site, course, course.chapters[0]).state == "ready"
    assert notebooks.find(catalog, "live", "fire", course.chapters[1].slug).read().cells


def test_a_live_chapter_may_have_logic_of_its_own_and_a_static_one_may_not(tmp_path: Path) -> None:
    shelves = shelf.lay_out(tmp_path)
    for chapter in ("01-alarm", "02-smoke"):
        path = tmp_path / f"courses/fire/{chapter}.ipynb"
        path.write_text(shelf.notebook(("markdown", "# 烟"), ("code", LOGIC)), encoding="utf-8")
    found = [f for f in courses.check(shelves, shelf.registry(shelves)) if f.rule == "code-logic"]
    assert {Path(finding.path).stem for finding in found} == {"01-alarm"}
    assert "mode: live" in found[0].message
