"""The pages for developers name files, rooms and words that exist."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "docs" / name for name in ("architecture.md", "glossary.md", "testing.md", "tour.md")]
BELOW = ("", "src/anpei/", "src/anpei/server/", "src/anpei/exercises/", "widgets/anpei_widgets/", "docs/", "tests/")
FILE = re.compile(r"`([\w./-]+\.(?:py|js|css|html|md|toml|yaml|ipynb))(?::(\w+))?`")
ROOMS = ("anpei", "anpei.exercises")
WORD = re.compile(r"`([a-z_]+)\.([A-Za-z_]+)(?:\.([A-Za-z_]+))?`")
SITE = re.compile(r"^(anpei\.toml|nbgrader_config\.py|course\.yaml|scenario\.yaml|[\w.]*\*.*)$")


def found(name: str) -> Path | None:
    """The file a page speaks of, named from the root or from one of the places people know."""
    return next((ROOT / place / name for place in BELOW if (ROOT / place / name).is_file()), None)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_a_page_names_exists_and_defines_what_it_says(page: Path) -> None:
    missing = []
    for name, what in FILE.findall(page.read_text(encoding="utf-8")):
        path = None if SITE.match(name) else found(name)
        if path is None and not SITE.match(name):
            missing.append(name)
        elif what and path and not re.search(rf"(def|class|function|const|let) {what}\b", path.read_text("utf-8")):
            missing.append(f"{name}:{what}")
    assert missing == []


def test_every_word_of_the_glossary_that_names_code_is_in_the_code() -> None:
    missing = []
    for room, word, part in WORD.findall((ROOT / "docs/glossary.md").read_text(encoding="utf-8")):
        modules = [m for wing in ROOMS if (m := _module(f"{wing}.{room}"))] or [m for m in [_module(room)] if m]
        if not modules:
            continue  # an event's name, a setting, a file
        holder = next((getattr(m, word) for m in modules if hasattr(m, word)), None)
        if holder is None or (part and not _has(holder, part)):
            missing.append(f"{room}.{word}" + (f".{part}" if part else ""))
    assert missing == []


def _module(name: str) -> object | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _has(holder: object, part: str) -> bool:
    fields = {**getattr(holder, "__annotations__", {}), **getattr(holder, "model_fields", {})}
    return hasattr(holder, part) or part in fields
