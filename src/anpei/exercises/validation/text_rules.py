"""What a scenario's own text must satisfy: one rule, one function; each yields every problem it sees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator

from anpei.exercises.scenarios import (
    CompiledScenario,
    Effects,
    Node,
    Trigger,
    Value,
    Variable,
    condition_types,
    conditions,
    triggered,
)
from anpei.findings import Finding
from anpei.plainfiles import Document, Where

__all__ = ["RULES", "Rule"]

Rule = Callable[[CompiledScenario, Document], Iterator[Finding]]
SAME_PLACE = 0.6
LONGEST, TWO_LONGEST = 0.5, 0.8
"""In what share of the decisions the best option may be the longest, or one of the two longest."""
ENOUGH_TO_GUESS = 4
READING, BREATH = 4, 3
"""Characters a second that somebody who reads little takes in under stress, and the seconds needed besides."""
ENOUGH_NODES, ENOUGH_INJECTS = 12, 8


def unique_ids(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Conditions name variables, decisions and injects in one breath, so no two may share a name; nor may two roles."""
    for spaces in _spaces(script):
        seen: set[str] = set()
        for where, ident in spaces:
            if ident in seen:
                yield document.finding(where, "duplicate-id", f"编号“{ident}”已经用过，请换一个。")
            seen.add(ident)


def _spaces(script: CompiledScenario) -> Iterator[list[tuple[Where, str]]]:
    """The ids that must differ from one another, group by group, each with its place in the file."""
    scenario = script.scenario
    taken: list[tuple[Where, str]] = [(("state",), "lost")]
    taken += [(("state", name), name) for name in scenario.state]
    yield [*taken, *(((*where, "id"), item.id) for where, item in script.steps())]
    for index, node in enumerate(scenario.nodes):
        options = [(("nodes", index, "options", place), option.id) for place, option in enumerate(node.options)]
        yield [(("nodes", index, "options"), "timeout"), *options]
    for part in ("roles", "phases", "objectives"):
        yield [((part, index, "id"), item.id) for index, item in enumerate(getattr(scenario, part))]
    yield [
        (("objectives", index, "items", place), item.id)
        for index, objective in enumerate(scenario.objectives)
        for place, item in enumerate(objective.items)
    ]


