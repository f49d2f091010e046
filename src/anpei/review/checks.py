"""What scenario authors want practised again must be there: practice items of the bank, chapters of a course."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from anpei import bank
from anpei.exercises import scenarios
from anpei.exercises.scenarios import Shelf
from anpei.findings import Finding
from anpei.plainfiles import Document, told_by

__all__ = ["check"]


def check(shelf: Shelf, items: bank.Bank, chapters: Collection[str]) -> list[Finding]:
    """Findings for every ``refresh:`` that leads nowhere; ``chapters`` are ``course/chapter``."""
    found: list[Finding] = []
    for slug, script in shelf.scripts.items():
        document = shelf.documents[slug]
        found += told_by(document.path, _of, script, document, items, chapters)
    return found


def _of(
    script: scenarios.CompiledScenario, document: Document, items: bank.Bank, chapters: Collection[str]
) -> Iterator[Finding]:
    """Items are practice items of the bank, a chapter is one of a course."""
    places = [(("nodes", n), node.refresh) for n, node in enumerate(script.scenario.nodes)]
    places += [(("objectives", n), objective.refresh) for n, objective in enumerate(script.scenario.objectives)]
    for where, refresh in places:
        for item in refresh.items:
            version = items.items.get(item)
            if version is None or version.use != "practice":
                yield document.finding(
                    (*where, "refresh"), "refresh-item", f"题库里没有练习题“{item}”（考试题不能用）。"
                )
        if refresh.chapter and refresh.chapter not in chapters:
            yield document.finding((*where, "refresh"), "refresh-chapter", f"没有章节“{refresh.chapter}”。")
