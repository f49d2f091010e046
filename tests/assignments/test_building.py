"""A paper becomes an assignment: one slot one grade cell, no question and no key in it, and its shape is kept."""

from __future__ import annotations

import json
from dataclasses import replace

import nbformat
import pytest

from anpei import assignments, bank
from anpei.errors import Conflict
from tests.assignments.conftest import Course
from tests.helpers import quiz_shelf

SECRETS = ("人命第一", "一道 case 题", "先报警。", '"right"', "xiaofang")


def released(course: Course) -> nbformat.NotebookNode:
    return nbformat.read(course.desk.course.released("quiz"), as_version=4)


def test_every_slot_is_one_grade_cell(course: Course) -> None:
    cells = [cell.metadata.nbgrader for cell in released(course).cells if "nbgrader" in cell.metadata]
    assert [(cell.grade_id, cell.points) for cell in cells if cell.grade] == [
        (slot.slot, slot.points) for slot in course.exam.paper.slots
    ]
    assert [cell.grade_id for cell in cells if cell.solution] == ["c01"]


def test_a_call_is_all_a_cell_holds(course: Course) -> None:
    sources = [cell.source for cell in released(course).cells if cell.cell_type == "code"]
    assert sources[0] == 'import anpei_widgets as aw\n\naw.quiz("quiz", "q01")'
    assert len(sources) == len(course.exam.paper.slots)


def test_no_question_and_no_key_is_released(course: Course) -> None:
    files = [
        path for step in ("source", "release") for path in (course.site.nbgrader / step).rglob("*") if path.is_file()
    ]
    assert {path.name for path in files} == {"quiz.ipynb"}
    for path in files:
        assert not any(secret in path.read_text(encoding="utf-8") for secret in SECRETS), path


def test_editing_the_bank_touches_no_cell(course: Course) -> None:
    before = course.desk.course.released("quiz").read_bytes()
    text = quiz_shelf.BANK.replace("第 1 题怎么做？", "第一题，新的写法？")
    (course.site.workspace / "quizzes/bank/fire.yaml").write_text(text, encoding="utf-8")
    assert bank.load(course.site.shelves).items["fire-001"].public.stem == "第一题，新的写法？"
    assert assignments.build_assignment(course.site, course.exam.paper) is False
    assert course.desk.course.released("quiz").read_bytes() == before


def test_slots_may_change_until_somebody_handed_in(course: Course) -> None:
    shorter = replace(course.exam.paper, slots=course.exam.paper.slots[1:])
    assert assignments.build_assignment(course.site, shorter) is True
    assert assignments.build_assignment(course.site, course.exam.paper) is True
    assert assignments.assignments_of(course.desk.course, "quiz") == ["quiz"]


def test_a_stray_file_in_source_is_refused(course: Course) -> None:
    stray = course.site.nbgrader / "source/quiz/responses.json"
    stray.write_text(json.dumps({"schema": 1}))
    with pytest.raises(Conflict, match=r"responses\.json"):
        assignments.build_assignment(course.site, course.exam.paper)


def test_release_fills_the_exchange_with_the_notebook_alone(course: Course) -> None:
    (course.desk.course.released("quiz").parent / "responses.json").write_text("a trainer tried it out here")
    for _ in range(2):
        assignments.release(course.site, ["quiz"])
    outbound = course.site.var / "exchange/anpei/outbound/quiz"
    assert [path.name for path in outbound.iterdir()] == ["quiz.ipynb"]
