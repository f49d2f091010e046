"""Grading the same submissions by stock nbgrader, with kernels, and by ours, without; every mark must agree.

Ours is measured three ways: the plain ``nbgrader autograde`` command under our configuration, the same inside a process
that is already running (formgrader's button), and the resident worker's short way. The start of the command is measured
apart, by runs that find nothing to do (the quickest of three), and taken off on both sides.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from anpei import assignments
from benchmarks.frame import Row, save
from benchmarks.graded_twice import NAME, Ours, Stock, nbgrader

LEARNERS, QUICK = 50, 6
AIM = "≥ 30 ×"
WAYS = {
    "command": "`nbgrader autograde`, ms per submission (start taken off)",
    "process": "the same in a running process (formgrader's button)",
    "worker": "resident worker, after a hand-in",
}
_MARKS = """SELECT s.student_id, b.name, g.auto_score FROM grade g JOIN base_cell b ON b.id = g.cell_id
    JOIN submitted_notebook n ON n.id = g.notebook_id JOIN submitted_assignment s ON s.id = n.assignment_id"""
Marks = dict[tuple[str, str], float | None]


def run(quick: bool = False) -> None:
    """Measure, print and keep; ends the process with 1 if a single mark differs."""
    folder = Path(tempfile.mkdtemp(prefix="anpei-bench-"))
    try:
        runs = compare(QUICK if quick else LEARNERS, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    stock = runs["stock"]["ms"]
    rows = [
        Row(words, f"{stock:.0f} ms", f"{runs[way]['ms']:.1f} ms", f"{stock / runs[way]['ms']:.0f} ×", AIM)
        for way, words in WAYS.items()
    ]
    equal = f"{runs['marks']} of {runs['marks']} equal" if not runs["unequal"] else f"{len(runs['unequal'])} differ"
    rows.append(Row("marks of the same submissions", "separately written tests", equal, "", "all"))
    save("grading", f"Grading: {runs['submissions']} submissions of {runs['cells']} questions", rows, runs)
    if runs["unequal"]:
        sys.exit(f"marks differ: {runs['unequal'][:5]}")


def compare(learners: int, folder: Path) -> dict[str, Any]:
    """Sit, submit and grade; times in seconds and, per submission, in ms."""
    names = [f"L{number:04d}" for number in range(learners)]
    ours = Ours(folder / "ours", names, random.Random(20261123))
    stock = Stock(folder / "stock", ours)
    sat = [attempt for attempt, _ in ours.sat.values()]
    for attempt in sat:
        assignments.submit(ours.desk, attempt)
    found: dict[str, Any] = {"submissions": learners, "cells": len(ours.paper.slots)}
    found["stock"] = command(stock.folder, learners)
    found["command"] = command(ours.site.nbgrader, learners)
    expected, unequal = marks(stock.database), []
    found["marks"] = len(expected)
    unequal += differing(expected, marks(ours.database))
    assignments.autograde(ours.desk, NAME, names[0], force=True)  # what a running process has behind it
    found["process"] = timed(lambda: assignments.autograde(ours.desk, NAME, force=True), learners)
    unequal += differing(expected, marks(ours.database))
    found["worker"] = timed(lambda: assignments.grade(ours.desk, sat), learners)
    found["unequal"] = unequal + differing(expected, marks(ours.database))
    ours.desk.db.close()
    return found


def command(course: Path, learners: int) -> dict[str, float]:
    wall = nbgrader(["autograde", NAME], course)
    start = min(nbgrader(["autograde", NAME], course) for _ in range(3))
    return {"wall": round(wall, 3), "start": round(start, 3), "ms": round((wall - start) / learners * 1000, 2)}


def timed(work: Callable[[], object], learners: int) -> dict[str, float]:
    begun = time.perf_counter()
    work()
    wall = time.perf_counter() - begun
    return {"wall": round(wall, 3), "ms": round(wall / learners * 1000, 2)}


def marks(database: Path) -> Marks:
    """Every automatic mark of a gradebook, by learner and question."""
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        found = {(row[0], row[1]): row[2] for row in connection.execute(text(_MARKS))}
    engine.dispose()
    return found


def differing(expected: Marks, found: Marks) -> list[list[Any]]:
    names = sorted(expected.keys() | found.keys())
    return [[*name, expected.get(name), found.get(name)] for name in names if expected.get(name) != found.get(name)]
