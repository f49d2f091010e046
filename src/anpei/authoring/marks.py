"""Where in a text the parts of its YAML tree stand: what a value covers, and which lines belong to an element or a key.

The end marks of blocks run into the comments that follow, so a block ends where its last leaf does. A comment right
above an element belongs to it; a heading (``# ----``) and whatever has an empty line below it belongs to nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from anpei.authoring.differences import Path
from anpei.yamltext import plain

__all__ = ["NotInLines", "Place", "Sheet"]

HEADING = re.compile(r"\s*#\s*[-=*#~—─═]{2,}")


class NotInLines(Exception):
    """A part of a text that doesn't have its lines to itself: it can only be written anew with what it stands in."""


@dataclass(frozen=True)
class Place:
    """A node with what it stands in; ``key`` is the node of its key, or its number in a list."""

    node: yaml.Node
    parent: yaml.CollectionNode | None = None
    key: Any = None
    in_flow: bool = False


class Sheet:
    """A text with its tree."""

    def __init__(self, text: str, tree: yaml.Node) -> None:
        self.text, self.tree = text, tree

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins, and where the text ends."""
        found = [0, *(match.end() for match in re.finditer("\n", self.text))]
        return found if found[-1] == len(self.text) else [*found, len(self.text)]

    def line(self, number: int) -> str:
        return self.text[self.starts[number] : self.starts[number + 1]]

    def place(self, where: Path) -> Place:
        """What stands at a path."""
        place = Place(self.tree)
        for step in where:
            node = place.node
            inside = place.in_flow or bool(getattr(node, "flow_style", False))
            if isinstance(node, yaml.MappingNode):
                place = next(Place(v, node, k, inside) for k, v in node.value if _named(k, step))
            else:
                place = Place(node.value[step], node, step, inside)
        return place

    def end(self, node: yaml.Node) -> int:
        """Where what a node says ends."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            key, value = last if isinstance(last, tuple) else (None, last)
            inner = self.end(value)
            return max(inner, self.colon(key) + 1) if key is not None else inner
        end: int = node.end_mark.index
        if getattr(node, "style", None) in ("|", ">"):
            return len(self.text[:end].rstrip("\n \t"))
        return end

    def colon(self, key: yaml.Node) -> int:
        """The colon behind a key."""
        at = self.text.index(":", key.end_mark.index)
        if self.text[key.end_mark.index : at].strip():
            raise NotInLines
        return at

    def dash(self, parent: yaml.SequenceNode, index: int) -> int:
        """The dash before an element of a list that is written in lines."""
        column = parent.start_mark.column
        for number in range(self.line_of(parent.value[index].start_mark.index), -1, -1):
            at = int(self.starts[number] + column)
            if (
                self.text[at : at + 1] == "-"
                and self.text[at + 1 : at + 2] in (" ", "\n", "")
                and (at <= parent.value[index].start_mark.index)
            ):
                return at
        raise NotInLines

    def own_lines(self, at: int, end: int) -> tuple[int, int]:
        """First and last line of a part that begins and ends there, if nothing else stands in them."""
        first, last = self.line_of(at), self.line_of(max(end - 1, at))
        if self.text[self.starts[first] : at].strip(" "):
            raise NotInLines
        rest = self.text[end : self.starts[last + 1]].strip()
        if rest and not rest.startswith("#"):
            raise NotInLines
        return first, last

    def line_of(self, at: int) -> int:
        return bisect_right(self.starts, at, 0, max(len(self.starts) - 1, 1)) - 1

    def element(self, parent: yaml.SequenceNode, index: int) -> tuple[int, int]:
        """The lines of an element with the comment right above it."""
        first, last = self.own_lines(self.dash(parent, index), self.end(parent.value[index]))
        return self.with_comment(first, parent.start_mark.column), last

    def entry(self, parent: yaml.MappingNode, index: int) -> tuple[int, int]:
        """The lines of a key and its value, with the comment right above unless it heads the whole."""
        key, value = parent.value[index]
        first, last = self.own_lines(key.start_mark.index, max(self.end(value), self.colon(key) + 1))
        return (self.with_comment(first, key.start_mark.column) if index else first), last

    def with_comment(self, first: int, column: int) -> int:
        top = first
        while top > 0:
            line = self.line(top - 1)
            if not line.strip().startswith("#") or HEADING.match(line) or len(line) - len(line.lstrip(" ")) != column:
                break
            top -= 1
        return top


def _named(key: yaml.Node, step: Any) -> bool:
    if not isinstance(key, yaml.ScalarNode):
        return False
    return bool(plain(key) == step)
