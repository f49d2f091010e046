"""Which sheet, which header, which column: as the file says, as the enterprise says, or as whoever imports says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from anpei.staff import MAX_PEOPLE, RosterLayout, open_roster, read_roster

HEADS = ("工号", "姓名", "部门")
Edit = Callable[[openpyxl.Workbook], object]


def book(edit: Edit = lambda _book: None, **sheets: list[tuple[object, ...]]) -> bytes:
    """A workbook of these sheets, changed before it is saved."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    edit(made)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def people(number: str) -> list[tuple[object, ...]]:
    return [HEADS, (f"E{number}1", "甲", "一车间"), (f"E{number}2", "乙", "二车间")]


def test_a_sheet_is_chosen_by_name_and_the_other_is_told() -> None:
    data = book(说明=[("请看下一张",)], 正式工=people("1"), 派遣工=people("2"))
    first = read_roster(data)
    assert (first.sheet, first.rows[0].staff_no) == ("正式工", "E11")
    assert [(f.rule, "派遣工" in f.message) for f in first.findings] == [("roster-other-sheet", True)]
    chosen = read_roster(data, layout=RosterLayout(sheet="派遣工"))
    assert (chosen.sheet, chosen.rows[0].staff_no, chosen.findings) == ("派遣工", "E21", ())
    gone = read_roster(data, layout=RosterLayout(sheet="2025"))
    assert [f.rule for f in gone.findings] == ["roster-sheet"] and "派遣工" in gone.findings[0].message


def test_hidden_rows_count_and_are_told_with_their_numbers() -> None:
    def hide(made: openpyxl.Workbook) -> None:
        made["名册"].row_dimensions[3].hidden = True
        made["名册"].row_dimensions[9].hidden = True

    roster = read_roster(book(hide, 名册=people("1")))
    assert len(roster.rows) == 2
    assert [(f.rule, f.line, f.level) for f in roster.findings] == [("roster-hidden-rows", 3, "warning")]


def test_a_hidden_sheet_is_read_when_somebody_asks_for_it() -> None:
    def hide(made: openpyxl.Workbook) -> None:
        made["旧"].sheet_state = "hidden"

    data = book(hide, 旧=people("1"), 新=people("2"))
    assert [(sheet.name, sheet.hidden) for sheet in open_roster(data).sheets] == [("旧", True), ("新", False)]
    assert read_roster(data, layout=RosterLayout(sheet="旧")).rows[0].staff_no == "E11"


def test_columns_count_as_told_whatever_their_heads() -> None:
    data = "表一\n人员代码,称呼,单位,属地\nE1,甲,一车间,东区\n".encode()
    assert [f.rule for f in read_roster(data).findings] == ["roster-header"]
    columns = {"staff_no": 0, "name": 1, "department": 3}
    roster = read_roster(data, layout=RosterLayout(header=2, columns=columns))
    assert [(r.staff_no, r.name, r.department) for r in roster.rows] == [("E1", "甲", "东区")] and roster.findings == ()
    short = read_roster(data, layout=RosterLayout(header=2, columns={"staff_no": 0, "name": 1, "department": -1}))
    assert [(f.rule, "部门" in f.message) for f in short.findings] == [("roster-header", True)]


def test_words_an_enterprise_uses_are_known_next_time() -> None:
    words = {"人员代码": "staff_no", "称呼": "name", "属地": "department", "部门": "", "备注": ""}
    data = "部门,人员代码*,称呼（必填）,属地,备注\n旧,E1,甲,东区,x\n".encode()
    roster = read_roster(data, layout=RosterLayout(words=words))
    assert [(r.staff_no, r.name, r.department) for r in roster.rows] == [("E1", "甲", "东区")] and roster.findings == ()


def rows_of(count: int) -> bytes:
    return ("工号,姓名,部门\n" + "".join(f"E{n},甲,一车间\n" for n in range(count))).encode()


def test_fifty_thousand_people_are_read_and_one_more_is_said_to_be_too_many() -> None:
    title = "江岸精密包装\n花名册\n".encode()
    roster = read_roster(title + rows_of(MAX_PEOPLE))
    assert (len(roster.rows), roster.findings) == (50_000, ())
    more = read_roster(rows_of(MAX_PEOPLE + 1))
    assert [f.rule for f in more.findings] == ["roster-too-large"] and "50,000" in more.findings[0].message


def test_a_cell_far_below_is_passed_over_and_told() -> None:
    def stray(made: openpyxl.Workbook) -> None:
        made["名册"]["XFD1048576"] = "x"

    roster = read_roster(book(stray, 名册=people("1")))
    assert len(roster.rows) == 2 and [(f.rule, f.line) for f in roster.findings] == [("roster-far-row", 1_048_576)]


def with_member(name: str, *pieces: bytes, times: int = 1) -> bytes:
    """A roster's workbook with a member put in its place, written piece by piece."""
    buffer = io.BytesIO(book(名册=people("1")))
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        with new.open(name, "w") as file:
            for piece in pieces:
                for _ in range(times if piece is pieces[len(pieces) // 2] else 1):
                    file.write(piece)
    return out.getvalue()


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SIZED = HEAD.replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
TAIL = b"</sheetData></worksheet>"
SHEET = "xl/worksheets/sheet1.xml"
LONG = b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
BOMBS = {
    "one cell of 40 MB": ((LONG, b"a" * 400_000, b"</t></is></c></row>"), 100, "太长"),
    "150 MB unpacked": ((b" " * 1_000_000,), 150, "过大"),
    "nine million tags": ((b"<row>", b"<c/>" * 100_000, b"</row>"), 90, "单元格太多"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_unpack_to_too_much_is_refused_before_it_is_parsed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces, times, words = BOMBS[name]
    data = with_member(SHEET, *((HEAD, *pieces, TAIL) if len(pieces) == 3 else pieces), times=times)
    assert len(data) < 2_000_000

    def parsed(*_args: object, **_more: object) -> None:
        raise AssertionError("it was parsed")

    monkeypatch.setattr(openpyxl, "load_workbook", parsed)
    roster = read_roster(data)
    assert [f.rule for f in roster.findings] == ["roster-too-large"] and words in roster.findings[0].message


def test_a_sheet_that_cant_be_read_takes_no_other_along() -> None:
    data = with_member(SHEET, HEAD, b"<row r='1'><c", TAIL)
    assert [f.rule for f in read_roster(data).findings] == ["roster-unreadable"]
    two = io.BytesIO(book(甲=people("1"), 乙=people("2")))
    out = io.BytesIO()
    with zipfile.ZipFile(two) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, SIZED + b"<row/>" * 20_000 + b"<row><c" if entry.filename == SHEET else old.read(entry))
    assert read_roster(out.getvalue(), layout=RosterLayout(sheet="乙")).rows[0].staff_no == "E21"


def test_a_file_of_the_cases_says_which_sheet_was_read() -> None:
    path = Path(__file__).parents[1] / "content/cases/roster/hidden-first-sheet.xlsx"
    assert read_roster(path).sheet == "新"
