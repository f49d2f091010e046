"""Text that YAML would swallow without a word: what follows a ``#`` in an unquoted sentence is a comment to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from anpei.exercises.scenarios import CompiledScenario
from anpei.findings import Finding
from anpei.plainfiles import Document
from anpei.yamltext import unquoted_ends

__all__ = ["nothing_swallowed"]

_GLUED = re.compile(r"[ \t]+#[^\s#]")
"""A comment written as people write one has a blank after the sign; ``#2`` was meant as text."""


def nothing_swallowed(_script: CompiledScenario, document: Document) -> Iterator[Finding]:
    """No sentence is cut off at a ``#`` that was meant as text."""
    text = Path(document.path).read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    for line, column in unquoted_ends(text):
        rest = lines[line][column:] if line < len(lines) else ""
        if _GLUED.match(rest):
            message = f"“{rest.strip()[:20]}”被当成注释吞掉了；请给整句加引号，或改写掉“#”。"
            yield Finding(document.path, line + 1, "swallowed", message)
