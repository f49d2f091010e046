"""How a measurement is kept: raw runs as JSON, and one line of summary made from them.

Absolute times say little about another machine; every figure is a ratio of two things measured in one run.
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

__all__ = ["RESULTS", "Row", "median", "save"]

RESULTS = Path(__file__).parent / "results"
HEADS = ("stock", "ours", "ratio", "aim")
NAMED = ("jupyterlab", "voila", "nbgrader", "anywidget", "sqlalchemy")


@dataclass(frozen=True)
class Row:
    """One line of the summary: what, the stock figure, ours, and what we aimed at."""

    what: str
    stock: str
    ours: str
    ratio: str
    aim: str = ""


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def save(
    name: str, title: str, rows: Sequence[Row], runs: dict[str, Any], heads: Sequence[str] = HEADS, note: str = ""
) -> Path:
    """Write ``results/<name>.json`` with the machine, the versions, the raw runs and the summary rows.

    ``heads`` are over the four columns of the rows; ``note`` is what a reader has to know to believe them.
    """
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    content = {
        "title": title,
        "heads": list(heads),
        "note": note,
        "measured": {
            "on": datetime.date.today().isoformat(),
            "cores": os.cpu_count(),
            "load": [round(load, 1) for load in os.getloadavg()],
        },
        "machine": {"python": platform.python_version(), "system": platform.system(), "cpu": platform.machine()},
        "versions": {package: version(package) for package in NAMED},
        "rows": [vars(row) for row in rows],
        "runs": runs,
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
