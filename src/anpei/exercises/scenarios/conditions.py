"""Conditions are tiny expressions over named facts, read by simpleeval: no calls, no attributes, never `eval`.

Which condition an author may write is judged in `judging`; whatever stands here all the same never stops a drill: a
condition that can't be answered is false, and the log says so once.
"""

from __future__ import annotations

import ast
import logging
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from simpleeval import SimpleEval

from anpei.exercises.scenarios.model import Value

__all__ = ["OPERATORS", "holds", "names"]

OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
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
log = logging.getLogger(__name__)


@lru_cache(maxsize=2048)
def names(text: str) -> tuple[str, ...]:
    """The facts an expression asks for, sorted."""
    tree = ast.parse(text, mode="eval")
    return tuple(sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}))


def holds(text: str, facts: Mapping[str, Value]) -> bool:
    """Whether the condition is true; an empty one always is, one that can't be answered never."""
    if not text:
        return True
    try:
        return _evaluate(text, tuple(facts[name] for name in names(text)))
    except Exception as error:  # every screen of a running drill hangs on this: nothing may come through
        _tell(text, type(error).__name__)
        return False


@lru_cache(maxsize=65536)
def _evaluate(text: str, values: tuple[Value, ...]) -> bool:
    evaluator = SimpleEval(operators=OPERATORS, functions={}, names=dict(zip(names(text), values, strict=True)))
    return bool(evaluator.eval(text))


@lru_cache(maxsize=512)
def _tell(text: str, error: str) -> None:
    """Say it once, not every tenth of a second."""
    log.warning("condition %r can't be answered (%s) and counts as false", text, error)
