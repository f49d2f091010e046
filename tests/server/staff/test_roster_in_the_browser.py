"""A roster sent from the browser: looked at, told what is what, confirmed, written whole; and home again as a file."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import httpx
import openpyxl

from anpei import clock, spreadsheets, staff
from anpei.database import Database
from anpei.server.staff.roster_uploads import ROWS, RosterDecision, RosterUpload, confirmed
from anpei.settings import Site
from anpei.staff import roster_words
from tests.helpers.platform import Platform
from tests.helpers.processes import wait_for

CASES = Path(__file__).parents[2] / "content/cases/roster"
OWN = "人员代码,称呼,属地,部门\nB{n}1,庚一,东区,旧\nB{n}2,庚二,东区,旧\nB{n}3,,东区,旧\n"
MEANT = {"told": "1", "header": "1", "staff_no": "0", "name": "1", "department": "2"}


def sent(admin: httpx.Client, data: bytes, name: str = "名单.csv") -> str:
    """Send a file; the page of what was found in it."""
    answer = admin.put("api/roster", params={"name": name}, content=data)
    assert answer.status_code == 200, answer.text
    page: str = answer.json()["page"]
    return page


def imported(admin: httpx.Client, page: str, form: dict[str, str]) -> str:
    """Confirm, and the page of how it ended."""
    assert admin.post(page, data=form).status_code == 303
    wait_for(lambda: admin.get(f"api/roster/{page.rpartition('/')[2]}").json()["state"] != "going")
    return admin.get(page).text


def person(server: Platform, staff_no: str) -> staff.Person | None:
    with Database(server.site.database_url) as db, db.read() as session:
        return staff.find(session, staff_no)


def test_columns_are_told_looked_at_confirmed_and_known_next_time(server: Platform) -> None:
    with server.client("A9001") as admin:
        page = sent(admin, OWN.format(n=1).encode("gbk"))
        first = admin.get(page).text
        assert "表头缺少" in first and 'aria-invalid="true"' in first and "A 列 人员代码，如 B11" in first
        looked = admin.get(page, params=MEANT).text
        assert "庚一" in looked and "第 4 行 B 列" in looked and "缺少姓名" in looked
        assert person(server, "B11") is None, "nothing is written before somebody confirms"
        assert "没有导入任何人" in admin.post(page, data=MEANT).text and person(server, "B11") is None
        done = imported(admin, page, {**MEANT, "sound_only": "1"})
        assert "新增 2 人" in done and "有错的行没有导入" in done
        found = person(server, "B12")
        assert (
            found is not None and (found.name, found.department) == ("庚二", "东区") and person(server, "B13") is None
        )
        assert not (server.site.var / "rosters" / page.rpartition("/")[2] / ROWS).exists()
        again = admin.get(sent(admin, OWN.format(n=2).encode())).text
        assert "表头缺少" not in again and "缺少姓名" in again
    assert roster_words.known(server.site)["部门"] == ""
    roster_words.remember(server.site, {"部门": "department"})


def test_a_sheet_is_chosen_and_what_is_hidden_is_told(server: Platform) -> None:
    data = (CASES / "hidden-first-sheet.xlsx").read_bytes()
    with server.client("A9001") as admin:
        page = sent(admin, data, "花名册 <b>.xlsx")
        text = admin.get(page).text
        assert "辛新" in text and "（隐藏）也像名单" in text and "花名册 &lt;b&gt;.xlsx" in text
        old = admin.get(page, params={"sheet": "旧"}).text
        assert re.search(r'value="旧" checked', old) and "辛新" not in old


def test_what_is_no_roster_is_said_and_nobody_else_sees_it(server: Platform) -> None:
    with server.client("A9001") as admin, server.client("T2001") as trainer:
        assert "这个 .xlsx 文件打不开" in admin.get(sent(admin, b"PK\x03\x04 broken")).text
        assert admin.put("api/roster", content=b"").json()["error"]["message"] == "文件是空的。"
        page = sent(admin, OWN.format(n=3).encode())
        assert trainer.get(page).status_code == trainer.put("api/roster", content=b"x").status_code == 403
        assert admin.get("admin/roster/" + "0" * 32).status_code == 404
        assert admin.get("api/roster/" + page.rpartition("/")[2]).json()["state"] == "waiting"


def test_a_file_above_the_limit_is_not_taken_in_and_one_above_a_megabyte_is(server: Platform) -> None:
    with server.client("A9001") as admin:
        head = "工号,姓名,部门\n".encode()
        page = sent(admin, head + b"\n" * 1_500_000)
        assert "表头下面没有人员" in admin.get(page).text
        try:
            answer = admin.put("api/roster", content=b"x" * (spreadsheets.MAX_BYTES + 100))
        except httpx.HTTPError:
            return  # the connection is closed on whoever goes on sending
        assert answer.status_code in (400, 413)


def test_the_roster_comes_home_as_a_file(server: Platform) -> None:
    with server.client("A9001") as admin:
        book = openpyxl.load_workbook(io.BytesIO(admin.get("admin/roster/people.xlsx").content))
        rows: list[tuple[Any, ...]] = list(book.active.iter_rows(values_only=True))
        assert rows[0][:3] == ("工号", "姓名", "部门") and any(row[0] == "A9001" for row in rows)
        assert admin.get("admin/roster/people.csv").content.startswith(b"\xef\xbb\xbf")


def upload_of(site: Site, text: str) -> RosterUpload:
    upload = RosterUpload.begin(site, "A9001", "名单.csv")
    upload.keep(staff.open_roster(text.encode(), "名单.csv"))
    counts = dict.fromkeys(("created", "updated", "left", "unchanged", "rows"), 0)
    upload.decide(RosterDecision("", 1, {"staff_no": 0, "name": 1, "department": 2}, False, counts))
    return upload


def test_what_was_confirmed_is_finished_by_the_next_start(site: Site) -> None:
    """Somebody pulled the plug after the first people: the rest is written, and nobody twice."""
    text = "工号,姓名,部门\n" + "".join(f"E{n},甲{n},一车间\n" for n in range(120))
    upload = upload_of(site, text)
    with Database(site.database_url) as db:
        some = staff.read_roster("".join(text.splitlines(keepends=True)[:51]).encode())
        db.write(lambda session: staff.apply_rows(session, some.rows, clock.now())).result()
        assert confirmed(site) == [upload.folder.name]
        upload.go_on(db, clock.now())
        with db.read() as session:
            assert staff.how_many(session, staff.PeopleQuery("甲")) == 120
    decision = upload.decision()
    assert decision is not None and decision.state == "done" and confirmed(site) == []


def test_what_may_not_be_is_said_and_not_tried_for_ever(site: Site) -> None:
    upload = upload_of(site, "工号,姓名,部门\nE1,,一车间\n")
    with Database(site.database_url) as db:
        upload.go_on(db, clock.now())
    decision = upload.decision()
    assert decision is not None and (decision.state, decision.words) == ("refused", "缺少姓名。")
