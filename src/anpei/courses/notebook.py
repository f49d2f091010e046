"""A chapter's notebook as cells with file lines, read from its JSON without running anything."""

from __future__ import annotations

import ast
import hashlib
import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import anpei_widgets
import nbformat

from anpei.courses.model import Cell, Mode
from anpei.findings import Finding
from anpei.plainfiles import parse_json, read_text, safely

__all__ = ["fingerprint", "practice_items", "read_cells", "shown_widgets", "syntax_of"]

LARGEST = 4_000_000
_CELL = re.compile(r'(?<!\\)"cell_type"')
_SOURCE = re.compile(r'(?<!\\)"source"\s*:\s*\[?')
_VERSION = b"2"


def fingerprint(path: Path, mode: Mode) -> str:
    """The notebook's sha (16 hex digits); a new form of built files or of the widgets' specs, or its mode, changes it too."""
    return hashlib.sha256(_VERSION + mode.encode() + _widgets() + path.read_bytes()).hexdigest()[:16]


@cache
def _widgets() -> bytes:
    """What the widgets' Python says, which ends up in a build."""
    digest = hashlib.sha256()
    for source in sorted(Path(anpei_widgets.__file__).parent.rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.digest()


def read_cells(path: Path) -> tuple[list[Cell] | None, list[Finding]]:
    """Every cell; None with the finding if the file is no notebook that can be opened, shown and run."""
    text, findings = read_text(path, LARGEST)
    if text is None:
        return None, findings
    return safely(path, lambda: (_cells(text), []), lambda finding: (None, [_broken(path, finding.line)]))


def _broken(path: Path, line: int) -> Finding:
    """A chapter is a notebook that can be opened."""
    return Finding(str(path), line, "notebook-broken", "这不是一个能打开的笔记本，请在 JupyterLab 里重新保存。")


def _cells(text: str) -> list[Cell]:
    data = parse_json(text)
    nbformat.reads(text, as_version=4)
    lines = _source_lines(text)
    return [_cell(cell, next(lines, 1)) for cell in data["cells"]]


def _cell(cell: dict[str, Any], line: int) -> Cell:
    source = cell["source"]
    alt = cell.get("metadata", {}).get("anpei", {}).get("alt", "")
    joined = source if isinstance(source, str) else "".join(source)
    return Cell(str(cell["cell_type"]), joined, line, bool(cell.get("outputs")), str(alt))


def syntax_of(source: str) -> ast.Module | int:
    """A code cell's syntax; where it is wrong, nested too deep or no text a program can hold, the 0-based line of that."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about an odd backslash: the cell runs all the same
            return ast.parse(source)
    except SyntaxError as error:
        return (error.lineno or 1) - 1
    except (ValueError, RecursionError, MemoryError):
        return 0


def _source_lines(text: str) -> Iterator[int]:
    """Where each cell's source begins: with one JSON line per source line, as Jupyter writes it."""
    for match in _CELL.finditer(text):
        source = _SOURCE.search(text, match.end())
        at = source.end() if source else match.start()
        yield text.count("\n", 0, at) + 1 + (1 if text[at : at + 1] == "\n" else 0)


def practice_items(source: str) -> list[tuple[str, int]]:
    """Item ids named in ``….practice("id")`` calls, with their 0-based line; unparsable code has none."""
    tree = syntax_of(source)
    if isinstance(tree, int):
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


def shown_widgets(source: str) -> list[tuple[str, str]]:
    """What a code cell shows, in order, as far as that can be read: each call's name and first text, ``practice`` its item."""
    tree = syntax_of(source)
    if isinstance(tree, int):
        return []
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    found = []
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
        found.append((node.func.attr if isinstance(node.func, ast.Attribute) else "", str(first)))
    return found
