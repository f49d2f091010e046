"""The same people's answers twice: as attempts in a site, and as notebooks of a stock nbgrader course.

The stock course has a test cell for every question; its keys (texts, not letters) and rules are written here once more,
knowing nothing of the platform's scoring, so that equal marks mean something.
"""

from __future__ import annotations

import importlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from anpei import assignments, attempts, bank, clock, papers, records, staff
from anpei.bank import LETTERS
from anpei.database import Base
from anpei.settings import create_site

NAME = "bench"
Told = dict[str, tuple[str, list[str]]]

STOCK_RULES = """
def points(slot, worth):
    item, answer = ANSWERS[slot]
    kind, key = KEYS[item]
    if not answer:
        return 0.0
    if kind in ("single", "truefalse"):
        return float(worth) if answer == key else 0.0
    if kind == "short":
        return float(worth) if answer[0].strip() in key else 0.0
    if kind == "multiple":
        good = len([each for each in answer if each in key])
        return round(worth * max(0, good - (len(answer) - good)) / len(key), 2)
    hits = sum(1 for a, b in zip(answer, answer[1:]) if (a, b) in list(zip(key, key[1:])))
    return round(worth * hits / (len(key) - 1), 2)
"""

PAPER = """title: 测速
course: ""
minutes: 60
attempts: 1
pass_mark: 60
review: {when: after_publish, show: [marks]}
slots:
  - {pool: {topics: bench, kinds: single}, count: 10, points: 2}
  - {pool: {topics: bench, kinds: multiple}, count: 5, points: 4}
  - {pool: {topics: bench, kinds: truefalse}, count: 2, points: 1}
  - {pool: {topics: bench, kinds: order}, count: 2, points: 3}
  - {pool: {topics: bench, kinds: short}, count: 1, points: 2}
  - {item: bench-c00, points: 10}
"""

ITEM = """  - id: {name}
    kind: {kind}
    stem: 第 {name} 题
    {rest}
    explanation: 人命第一。
    basis: guidance
    source: 通用常识
"""
SINGLE = "options: [{text: 对甲, right: true}, {text: 错甲}, {text: 错乙}, {text: 错丙}]"
MULTIPLE = "options: [{text: 甲, right: true}, {text: 乙, right: true}, {text: 丙}, {text: 丁}]"
CASE = "rubric: [{criterion: 报警, points: 10}]\n    model_answer: 先报警。"


def bank_text() -> tuple[str, Told]:
    """The YAML of a bank of seventy items, and every item's kind and key in texts."""
    kinds = {
        "single": (40, SINGLE, ["对甲"]),
        "multiple": (15, MULTIPLE, ["甲", "乙"]),
        "truefalse": (6, "answer: true", ["True"]),
        "order": (6, "steps: [提, 拔, 握, 压]", ["提", "拔", "握", "压"]),
        "short": (3, 'accept: ["119"]', ["119"]),
    }
    text, keys = "topic: bench\nitems:\n", {}
    for kind, (count, rest, key) in kinds.items():
        for number in range(count):
            name = f"bench-{kind}-{number:02d}"
            text += ITEM.format(name=name, kind=kind, rest=rest)
            keys[name] = (kind, key)
    return text + ITEM.format(name="bench-c00", kind="case", rest=CASE), keys


