"""What a course must keep: each rule has a chapter in tests/broken_shelves that breaks it and is named after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from anpei import courses
from anpei.content import Shelves
from tests.helpers import course_shelf as shelf

BROKEN = Path(__file__).parents[1] / "broken_shelves"
CHAPTERS = sorted(path.stem for path in (BROKEN / "courses/broken").glob("*.ipynb"))
USES = {"fire-p01": "practice", "fire-001": "exam"}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Rules broken by file stem, over the whole broken shelf at once."""
    own = tmp_path_factory.mktemp("laws")
    known = shelf.registry(shelf.lay_out(own))
    rules: dict[str, set[str]] = {}
    for finding in courses.check(Shelves([BROKEN]), known, practice=USES, papers=["fire"]):
        rules.setdefault(Path(finding.path).stem, set()).add(finding.rule)
    return rules


@pytest.mark.parametrize("rule", CHAPTERS)
def test_a_broken_rule_is_named(found: dict[str, set[str]], rule: str) -> None:
    assert rule in found[rule]


@pytest.mark.parametrize("rule", CHAPTERS)
def test_nothing_else_is_blamed(found: dict[str, set[str]], rule: str) -> None:
    assert found[rule] <= {rule, "no-activity"} if rule == "code-syntax" else found[rule] == {rule}


def test_a_wrong_course_file_is_explained_by_line() -> None:
    findings = [f for f in courses.load(Shelves([BROKEN])).findings if "broken-list" in f.path]
    assert [(f.rule, f.line) for f in findings] == [("extra-forbidden", 6)]


def test_missing_and_doubled_chapters_are_found(tmp_path: Path) -> None:
    shelves = shelf.lay_out(tmp_path)
    text = shelf.COURSE.replace("02-smoke", "01-alarm") + "  - {file: gone.ipynb, title: 无, minutes: 1}\n"
    (tmp_path / "courses/fire/course.yaml").write_text(text, encoding="utf-8")
    catalog = courses.load(shelves)
    assert {f.rule for f in catalog.findings} == {"chapter-twice", "chapter-missing", "chapter-unlisted"}
    assert "fire" not in catalog.courses


def test_a_sound_course_has_no_findings(tmp_path: Path) -> None:
    shelves = shelf.lay_out(tmp_path)
    assert courses.check(shelves, shelf.registry(shelves), practice=USES, papers=[]) == []


def test_the_line_in_the_notebook_file_is_told(tmp_path: Path) -> None:
    shelves = shelf.lay_out(tmp_path, ("markdown", "# 图\n\n看\n\n![](media/x.svg)"), ("code", shelf.PRACTICE))
    finding = next(f for f in courses.check(shelves, shelf.registry(shelves)) if f.rule == "alt-missing")
    lines = (tmp_path / "courses/fire/01-alarm.ipynb").read_text(encoding="utf-8").splitlines()
    assert "![](media/x.svg)" in lines[finding.line - 1]
