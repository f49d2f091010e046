"""Numbers, pairs, blanks, risks and branching cases as an nbgrader assignment, under a paper's policy of marking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anpei_widgets
import pytest

from anpei import assignments, attempts, bank, grading, records
from tests.assignments.conftest import Course, leave, make_course
from tests.helpers import quiz_shelf
from tests.helpers.exam import NOW

END = quiz_shelf.ENDING
PARTS = (
    f"  - id: fire-n\n    kind: numeric\n    stem: 多少？\n    numeric: {{value: 12, tolerance: 0.5, unit: 米}}\n{END}"
    "  - id: fire-m\n    kind: matching\n    stem: 连起来。\n    pairs: [{left: 木箱, right: 甲},"
    f" {{left: 汽油, right: 乙}}, {{left: 气, right: 丙}}]\n    extra: [丁]\n{END}"
    f"  - id: fire-c\n    kind: cloze\n    stem: 先[[报警]]，再[[疏散]]。\n    extra: [拍照]\n{END}"
    "  - id: fire-r\n    kind: risk\n    stem: 判一判。\n    risk: {method: matrix, levels: {l: 4, s: 2},"
    f" why: {{l: 护栏没有了。, s: 擦破皮。}}}}\n{END}"
    "  - id: fire-b\n    kind: branching\n    stem: 着火了。\n    nodes:\n"
    "      - {id: one, text: 先？, options: [{text: 报警, points: 2, to: two, feedback: 该这样。},"
    " {text: 拍照, feedback: 不急。}]}\n"
    "      - {id: two, text: 然后？, options: [{text: 疏散, points: 2, feedback: 好。},"
    " {text: 回去, feedback: 别回。}]}\n" + END
)
PAPER = """title: 各样的题
minutes: 10
pass_mark: 60
multiple: partial
slots:
  - {item: fire-n, points: 2}
  - {item: fire-m, points: 3}
  - {item: fire-c, points: 2}
  - {item: fire-r, points: 4}
  - {item: fire-b, points: 4}
  - {item: fire-multiple, points: 2}
"""
EARNED = {"q01": 0.0, "q02": 2.0, "q03": 1.0, "q04": 3.0, "q05": 2.0, "q06": 0.0}


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Course]:
    made = make_course(tmp_path / "site", PAPER, quiz_shelf.BANK + PARTS)
    yield made
    leave(made)


def answers(course: Course, attempt: int) -> dict[str, Any]:
    """One answer a slot that is partly wrong, in the letters that this attempt shows."""
    with course.desk.db.read() as session:
        states = {state.slot: state for state in attempts.slots(session, attempt)}
        asked = attempts.versions(session, [state.sha for state in states.values()])
    right = {slot: grading.right_value(asked[state.sha], state.order) for slot, state in states.items()}
    ways = dict(zip(states["q05"].order, bank.place_ids(states["q05"].order), strict=True))
    case = asked[states["q05"].sha]
    wrong_way = next(index for index in case.public.nodes[1].options if not case.secret.worth[index])
    others = [letter for letter in "abcd" if letter not in right["q06"]]
    return {
        "q01": "13",
        "q02": [*right["q02"][:2], next(letter for letter in "abcd" if letter != right["q02"][2])],
        "q03": [right["q03"][0], None],
        "q04": ["d", "a"],
        "q05": [right["q05"][0], ways[wrong_way]],
        "q06": [*right["q06"], others[0]],
    }


def test_exam_page_record_and_autograde_give_equal_marks_under_the_paper_s_policy(paper: Course) -> None:
    attempt = paper.exam.start("E1").id
    for slot, value in answers(paper, attempt).items():
        assert paper.exam.put(attempt, slot, value).status == "saved"
    paper.exam.hand_in(attempt)
    paper.grade(attempt)
    with paper.desk.db.read() as session:
        marks = {mark.slot: mark.points for mark in records.result_for(session, attempt).slots}
        again = records.regrade(session, attempt, paper.exam.bank.items, NOW, "T1")
    assert marks == paper.autos() == EARNED
    assert again == []
    graded = (paper.desk.course.autograded("E1", "quiz") / "quiz.ipynb").read_text(encoding="utf-8")
    page = "".join(
        str(output["data"].get("text/html", ""))
        for cell in json.loads(graded)["cells"]
        for output in cell.get("outputs", [])
    )
    for words in ("13 米", "12 ± 0.5 米", "木箱：甲", "第 2 空：（未选）", "第 2 空：疏散", "严重性：1（轻微）",
                  "风险值 8：低风险（蓝）", "第 2 步：回去", "所选第 1 步得 2 分：该这样。"):  # fmt: skip
        assert words in page


def test_a_quiz_notebook_is_marked_alike(paper: Course) -> None:
    attempt = paper.exam.start("E1", kind="notebook").id
    folder = paper.submitted()
    folder.mkdir(parents=True)
    for slot, value in answers(paper, attempt).items():
        anpei_widgets.Quiz("quiz", slot, folder).value = {"attempt": attempt, "answer": value}
    paper.respond((folder / "responses.json").read_bytes())
    assignments.run_autograde(paper.desk, "quiz")
    assert paper.autos() == EARNED


def test_a_way_that_was_taken_stays_taken_and_each_is_recorded(paper: Course) -> None:
    attempt = paper.exam.start("E1").id
    first, second = answers(paper, attempt)["q05"]
    put = paper.exam.put
    assert put(attempt, "q05", [first]).status == "saved"
    for other in ([second], None, []):
        refused = put(attempt, "q05", other, base=1)
        assert (refused.status, "不能改" in refused.reason) == ("invalid", True)
    assert put(attempt, "q05", [first, second], base=1).status == "saved"
    assert paper.exam.slots(attempt)["q05"].value == [first, second]
