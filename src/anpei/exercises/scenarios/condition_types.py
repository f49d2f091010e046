"""Conditions judged before anybody plays: each side of every comparison has one kind, on every branch.

Trying a condition out wouldn't do: `alarm and fire >= "2"` only fails once the alarm has been raised.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from anpei.exercises.scenarios.conditions import OPERATORS

__all__ = ["FactType", "doubts", "problem"]

Kind = Literal["switch", "number", "words"]
WORDS: dict[Kind, str] = {"switch": "真假", "number": "数", "words": "文字"}
LONGEST = 300
_ALLOWED = (
    ast.Expression,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.UnaryOp,
    ast.BinOp,
    ast.Compare,
    ast.Name,
    ast.Load,
    ast.Constant,
)
_MIRRORED: dict[type[ast.AST], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.gt,
    ast.LtE: operator.ge,
    ast.Gt: operator.lt,
    ast.GtE: operator.le,
}


@dataclass(frozen=True)
class FactType:
    """What a name can stand for: a switch, a number within its bounds, or one of these words."""

    kind: Kind
    low: int = 0
    high: int | None = None
    words: frozenset[str] = frozenset()


Facts = Mapping[str, FactType]


class _Wrong(Exception):
    """What is wrong with a part of a condition, as the end of a sentence."""


def problem(text: str, facts: Facts) -> str:
    """Why the expression can't be used over these facts, in Chinese; empty when it can."""
    try:
        tree = _tree(text)
        for node in ast.walk(tree):
            if not isinstance(node, (*_ALLOWED, *OPERATORS)):
                raise _Wrong("里只能比较和用 and、or、not 连接。")
        _kind(tree.body, facts)
    except _Wrong as wrong:
        return f"条件“{text[:LONGEST]}”{wrong}"
    return ""


def doubts(text: str, facts: Facts) -> Iterator[str]:
    """Comparisons of a sound condition that come out the same whatever happens."""
    for node in ast.walk(_tree(text)):
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            always = _always(node.left, node.ops[0], node.comparators[0], facts)
            if always is not None:
                yield f"条件“{text}”里的“{ast.unparse(node)}”{'总是' if always else '永远不'}成立，请看变量的上下限。"


def _tree(text: str) -> ast.Expression:
    if len(text) > LONGEST:
        raise _Wrong(f"太长，最多 {LONGEST} 个字。")
    try:
        return ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise _Wrong("写法有误。") from None


def _kind(node: ast.AST, facts: Facts) -> Kind:
    """What a part of a condition comes out as."""
    match node:
        case ast.Constant(value=value):
            return _kind_of(value)
        case ast.Name(id=name):
            if name not in facts:
                raise _Wrong(f"提到不存在的“{name}”。")
            return facts[name].kind
        case ast.BoolOp(values=parts):
            for part in parts:
                _kind(part, facts)
        case ast.UnaryOp(operand=part):
            _kind(part, facts)
        case ast.BinOp(left=left, right=right):
            return _sum(left, right, facts)
        case ast.Compare(left=left, ops=ops, comparators=others):
            for one, op, other in zip((left, *others), ops, others, strict=False):
                _compare(one, op, other, facts)
    return "switch"


def _kind_of(value: object) -> Kind:
    if isinstance(value, bool):
        return "switch"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "words"
    raise _Wrong("里只能写数、文字和 True、False。")


def _sum(left: ast.AST, right: ast.AST, facts: Facts) -> Kind:
    if {_kind(left, facts), _kind(right, facts)} != {"number"}:
        raise _Wrong("里只有数能加减。")
    return "number"


def _compare(left: ast.AST, op: ast.AST, right: ast.AST, facts: Facts) -> None:
    """Like is compared with like; only numbers have an order; words are some the fact can be."""
    kinds = (_kind(left, facts), _kind(right, facts))
    if kinds[0] != kinds[1]:
        raise _Wrong(f"在比较不同种类的值：一边是{WORDS[kinds[0]]}，一边是{WORDS[kinds[1]]}。")
    if not isinstance(op, ast.Eq | ast.NotEq) and kinds[0] != "number":
        raise _Wrong(f"里{WORDS[kinds[0]]}不分大小，只能用 == 和 !=。")
    for one, other in ((left, right), (right, left)):
        if isinstance(one, ast.Name) and isinstance(other, ast.Constant) and kinds[0] == "words":
            _possible(one.id, str(other.value), facts[one.id])


def _possible(name: str, word: str, fact: FactType) -> None:
    if word not in fact.words:
        known = "、".join(sorted(filter(None, fact.words)))
        raise _Wrong(f"里“{name}”不会是“{word}”，只会是 {known}。")


def _always(left: ast.AST, op: ast.AST, right: ast.AST, facts: Facts) -> bool | None:
    """Whether a number compared with a fixed one always or never fits; None when it depends, as it should."""
    calls: Mapping[type[ast.AST], Callable[[Any, Any], bool]] = OPERATORS
    if isinstance(left, ast.Constant):
        left, right, calls = right, left, _MIRRORED
    if not (isinstance(left, ast.Name) and isinstance(right, ast.Constant) and isinstance(right.value, int | float)):
        return None
    fact, fixed = facts[left.id], right.value
    if fact.kind != "number":
        return None
    high = max(fact.low, fixed) + 1 if fact.high is None else fact.high
    near = (fact.low, high, fixed - 1, fixed, fixed + 1)
    found = {calls[type(op)](value, fixed) for value in near if fact.low <= value <= high}
    return found.pop() if len(found) == 1 else None
