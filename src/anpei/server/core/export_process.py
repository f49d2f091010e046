"""The process of an export: it says how far it is, and leaves the whole file or none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from anpei.settings import Site, open_site

__all__ = ["ASKED", "FILE", "LOCK", "PROGRESS", "Write", "run"]

ASKED, PROGRESS, FILE, LOCK = "asked.json", "percent", "file.xlsx", "lock"
Told = Callable[[int, int], None]
Write = Callable[[Site, dict[str, Any], BinaryIO, Told], None]
"""Writes what is asked into a file; it tells how many rows of how many it has done."""


def run(site_folder: str, folder: str, write: Write) -> None:
    """Make what the folder asks."""
    site, place = open_site(site_folder), Path(folder)
    asked = json.loads((place / ASKED).read_text(encoding="utf-8"))

    def told(done: int, total: int) -> None:
        fresh = place / f"{PROGRESS}.part"  # whole or not at all, and no flush that people's answers would wait for
        fresh.write_text(str(min(99, 100 * done // max(1, total))), encoding="utf-8")
        fresh.replace(place / PROGRESS)

    half = place / f"{FILE}.part"
    with half.open("wb") as file:
        write(site, asked, file, told)
    half.replace(place / FILE)
