"""Rules on the kinds that are answered in parts: numbers, pairs, blanks, levels of risk, steps of a branching case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from anpei.bank.entry import BankEntry, ItemRule, Problem, World
from anpei.bank.model import LETTERS, MOST_PLACES, plain_number
from anpei.bank.risk import scales
from anpei.bank.values import NUMBER

BLANK = re.compile(r"\[\[(.*?)\]\]")
FEWEST_PAIRS = 3
FEWEST_BLANKS = 2
LARGEST_PERCENT = 50


def blanks(stem: str) -> list[str]:
    """The words that a cloze's blanks want, in their order."""
    return [word.strip() for word in BLANK.findall(stem)]


def without_words(stem: str) -> str:
    """A cloze's stem as learners see it: each blank a number in brackets."""
    numbers = iter(range(1, len(stem)))
    return BLANK.sub(lambda _: f"【{next(numbers)}】", stem)


def number_missing(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A numeric item has its number, one that can be typed as an answer."""
    if entry.kind != "numeric":
        return
    value = _mapping(entry.raw.get("numeric")).get("value")
    if not _is_number(value):
        yield ("numeric",), "数值题缺少标准答案：numeric 写成 {value: 数值, tolerance: 允许误差, unit: 单位}。"
    elif not NUMBER.fullmatch(str(plain_number(value))):
        yield ("numeric", "value"), "标准答案没有人能照样填：整数和小数部分最多各 15 位，请四舍五入，或换一个单位。"


def tolerance_percent(entry: BankEntry, world: World) -> Iterable[Problem]:
    """What may be missed by is given once: outright, or in percent from 0 to 50."""
    numeric = _mapping(entry.raw.get("numeric"))
    percent = numeric.get("percent", 0)
    if _is_number(percent) and not 0 <= percent <= LARGEST_PERCENT:
        yield ("numeric", "percent"), f"允许误差的百分数（percent）在 0 到 {LARGEST_PERCENT} 之间。"
    if numeric.get("tolerance") and percent:
        yield ("numeric", "percent"), "允许误差写 tolerance（多少单位）或 percent（百分之几）其中一个。"


def pairs_too_few(entry: BankEntry, world: World) -> Iterable[Problem]:
    """There are at least three pairs and three things to choose from."""
    if entry.kind == "matching":
        rights = {right for _, right in _pairs(entry)} | set(entry.texts("extra"))
        if len(_pairs(entry)) < FEWEST_PAIRS or len(rights - {""}) < FEWEST_PAIRS:
            yield ("pairs",), f"配对题至少 {FEWEST_PAIRS} 对，右边至少 {FEWEST_PAIRS} 项可选。"


def pair_incomplete(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Every pair has both of its sides, and no left side stands there twice."""
    lefts: list[str] = []
    for n, (left, right) in enumerate(_pairs(entry)):
        if not left or not right:
            yield ("pairs", n), f"第 {n + 1} 对缺了一边（left 和 right 都要写）。"
        elif left in lefts:
            yield ("pairs", n), f"第 {n + 1} 对的左边与前面的重复。"
        lefts.append(left)


def blanks_too_few(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A cloze has at least two blanks, each with a word of its own."""
    if entry.kind != "cloze":
        return
    words = blanks(entry.text("stem"))
    if len(words) < FEWEST_BLANKS:
        yield ("stem",), f"选词填空至少 {FEWEST_BLANKS} 个空，空写成 [[正确的词]]。"
    for n, word in enumerate(words):
        if not word or word in words[:n]:
            yield ("stem",), f"第 {n + 1} 空是空的，或与前面的空用了同一个词。"


def extra_words(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Distractors have words and are right nowhere; a cloze has at least one, or the last blank fills itself."""
    if entry.kind not in ("matching", "cloze"):
        return
    wanted = _wanted(entry)
    extra = entry.texts("extra")
    for n, text in enumerate(extra):
        if not text or text in wanted or text in extra[:n]:
            yield ("extra", n), f"多余的第 {n + 1} 项是空的，或与正确的重复。"
    if entry.kind == "cloze" and not extra:
        yield ("extra",), "词库里要有多余的词（extra），不然最后一空不用想。"
    if len({*wanted, *extra}) > len(LETTERS):
        yield ("extra",), f"最多 {len(LETTERS)} 项可选，手机上已经很长了。"


def risk_levels(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A risk names for each factor a level that its scale has, and says why it is that one."""
    if entry.kind != "risk":
        return
    raw = _mapping(entry.raw.get("risk"))
    method = raw.get("method", "lec")
    if method not in ("lec", "matrix"):
        yield ("risk",), "判定的方法（method）写 lec 或 matrix。"
        return
    levels, why = _mapping(raw.get("levels")), _mapping(raw.get("why"))
    for scale in scales(method):
        known = [value for value, _, _ in scale.levels]
        if levels.get(scale.id) not in known:
            told = "、".join(f"{value:g}" for value in known)
            yield ("risk", "levels"), f"{scale.name}（{scale.id}）要写分值表里的一个：{told}。"
        if not str(why.get(scale.id) or "").strip():
            yield ("risk", "why"), f"{scale.name}（{scale.id}）没有说为什么是这一级（why）。"
    for name in sorted({*levels, *why} - {scale.id for scale in scales(method)}, key=str):
        yield ("risk",), f"“{name}”不是这种方法的因素。"


def nodes_too_few(entry: BankEntry, world: World) -> Iterable[Problem]:
    """A branching case has at least two steps, and at most as many ways as there are names for."""
    if entry.kind != "branching":
        return
    nodes = _nodes(entry)
    if len(nodes) < 2:
        yield ("nodes",), "情景分支至少两步。"
    if sum(len(_ways(node)) for node in nodes) > MOST_PLACES:
        yield ("nodes",), f"各步的选项加起来最多 {MOST_PLACES} 个。"


def node_incomplete(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Every step has an id of its own, words, and two ways on or more, each with words of its own and a reason."""
    seen: list[str] = []
    for n, node in enumerate(_nodes(entry)):
        name = _text(node, "id")
        if not name or name in seen or not _text(node, "text"):
            yield ("nodes", n), f"第 {n + 1} 步缺少 id 或 text，或者 id 与前面的重复。"
        seen.append(name)
        ways = _ways(node)
        if len(ways) < 2:
            yield ("nodes", n), f"第 {n + 1} 步至少要有两种做法。"
        for m, way in enumerate(ways):
            points = way.get("points", 0)
            if not _text(way, "text") or not _text(way, "feedback"):
                yield ("nodes", n, "options", m), f"第 {n + 1} 步第 {m + 1} 种做法缺少 text 或 feedback。"
            elif _text(way, "text") in [_text(other, "text") for other in ways[:m]]:
                yield ("nodes", n, "options", m), f"第 {n + 1} 步第 {m + 1} 种做法与前面的重复。"
            if _is_number(points) and points < 0:
                yield ("nodes", n, "options", m), f"第 {n + 1} 步第 {m + 1} 种做法的得分不能小于 0。"


def node_ways(entry: BankEntry, world: World) -> Iterable[Problem]:
    """Every way leads to a later step or to the end, every step is reached, and some way earns something."""
    nodes = _nodes(entry)
    names = [_text(node, "id") for node in nodes]
    reached = {0}
    for n, node in enumerate(nodes):
        for m, way in enumerate(_ways(node)):
            to = _text(way, "to")
            if to and (to not in names or names.index(to) <= n):
                yield ("nodes", n, "options", m), f"第 {n + 1} 步第 {m + 1} 种做法要去“{to}”，后面没有这一步。"
            elif to and n in reached:
                reached.add(names.index(to))
        if n not in reached:
            yield ("nodes", n), f"第 {n + 1} 步没有哪种做法会走到。"
    worth = [way.get("points", 0) for node in nodes for way in _ways(node)]
    if nodes and not any(isinstance(points, int | float) and points > 0 for points in worth):
        yield ("nodes",), "没有一种做法得分（points），怎么走都是零分。"


PART_RULES: tuple[ItemRule, ...] = (
    number_missing,
    tolerance_percent,
    pairs_too_few,
    pair_incomplete,
    blanks_too_few,
    extra_words,
    risk_levels,
    nodes_too_few,
    node_incomplete,
    node_ways,
)


def tolerance_wide(entry: BankEntry, world: World) -> Iterable[Problem]:
    """What may be missed by is less than half of the number: more, and a guess is as good."""
    numeric = _mapping(entry.raw.get("numeric"))
    value, tolerance = numeric.get("value"), numeric.get("tolerance", 0)
    if _is_number(value) and _is_number(tolerance) and value and tolerance >= abs(value) / 2:
        yield ("numeric", "tolerance"), "允许误差达到标准答案的一半，蒙也能蒙对，请写小一些。"


def best_way_longest(entry: BankEntry, world: World) -> Iterable[Problem]:
    """The way that earns most isn't the longest at every step, nor always the shortest."""
    if entry.kind != "branching":
        return
    steps = [[way for way in _ways(node) if _text(way, "text")] for node in _nodes(entry)]
    steps = [ways for ways in steps if len(ways) > 1]
    for word, extreme in (("长", max), ("短", min)):
        if len(steps) > 1 and all(_is_best(ways, extreme) for ways in steps):
            yield ("nodes",), f"每一步得分最高的做法都写得最{word}，看长短就能猜，请写得差不多长。"


PART_HINTS: tuple[ItemRule, ...] = (tolerance_wide, best_way_longest)


def _is_best(ways: list[Mapping[str, Any]], extreme: Any) -> bool:
    """Whether the longest (or shortest) of the ways is the one that earns most."""
    lengths = [len(_text(way, "text")) for way in ways]
    points = [way.get("points", 0) if _is_number(way.get("points", 0)) else 0 for way in ways]
    return lengths.count(extreme(lengths)) == 1 and points[lengths.index(extreme(lengths))] == max(points)


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""


def _pairs(entry: BankEntry) -> list[tuple[str, str]]:
    return [(_text(_mapping(row), "left"), _text(_mapping(row), "right")) for row in entry.rows("pairs")]


def _wanted(entry: BankEntry) -> list[str]:
    return [right for _, right in _pairs(entry)] if entry.kind == "matching" else blanks(entry.text("stem"))


def _nodes(entry: BankEntry) -> list[Mapping[str, Any]]:
    return [_mapping(row) for row in entry.rows("nodes")] if entry.kind == "branching" else []


def _ways(node: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = node.get("options")
    return [_mapping(row) for row in rows] if isinstance(rows, list) else []
