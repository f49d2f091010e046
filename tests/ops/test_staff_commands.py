"""``anpei staff``: the roster and the accounts, as an operator types it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from anpei import staff
from anpei.database import Database
from anpei.settings import SigninRules, Site

NOW = 1_795_000_000_000
Command = Callable[..., object]
HEADER = "工号,姓名,部门,状态\n"


@pytest.fixture
def roster(tmp_path: Path) -> Callable[[str], Path]:
    """A roster file as Excel on a Chinese Windows saves it."""

    def roster(rows: str) -> Path:
        path = tmp_path / "名册.csv"
        path.write_text(HEADER + rows, encoding="gbk")
        return path

    return roster


def sign_in(site: Site, staff_no: str, password: str, now: int = NOW) -> str:
    with Database(site.database_url) as db:
        return staff.sign_in(db, staff_no, password, address="::1", now=now, rules=SigninRules()).outcome


def test_a_roster_is_tried_and_then_imported(anpei: Command, roster: Callable[[str], Path]) -> None:
    path = roster("E2001,新同事,仓储部,在职\nE1001,林晓岚,生产部,离职\n")
    assert "试运行，没有写入：新增 1，更新 0，离职 1，未变 0" in anpei("staff", "import", path, "--dry-run").text
    assert "已导入：新增 1，更新 0，离职 1，未变 0" in anpei("staff", "import", path).text
    assert "E2001" in anpei("staff", "list").text and "E1001" not in anpei("staff", "list").text
    assert "离职" in anpei("staff", "list", "--all").text


def test_a_faulty_roster_is_refused_with_row_and_rule(anpei: Command, roster: Callable[[str], Path]) -> None:
    path = roster("E2001,新同事,仓储部,\nE2002,,仓储部,\n")
    told = anpei("staff", "import", path)
    assert told.code == 1 and ":3: 错误 [roster-name-missing]" in told.text and "没有导入任何人" in told.text
    told = anpei("staff", "import", path, "--partial")
    assert told.code == 1 and "已导入：新增 1" in told.text


def test_a_roster_speaks_json(anpei: Command, roster: Callable[[str], Path]) -> None:
    told = json.loads(anpei("staff", "import", roster("E2001,新同事,仓储部,\nE2002,,仓储部,\n"), "--json").text)
    assert told["applied"] is False and told["findings"][0]["line"] == 3


def test_a_missing_roster_is_a_finding(anpei: Command, tmp_path: Path) -> None:
    told = anpei("staff", "import", tmp_path / "没有.xlsx")
    assert told.code == 1 and "roster-unreadable" in told.text


def test_an_exported_roster_comes_back_with_teams_filled_in(anpei: Command, tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    assert "班组" not in anpei("staff", "list").text
    assert "已导出 2 人" in anpei("staff", "export", path).text
    assert anpei("staff", "export", path).code == 1, "a file that is there is not written over"
    assert "新增 0，更新 0，离职 0，未变 2" in anpei("staff", "import", path).text
    path.write_text(path.read_text("utf-8-sig").replace("生产部,,", "生产部,甲班,"), encoding="utf-8")
    assert "更新 1" in anpei("staff", "import", path).text
    assert "甲班" in anpei("staff", "list").text
    assert json.loads(anpei("staff", "list", "--json").text)[1]["team"] == "甲班"


def test_first_passwords_are_handed_out_once_in_a_private_file(site: Site, anpei: Command, tmp_path: Path) -> None:
    path = tmp_path / "初始密码.csv"
    assert "已给 1 人" in anpei("staff", "passwords", path).text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    staff_no, name, _, password = path.read_text("utf-8-sig").splitlines()[1].split(",")
    assert (staff_no, name) == ("E1001", "林晓岚") and sign_in(site, "E1001", password) == "ok"
    assert anpei("staff", "passwords", path).code == 1


def test_a_name_that_looks_like_a_formula_stays_a_name_in_excel(
    anpei: Command, roster: Callable[[str], Path], tmp_path: Path
) -> None:
    anpei("staff", "import", roster("E2001,=1+1,仓储部,\n"))
    anpei("staff", "passwords", tmp_path / "out.csv")
    assert "E2001,'=1+1," in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_a_reset_prints_a_password_that_works(site: Site, anpei: Command) -> None:
    told = anpei("staff", "reset", "e1001")
    password = told.text.split("临时密码：")[1].split("（")[0]
    assert sign_in(site, "E1001", password) == "ok"
    assert "新的 PIN 码：" in anpei("staff", "reset", "E1001", "--pin").text


def test_a_locked_account_is_unlocked(site: Site, anpei: Command) -> None:
    for _ in range(5):
        sign_in(site, "A0001", "wrong")
    assert "已解锁" in anpei("staff", "unlock", "A0001").text
    assert sign_in(site, "A0001", "guanli-yuan-2026") == "ok"
    assert "无需解锁" in anpei("staff", "unlock", "A0001").text


def test_a_kiosk_link_enrols(site: Site, anpei: Command) -> None:
    link = anpei("staff", "kiosk", "一车间东门", "--area", "一车间").text.splitlines()[-1]
    assert link.startswith(f"http://127.0.0.1:{site.settings.server.port}/kiosk/enrol?token=")
    with Database(site.database_url) as db:
        device, _ = db.write(lambda session: staff.enrol(session, link.split("token=")[1], now=NOW)).result()
    assert (device.name, device.site_area) == ("一车间东门", "一车间")


@pytest.mark.parametrize("words", [("reset", "E9999"), ("unlock", "E9999"), ("kiosk", " ")])
def test_a_mistake_is_one_sentence_with_the_way_out(anpei: Command, words: tuple[str, ...]) -> None:
    told = anpei("staff", *words)
    assert told.code == 1 and told.text.strip().endswith("。")


def test_the_real_command_never_shows_a_stack_trace(tmp_path: Path) -> None:
    code = "from anpei.cli import main; main()"
    for words in (["doctor"], ["backup"], ["restore", "nothing"], ["staff", "list"], ["staff", "import", "nothing"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words, "--site", str(tmp_path)],
            capture_output=True, text=True, check=False, cwd=tmp_path, env={**os.environ, "COLUMNS": "200"},
        )  # fmt: skip
        assert done.returncode == 1 and "Traceback" not in done.stderr, words
        assert done.stderr.strip() or done.stdout.strip(), words


def test_a_trainer_is_limited_to_departments_and_no_longer(anpei: Command, roster: Callable[[str], Path]) -> None:
    anpei("staff", "import", roster("T2001,沈知行,安全部,在职\n"))
    assert "沈知行管全企业。" in anpei("staff", "scope", "T2001").text
    assert "沈知行管安全部。" in anpei("staff", "scope", "T2001", "安全部").text
    refused = anpei("staff", "scope", "T2001", "火星部")
    assert refused.code == 1 and "没有“火星部”这个部门" in refused.text
    assert "沈知行管全企业。" in anpei("staff", "scope", "T2001", "--all").text


def test_an_exported_roster_keeps_whom_somebody_looks_after(
    anpei: Command, roster: Callable[[str], Path], tmp_path: Path
) -> None:
    anpei("staff", "import", roster("T2001,沈知行,安全部,在职\n"))
    anpei("staff", "scope", "T2001", "安全部")
    anpei("staff", "export", tmp_path / "全员.csv")
    assert "安全部\r\n".encode() in (tmp_path / "全员.csv").read_bytes()
    assert "更新 0" in anpei("staff", "import", tmp_path / "全员.csv").text
