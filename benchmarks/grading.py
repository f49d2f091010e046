"""Grading the same submissions by stock nbgrader, with kernels, and by ours, without; every mark must agree.

Ours is measured three ways: the plain ``nbgrader autograde`` command under our configuration, the same inside a process
that is already running (formgrader's button), and the resident worker's short way. The start of the command is measured
apart, by runs that find nothing to do, and taken off on both sides. CPU time stands beside, for busy machines.
"""

from __future__ import annotations

import os
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
from benchmarks.frame import Row, median, save
from benchmarks.graded_twice import NAME, Ours, Stock, nbgrader

LEARNERS, QUICK, ROUNDS = 50, 6, 3
AIM = "≥ 30 ×"
WAYS = {
    "command": "`nbgrader autograde`, a submission without the command's start",
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
    rows = [line(runs, way, kind) for way in WAYS for kind in ("ms", "cpu")]
    equal = f"{runs['marks']} of {runs['marks']} equal" if not runs["unequal"] else f"{len(runs['unequal'])} differ"
    rows.append(Row("marks of the same submissions", "separately written tests", equal, "", "all"))
    save("grading", f"Grading: {runs['submissions']} submissions of {runs['cells']} questions", rows, runs)
    if runs["unequal"]:
        sys.exit(f"marks differ: {runs['unequal'][:5]}")


def line(runs: dict[str, Any], way: str, kind: str) -> Row:
    """One way's figure against stock's; without an aim where it is the CPU time."""
    stock, ours = runs["stock"][kind], runs[way][kind]
    words = f"{WAYS[way]}, ms" if kind == "ms" else f"{WAYS[way]}, ms of CPU"
    ratio = f"{stock / ours:.0f} ×" if ours > 0 else "below noise"
    return Row(words, f"{stock:.0f}", f"{ours:.1f}", ratio, AIM if kind == "ms" else "")


def compare(learners: int, folder: Path) -> dict[str, Any]:
    """Sit, submit and grade; seconds a run, milliseconds a submission by the clock (``ms``) and of CPU (``cpu``)."""
    names = [f"L{number:04d}" for number in range(learners)]
    ours = Ours(folder / "ours", names, random.Random(20261123))
    stock = Stock(folder / "stock", ours)
    sat = [attempt for attempt, _ in ours.sat.values()]
    for attempt in sat:
        assignments.write_submission(ours.desk, attempt)
    found: dict[str, Any] = {"submissions": learners, "cells": len(ours.paper.slots)}
    found["stock"] = command(stock.folder, learners, rounds=1)
    expected, unequal = marks(stock.database), []
    found["marks"] = len(expected)
    found["command"] = command(ours.site.nbgrader, learners, rounds=ROUNDS)
    unequal += differing(expected, marks(ours.database))
    found["process"] = timed(lambda: assignments.run_autograde(ours.desk, NAME, force=True), learners)
    unequal += differing(expected, marks(ours.database))
    found["worker"] = timed(lambda: assignments.grade(ours.desk, sat), learners)
    found["unequal"] = unequal + differing(expected, marks(ours.database))
    ours.desk.db.close()
    return found


def command(course: Path, learners: int, rounds: int) -> dict[str, Any]:
    """The command over everybody, less the command that finds everybody graded already."""
    work = [spent(lambda: nbgrader(["autograde", NAME, "--force"], course)) for _ in range(rounds)]
    start = [spent(lambda: nbgrader(["autograde", NAME], course)) for _ in range(ROUNDS)]
    return per_submission(work, learners) | {"start": start} | less(work, start, learners)


def timed(work: Callable[[], object], learners: int) -> dict[str, Any]:
    work()  # what a running process has behind it
    return per_submission([spent(work) for _ in range(ROUNDS)], learners)


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of CPU in this process and the ones it waited for."""
    clock, cpu = time.perf_counter(), sum(os.times()[:4])
    work()
    return round(time.perf_counter() - clock, 3), round(sum(os.times()[:4]) - cpu, 3)


def per_submission(runs: list[tuple[float, float]], learners: int) -> dict[str, Any]:
    wall, cpu = (median([run[n] for run in runs]) for n in (0, 1))
    return {"runs": runs, "ms": round(wall / learners * 1000, 2), "cpu": round(cpu / learners * 1000, 2)}


def less(work: list[tuple[float, float]], start: list[tuple[float, float]], learners: int) -> dict[str, float]:
    """Per submission without the start; the quickest of each, or noise of the start would outweigh what is left."""
    wall, cpu = (min(run[n] for run in work) - min(run[n] for run in start) for n in (0, 1))
    return {"ms": round(wall / learners * 1000, 2), "cpu": round(cpu / learners * 1000, 2)}


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
