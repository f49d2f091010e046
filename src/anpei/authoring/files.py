"""Authors' files as objects: where each stands in its file, what it says, and the file with one of them changed.

A file is taken apart once and known by what it holds. What is changed in it by a form afterwards costs the lines of the
object alone: they are cut out, spliced as a text of their own and put back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from anpei.authoring.differences import as_written, same, version_of
from anpei.authoring.marks import NotInLines, Sheet
from anpei.authoring.model import KindRules
from anpei.authoring.rendering import Styles, block
from anpei.authoring.splice import Unspliceable, spliced
from anpei.findings import Finding
from anpei.plainfiles import read_bytes, safely
from anpei.yamltext import compose, plain

__all__ = ["Authored", "AuthoredFile", "parse_file", "read_file", "slug_of", "taken_apart"]

LARGEST = 8_000_000
MARK = "\ufeff"
WRITTEN = ("draft", "retired", "published")


@dataclass(frozen=True)
class Authored:
    """One object in a file: its number there, its lines if it has them to itself, and its state."""

    slug: str
    value: dict[str, Any]
    state: str
    version: str
    index: int | str | None
    first: int
    last: int

    @property
    def cut(self) -> bool:
        return self.last >= self.first >= 0


class AuthoredFile:
    """One state of one file. ``top`` is what stands above its objects: a bank's topic."""

    def __init__(self, path: str, rules: KindRules, text: str, objects: tuple[Authored, ...], top: Mapping[str, Any],
                 styles: Styles, mark: str = "") -> None:  # fmt: skip
        self.mark = mark
        self.path, self.rules, self.text = path, rules, text
        self.objects, self.top, self.styles = objects, top, styles
        self.by_slug = {found.slug: found for found in reversed(objects)}

    @cached_property
    def raw(self) -> bytes:
        """The file as it lies on the disk, with the mark that some editors put before the text."""
        return (self.mark + self.text).encode()

    @cached_property
    def sha(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def topic(self) -> str:
        topic = self.top.get("topic")
        return topic if isinstance(topic, str) and self.rules.within == "items" else ""

    def edited(self, slug: str, wanted: Mapping[str, Any], state: str) -> AuthoredFile:
        """The file with this object saying that; only its own lines differ."""
        found = self.by_slug[slug]
        data = as_written(found.value, dict(wanted))
        told = self._with_state(data, state)
        if not found.cut:
            return parse_file(
                self.path, self.rules, spliced(self.text, self._whole(found, told), self.styles), self.mark
            )
        lines = _lines(self.text)
        old = "".join(lines[found.first : found.last + 1])
        new = spliced(old, [told], self.styles)
        more = new.count("\n") - old.count("\n")
        text = "".join((*lines[: found.first], new, *lines[found.last + 1 :]))
        moved = tuple(
            replace(each, value=data, state=state, version=version_of(data), last=each.last + more)
            if each is found
            else replace(each, first=each.first + more, last=each.last + more) if each.first > found.last else each
            for each in self.objects
        )  # fmt: skip
        return AuthoredFile(self.path, self.rules, text, moved, self.top, self.styles, self.mark)

    def _with_state(self, data: Mapping[str, Any], state: str) -> dict[str, Any]:
        """An object as its file has it; the state stands last."""
        return {**data, self.rules.state: state} if state and self.rules.state else dict(data)

    def _whole(self, found: Authored, told: Any) -> Any:
        data = plain(compose(self.text))
        if found.index is None:
            return told
        inside = data[self.rules.within] if self.rules.within else data
        inside[found.index] = told
        return data

    def with_new(self, objects: Mapping[str, Mapping[str, Any]], state: str) -> AuthoredFile:
        """The file with more objects at its end."""
        told = {slug: self._with_state(value, state) for slug, value in objects.items()}
        last = self.objects[-1] if self.objects else None
        if last is None or not last.cut or "\r" in self.text or self.rules.by_key:
            data = plain(compose(self.text))
            if self.rules.by_key:
                data.update(told)
            else:
                data[self.rules.within] = [*(data.get(self.rules.within) or []), *told.values()]
            return parse_file(self.path, self.rules, spliced(self.text, data, self.styles), self.mark)
        lines = _lines(self.text)
        column = len(lines[last.first]) - len(lines[last.first].lstrip(" "))
        words = "".join(f"{' ' * column}-{block(row, (0,), column, self.styles)}\n" for row in told.values())
        tree = compose(words)
        rows = plain(tree)
        if not isinstance(tree, yaml.SequenceNode) or not same(rows, list(told.values())):
            raise Unspliceable("新的一项写不进去")
        above = "".join(lines[: last.last + 1])
        text = above + ("" if above.endswith("\n") else "\n") + words + "".join(lines[last.last + 1 :])
        begin, many = last.last + 1, int(last.index or 0) + 1
        fresh = tuple(
            replace(each, index=n + many, first=each.first + begin, last=each.last + begin)
            for n, each in enumerate(_elements(words, tree, tree, rows, self.rules, self.styles))
        )
        return AuthoredFile(self.path, self.rules, text, (*self.objects, *fresh), self.top, self.styles, self.mark)

    def without(self, slug: str) -> AuthoredFile:
        """The file without this object, and the comment right above it."""
        data, index = plain(compose(self.text)), self.by_slug[slug].index
        inside = data[self.rules.within] if self.rules.within else data
        del inside[index]
        return parse_file(self.path, self.rules, spliced(self.text, data, self.styles), self.mark)


def _lines(text: str) -> list[str]:
    """Lines with their ends, broken at line feeds alone."""
    lines = text.split("\n")
    return [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def slug_of(rules: KindRules, path: str) -> str:
    """What a file that is one object is called."""
    return Path(path).stem if rules.files.endswith("/*.yaml") else Path(path).parent.name


def read_file(path: Path, name: str, rules: KindRules) -> tuple[AuthoredFile | None, list[Finding]]:
    """A file as it lies there; one that can't be read is findings."""
    raw, findings = read_bytes(path, LARGEST)
    return taken_apart(path, name, rules, raw) if raw is not None else (None, findings)


def taken_apart(path: Path | str, name: str, rules: KindRules, raw: bytes) -> tuple[AuthoredFile | None, list[Finding]]:
    """The bytes of a file as objects, or as findings."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None, [Finding(str(path), 0, "encoding", "文件不是 UTF-8 编码，请另存为 UTF-8。")]
    plain_text = text.removeprefix(MARK)
    mark = MARK if plain_text != text else ""
    try:
        return safely(
            str(path), lambda: (parse_file(name, rules, plain_text, mark), []), lambda finding: (None, [finding])
        )
    except yaml.YAMLError:
        return None, [Finding(str(path), 0, "yaml-syntax", "YAML 写法有误。")]


def parse_file(name: str, rules: KindRules, text: str, mark: str = "") -> AuthoredFile:
    """A text taken apart; raises yaml.YAMLError."""
    tree = compose(text)
    data = plain(tree)
    styles = Styles()
    if not isinstance(data, dict) or not isinstance(tree, yaml.MappingNode):
        return AuthoredFile(name, rules, text, (), {}, styles, mark)
    if not rules.within and not rules.by_key:
        styles.learn(tree)
        value, state = _apart(data, rules)
        found = Authored(slug_of(rules, name), value, state, version_of(value), None, 0, -1)
        return AuthoredFile(name, rules, text, (found,), {}, styles, mark)
    if rules.by_key:
        styles.learn(tree)
        objects = tuple(
            Authored(str(key), value, "", version_of(value), key, node.start_mark.line, -1)
            for (key, value), (node, _) in zip(data.items(), tree.value, strict=True)
            if isinstance(value, dict)
        )
        return AuthoredFile(name, rules, text, objects, {}, styles, mark)
    node = next((value for key, value in tree.value if key.value == rules.within), None)
    if not isinstance(node, yaml.SequenceNode):
        return AuthoredFile(name, rules, text, (), _above(data, rules), styles, mark)
    if not node.value and rules.within == "items":
        styles = Styles.of_items()
    objects = _elements(text, tree, node, data[rules.within], rules, styles)
    return AuthoredFile(name, rules, text, objects, _above(data, rules), styles, mark)


def _above(data: Mapping[str, Any], rules: KindRules) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != rules.within}


def _elements(
    text: str, tree: yaml.Node, node: yaml.SequenceNode, rows: list[Any], rules: KindRules, styles: Styles
) -> tuple[Authored, ...]:
    sheet, found = Sheet(text, tree), []
    for index, (row, element) in enumerate(zip(rows, node.value, strict=True)):
        if isinstance(row, dict) and isinstance(row.get("id"), str | int):
            styles.learn(element, (0,))
            first, last = _own_lines(sheet, node, index)
            value, state = _apart(row, rules)
            found.append(Authored(str(row["id"]), value, state, version_of(value), index, first, last))
    return tuple(found)


def _own_lines(sheet: Sheet, node: yaml.SequenceNode, index: int) -> tuple[int, int]:
    """First and last line of an element that has them to itself; an empty range for any other."""
    if node.flow_style:
        return node.value[index].start_mark.line, -1
    try:
        return sheet.own_lines(sheet.dash(node, index), sheet.end(node.value[index]))
    except (NotInLines, IndexError, ValueError):
        return node.value[index].start_mark.line, -1


def _apart(row: Mapping[str, Any], rules: KindRules) -> tuple[dict[str, Any], str]:
    """What an object says and its state; only a state that is one."""
    state = row.get(rules.state) if rules.state else None
    if state not in WRITTEN:
        return dict(row), ""
    return {key: value for key, value in row.items() if key != rules.state}, str(state)
