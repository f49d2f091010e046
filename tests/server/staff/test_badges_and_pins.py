"""What an administrator prints: badges and PIN letters, by department; and the PIN people set themselves."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
from typer.testing import CliRunner

from anpei import records, staff
from anpei.cli.staff import app
from anpei.database import Database
from anpei.settings import Site
from tests.helpers.platform import PASSWORD, Platform

NOW = 1_795_000_000_000


def department(client: httpx.Client, name: str) -> str:
    found = re.search(rf'<option value="(\d+)">{name}</option>', client.get("admin").text)
    assert found is not None
    return found[1]


def test_a_department_s_badges_are_one_sheet(server: Platform) -> None:
    with server.client("A9001") as admin:
        form = {"act": "department", "department": department(admin, "生产部")}
        sheet = admin.post("admin/badges", data=form)
        assert sheet.text.count('class="card"') == 2
        assert "林晓岚" in sheet.text and "阿依古丽" not in sheet.text
        assert sheet.headers["Cache-Control"] == "no-store"


def test_a_lost_badge_is_revoked_and_replaced(server: Platform) -> None:
    with server.client("A9001") as admin:
        for act, words in (("renew", "胸卡 1 张"), ("revoke", "已挂失"), ("renew", "胸卡 1 张")):
            assert words in admin.post("admin/badges", data={"act": act, "staff_no": "E1002"}).text
        assert "正在使用" in admin.get("admin/badges", params={"staff_no": "E1002"}).text


def test_pin_letters_go_to_whoever_has_none_and_are_shown_once(server: Platform) -> None:
    with server.client("A9001") as admin:
        form = {"department": department(admin, "安全环保部"), "whom": "missing"}
        pins = re.findall(r"<b>(\d{6})</b>", admin.post("admin/pins", data=form).text)
        assert len(pins) == len(set(pins)) > 0
        again = admin.post("admin/pins", data=form)
        assert (again.status_code, "都已经有 PIN 码" in again.text) == (422, True)


def test_a_stack_begins_where_its_button_says(server: Platform) -> None:
    with server.client("A9001") as admin:
        whom = {"what": "badges", "department": department(admin, "生产部")}
        page = admin.get("admin/stacks", params=whom).text
        assert re.findall(r'name="first" value="(\w+)"', page) == ["E1001"]
        sheet = admin.post("admin/badges", data=whom | {"act": "department", "first": "E1002"})
        assert sheet.text.count('class="card"') == 1 and "admin/stacks?what=badges" in sheet.text


def test_stacks_are_of_one_department_and_of_no_more_than_fit(db: Database) -> None:
    people = "".join(f"S{number:03d},某某,{'甲' if number < 5 else '乙'}车间\n" for number in range(8))
    records.import_roster(db, staff.read_roster(f"工号,姓名,部门\n{people}".encode()), now=NOW)
    staff.set_pin(db, "S001", "830416", now=NOW)
    with db.read() as session:
        stacks = staff.stacks(session, None, 3)
    mine = [(each.department, each.first, each.last, each.without_pin) for each in stacks if "车间" in each.department]
    assert mine == [("乙车间", "S005", "S007", 3), ("甲车间", "S000", "S002", 2), ("甲车间", "S003", "S004", 2)]


def test_only_an_administrator_prints(server: Platform) -> None:
    for staff_no in ("E1001", "T2001", "D3001"):
        with server.client(staff_no) as client:
            answers = [client.post("admin/badges", data={"act": "department"}), client.post("admin/pins", data={})]
            answers.append(client.get("admin/stacks"))
            answers.append(client.get("admin/badges", params={"staff_no": "E1001"}))
            assert {answer.status_code for answer in answers} == {403}


def test_people_set_their_own_pin_with_their_password(server: Platform) -> None:
    form = {"pin": "8304", "pin_again": "8304", "pin_password": "wrong-password"}
    with server.client("T2001") as client:
        assert "原密码不对" in client.post("password/pin", data=form).text
        assert "不一样" in client.post("password/pin", data=form | {"pin_again": "8305"}).text
        assert "PIN 码已换好" in client.post("password/pin", data=form | {"pin_password": PASSWORD}).text


def test_the_command_writes_the_same_sheet(site: Site, db: Database, tmp_path: Path) -> None:
    file = tmp_path / "badges.html"
    words = ["badges", str(file), "--department", "仓储部", "--site", str(site.root)]
    assert CliRunner().invoke(app, words).exit_code == 0
    sheet = file.read_text(encoding="utf-8")
    assert "阿依古丽" in sheet and "<script" not in sheet and file.stat().st_mode & 0o077 == 0
    with db.read() as session:
        badge = staff.badge_of(session, "E1003", site.secret(staff.BADGE_KEY))
    assert badge is not None and badge.revoked is None
