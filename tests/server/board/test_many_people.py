"""A plant of seven hundred: no page holds them all, lists turn over, and what takes a while tells how far it is."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from anpei import clock, records, staff
from anpei.database import Database
from anpei.exercises import rollcall
from tests.helpers import quiz_shelf
from tests.helpers.platform import COMMAND, Platform, make_site, start
from tests.helpers.processes import wait_for

MANY = 700
LARGEST = 200_000


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    site = make_site(tmp_path_factory.mktemp("plant") / "site")
    quiz_shelf.write(site.workspace)
    rows = "".join(f"M{n:04d},员工{n:04d},{'一车间' if n % 2 else '二车间'},操作工,,在职\n" for n in range(MANY))
    roster = staff.read_roster(f"工号,姓名,部门,岗位,角色,状态\n{rows}T2002,陈沿,一车间,培训师,培训师,在职\n".encode())
    with Database(site.database_url) as db:
        now = clock.now()
        records.import_roster(db, roster, now=now)
        due = now + clock.DAY
        db.write(lambda s: records.assign(s, "paper", "quiz", "everyone", due=due, by="T2001", now=now)).result()
        db.write(lambda s: staff.set_scope(s, "T2002", ["一车间"], now=now)).result()
        staff.set_password(db, "T2002", "Yantai-2026-safe", now=now)
    platform = start(site, "--no-lab")
    yield platform
    platform.stop()


def called(plant: Platform) -> int:
    """A roll call of everybody that goes on."""

    points = [rollcall.Point("1", "东门停车场")]
    with Database(plant.site.database_url) as db:
        with db.read() as session:
            people = rollcall.everybody(session).staff(session)
        now = clock.now()
        return rollcall.start(db, kind="test", run_id=None, by="D3001", points=points, expected=people, now=now)


def settled(plant: Platform) -> None:
    """Everything that was assigned is in force."""
    with plant.client("T2001") as client:
        wait_for(lambda: "data-laying" not in client.get("board/assign").text)


def test_a_plan_for_everyone_is_laid_by_the_server_and_then_counts_for_all(plant: Platform) -> None:
    settled(plant)
    with plant.client("T2001") as client:
        total = re.search(r'共 <span class="number">(\d+)</span> 项', client.get("board").text)
    assert total is not None and int(total[1]) == MANY + 8


@pytest.mark.parametrize("path", ["board", "board?status=未开始&page=8", "board?q=员工", "board/hours", "board/assign"])
def test_no_page_holds_everybody(plant: Platform, path: str) -> None:
    settled(plant)
    with plant.client("T2001") as client:
        answer = client.get(path)
    assert answer.status_code == 200
    assert len(answer.content) < LARGEST
    assert len(set(re.findall(r"M\d{4}", answer.text))) <= 100


def test_the_pages_of_the_board_show_each_row_once(plant: Platform) -> None:
    settled(plant)
    with plant.client("T2001") as client:
        pages = [client.get("board", params={"status": "未开始", "page": str(n)}).text for n in range(1, 9)]
    found = [number for page in pages for number in re.findall(r'/record/(M\d{4})"', page)]
    assert sorted(found) == [f"M{n:04d}" for n in range(MANY)]


def test_people_are_found_by_part_of_a_name_or_number(plant: Platform) -> None:
    with plant.client("T2001") as client, plant.client("T2002") as limited, plant.client("E1001") as learner:
        assert client.get("api/people", params={"q": "m0012"}).json() == {
            "people": [{"key": "M0012", "name": "员工0012", "place": "二车间"}]
        }
        assert len(client.get("api/people", params={"q": "员工"}).json()["people"]) == 20
        assert client.get("api/people", params={"q": " "}).json() == {"people": []}
        assert limited.get("api/people", params={"q": "m0012"}).json() == {"people": []}
        assert learner.get("api/people", params={"q": "m"}).status_code == 403


def test_whoever_looks_after_a_department_sees_and_assigns_only_there(plant: Platform) -> None:
    settled(plant)
    with plant.client("T2002") as client:
        board = client.get("board").text
        assert set(re.findall(r"M\d{4}", board)) <= {f"M{n:04d}" for n in range(1, MANY, 2)}
        assert "二车间" not in board
        assert "M0002" not in client.get("board/hours", params={"q": "M000"}).text
        form = {
            "what": "paper:quiz",
            "audience_kind": "everyone",
            "due": "2099-01-01",
            "_xsrf": client.cookies["_xsrf"],
        }
        assert client.post("board/assign", data=form).status_code == 403
        other = {**form, "audience_kind": "person", "person": "M0002"}
        assert "自己管的部门" in client.post("board/assign", data=other).text
        assert client.post("board/assign", data={**other, "person": "M0003"}).status_code == 303


def test_a_big_export_is_made_beside_the_server_and_kept_for_whoever_asked(plant: Platform) -> None:
    settled(plant)
    with plant.client("T2001") as client, plant.client("A9001") as another:
        page = client.get("board/export.xlsx")
        assert page.status_code == 303
        name = page.headers["Location"].rsplit("/", 1)[1]
        assert "正在做表格" in client.get(f"board/exports/{name}").text
        state = f"api/board/exports/{name}"
        wait_for(lambda: client.get(state).json()["state"] == "done")
        file = client.get(f"board/exports/{name}/file.xlsx")
        assert another.get(state).status_code == 404
    sheet = load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert len(rows) == MANY + 8
    assert ("M0012", "员工0012", "二车间", "操作工", "消防小测") in {row[:5] for row in rows}


def test_the_record_of_a_big_roll_call_is_made_beside_the_server(plant: Platform) -> None:
    number = called(plant)
    with plant.client("D3001") as client, plant.client("T2001") as another:
        page = client.get(f"muster/{number}/record.xlsx")
        assert page.status_code == 303
        state = "api/" + page.headers["Location"].split("/", 1)[1]
        wait_for(lambda: client.get(state).json()["state"] == "done")
        file = client.get(page.headers["Location"].split("/", 1)[1] + "/file.xlsx")
        assert another.get(state).status_code == 404
    people = load_workbook(io.BytesIO(file.content))["名单"]
    assert people.max_row == 1 + MANY + 8


def test_a_screen_that_follows_a_roll_call_is_told_what_changed(plant: Platform) -> None:
    number = called(plant)
    tick = {"uuid": uuid4().hex, "person": "M0001", "point": "1", "state": "present"}
    with plant.client("D3001") as one, plant.client("D3001") as other:
        whole = one.get(f"api/musters/{number}")
        assert len(whole.json()["people"]) == MANY + 8 and whole.num_bytes_downloaded < 20_000
        seq = one.post(f"api/musters/{number}/checks", json=tick).json()["seq"]
        for desk in (one, other):
            news = desk.get(f"api/musters/{number}", params={"seq": str(whole.json()["seq"])}).json()
            assert [who["key"] for who in news["people"]] == ["M0001"] and news["seq"] == seq


def test_a_small_export_comes_at_once(plant: Platform) -> None:
    settled(plant)
    with plant.client("T2001") as client:
        answer = client.get("board/export.xlsx", params={"q": "M0012"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None and [row[0] for row in sheet.iter_rows(min_row=3, values_only=True)] == ["M0012"]


def test_hours_are_given_to_people_of_a_page_that_stays(plant: Platform) -> None:
    with plant.client("T2001") as client:
        where = {"q": "M00", "page": "1"}
        form = {"person": ["M0001", "M0002"], "category": [], "_xsrf": client.cookies["_xsrf"]}
        answer = client.post("board/hours", params=where, data=form)
        assert answer.status_code == 303
        assert "q=M00" in answer.headers["Location"] and "saved=2" in answer.headers["Location"]
        assert "已改好 2 人" in client.get(answer.headers["Location"]).text


def test_the_rebuilding_command_leaves_everything_as_it_was(plant: Platform) -> None:
    settled(plant)
    command = [*COMMAND, "records", "rebuild", "--site", str(plant.site.root)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"已重新汇总 {MANY + 8} 人" in told.stdout
    with plant.client("T2001") as client:
        assert f'<span class="number">{MANY + 8}</span> 项' in client.get("board").text
