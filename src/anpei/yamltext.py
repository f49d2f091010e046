"""YAML 1.2 as people write it, read by libyaml: what a text says, and on which line it says it.

PyYAML alone would read YAML 1.1, in which ``no`` is false and ``12:30`` is seven hundred and fifty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

__all__ = ["DuplicateKey", "compose", "line_of", "plain", "unquoted_ends"]

PLAIN = (  # what an unquoted word means: the core schema, and dates
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
     "-+0123456789."),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9:.]+(?:[Zz]|[-+][0-9:]+)?)?", "0123456789"),
    ("merge", r"<<", "<"),
)  # fmt: skip


class DuplicateKey(yaml.MarkedYAMLError):
    """The same key stands twice in one mapping; libyaml would let the last one win."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML keeps its table in the class


def _whole(loader: _Loader, node: yaml.ScalarNode) -> int:
    text = node.value
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


for _name, _pattern, _first in PLAIN:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(f"^(?:{_pattern})$"), list(_first))
_Loader.add_constructor("tag:yaml.org,2002:int", _whole)


def compose(text: str) -> yaml.Node | None:
    """The tree of a text, None for an empty one; raises yaml.YAMLError with a mark for what isn't YAML."""
    loader = _Loader(text)
    try:
        tree = loader.get_single_node()
    finally:
        loader.dispose()
    _no_doubles(tree)
    return tree


def plain(tree: yaml.Node | None) -> Any:
    """A tree as dicts, lists, texts, numbers, dates, booleans and None; raises yaml.YAMLError for senseless tags."""
    return _Loader("").construct_document(tree) if tree is not None else None


def line_of(tree: yaml.Node | None, where: Sequence[str | int]) -> int:
    """The 1-based line of the deepest part of the path ``where`` that exists."""
    node, line = tree, 1
    for step in where:
        found = _within(node, step)
        if found is None:
            return line
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _within(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """Where a step begins, and what is there: a key with its value, or an element of a sequence."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _no_doubles(tree: yaml.Node | None) -> None:
    seen: set[int] = set()  # an alias leads to a node that was looked at, or is being looked at
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.CollectionNode) and id(node) not in seen:
            seen.add(id(node))
            waiting += _children(node)


def _children(node: yaml.CollectionNode) -> list[yaml.Node]:
    """What stands in a node; raises DuplicateKey."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    names = set()
    for key, _ in node.value:
        name = (key.tag, key.value) if isinstance(key, yaml.ScalarNode) else id(key)
        if name in names:
            raise DuplicateKey(problem="duplicate key", problem_mark=key.start_mark)
        names.add(name)
    return [value for _, value in node.value]


def unquoted_ends(text: str) -> Iterator[tuple[int, int]]:
    """Where each unquoted scalar ends: line and column, both from 0."""
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.ScalarEvent) and not event.style:
            yield event.end_mark.line, event.end_mark.column
