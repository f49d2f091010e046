"""A paper that can't be drawn fairly is refused before anybody sits it, with the line and the rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from anpei import bank, papers
from tests.helpers import quiz_shelf

HEAD = "title: 小测\nminutes: 10\npass_mark: 60\nslots:\n"
BROKEN = {
    "course-missing": quiz_shelf.PAPER + "course: nowhere\n",
    "course-first": quiz_shelf.PAPER + "course_first: true\n",
    "slots-too-many": HEAD + "  - {pool: {kinds: single}, count: 60}\n" * 2,
    "pool-or-item": HEAD + "  - {pool: {}, item: fire-001}\n",
    "item-missing": HEAD + "  - {item: fire-404}\n",
    "practice-item": HEAD + "  - {item: fire-099}\n",
    "unknown-topic": HEAD + "  - {pool: {topics: water}}\n",
    "pool-too-small": HEAD + "  - {pool: {kinds: single}, count: 12}\n",
    "case-mixed": HEAD + "  - {pool: {kinds: [single, case]}, count: 2, points: 10}\n",
    "points-uneven": HEAD + "  - {pool: {items: [fire-001, fire-worth]}, count: 1}\n",
    "case-points": HEAD + "  - {item: fire-case, points: 8}\n",
    "pools-overlap": HEAD + "  - {item: fire-001}\n  - {item: fire-001}\n",
}
WORTH = quiz_shelf.BANK + quiz_shelf.single(77, "    points: 3\n").replace("fire-077", "fire-worth")


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_finds_its_broken_paper(rule: str, tmp_path: Path) -> None:
    sheets, _ = quiz_shelf.load(tmp_path, BROKEN[rule], WORTH)
    assert rule in {finding.rule for finding in sheets.findings}
    assert sheets.papers == {}


def test_every_rule_has_a_broken_paper() -> None:
    assert {*BROKEN, "slug-form"} == set(papers.RULES)


def test_a_name_that_is_no_slug_is_refused(tmp_path: Path) -> None:
    shelves = quiz_shelf.write(tmp_path)
    (tmp_path / "quizzes/papers/quiz.yaml").rename(tmp_path / "quizzes/papers/Quiz 1.yaml")
    found = papers.load(shelves, bank.load(shelves)).findings
    assert [finding.rule for finding in found] == ["slug-form"]


@pytest.mark.parametrize("line", ["pass_mark: 0", "minutes: 0", "attempts: 0", "pass: 60", "review: {when: soon}"])
def test_rules_out_of_range_are_findings(line: str, tmp_path: Path) -> None:
    key = line.split(":")[0]
    kept = [row for row in quiz_shelf.PAPER.splitlines() if not row.startswith(f"{key}:")]
    sheets, _ = quiz_shelf.load(tmp_path, "\n".join([line, *kept]))
    assert len(sheets.findings) == 1


def test_an_item_with_an_error_is_not_drawn(tmp_path: Path) -> None:
    shelves = quiz_shelf.write(tmp_path, questions=quiz_shelf.BANK.replace("answer: true", "answer: maybe"))
    sheets = papers.load(shelves, bank.load(shelves))
    assert [f.message for f in sheets.findings] == ["题库里的“fire-truefalse”有错误，暂不可用。"]


def test_the_sha_follows_the_file(tmp_path: Path) -> None:
    one = quiz_shelf.load(tmp_path)[0].papers["quiz"]
    other = quiz_shelf.load(tmp_path, quiz_shelf.PAPER.replace("30", "31"))[0].papers["quiz"]
    assert one.sha != other.sha


def test_a_paper_that_says_nothing_of_multiple_choices_stays_what_it_was(tmp_path: Path) -> None:
    """Its hash is that of the release before papers could say so; only another policy makes another paper."""
    silent, _ = quiz_shelf.load(tmp_path / "a")
    usual, _ = quiz_shelf.load(tmp_path / "b", quiz_shelf.PAPER + "multiple: net_correct\n")
    other, _ = quiz_shelf.load(tmp_path / "c", quiz_shelf.PAPER + "multiple: all_or_nothing\n")
    assert (
        silent.papers["quiz"].sha
        == usual.papers["quiz"].sha
        == "2b3bf682fa145dc83a2622c4500e4f921315e61108b3e6eca9bd0f636b78dc7f"
    )
    assert silent.papers["quiz"].multiple == "net_correct"
    assert other.papers["quiz"].sha != "2b3bf682fa145dc83a2622c4500e4f921315e61108b3e6eca9bd0f636b78dc7f"
    assert other.papers["quiz"].multiple == "all_or_nothing"
