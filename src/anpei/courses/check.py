"""Everything that is wrong with the courses, all at once, without running a notebook."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from anpei.content import Shelves
from anpei.courses.files import load
from anpei.courses.model import Chapter, Course
from anpei.courses.notebook import read_cells
from anpei.courses.rules import RULES, Page, citation_problem
from anpei.findings import Finding, sort
from anpei.laws import Registry
from anpei.plainfiles import told_by

__all__ = ["check", "check_chapter"]


def check(
    shelves: Shelves,
    registry: Registry,
    *,
    practice: Mapping[str, str] | None = None,
    papers: Collection[str] | None = None,
) -> list[Finding]:
    """Findings of every course; ``practice`` maps item ids to their use, ``papers`` are the known slugs."""
    catalog = load(shelves)
    findings = list(catalog.findings)
    for course in catalog.courses.values():
        findings += _of_course(course, registry, papers)
        for chapter in course.chapters:
            if chapter.draft and not chapter.path.is_file():
                continue
            findings += check_chapter(chapter, registry, practice)
    return sort(findings)


def check_chapter(chapter: Chapter, registry: Registry, practice: Mapping[str, str] | None = None) -> list[Finding]:
    """A chapter is a notebook that can be opened, and keeps every rule."""
    cells, findings = read_cells(chapter.path)
    if cells is None:
        return findings
    page = Page(chapter, cells, registry, practice)
    return [finding for rule in RULES for finding in told_by(chapter.path, rule, page)]


def _of_course(course: Course, registry: Registry, papers: Collection[str] | None) -> list[Finding]:
    """A course cites what the register holds and ends with a paper there is."""
    path = str(course.folder / "course.yaml")
    findings = []
    for citation in course.cites:
        problem = citation_problem(citation, registry)
        if problem:
            findings.append(Finding(path, 0, "cite-unresolved", problem))
    if papers is not None and course.paper and course.paper not in papers:
        findings.append(Finding(path, 0, "paper-unknown", f"没有试卷“{course.paper}”，请检查 paper 一项。"))
    return findings
