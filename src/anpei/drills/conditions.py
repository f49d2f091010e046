"""Conditions are tiny expressions over named facts, read by simpleeval: no calls, no attributes, never `eval`."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from simpleeval import InvalidExpression, SimpleEval

from anpei.drills.model import Value

__all__ = ["holds", "names", "problem"]

_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Not: operator.not_,
    ast.Add: operator.add,
    ast.Sub: operator.sub,
}
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


@lru_cache(maxsize=2048)
def names(text: str) -> tuple[str, ...]:
    """The facts an expression asks for, sorted."""
    tree = ast.parse(text, mode="eval")
    return tuple(sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}))


def problem(text: str, facts: Mapping[str, Value]) -> str:
    """Why the expression can't be used over these facts, in Chinese; empty when it can."""
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError):
        return f"条件“{text}”写法有误。"
    for node in ast.walk(tree):
        if not isinstance(node, (*_ALLOWED, *_OPERATORS)):
            return f"条件“{text}”里只能比较和用 and、or、not 连接。"
    unknown = [name for name in names(text) if name not in facts]
    if unknown:
        return f"条件“{text}”提到不存在的“{unknown[0]}”。"
    try:
        _evaluate(text, tuple(facts[name] for name in names(text)))
    except (InvalidExpression, TypeError):
        return f"条件“{text}”在比较不同种类的值。"
    return ""


def holds(text: str, facts: Mapping[str, Value]) -> bool:
    """Whether the condition is true; an empty one always is."""
    return not text or _evaluate(text, tuple(facts[name] for name in names(text)))


@lru_cache(maxsize=65536)
def _evaluate(text: str, values: tuple[Value, ...]) -> bool:
    evaluator = SimpleEval(operators=_OPERATORS, functions={}, names=dict(zip(names(text), values, strict=True)))
    return bool(evaluator.eval(text))