class Ours:
    """A site with its learners' handed-in attempts; ``sat`` holds each one's attempt and answers in texts."""

    def __init__(self, folder: Path, learners: list[str], chance: random.Random) -> None:
        self.site = create_site(folder, "")
        content, self.keys = bank_text()
        files = {"topics.yaml": "bench: {title: 测速}\n", "bank/bench.yaml": content, f"papers/{NAME}.yaml": PAPER}
        for name, words in files.items():
            path = self.site.workspace / "quizzes" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(words, encoding="utf-8")
        for room in ("staff", "plans", "attempts", "records", "assignments"):
            importlib.import_module(f"anpei.{room}.tables")
        self.desk = assignments.context_for(str(self.site.root))
        Base.metadata.create_all(self.desk.db.engine)
        self.bank = bank.load(self.site.shelves)
        self.paper = papers.load(self.site.shelves, self.bank).papers[NAME]
        assignments.build_assignment(self.site, self.paper)
        self._enrol(learners)
        self.sat = {learner: self._sit(learner, chance) for learner in learners}

    @property
    def database(self) -> Path:
        return self.site.var / "gradebook.db"

    def _enrol(self, learners: list[str]) -> None:
        rows = "\n".join(f"{each},学员{each},生产部,机长" for each in learners)
        roster = staff.read_roster(f"工号,姓名,部门,岗位\n{rows}\n".encode())
        now = clock.now()
        records.import_roster(self.desk.db, roster, now=now)
        due = now + clock.DAY
        self.desk.db.write(lambda s: records.assign(s, "paper", NAME, "everyone", due=due, by="x", now=now)).result()
        records.lay_on(self.desk.db, now)

    def _sit(self, learner: str, chance: random.Random) -> tuple[int, Told]:
        now, told = clock.now(), {}

        def work(session: Any) -> int:
            person = staff.find(session, learner)
            assert person is not None
            attempt = attempts.start(session, self.paper, self.bank, person, now, b"k" * 32, zone="Asia/Shanghai").id
            for state in attempts.slots(session, attempt):
                choices = self.bank.items[state.item_id].public.choices
                value, texts = answer(state.kind, [choices[index] for index in state.order], chance)
                told[state.slot] = (state.item_id, texts)
                attempts.record(session, attempt, state.slot, learner, f"bench-{state.slot}-uuid", 0, value, now)
            attempts.hand_in(session, attempt, learner, now)
            records.mark_attempt(session, attempt, now)
            return attempt

        return self.desk.db.write(work).result(), told


def answer(kind: str, shown: list[str], chance: random.Random) -> tuple[Any, list[str]]:
    """A random answer, as a page would send it and in texts."""
    places = list(range(len(shown)))
    if kind == "single":
        place = chance.choice(places)
        return LETTERS[place], [shown[place]]
    if kind in ("multiple", "order"):
        chosen = chance.sample(places, len(places) if kind == "order" else chance.choice([0, *places]))
        chosen = chosen if kind == "order" else sorted(chosen)
        return [LETTERS[place] for place in chosen], [shown[place] for place in chosen]
    if kind == "truefalse":
        truth = chance.random() < 0.5
        return truth, [str(truth)]
    words = chance.choice(["119", "110", " 119 ", ""]) if kind == "short" else "先报警，再疏散。"
    return words, [words] if words else []


class Stock:
    """A course as nbgrader's manual has it: kernels, test cells, the configuration it comes with."""

    def __init__(self, folder: Path, ours: Ours) -> None:
        self.folder = folder
        source = folder / "source" / NAME
        source.mkdir(parents=True)
        nbformat.write(_notebook(ours), source / f"{NAME}.ipynb")
        nbgrader(["generate_assignment", NAME], folder)
        for learner, (_, told) in ours.sat.items():
            submitted = folder / "submitted" / learner / NAME
            submitted.mkdir(parents=True)
            nb = nbformat.read(folder / "release" / NAME / f"{NAME}.ipynb", as_version=4)
            nb.cells[0].source = f"ANSWERS = {told!r}"
            nb.cells[-1].source = told["c01"][1][0]
            nbformat.write(nb, submitted / f"{NAME}.ipynb")
            (submitted / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC")

    @property
    def database(self) -> Path:
        return self.folder / "gradebook.db"


def _notebook(ours: Ours) -> nbformat.NotebookNode:
    cells = [new_code_cell("ANSWERS = {}", metadata=_cell("answers", solution=True))]
    cells.append(new_code_cell(f"KEYS = {ours.keys!r}\n{STOCK_RULES}", metadata=_cell("rules")))
    for slot in ours.paper.slots:
        if slot.manual:
            cells.append(new_markdown_cell("…", metadata=_cell(slot.slot, solution=True, worth=slot.points)))
        else:
            test = f"points({slot.slot!r}, {slot.points!r})"
            cells.append(new_code_cell(test, metadata=_cell(slot.slot, worth=slot.points)))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _cell(name: str, *, solution: bool = False, worth: float = 0) -> dict[str, Any]:
    meta = {"grade_id": name, "solution": solution, "locked": not solution, "schema_version": 3, "task": False}
    return {"nbgrader": meta | ({"grade": True, "points": worth} if worth else {"grade": False})}


def nbgrader(arguments: list[str], folder: Path) -> float:
    """One nbgrader command; returns its seconds, or ends with what it said."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    program = [sys.executable, "-W", "ignore", "-m", "nbgrader", *arguments]
    begun = time.perf_counter()
    done = subprocess.run(
        program, cwd=folder, env={**os.environ, "PATH": path, "HOME": str(folder)}, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stderr[-4000:])
    return time.perf_counter() - begun