def known_names(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Everything referred to exists."""
    for where, kind, name, known in _references(script):
        if name not in known:
            yield document.finding(where, "unknown-name", f"{kind}“{name}”不存在。")


def _references(script: CompiledScenario) -> Iterator[tuple[Where, str, str, Container[str]]]:
    scenario = script.scenario
    steps = script.nodes.keys() | script.injects.keys()
    for index, inject in enumerate(scenario.injects):
        yield from ((("injects", index, "to"), "角色", role, script.roles) for role in inject.to)
        if inject.after:
            yield ("injects", index, "after"), "步骤", inject.after, steps
    for index, node in enumerate(scenario.nodes):
        yield ("nodes", index, "role"), "角色", node.role, script.roles
        yield ("nodes", index, "phase"), "阶段", node.phase, script.phases
        if node.after:
            yield ("nodes", index, "after"), "步骤", node.after, steps
        for place, option in enumerate(node.options):
            if option.goto:
                yield ("nodes", index, "options", place, "goto"), "决策", option.goto, script.nodes
        if node.timeout.goto:
            yield ("nodes", index, "timeout", "goto"), "决策", node.timeout.goto, script.nodes
    for index, objective in enumerate(scenario.objectives):
        for place, item in enumerate(objective.items):
            yield from ((("objectives", index, "items", place), "决策", node, script.nodes) for node in item.nodes)


def sound_conditions(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Every condition can be read and asks only for facts there are."""
    scenario = script.scenario
    asked: list[tuple[Where, str]] = [(("roll_call",), scenario.roll_call)]
    asked += [(("map", i, "when"), layer.when) for i, layer in enumerate(scenario.map)]
    asked += [(("injects", i, "when"), inject.when) for i, inject in enumerate(scenario.injects)]
    asked += [(("nodes", i, "when"), node.when) for i, node in enumerate(scenario.nodes)]
    for where, text in asked:
        if text and (problem := condition_types.problem(text, script.vocabulary)):
            yield document.finding(where, "condition", problem)
        elif text:
            for doubt in condition_types.doubts(text, script.vocabulary):
                yield document.warning(where, "condition-fixed", doubt)


def alarm_to_come(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """What starts the roll call isn't true before anything has happened."""
    text = script.scenario.roll_call
    sound = text and not condition_types.problem(text, script.vocabulary)
    if sound and conditions.holds(text, script.starting_facts):
        yield document.finding(("roll_call",), "alarm-at-once", "清点的条件一开始就成立，请写警报响起的条件。")


def sound_effects(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Effects touch variables there are, with values of their kind."""
    for where, effects in _effects(script):
        for name, value in effects.set.items():
            variable = script.scenario.state.get(name)
            if variable is None or type(variable.start) is not type(value):
                yield document.finding((*where, "set"), "effect", f"“{name}”不存在，或者值的种类不对。")
            elif not _fits(variable, value):
                message = f"“{name}”设成 {value}，超出了它的范围 {variable.min}–{variable.max}。"
                yield document.warning((*where, "set"), "effect-range", message)
        for name in effects.add:
            variable = script.scenario.state.get(name)
            if variable is None or type(variable.start) is not int:
                yield document.finding((*where, "add"), "effect", f"“{name}”不是可以加减的数。")


def sound_start(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """A number begins within its bounds."""
    for name, variable in script.scenario.state.items():
        if not _fits(variable, variable.start):
            message = f"“{name}”从 {variable.start} 开始，超出了它的范围 {variable.min}–{variable.max}。"
            yield document.warning(("state", name), "start-range", message)


def _fits(variable: Variable, value: Value) -> bool:
    return isinstance(value, bool | str) or variable.min <= value <= variable.max


def _effects(script: CompiledScenario) -> Iterator[tuple[Where, Effects]]:
    for index, inject in enumerate(script.scenario.injects):
        yield ("injects", index), inject
    for index, node in enumerate(script.scenario.nodes):
        yield from ((("nodes", index, "options", place), option) for place, option in enumerate(node.options))
        yield ("nodes", index, "timeout"), node.timeout


def one_best(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Each decision has one best option, and no other scores as much."""
    for index, node in enumerate(script.scenario.nodes):
        best = [option for option in node.options if option.best]
        top = max(option.score for option in node.options)
        leaders = [option for option in node.options if option.score == top]
        if len(best) != 1 or leaders != best or top == 0 or best[0].forbidden:
            message = f"决策“{node.id}”要有且只有一个 best 选项，而且它的分数最高。"
            yield document.finding(("nodes", index, "options"), "one-best", message)


def triggers(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Everything can begin: by time, after something, on a condition, by hand or by a goto."""
    aimed = {outcome.goto for _, outcome in script.outcomes()}
    for index, inject in enumerate(script.scenario.injects):
        yield from _trigger(document, ("injects", index), inject, inject.director, "director")
    for index, node in enumerate(script.scenario.nodes):
        yield from _trigger(document, ("nodes", index), node, node.id in aimed, "goto")


def _trigger(document: Document, where: Where, item: Trigger, otherwise: bool, name: str) -> Iterator[Finding]:
    """Every step has one way to begin."""
    if not triggered(item) and not otherwise:
        yield document.finding(where, "no-trigger", f"没有写何时发生（at、after、when 或 {name}）。")
    if item.at is not None and item.after:
        yield document.finding((*where, "at"), "two-triggers", "at 和 after 只能写一个。")


def no_idle_role(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """A role nobody asks anything is a person standing about."""
    busy = {node.role for node in script.scenario.nodes}
    for index, role in enumerate(script.scenario.roles):
        if role.id not in busy:
            yield document.finding(("roles", index), "idle-role", f"角色“{role.title}”没有任何决策。")


def all_evaluated(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Each decision is evidence for exactly one evaluation item, and the weights make a hundred."""
    objectives = script.scenario.objectives
    counted = Counter(node for objective in objectives for item in objective.items for node in item.nodes)
    for index, node in enumerate(script.scenario.nodes):
        if counted[node.id] != 1:
            message = f"决策“{node.id}”应当恰好属于一个评估项目，现在属于 {counted[node.id]} 个。"
            yield document.finding(("nodes", index), "evaluation", message)
    if (total := sum(objective.weight for objective in objectives)) != 100:
        yield document.finding(("objectives",), "weights", f"各目标的权重合计应为 100，现在是 {total}。")


def sourced(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Nothing is taught without saying where it comes from."""
    for index, node in enumerate(script.scenario.nodes):
        if not node.cites and not node.source:
            yield document.finding(("nodes", index), "unsourced", f"决策“{node.id}”没有依据（cites 或 source）。")


def best_moves_about(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """The best option is not given away by its place."""
    nodes = script.scenario.nodes
    if len(nodes) < ENOUGH_TO_GUESS:
        return
    place, times = Counter(list(node.options).index(node.best) for node in nodes).most_common(1)[0]
    if times > SAME_PLACE * len(nodes):
        message = f"{len(nodes)} 个决策里有 {times} 个的最佳选项写在第 {place + 1} 位，请打散。"
        yield document.finding(("nodes",), "best-place", message)


def best_of_any_length(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """The best option is not given away by its length: mostly the longest, or nearly always one of the two longest."""
    choices = [node for node in script.scenario.nodes if len(node.options) > 2]
    if len(choices) < ENOUGH_TO_GUESS:
        return
    ranks = [sum(len(option.text) >= len(node.best.text) for option in node.options) for node in choices]
    for rank, allowed, words in ((1, LONGEST, "最长"), (2, TWO_LONGEST, "不是最长就是第二长")):
        times = sum(1 for found in ranks if found <= rank)
        if times > allowed * len(choices):
            message = f"{len(choices)} 个决策里有 {times} 个的最佳选项{words}，会被猜中；请把错的选项写得一样具体。"
            yield document.warning(("nodes",), "best-longest", message)
            return


def timings(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Nothing is planned for after the end, and a question that comes at a set time can be answered before it."""
    end = script.scenario.minutes * 60
    for where, item in script.steps():
        if item.at is None:
            continue
        until = item.at + item.delay + (item.seconds if isinstance(item, Node) else 0)
        if until >= end:
            message = f"到第 {until} 秒才完，已经超过演练时限（{end} 秒）。"
            yield document.finding((*where, "at"), "too-late", message)


def readable(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Whoever is asked has time to read the news behind it, the question and its options once, and to draw breath."""
    for index, node in enumerate(script.scenario.nodes):
        news = script.injects.get(node.after or "")
        unread = max(0, len(news.text) - node.delay * READING) if news else 0
        length = unread + len(node.question) + sum(len(option.text) for option in node.options)
        needed = -(-length // READING) + BREATH
        if node.seconds < needed:
            message = f"情景信息、题目和选项还有 {length} 个字要读，{node.seconds} 秒不够，至少要 {needed} 秒。"
            yield document.warning(("nodes", index, "seconds"), "too-short", message)


def told(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """Who has to react to news has heard it."""
    for index, node in enumerate(script.scenario.nodes):
        news = script.injects.get(node.after or "")
        if news is not None and news.to and node.role not in news.to:
            message = f"情景信息“{news.id}”没有发给角色“{script.roles[node.role].title}”，他却要据此决策。"
            yield document.warning(("nodes", index, "after"), "not-told", message)


def different_options(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """No two options of a decision say the same."""
    for index, node in enumerate(script.scenario.nodes):
        for text, count in Counter(option.text for option in node.options).items():
            if count > 1:
                yield document.finding(("nodes", index, "options"), "option-repeated", f"选项“{text}”写了两次。")


def enough_to_do(script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """A drill worth calling people together for has a dozen decisions and a living scene."""
    nodes, injects = len(script.scenario.nodes), len(script.scenario.injects)
    if nodes < ENOUGH_NODES or injects < ENOUGH_INJECTS:
        message = f"只有 {nodes} 个决策、{injects} 条情景信息；一般不少于 {ENOUGH_NODES} 个和 {ENOUGH_INJECTS} 条。"
        yield document.warning(("nodes",), "too-thin", message)


RULES: tuple[Rule, ...] = (
    unique_ids,
    known_names,
    sound_conditions,
    alarm_to_come,
    sound_start,
    sound_effects,
    one_best,
    triggers,
    no_idle_role,
    all_evaluated,
    sourced,
    best_moves_about,
    best_of_any_length,
    timings,
    readable,
    told,
    different_options,
    enough_to_do,
)
