"""A text of YAML changed so that it says what is wanted: only the lines that must are touched.

The difference is taken apart into single steps; each is spliced into the text at the marks of its nodes, the text is
read again, and must then say exactly what the step promises. Where it doesn't, what the step is in is written anew as a
whole; where that can't be either, nothing is changed. Comments, order, quotes and brackets of everything else stay.
"""

from __future__ import annotations

from typing import Any

import yaml

from anpei.authoring.differences import Operation, applied, next_operation, same, value_at
from anpei.authoring.marks import NotInLines, Place, Sheet
from anpei.authoring.rendering import Styles, block, flow, key_text
from anpei.errors import Refused
from anpei.yamltext import compose, plain

__all__ = ["Unspliceable", "spliced"]

STEPS = 2000
ANCHORS = "文件里用了锚点（& 和 *）"
DOCUMENTS = "文件里有几个用 --- 分开的部分"
WAY_OUT = "请在 JupyterLab 里直接改这个文件。"


class Unspliceable(Refused):
    """A file that no form can change without touching what it doesn't understand."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"这里不能用表单改：{reason}。", code="unspliceable", way_out=WAY_OUT)


def spliced(text: str, wanted: Any, styles: Styles | None = None) -> str:
    """The text, saying what is wanted; raises :class:`Unspliceable`. ``styles``: how the whole file is written."""
    if "\r" in text:
        if text.count("\r") != text.count("\r\n") or text.count("\n") != text.count("\r\n"):
            raise Unspliceable("行尾的换行有好几种")
        return spliced(text.replace("\r\n", "\n"), wanted, styles).replace("\n", "\r\n")
    tree = _read(text)
    data = plain(tree)
    if styles is None:
        styles = Styles()
        styles.learn(tree)
    for _ in range(STEPS):
        step = next_operation(data, wanted)
        if step is None:
            return text
        text, tree, data = _taken(text, tree, data, step, styles)
    raise Unspliceable("要改的地方太多")


def _read(text: str) -> yaml.Node:
    """The tree of a text that can be spliced."""
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise Unspliceable(ANCHORS)
        tree = compose(text)
    except yaml.YAMLError as error:
        several = isinstance(error, yaml.composer.ComposerError)
        raise Unspliceable(DOCUMENTS if several else "文件的 YAML 写法有误") from None
    if tree is None:
        raise Unspliceable("文件是空的")
    return tree


def _taken(text: str, tree: yaml.Node, data: Any, step: Operation, styles: Styles) -> tuple[str, yaml.Node, Any]:
    """Text, tree and data after a step, widened until it can be taken."""
    expected = applied(data, step)
    while True:
        try:
            fresh = _Splice(Sheet(text, tree), step, styles).run()
            found = _read(fresh)
            said = plain(found)
            if same(said, expected):
                return fresh, found, said
        except (NotInLines, yaml.YAMLError, Unspliceable, ValueError, IndexError, StopIteration):
            pass
        if step.act == "replace" and not step.where:
            raise Unspliceable("这一处的写法少见")
        where = step.where[:-1] if step.act == "replace" else step.where
        step = Operation("replace", where, value=value_at(expected, where))


class _Splice:
    """One step in one text."""

    def __init__(self, sheet: Sheet, step: Operation, styles: Styles) -> None:
        self.sheet, self.step, self.styles = sheet, step, styles
        self.place = sheet.place(step.where)

    def run(self) -> str:
        if self.step.act == "replace":
            return self.replace()
        node = self.place.node
        if not isinstance(node, yaml.CollectionNode) or not node.value:
            raise NotInLines
        in_flow = self.place.in_flow or bool(node.flow_style)
        act = self.step.act
        if act == "delete" and len(node.value) == 1:
            raise NotInLines
        if in_flow:
            return self.within_brackets(node)
        if act == "delete":
            return self.delete(node)
        return self.add(node) if act == "add" else self.move(node) if act == "move" else self.insert(node)

    def put(self, begin: int, end: int, words: str) -> str:
        return self.sheet.text[:begin] + words + self.sheet.text[end:]

    def replace(self) -> str:
        """Another value in the place of one; what stays in its line stays there."""
        place, value, where = self.place, self.step.value, self.step.where
        node, begin, end = place.node, place.node.start_mark.index, self.sheet.end(place.node)
        if place.parent is None:
            raise NotInLines
        if place.in_flow:
            gap = " " if begin == end else ""
            return self.put(begin, end, gap + flow(value, where, self.styles))
        words = block(value, where, self.column(place), self.styles)
        inline = begin < end and not _in_lines(node) and "\n" not in words
        if inline:
            return self.put(begin, end, words[1:])
        start = self.sheet.colon(place.key) + 1 if isinstance(place.key, yaml.Node) else self.after_dash(place)
        return self.put(start, max(end, start), words)

    def column(self, place: Place) -> int:
        column = place.key.start_mark.column if isinstance(place.key, yaml.Node) else place.parent.start_mark.column  # type: ignore[union-attr]
        return int(column)

    def after_dash(self, place: Place) -> int:
        assert isinstance(place.parent, yaml.SequenceNode)
        return self.sheet.dash(place.parent, place.key) + 1

    def delete(self, node: yaml.CollectionNode) -> str:
        if isinstance(node, yaml.SequenceNode):
            return self.without(*self.sheet.element(node, self.step.key))
        index = self.index(node, self.step.key)
        key = node.value[index][0]
        begin = key.start_mark.index
        if self.sheet.text[self.sheet.starts[self.sheet.line_of(begin)] : begin].strip(" "):  # it stands behind a dash
            return self.put(begin, node.value[index + 1][0].start_mark.index, "")
        return self.without(*self.sheet.entry(node, index))

    def index(self, node: yaml.MappingNode, key: Any) -> int:
        return next(n for n, (each, _) in enumerate(node.value) if plain(each) == key)

    def without(self, first: int, last: int) -> str:
        """The text without these lines; of two empty ones that meet then, one goes along."""
        starts, text = self.sheet.starts, self.sheet.text
        begin, end = starts[first], starts[last + 1]
        if first and not self.sheet.line(first - 1).strip() and (end == len(text) or text[end] == "\n"):
            begin = starts[first - 1]
        return text[:begin] + text[end:]

    def below(self, last: int, words: str) -> str:
        """The text with lines put below that one."""
        at, text = self.sheet.starts[last + 1], self.sheet.text
        if not text[:at].endswith("\n"):
            return f"{text[:at]}\n{words}{text[at:]}"
        return f"{text[:at]}{words}\n{text[at:]}"

    def insert(self, node: yaml.CollectionNode) -> str:
        column, index = node.start_mark.column, self.step.key
        words = " " * column + "-" + block(self.step.value, (*self.step.where, index), column, self.styles)
        if index:
            return self.below(self.sheet.element(node, index - 1)[1], words)
        at = self.sheet.starts[self.sheet.element(node, 0)[0]]
        return self.put(at, at, words + "\n")

    def move(self, node: yaml.CollectionNode) -> str:
        """The lines of an element, with its comment, to another place among the others."""
        starts, text = self.sheet.starts, self.sheet.text
        first, last = self.sheet.element(node, self.step.key)
        begin, end = starts[first], starts[last + 1]
        others = [n for n in range(len(node.value)) if n != self.step.key]
        if self.step.to:
            at = starts[self.sheet.element(node, others[self.step.to - 1])[1] + 1]
        else:
            at = starts[self.sheet.element(node, others[0])[0]]
        words = text[begin:end]
        if not text.endswith("\n"):
            raise NotInLines
        return (
            text[:at] + words + text[at:begin] + text[end:]
            if at <= begin
            else (text[:begin] + text[end:at] + words + text[at:])
        )

    def add(self, node: yaml.CollectionNode) -> str:
        """A key behind the one it follows."""
        first_key = node.value[0][0]
        column, key = first_key.start_mark.column, self.step.key
        words = f"{key_text(key, in_flow=False)}:{block(self.step.value, (*self.step.where, key), column, self.styles)}"
        if self.step.to is None:
            at = first_key.start_mark.index
            return self.put(at, at, f"{words}\n{' ' * column}")
        before, value = node.value[self.index(node, self.step.to)]
        end = max(self.sheet.end(value), self.sheet.colon(before) + 1)
        last = self.sheet.line_of(end - 1)
        rest = self.sheet.text[end : self.sheet.starts[last + 1]].strip()
        if rest and not rest.startswith("#"):
            raise NotInLines
        return self.below(last, " " * column + words)

    def within_brackets(self, node: yaml.CollectionNode) -> str:
        """Elements and keys between commas."""
        spans = [
            (each[0].start_mark.index, self.sheet.end(each[1])) if isinstance(each, tuple)
            else (each.start_mark.index, self.sheet.end(each))
            for each in node.value
        ]  # fmt: skip
        step, text, where = self.step, self.sheet.text, self.step.where
        if step.act == "delete":
            index = step.key if isinstance(node, yaml.SequenceNode) else self.index(node, step.key)
            if index + 1 < len(spans):
                return self.put(spans[index][0], spans[index + 1][0], "")
            return self.put(spans[index - 1][1], spans[index][1], "")
        if step.act == "move":
            order = [n for n in range(len(spans)) if n != step.key]
            order.insert(step.to, step.key)
            parts = [text[slice(*span)] for span in spans]
            for span, n in reversed(list(zip(spans, order, strict=True))):
                text = text[: span[0]] + parts[n] + text[span[1] :]
            return text
        words = flow(step.value, (*where, step.key), self.styles)
        if step.act == "add":
            words = f"{key_text(step.key, in_flow=True)}: {words}"
            before = self.index(node, step.to) if step.to is not None else -1
        else:
            before = step.key - 1
        if before < 0:
            return self.put(spans[0][0], spans[0][0], f"{words}, ")
        return self.put(spans[before][1], spans[before][1], f", {words}")


def _in_lines(node: yaml.Node) -> bool:
    """Whether a value is written in lines of its own, not in the line of its key."""
    if isinstance(node, yaml.CollectionNode):
        return not node.flow_style and bool(node.value)
    return getattr(node, "style", None) in ("|", ">")
