"""Values as YAML text in the manner of their file: quotes and brackets as the same key has them elsewhere."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from datetime import date
from typing import Any

import yaml

from anpei.authoring.differences import Path, same
from anpei.yamltext import compose, plain

__all__ = ["Styles", "block", "flow", "key_text"]

WIDEST = 140
"""Characters of a short mapping that is written in one line."""
NOT_SHOWN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff]")
LONE = re.compile("[\\ud800-\\udfff]")
Pattern = tuple[str, ...]


def _pattern(where: Path) -> Pattern:
    return tuple("[]" if isinstance(step, int) else str(step) for step in where)


ITEM = """\
- id: x-001
  kind: single
  use: exam
  difficulty: easy
  stem: "x"
  options:
    - {text: "x", right: true, feedback: "x"}
  steps:
    - "x"
  regions:
    - id: x
      label: "x"
      polygon: [[1, 1], [2, 1], [2, 2]]
      feedback: "x"
  rubric:
    - {criterion: "x", points: 1}
  explanation: "x"
  model_answer: "x"
  cites: [x#1]
  tags: [x]
  accept: ["x"]
  media: {src: x, alt: "x"}
  scene: {src: x, alt: "x"}
  state: draft
"""
"""How a question is written in a file in which there is none yet."""


class Styles:
    """How a file writes what: brackets or lines, which quotes, how far lists are moved in."""

    def __init__(self) -> None:
        self._seen: dict[Pattern, Counter[str]] = defaultdict(Counter)
        self.list_indent, self.indent = 2, 2
        self._shapes = {"list": Counter[int](), "mapping": Counter[int]()}

    @classmethod
    def of_items(cls) -> Styles:
        made = cls()
        made.learn(compose(ITEM))
        return made

    def learn(self, node: yaml.Node | None, where: Path = (), column: int | None = None) -> None:
        """See how a part of a file is written; ``where`` as in the data it will be asked for."""
        if isinstance(node, yaml.ScalarNode):
            if node.tag.endswith(":str"):
                self._see(where, "scalar", node.style or "plain")
        elif isinstance(node, yaml.CollectionNode):
            self._see(where, "collection", "flow" if node.flow_style else "block")
            if not node.flow_style and column is not None:
                shape = "list" if isinstance(node, yaml.SequenceNode) else "mapping"
                self._shapes[shape][node.start_mark.column - column] += 1
                self.list_indent = max(self._shapes["list"], key=self._shapes["list"].__getitem__, default=2)
                self.indent = max(self._shapes["mapping"], key=self._shapes["mapping"].__getitem__, default=2)
            if isinstance(node, yaml.SequenceNode):
                for index, value in enumerate(node.value):
                    self.learn(value, (*where, index))
            else:
                for key, value in node.value:
                    self.learn(value, (*where, key.value), key.start_mark.column if not node.flow_style else None)

    def _see(self, where: Path, what: str, style: str) -> None:
        pattern = _pattern(where)
        self._seen[(what, *pattern)][style] += 1
        if pattern and pattern[-1] != "[]":
            self._seen[(f"{what} named", pattern[-1])][style] += 1

    def _usual(self, where: Path, what: str) -> str | None:
        pattern = _pattern(where)
        for known in ((what, *pattern), (what, *pattern[1:]), (f"{what} named", *pattern[-1:])):
            if known in self._seen:
                return self._seen[known].most_common(1)[0][0]
        return None

    def scalar(self, where: Path) -> str | None:
        return self._usual(where, "scalar")

    def in_flow(self, where: Path, value: Any) -> bool:
        """Whether a collection is written in brackets; where the file doesn't say, short and simple ones are."""
        if not value:
            return True
        usual = self._usual(where, "collection")
        if usual is not None:
            return usual == "flow"
        parts = value.values() if isinstance(value, dict) else value
        simple = not any(isinstance(part, dict | list) or (isinstance(part, str) and "\n" in part) for part in parts)
        within = isinstance(value, dict) and (not where or isinstance(where[-1], str))
        return simple and not within and sum(len(str(part)) + 4 for part in parts) <= WIDEST


def key_text(key: Any, *, in_flow: bool) -> str:
    return _plain(key, in_flow=in_flow) or _quoted(key) if isinstance(key, str) else flow(key, (), Styles())


def flow(value: Any, where: Path, styles: Styles) -> str:
    """A value in one line, as it may stand within brackets."""
    if isinstance(value, dict):
        parts = [f"{key_text(key, in_flow=True)}: {flow(each, (*where, key), styles)}" for key, each in value.items()]
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each, (*where, n), styles) for n, each in enumerate(value)) + "]"
    return _scalar(value, styles.scalar(where), in_flow=True)


def block(value: Any, where: Path, column: int, styles: Styles) -> str:
    """What follows the colon of a key, or the dash of an element, that begins at ``column``."""
    if isinstance(value, dict | list) and not styles.in_flow(where, value):
        if isinstance(value, dict):
            dashed = bool(where) and isinstance(where[-1], int)
            return _mapping(value, where, column + (2 if dashed else styles.indent), styles, dashed=dashed)
        inner = column + (2 if where and isinstance(where[-1], int) else styles.list_indent)
        lines = [f"{' ' * inner}-{block(each, (*where, n), inner, styles)}" for n, each in enumerate(value)]
        return "\n" + "\n".join(lines)
    if isinstance(value, str) and "\n" in value:
        text = _lines(value, styles.scalar(where), column + styles.indent)
        if text:
            return text
    if isinstance(value, dict | list):
        return " " + flow(value, where, styles)
    return " " + _scalar(value, styles.scalar(where), in_flow=False)


def _mapping(value: dict[Any, Any], where: Path, column: int, styles: Styles, *, dashed: bool) -> str:
    lines = [
        f"{key_text(key, in_flow=False)}:{block(each, (*where, key), column, styles)}" for key, each in value.items()
    ]
    return (" " if dashed else "\n" + " " * column) + f"\n{' ' * column}".join(lines)


def _scalar(value: Any, style: str | None, *, in_flow: bool) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError("no number of a file")
        return str(value)
    text = str(value)
    if LONE.search(text):
        raise ValueError("half a character")
    if style == "'" and not NOT_SHOWN.search(text):
        return "'" + text.replace("'", "''") + "'"
    return (style != '"' and _plain(text, in_flow=in_flow)) or _quoted(text)


def _plain(text: str, *, in_flow: bool) -> str:
    """The text without quotes, if it means the same then; empty otherwise."""
    if not text or NOT_SHOWN.search(text) or text != text.strip() or text.startswith(("<<", "---", "...")):
        return ""
    around = f"[k: {text}, {text}: x]" if in_flow else f"k: {text}\n"
    meant: Any = [{"k": text}, {text: "x"}] if in_flow else {"k": text}
    try:
        return text if same(plain(compose(around)), meant) else ""
    except yaml.YAMLError:
        return ""


def _quoted(text: str) -> str:
    return NOT_SHOWN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def _lines(text: str, style: str | None, column: int) -> str:
    """A text of several lines as a block of its own; empty when it can't be one."""
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    if ends > 1 or not body or NOT_SHOWN.search(body.replace("\n", "")):
        return ""
    sign = ">" if style == ">" else "|"
    lines = body.replace("\n", "\n\n").split("\n") if sign == ">" else body.split("\n")
    written = f" {sign}{'' if ends else '-'}\n" + "\n".join(" " * column + line if line else "" for line in lines)
    try:
        return written if plain(compose(f"{' ' * max(column - 2, 0)}k:{written}\n")) == {"k": text} else ""
    except yaml.YAMLError:
        return ""
