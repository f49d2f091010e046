"""The few things done with notebook files, with the types that nbformat lacks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

__all__ = ["NotebookNode", "code_cell", "compact", "empty", "new_notebook", "node", "read", "rendered", "text_cell"]

_format: Any = nbformat
_make: Any = nbformat.v4


def read(path: Path) -> NotebookNode:
    found: NotebookNode = _format.read(path, as_version=4)
    return found


def rendered(nb: NotebookNode) -> str:
    """The notebook as nbformat writes it, checked against its schema."""
    return f"{_format.writes(nb)}\n"


def compact(nb: NotebookNode) -> str:
    """The notebook on one line: for files that programs write and programs read."""
    return json.dumps(nb, ensure_ascii=False) + "\n"


def empty() -> NotebookNode:
    return node(cells=[], metadata={}, nbformat=4, nbformat_minor=5)


def node(**content: Any) -> NotebookNode:
    made: NotebookNode = _format.from_dict(content)
    return made


def new_notebook(cells: list[NotebookNode], metadata: dict[str, Any]) -> NotebookNode:
    made: NotebookNode = _make.new_notebook(cells=cells, metadata=metadata)
    return made


def code_cell(name: str, source: str, metadata: dict[str, Any]) -> NotebookNode:
    made: NotebookNode = _make.new_code_cell(source, id=name, metadata=metadata)
    return made


def text_cell(name: str, source: str, metadata: dict[str, Any] | None = None) -> NotebookNode:
    made: NotebookNode = _make.new_markdown_cell(source, id=name, metadata=metadata or {})
    return made
