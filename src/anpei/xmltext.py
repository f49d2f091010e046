"""XML that people draw, read by expat: no document type, bounded depth and number of elements, lines kept.

Without a document type there are no entities, so nothing can grow; with a bounded depth no walk over the tree is long.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree
from xml.parsers import expat

__all__ = ["DEEPEST", "MOST_ELEMENTS", "XmlRefused", "tree", "walk"]

DEEPEST = 100
MOST_ELEMENTS = 50_000
Start = Callable[[str, dict[str, str], int], None]


class XmlRefused(ValueError):
    """The text is no XML, or more than we read; ``lineno`` says where."""

    def __init__(self, lineno: int) -> None:
        super().__init__(f"line {lineno}")
        self.lineno = lineno


def walk(
    text: str,
    start: Start,
    end: Callable[[str], None],
    data: Callable[[str], None] | None = None,
    *,
    most: int = MOST_ELEMENTS,
) -> None:
    """Tell of every element as it opens, with its line, and as it closes; raises :class:`XmlRefused`.

    Names come as ``{namespace}name``, so that no prefix hides what an element is.
    """
    parser = expat.ParserCreate("utf-8", "}")  # whatever the text says of its encoding: it was decoded already
    depth = count = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > most:
            raise XmlRefused(parser.CurrentLineNumber)
        start(_named(tag), {_named(name): value for name, value in attributes.items()}, parser.CurrentLineNumber)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        end(_named(tag))

    def refused(*_told: object) -> None:
        raise XmlRefused(parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refused
    if data is not None:
        parser.CharacterDataHandler = data
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise XmlRefused(error.lineno) from None


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def tree(
    text: str, *, most: int = MOST_ELEMENTS, lines: dict[ElementTree.Element, int] | None = None
) -> ElementTree.Element:
    """The text as elements; raises :class:`XmlRefused`. In ``lines`` the line of each is noted."""
    builder = ElementTree.TreeBuilder()

    def start(tag: str, attributes: dict[str, str], line: int) -> None:
        element = builder.start(tag, attributes)
        if lines is not None:
            lines[element] = line

    def end(tag: str) -> None:
        builder.end(tag)

    walk(text, start, end, builder.data, most=most)
    root: ElementTree.Element = builder.close()
    return root
