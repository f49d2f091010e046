"""``python -m benchmarks [NAME …] [--quick]``: run them, then write the summary table from the kept results."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.frame import HEADS, RESULTS

NAMES = (
    "grading",
    "exam_page",
    "static_chapter",
    "journal",
    "saves",
    "pages",
    "acts",
    "drill_load",
    "drill_faults",
    "drill_plays",
    "evacuation_cases",
)
KEPT = ("saves_before",)
"""Measured once beside an older commit; the result stays."""
HEAD = """# Benchmarks

Side by side in one run, on one machine; trust the ratios, not the times. `make bench` runs them all,
`make bench ARGS=journal` one of them, `ARGS=--quick` fewer rounds. Raw runs are in [`results/`](results/).

"""


def summary() -> str:
    """The table of every kept result."""
    text = HEAD
    for name in (*NAMES, *KEPT):
        path = RESULTS / f"{name}.json"
        if not path.exists():
            continue
        kept = json.loads(path.read_text(encoding="utf-8"))
        text += (
            f"## {kept['title']}\n\n{_told(kept)}| | {' | '.join(kept.get('heads', HEADS))} |\n|---|---|---|---|---|\n"
        )
        for row in kept["rows"]:
            text += f"| {row['what']} | {row['stock']} | {row['ours']} | {row['ratio']} | {row['aim']} |\n"
        text += "\n"
    return text.rstrip() + "\n"


def _told(kept: dict[str, Any]) -> str:
    """When, on what machine and beside how much other work it was measured, as far as that was kept."""
    measured = kept.get("measured")
    if measured is None:
        return ""
    load = " → ".join(str(each) for each in reversed(measured["load"]))
    when = f"{measured['on']}, {measured['cores']} cores, load average (15 → 1 minutes) {load}."
    return f"{when} {kept['note']}".strip() + "\n\n"


def main(arguments: list[str]) -> int:
    quick = "--quick" in arguments
    for name in [argument for argument in arguments if not argument.startswith("-")] or NAMES:
        print(f"{name} …", flush=True)
        importlib.import_module(f"benchmarks.{name}").run(quick=quick)
    (Path(__file__).parent / "README.md").write_text(summary(), encoding="utf-8")
    print(summary())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
