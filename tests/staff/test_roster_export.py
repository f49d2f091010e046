"""The roster as a file: whoever exports it and imports it again changes nothing."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from anpei import records, staff
from anpei.cli.staff import app
from anpei.database import Database
from anpei.settings import Site
from anpei.staff import roster_words

ROSTER = """工号,姓名,部门,班组,岗位,角色,状态,入职日期,管辖部门
000007,林晓岚,生产部,甲班,模切机长,"培训师、导调员",在职,2019-03-04,生产部
E2,=1+1,仓储部,,,,在职,,
A1,周管理,安全环保部,,,管理员,在职,,
"""
NOW = 1_795_000_000_000


def fill(site: Site, text: str = ROSTER) -> None:
    with Database(site.database_url) as db:
        roster = staff.read_roster(text.encode())
        assert roster.findings == ()
        assert records.import_roster(db, roster, now=NOW).applied


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
def test_what_was_exported_is_imported_without_a_change(site: Site, tmp_path: Path, name: str) -> None:
    fill(site, ROSTER.replace("=1+1", "张三") if name.endswith("csv") else ROSTER)
    file = tmp_path / name
    done = CliRunner().invoke(app, ["export", str(file), "--site", str(site.root)])
    assert done.exit_code == 0 and file.stat().st_mode & 0o777 == 0o600, done.output
    again = CliRunner().invoke(app, ["import", str(file), "--site", str(site.root)])
    assert again.exit_code == 0 and "新增 0，更新 0，离职 0，未变" in again.output.replace("\n", ""), again.output


def test_in_the_workbook_everything_is_text(site: Site, tmp_path: Path) -> None:
    fill(site)
    file = tmp_path / "名册.xlsx"
    CliRunner().invoke(app, ["export", str(file), "--site", str(site.root)])
    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes())).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"} and {cell.number_format for cell in cells} == {"@"}
    assert {"000007", "=1+1"} <= {cell.value for cell in cells}


def test_the_command_line_chooses_sheet_and_columns(site: Site, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    sheet = book.create_sheet("派遣")
    for row in (("人员代码", "称呼", "部门"), ("E7", "甲", "一车间")):
        sheet.append(row)
    file = tmp_path / "名单.xlsx"
    book.save(file)
    given = ["import", str(file), "--site", str(site.root), "--dry-run", "--sheet", "派遣"]
    told = CliRunner().invoke(app, [*given, "--column", "工号=人员代码", "--column", "姓名=称呼"])
    assert told.exit_code == 0 and "新增 1" in told.output, told.output
    assert CliRunner().invoke(app, given).exit_code == 1
    roster_words.remember(site, {"人员代码": "staff_no", "称呼": "name"})
    assert "新增 1" in CliRunner().invoke(app, given).output
    wrong = CliRunner().invoke(app, [*given, "--column", "血型=血型"])
    assert wrong.exit_code != 0 and "看不懂" in str(wrong.exception)


def test_what_a_header_taught_is_kept_and_the_newest_counts(site: Site) -> None:
    heads = ("人员代码*", "称呼", "部门", "属地", "备注", "岗位")
    header = staff.Header(0, {"staff_no": 0, "name": 1, "department": 3}, 6, heads, 1)
    roster_words.remember(site, roster_words.said_by(header))
    assert roster_words.known(site) == {"人员代码": "staff_no", "称呼": "name", "部门": "", "属地": "department"}
    roster_words.remember(site, {"部门": "department"})
    assert roster_words.known(site)["部门"] == "department"
    (site.var / "rosters/columns.json").write_text("[", encoding="utf-8")
    assert roster_words.known(site) == {}
