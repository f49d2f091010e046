"""The Excel export: no text a person typed becomes a formula."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from anpei import courses, papers, staff
from anpei.cells import harmless
from anpei.records import BoardRow, Standing
from anpei.server.core.targets import Targets
from anpei.server.core.workbooks import HEADS, write_board

NOW = 1_795_406_400_000
TARGETS = Targets(courses.Catalog(), papers.Papers(), {"hall": "=HYPERLINK(1)"})


def person(name: str) -> staff.Person:
    return staff.Person("E1", name, "一车间", 1, None, None, frozenset({"learner"}), False, "s", True)


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@x", "\t=1", " =1", "=cmd|' /C calc'!A0"])
def test_what_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["林晓岚", "E1001", "5-2 班", "a=b"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_the_file_holds_texts_not_formulas() -> None:
    rows = [BoardRow(person("=2+5"), "drill", "hall", Standing("未开始", NOW, False))]
    file = io.BytesIO()
    write_board(file, rows, TARGETS.title, "启明包装", NOW, "Asia/Shanghai")
    sheet = load_workbook(file).active
    assert sheet is not None and [cell.value for cell in sheet[2]] == list(HEADS)
    assert [cell.data_type for cell in sheet[3]].count("f") == 0
    assert sheet["B3"].value == "'=2+5" and sheet["G3"].value == "2026-11-23"
