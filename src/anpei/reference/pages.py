"""Which pages there are and how each is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from anpei.exercises import scenarios
from anpei.plainfiles import write_atomic
from anpei.reference import checks, coverage, permissions, question_files

__all__ = ["PAGES", "write"]

PAGES: dict[str, Callable[[], str]] = {
    "checks.md": checks.page,
    "permissions.md": permissions.page,
    "question-files.md": question_files.page,
    "seed-coverage.md": coverage.page,
    "scenario.schema.json": scenarios.schema_text,
}


def write(folder: Path) -> None:
    """Write every page; a row of the seed map that lost what served it is refused, see :func:`coverage.guard`."""
    made = {name: page() for name, page in PAGES.items()}
    coverage.guard(folder / "seed-coverage.md", made["seed-coverage.md"])
    for name, text in made.items():
        write_atomic(folder / name, text)
