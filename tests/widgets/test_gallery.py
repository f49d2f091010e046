"""The gallery shows every widget, and the README says of each what is true."""

from __future__ import annotations

import re
from pathlib import Path

import anpei_widgets as aw
import nbformat

WIDGETS = Path(__file__).parents[2] / "widgets"
ROW = re.compile(r"^\| `(?P<name>\w+)` \| (?P<title>[^|]+) \| [^|]+ \| `(?P<call>[^`]+)` \| [^|]+ \|$", re.MULTILINE)


def test_the_table_says_what_is_true() -> None:
    """All problems at once: missing rows, rows of nothing, calls that make another widget."""
    rows = {row["name"]: row for row in ROW.finditer((WIDGETS / "README.md").read_text(encoding="utf-8"))}
    problems = [f"no row for {name}" for name in aw.names() if name not in rows]
    problems += [f"a row for {name}, which is no widget" for name in rows if name not in aw.names()]
    for name, row in rows.items():
        made = eval(row["call"], {"aw": aw})
        if made.name != name:
            problems.append(f"{row['call']} makes a {made.name}, not a {name}")
    assert problems == []


def test_the_gallery_shows_every_widget() -> None:
    source = nbformat.read(WIDGETS / "gallery.ipynb", as_version=4)
    calls = "\n".join(cell.source for cell in source.cells if cell.cell_type == "code")
    doors = {name: {name, "".join(part.title() for part in name.split("_"))} for name in aw.names()}
    missing = [name for name, called in doors.items() if not any(f"aw.{call}(" in calls for call in called)]
    assert missing == []
    assert [cell.id for cell in source.cells if cell.get("outputs")] == []
