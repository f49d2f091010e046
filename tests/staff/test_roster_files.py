"""Reading a roster: whatever program saved it, the same people; whatever is wrong in it, every row is named."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpei.staff import Roster, normal_staff_no, read_roster

HEADER = "工号,姓名,部门,岗位,角色,状态,入职日期\n"
PLAIN = HEADER + "E1001,林晓岚,生产部,模切机长,培训师,在职,2019-03-04\n"


def rules(roster: Roster) -> list[tuple[int, str]]:
    return [(finding.line, finding.rule) for finding in roster.findings]


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_csv_file_reads_the_same_in_every_encoding(encoding: str) -> None:
    roster = read_roster(PLAIN.encode(encoding), "名册.csv")
    assert rules(roster) == []
    assert (roster.rows[0].name, roster.rows[0].department) == ("林晓岚", "生产部")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    assert len(read_roster(PLAIN.replace(",", delimiter).encode()).rows) == 1


def test_an_excel_file_is_known_by_its_content_and_its_rows_are_excels_rows() -> None:
    data = workbook(
        ("江岸精密包装 2026 年花名册",), (), ("员工编号", "姓名", "所属部门", "入职时间"),
        (1001, "林晓岚", "生产部", datetime(2019, 3, 4)), (), ("E1002", "", "生产部"),
    )  # fmt: skip
    roster = read_roster(data, "花名册.dat")
    assert [(row.staff_no, row.hired, row.line) for row in roster.rows] == [("1001", "2019-03-04", 4)]
    assert rules(roster) == [(6, "roster-name-missing")]


def test_full_width_letters_spaces_and_invisible_signs_are_put_right() -> None:
    row = read_roster((HEADER + "ｅ１００１,张　三,生产部（白班）,\u200b电工 ,,,\n").encode()).rows[0]
    assert (row.staff_no, row.name, row.department, row.post) == ("E1001", "张三", "生产部(白班)", "电工")


def test_foreign_names_keep_their_spaces() -> None:
    assert read_roster((HEADER + "E1,John  Smith,生产部,,,,\n").encode()).rows[0].name == "John Smith"


def test_a_script_in_a_name_is_just_a_strange_name() -> None:
    text = HEADER + "E1,<script>alert(1)</script>,生产部,,,,\n"
    assert read_roster(text.encode()).rows[0].name == "<script>alert(1)</script>"


@pytest.mark.parametrize("day", ["2024-03-01", "2024/3/1", "2024.3.1", "2024年3月1日", "20240301", "45352"])
def test_dates_are_understood_as_people_write_them(day: str) -> None:
    assert read_roster((HEADER + f"E1,张三,生产部,,,,{day}\n").encode()).rows[0].hired == "2024-03-01"


def test_roles_may_be_several_and_everybody_learns() -> None:
    rows = read_roster((HEADER + "E1,张三,生产部,,培训师、导调员,,\nE2,李四,生产部,,,,\n").encode()).rows
    assert rows[0].roles == {"learner", "trainer", "director"}
    assert rows[1].roles is None


FAULTS = [
    (",张三,生产部,,,,", "roster-staff-no-missing"),
    ("工-1,张三,生产部,,,,", "roster-staff-no-form"),
    ("../../etc,张三,生产部,,,,", "roster-staff-no-form"),
    (f"{'9' * 33},张三,生产部,,,,", "roster-staff-no-form"),
    ("E0,张三,生产部,,,,", "roster-staff-no-twice"),
    ("ｅ０,张三,生产部,,,,", "roster-staff-no-twice"),
    ("E1,,生产部,,,,", "roster-name-missing"),
    (f"E2,{'长' * 65},生产部,,,,", "roster-name-long"),
    ("E3,#REF!,生产部,,,,", "roster-name-broken"),
    ("E4,张三,,,,,", "roster-department-missing"),
    (f"E5,张三,{'部' * 65},,,,", "roster-department-long"),
    ("E6,张三,#N/A,,,,", "roster-department-broken"),
    (f"E7,张三,生产部,{'岗' * 65},,,", "roster-post-long"),
    ("E8,张三,生产部,电\ufffd,,,", "roster-post-broken"),
    ("E9,张三,生产部,,董事长,,", "roster-role-unknown"),
    ("E10,张三,生产部,,演练终端,,", "roster-role-unknown"),
    ("E11,张三,生产部,,,休假,", "roster-status-unknown"),
    ("E12,张三,生产部,,,,昨天", "roster-date"),
    ("E13,张三,生产部,,,,2024-02-30", "roster-date"),
    ("E14,张三,生产部,,,,1800-01-01", "roster-date"),
    ("E15,张,三,生产部,,,,2024-01-01", "roster-extra-cells"),
]


def test_a_file_with_twenty_faults_names_every_one_with_its_row() -> None:
    text = HEADER + "E0,甲,生产部,,,,\n" + "".join(f"{fault}\n" for fault, _ in FAULTS)
    roster = read_roster(text.encode())
    found = set(rules(roster))
    assert {(line, rule) for line, (_, rule) in enumerate(FAULTS, 3)} <= found
    assert {line for line, _ in found} == set(range(3, 3 + len(FAULTS)))
    assert [row.staff_no for row in roster.rows] == ["E0"]


def test_one_row_with_three_faults_gives_three_findings() -> None:
    roster = read_roster((HEADER + "?,,生产部,,董事长,,\n").encode())
    assert len(roster.findings) == 3


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "roster-empty"),
        (b"\n\n", "roster-empty"),
        (HEADER.encode(), "roster-empty"),
        ("姓名,部门\n张三,生产部\n".encode(), "roster-header"),
        (HEADER.replace("岗位", "姓名").encode() + b"E1,a,b,c,,,\n", "roster-column-twice"),
        (b"\xff\x81\x00\x00", "roster-encoding"),
        (b"PK\x03\x04 broken", "roster-unreadable"),
        (b"\xd0\xcf\x11\xe0 old excel", "roster-old-excel"),
        ((HEADER + 'E1,"张三,生产部,,,,\n').encode(), "roster-csv"),
    ],
)  # fmt: skip
def test_a_file_that_cant_be_used_says_why(data: bytes, rule: str) -> None:
    assert [finding.rule for finding in read_roster(data).findings] == [rule]


def test_a_column_we_dont_know_is_a_warning_only() -> None:
    roster = read_roster("工号,姓名,部门,血型\nE1,张三,生产部,O\n".encode())
    assert [(finding.rule, finding.level) for finding in roster.findings] == [("roster-column-unknown", "warning")]
    assert len(roster.rows) == 1


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    assert [finding.rule for finding in read_roster(tmp_path / "没有.csv").findings] == ["roster-unreadable"]


@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_it_crash(data: bytes) -> None:
    roster = read_roster(data)
    assert roster.rows or roster.findings


@given(st.text("aZ09-_ 　ａＺ０９＿\u200b", max_size=40))
def test_a_staff_number_has_one_spelling(text: str) -> None:
    assert normal_staff_no(normal_staff_no(text)) == normal_staff_no(text)


CASES = Path(__file__).parents[1] / "content/cases/roster"
SAVED = {
    "dimension-a1.xlsx": [("E9901", "壬一", "一车间", None), ("E9902", "壬二", "一车间", None)],
    "hidden-first-sheet.xlsx": [("E9802", "辛新", "新车间", None)],
    "merged-dept.xlsx": [
        ("E9001", "甲五", "二车间", None), ("E9002", "甲六", "二车间", None), ("E9003", "甲七", "二车间", None),
    ],
    "second-sheet.xlsx": [("E9031", "乙三", "三车间", None)],
    "star-header.xlsx": [("E9043", "乙六", "三车间", None)],
    "status-words.xlsx": [("E9921", "丑一", "一车间", False), ("E9922", "丑二", "一车间", True)],
    "two-row-header.xlsx": [("E9021", "乙二", "三车间", None)],
    "zero-format.xlsx": [("000007", "甲一", "一车间", None), ("000012", "甲二", "一车间", None)],
}  # fmt: skip
"""Workbooks as other programs save them, and who is in them."""
TOLD = {"hidden-first-sheet.xlsx": ["roster-other-sheet"]}
"""What is said of them beside."""


@pytest.mark.parametrize("name", SAVED)
def test_a_workbook_of_another_program_is_read(name: str) -> None:
    roster = read_roster(CASES / name)
    assert [(row.staff_no, row.name, row.department, row.active) for row in roster.rows] == SAVED[name]
    assert [finding.rule for finding in roster.findings] == TOLD.get(name, [])


def test_a_number_that_excel_has_cut_is_refused() -> None:
    roster = read_roster(CASES / "id18-excel.xlsx")
    assert roster.rows == () and rules(roster) == [(2, "roster-number-long"), (3, "roster-number-long")]
    assert all("文本" in finding.message for finding in roster.findings)


@pytest.mark.parametrize("head", ["*工号", "工号（必填）", "人员编码", "账号", "工 号："])
@pytest.mark.parametrize("department", ["部门*", "一级部门"])
def test_a_head_is_known_by_what_it_means(head: str, department: str) -> None:
    (row,) = read_roster(f"{head},姓名,{department}\nE1,甲,一车间\n".encode(), "名册.csv").rows
    assert (row.staff_no, row.department) == ("E1", "一车间")


def test_a_stand_in_counts_only_where_nothing_better_is_named() -> None:
    roster = read_roster("账号,工号,姓名,一级部门,部门\nlogin1,E1,甲,公司,一车间\n".encode(), "名册.csv")
    assert [(row.staff_no, row.department) for row in roster.rows] == [("E1", "一车间")]
    assert rules(roster) == [(1, "roster-column-unknown")] * 2


def test_a_merged_cell_ends_where_it_ends() -> None:
    book = openpyxl.Workbook()
    for line in (("工号", "姓名", "部门"), ("E1", "甲", "一车间"), ("E2", "乙", None), ("E3", "丙", None)):
        book.active.append(line)
    book.active.merge_cells("C2:C3")
    target = io.BytesIO()
    book.save(target)
    roster = read_roster(target.getvalue())
    assert [(row.staff_no, row.department) for row in roster.rows] == [("E1", "一车间"), ("E2", "一车间")]
    assert rules(roster) == [(4, "roster-department-missing")]
