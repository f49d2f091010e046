"""A scenario is checked before anybody plays it: its text by rules, its course by walking every way it can go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from anpei.content import Shelves
from anpei.exercises.scenarios import CompiledScenario, Source, load
from anpei.exercises.validation.path_rules import COURSE_RULES, course_of
from anpei.exercises.validation.plan_rules import plan_rules
from anpei.exercises.validation.text_rules import RULES
from anpei.exercises.validation.yaml_comments import nothing_swallowed
from anpei.findings import Finding, errors_only, sort
from anpei.laws import Citation, Registry
from anpei.plainfiles import Document, Where, told_by

__all__ = ["check", "check_script"]


def check(shelves: Shelves, registry: Registry) -> list[Finding]:
    """Everything that is wrong with the drills shelf."""
    shelf = load(shelves)
    found = list(shelf.findings)
    for slug, script in shelf.scripts.items():
        found += check_script(script, shelf.documents[slug], registry)
    return sort(found)


def check_script(script: CompiledScenario, document: Document, registry: Registry) -> list[Finding]:
    """Everything that is wrong with one scenario; its course is walked only once its text is sound."""
    rules = (*RULES, nothing_swallowed, plan_rules)
    found = [finding for rule in rules for finding in told_by(document.path, rule, script, document)]
    found += told_by(document.path, _citations, script, document, registry)
    if not errors_only(found):
        found += told_by(document.path, _walked, script, document)
    return sort(found)


def _walked(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    course = course_of(script)
    for rule in COURSE_RULES:
        yield from rule(course, document)


def _citations(script: CompiledScenario, document: Document, registry: Registry) -> Iterator[Finding]:
    """Every citation stands in the register of laws, with a gist."""
    for where, source in _sources(script):
        for index, text in enumerate(source.cites):
            citation = Citation.parse(text)
            problem = f"引用“{text}”的写法不对，应如 xiaofang#44。" if citation is None else registry.problem(citation)
            if problem:
                yield document.finding((*where, "cites", index), "citation", problem)


def _sources(script: CompiledScenario) -> Iterator[tuple[Where, Source]]:
    scenario = script.scenario
    groups: tuple[tuple[Where, Iterable[Source]], ...] = (
        (("basis",), scenario.basis),
        (("nodes",), scenario.nodes),
        (("debrief", "takeaways"), scenario.debrief.takeaways),
    )
    for where, items in groups:
        yield from (((*where, index), item) for index, item in enumerate(items))
