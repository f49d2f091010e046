"""YAML 1.2 as people write it, read by libyaml: what a text says, and on which line it says it.

PyYAML alone would read YAML 1.1, in which ``no`` is false and ``12:30`` is seven hundred and fifty. Whatever a text
holds, it is read in bounded time and memory, or refused by a ``yaml.YAMLError`` that knows the line: a hundred thousand
brackets would end the process, and nine lines of aliases would fill its memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

__all__ = ["DuplicateKey", "TooMuch", "compose", "line_of", "plain", "unquoted_ends"]

DEEPEST = 50
MOST_NODES = 1_000_000
"""Values in a text, each alias counted as what it stands for."""
WHOLE = range(-(2**63), 2**63)
CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff]")

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


class TooMuch(yaml.MarkedYAMLError):
    """The text is nested too deep, contains itself, or grows too large by its aliases."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML keeps its table in the class

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """A value that can't be made of its text is an error with its line: a day that never was, a tag's nonsense."""
        try:
            return super().construct_object(node, deep=deep)
        except yaml.YAMLError:
            raise
        except Exception:
            shown = node.value[:40] if isinstance(node, yaml.ScalarNode) else ""
            raise _wrong(node, f"“{shown}”读不懂（不存在的日期或数字？），若是文字请加引号") from None


def _wrong(node: yaml.Node, problem: str) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


def _whole(loader: _Loader, node: yaml.ScalarNode) -> int:
    text = node.value
    number = 2**64 if len(text) > 40 else int(text, 0) if text[:2] in ("0o", "0x") else int(text)
    if number not in WHOLE:
        raise _wrong(node, f"“{text[:40]}”这个数太大，若是文字请加引号")
    return number


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    text = str(loader.construct_scalar(node))
    if CONTROL.search(text):
        raise _wrong(node, "文字里有看不见的控制字符，请删去")
    return text


for _name, _pattern, _first in PLAIN:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(f"^(?:{_pattern})$"), list(_first))
_Loader.add_constructor("tag:yaml.org,2002:int", _whole)
_Loader.add_constructor("tag:yaml.org,2002:str", _text)


def compose(text: str) -> yaml.Node | None:
    """The tree of a text, None for an empty one; raises yaml.YAMLError with a mark for what isn't YAML."""
    _bounded(text)
    loader = _Loader(text)
    try:
        tree = loader.get_single_node()
    finally:
        loader.dispose()
    _no_doubles(tree)
    return tree


def _bounded(text: str) -> None:
    """Raise TooMuch before a tree is made: libyaml's events come one by one, however deep they are nested."""
    sizes: dict[str, int] = {}
    inside: list[tuple[str | None, int]] = []  # anchor and size before it, of every collection that is open
    size = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            inside.append((event.anchor, size))
            size += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = inside.pop()
            if anchor:
                sizes[anchor] = size - before
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in inside):
                raise TooMuch(problem=f"别名“{event.anchor}”包含了它自己", problem_mark=event.start_mark)
            size += sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.ScalarEvent):
            size += 1
        if len(inside) > DEEPEST:
            raise TooMuch(problem=f"套了 {DEEPEST} 层以上", problem_mark=event.start_mark)
        if size > MOST_NODES:
            raise TooMuch(problem="内容太多，或别名层层展开后太大", problem_mark=event.start_mark)


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
