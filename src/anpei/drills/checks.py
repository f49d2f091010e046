"""A scenario is checked before anybody plays it: its text by rules, its course by walking every way it can go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from anpei.content import Shelves
from anpei.drills.debrief import outcome
from anpei.drills.explore import Explorer, Walk, best_play
from anpei.drills.files import load
from anpei.drills.model import Source
from anpei.drills.plan import plan_rules
from anpei.drills.rules import RULES
from anpei.drills.script import Script
from anpei.findings import Finding, errors_only, sort
from anpei.laws import Citation, Registry
from anpei.plainfiles import Document, Where

__all__ = ["check", "check_script"]


def check(shelves: Shelves, registry: Registry) -> list[Finding]:
    """Everything that is wrong with the drills shelf."""
    shelf = load(shelves)
    found = list(shelf.findings)
    for slug, script in shelf.scripts.items():
        found += check_script(script, shelf.documents[slug], registry)
    return sort(found)


def check_script(script: Script, document: Document, registry: Registry) -> list[Finding]:
    """Everything that is wrong with one scenario; its course is walked only once its text is sound."""
    found = [finding for rule in (*RULES, plan_rules) for finding in rule(script, document)]
    found += _citations(script, document, registry)
    if not errors_only(found):
        walk = Explorer(script).run()
        found += _course(script, document, walk)
    return sort(found)


def _citations(script: Script, document: Document, registry: Registry) -> Iterator[Finding]:
    """Every citation stands in the register of laws, with a gist."""
    for where, source in _sources(script):
        for index, text in enumerate(source.cites):
            citation = Citation.parse(text)
            problem = f"引用“{text}”的写法不对，应如 xiaofang#44。" if citation is None else registry.problem(citation)
            if problem:
                yield document.finding((*where, "cites", index), "citation", problem)


def _sources(script: Script) -> Iterator[tuple[Where, Source]]:
    scenario = script.scenario
    groups: tuple[tuple[Where, Iterable[Source]], ...] = (
        (("basis",), scenario.basis),
        (("nodes",), scenario.nodes),
        (("debrief", "takeaways"), scenario.debrief.takeaways),
    )
    for where, items in groups:
        yield from (((*where, index), item) for index, item in enumerate(items))


def _course(script: Script, document: Document, walk: Walk) -> Iterator[Finding]:
    """What only walking shows: things never reached, runs that stop short, runs that last too long."""
    if not walk.complete:
        yield document.warning((), "too-many-ways", "情景的走法太多，没有走遍；请减少条件之间的牵连。")
        return
    for where, item in script.steps():
        by_hand = _by_hand(script, item.id) or _by_hand(script, item.after or "")
        if item.id not in walk.reached and not by_hand:
            yield document.finding(where, "unreachable", f"“{item.id}”无论怎么走都不会发生。")
    for ident in sorted(walk.dead_ends):
        place = list(script.nodes).index(ident) if ident else 0
        message = f"有一种走法在“{ident or '开头'}”之后就断了，没有走到最后阶段。"
        yield document.finding(("nodes", place), "dead-end", message)
    if walk.overtime:
        minutes = -(-walk.longest // 60_000)
        yield document.finding(("minutes",), "too-long", f"走得最慢时会超过时限，至少需要 {minutes} 分钟。")
    yield from _best(script, document)


def _by_hand(script: Script, ident: str) -> bool:
    """Whether only a director sends it."""
    inject = script.injects.get(ident)
    return inject is not None and inject.director


def _best(script: Script, document: Document) -> Iterator[Finding]:
    """Whoever always chooses best gets every point and passes."""
    result = outcome(script, best_play(script))
    if not result.passed or result.percent != 100:
        yield document.finding(("pass_mark",), "not-passable", f"每步都选最佳，也只得 {result.percent} 分，不能合格。")
