"""Courses, papers and drills under one roof: what somebody can be assigned, what it is called, where it is done."""

from __future__ import annotations

from dataclasses import dataclass

from anpei.courses import Catalog
from anpei.papers import Papers
from anpei.records import Syllabus
from anpei.server.core.handlers import Handler

__all__ = ["ICONS", "Targets", "targets_of"]

ICONS = {"course": "training", "paper": "exam", "drill": "drill"}


@dataclass(frozen=True)
class Targets:
    """Everything that can be due, looked up by kind and slug."""

    catalog: Catalog
    papers: Papers
    drills: dict[str, str]

    def title(self, kind: str, target: str) -> str:
        """Its name; a withdrawn one keeps its slug, so that old duties stay readable."""
        if kind == "course" and target in self.catalog.courses:
            return self.catalog.courses[target].title
        if kind == "paper" and target in self.papers.papers:
            return self.papers.papers[target].title
        return self.drills.get(target, target) if kind == "drill" else target

    def exists(self, kind: str, target: str) -> bool:
        known = {"course": set(self.catalog.courses), "paper": set(self.papers.papers), "drill": set(self.drills)}
        return target in known.get(kind, set())

    def course_first(self, kind: str, target: str) -> bool:
        """Whether the paper that this comes to asks for its course first."""
        course = self.catalog.courses.get(target) if kind == "course" else None
        paper = self.papers.papers.get(course.paper if course else target if kind == "paper" else "")
        return paper is not None and paper.course_first

    def syllabus(self, kind: str, target: str) -> Syllabus | None:
        course = self.catalog.courses.get(target) if kind == "course" else None
        return Syllabus.of(course) if course else None

    def note(self, kind: str, target: str) -> str:
        """How long it takes and where it is done, in a few words."""
        if kind == "course" and (course := self.catalog.courses.get(target)):
            return f"{len(course.chapters)} 章 · 约 {course.minutes} 分钟"
        if kind == "paper" and (paper := self.papers.papers.get(target)):
            return f"{len(paper.slots)} 题 · {paper.minutes} 分钟"
        return "在演练终端上参加" if kind == "drill" else ""

    def href(self, kind: str, target: str) -> str:
        """Its page; a drill's tells where the kiosks stand, for it is played there."""
        pages = {"course": f"courses/{target}", "paper": f"papers/{target}", "drill": f"my/drills/{target}"}
        return pages.get(kind, "") if self.exists(kind, target) else ""


def targets_of(handler: Handler) -> Targets:
    shelf = handler.context.drills()
    titles = {slug: script.scenario.title for slug, script in shelf.scripts.items()}
    return Targets(handler.catalog(), handler.papers(), titles)
