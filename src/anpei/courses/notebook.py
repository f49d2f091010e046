"""A chapter's notebook as cells with file lines, read from its JSON without running anything."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import anpei_widgets

from anpei.courses.model import Cell

__all__ = ["BROKEN", "fingerprint", "practice_items", "read_cells"]

BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError)
_CELL = re.compile(r'(?<!\\)"cell_type"')
_SOURCE = re.compile(r'(?<!\\)"source"\s*:\s*\[?')
_VERSION = b"1"


def fingerprint(path: Path) -> str:
    """The notebook's sha (16 hex digits); a new form of built files or of the widgets' specs changes it too."""
    return hashlib.sha256(_VERSION + _widgets() + path.read_bytes()).hexdigest()[:16]


@cache
def _widgets() -> bytes:
    """What the widgets' Python says, which ends up in a build."""
    digest = hashlib.sha256()
    for source in sorted(Path(anpei_widgets.__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.digest()


def read_cells(path: Path) -> list[Cell]:
    """Every cell; raises one of ``BROKEN`` if the file is no notebook."""
    text = path.read_text(encoding="utf-8-sig")
    cells = json.loads(text)["cells"]
    lines = _source_lines(text)
    return [_cell(cell, next(lines, 1)) for cell in cells]


def _cell(cell: dict[str, Any], line: int) -> Cell:
    source = cell["source"]
    alt = cell.get("metadata", {}).get("anpei", {}).get("alt", "")
    joined = source if isinstance(source, str) else "".join(source)
    return Cell(str(cell["cell_type"]), joined, line, bool(cell.get("outputs")), str(alt))


def _source_lines(text: str) -> Iterator[int]:
    """Where each cell's source begins: with one JSON line per source line, as Jupyter writes it."""
    for match in _CELL.finditer(text):
        source = _SOURCE.search(text, match.end())
        at = source.end() if source else match.start()
        yield text.count("\n", 0, at) + 1 + (1 if text[at : at + 1] == "\n" else 0)


def practice_items(source: str) -> list[tuple[str, int]]:
    """Item ids named in ``….practice("id")`` calls, with their 0-based line; unparsable code has none."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "practice":
            found += [
                (arg.value, node.lineno - 1)
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
    return found
