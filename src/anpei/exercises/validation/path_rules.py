"""What only walking a scenario shows: things never reached, runs cut short or too long, people with nothing to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from anpei.exercises.runs import RunState, facts, outcome
from anpei.exercises.scenarios import CompiledScenario, conditions
from anpei.exercises.validation.paths import Explorer, Paths, best_play
from anpei.findings import Finding
from anpei.plainfiles import Document

__all__ = ["COURSE_RULES", "ScenarioPaths", "course_of"]

_KEPT = 8


@dataclass
class ScenarioPaths:
    """A scenario's ways: ``alone`` without a director, ``handed`` with all a director can send, sent at the start."""

    script: CompiledScenario

    @cached_property
    def alone(self) -> Paths:
        return Explorer(self.script).run()

    @cached_property
    def handed(self) -> Paths:
        by_hand = any(inject.director for inject in self.script.scenario.injects)
        return Explorer(self.script, handed=True).run() if by_hand else self.alone

    @cached_property
    def best(self) -> RunState:
        """The run of whoever answers everything best."""
        return best_play(self.script)


_walked: dict[str, ScenarioPaths] = {}


def course_of(script: CompiledScenario) -> ScenarioPaths:
    """The ways of a scenario: walked once in a process, however often the same text is checked."""
    text = script.scenario.model_dump_json()
    if text not in _walked:
        while len(_walked) >= _KEPT:
            _walked.pop(next(iter(_walked), ""), None)
        _walked[text] = ScenarioPaths(script)
    return _walked[text]


CourseRule = Callable[[ScenarioPaths, Document], Iterator[Finding]]


def too_many_ways(course: ScenarioPaths, document: Document) -> Iterator[Finding]:
    """The ways a scenario can go are few enough to walk them all."""
    if not course.alone.complete:
        yield document.warning((), "too-many-ways", "情景的走法太多，没有走遍；请减少条件之间的牵连。")


def never_reached(course: ScenarioPaths, document: Document) -> Iterator[Finding]:
    """Every step happens on some way, if need be after a director's inject."""
    if not (course.alone.complete and course.handed.complete):
        return
    seen = course.alone.reached | course.handed.reached
    for where, item in course.script.steps():
        if item.id not in seen:
            yield document.finding(where, "unreachable", f"“{item.id}”无论怎么走都不会发生。")


def dead_ends(course: ScenarioPaths, document: Document) -> Iterator[Finding]:
    """No way stops short of the last phase."""
    for ident in sorted(course.alone.dead_ends | course.handed.dead_ends):
        place = list(course.script.nodes).index(ident) if ident else 0
        message = f"有一种走法在“{ident or '开头'}”之后就断了，没有走到最后阶段。"
        yield document.finding(("nodes", place), "dead-end", message)


def too_long(course: ScenarioPaths, document: Document) -> Iterator[Finding]:
    """The slowest way ends before the time limit, also with everything a director can send."""
    if course.alone.overtime or course.handed.overtime:
        minutes = -(-max(course.alone.longest, course.handed.longest) // 60_000)
        yield document.finding(("minutes",), "too-long", f"走得最慢时会超过时限，至少需要 {minutes} 分钟。")


def passable(course: ScenarioPaths, document: Document) -> Iterator[Finding]:
    """Whoever always chooses best gets every point that was to be had on that way, and passes."""
    result = outcome(course.script, course.best)
    if not result.passed or result.percent != 100:
        yield document.finding(("pass_mark",), "not-passable", f"每步都选最佳，也只得 {result.percent} 分，不能合格。")


def everybody_plays(course: ScenarioPaths, document: Document) -> Iterator[Finding]:
    """In a team that does everything right, each role still has something to decide."""
    asked = {course.script.nodes[ident].role for ident in course.best.nodes}
    for index, role in enumerate(course.script.scenario.roles):
        if role.id not in asked:
            message = f"大家都做对时，角色“{role.title}”从头到尾没有决策可做。"
            yield document.warning(("roles", index), "role-unasked", message)


def every_objective_counts(course: ScenarioPaths, document: Document) -> Iterator[Finding]:
    """In a run that goes well every objective is put to the test; one that isn't asked loses its weight."""
    for index, objective in enumerate(course.script.scenario.objectives):
        if not course.best.nodes.keys() & set(objective.nodes):
            message = f"大家都做对时，目标“{objective.title}”一次也没有考到。"
            yield document.warning(("objectives", index), "objective-unasked", message)


def alarm_comes(course: ScenarioPaths, document: Document) -> Iterator[Finding]:
    """In a run that goes well the alarm is raised, so that the roll call begins."""
    text = course.script.scenario.roll_call
    if text and not conditions.holds(text, facts(course.script, course.best)):
        yield document.warning(("roll_call",), "alarm-never", "大家都做对时，清点的条件到最后也不成立，清点不会开始。")


COURSE_RULES: tuple[CourseRule, ...] = (
    too_many_ways,
    never_reached,
    dead_ends,
    too_long,
    passable,
    everybody_plays,
    every_objective_counts,
    alarm_comes,
)
