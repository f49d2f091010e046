"""formgrader in the trainers' Lab, over real HTTP: Chinese, no script of a learner's, nothing foreign, never stale."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from anpei import assignments, clock
from anpei.server.core.static_files import ASSETS
from anpei.server.lab.extension import EMERGENCY
from tests.assignments.conftest import NOW, Course, leave, make_course
from tests.helpers.platform import free_ports
from tests.helpers.processes import PATIENCE, wait_for

EVIL = "<script>alert(1)</script>"
TOKEN = "token-of-a-trainer"
CONFIG = """
from anpei import assignments
from anpei.settings import open_site
site = open_site({root!r})
c.merge(assignments.lab_config(site))
others = ("jupyterlab", "voila.server_extension", "notebook", "notebook_shim", "jupyter_lsp")
c.ServerApp.jpserver_extensions = {{**dict(c.ServerApp.jpserver_extensions), **dict.fromkeys(others, False)}}
c.ServerApp.root_dir = str(site.workspace)
c.ServerApp.port, c.ServerApp.allow_root, c.ServerApp.open_browser = {port}, True, False
c.IdentityProvider.token = {token!r}
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Course, httpx.Client]]:
    """A course with three graded learners, one of them hostile, and its formgrader."""
    folder = tmp_path_factory.mktemp("lab")
    course = make_course(folder / "site")
    course.grade(course.sit("E1", c01=EVIL, q08=EVIL), course.sit("E2", wrong=3), course.sit("E3", c01=None))
    course.query("UPDATE student SET last_name = :evil WHERE id = 'E1'", evil=EVIL)
    [port] = free_ports(1)
    config = folder / "config.py"
    config.write_text(CONFIG.format(root=str(course.site.root), port=port, token=TOKEN))
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(folder), "HOME": str(folder)}
    program = [sys.executable, "-W", "ignore", "-m", "jupyter_server", f"--config={config}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(program, env=environment, cwd=course.site.workspace, stdout=log, stderr=log)
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"token {TOKEN}"}, timeout=PATIENCE,
        follow_redirects=True, trust_env=False,
    ) as client:  # fmt: skip
        wait_for(lambda: _ready(client, process, folder / "log"))
        yield course, client
    process.kill()  # it holds nothing that anybody looks for afterwards
    process.wait()
    leave(course)


def _ready(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> bool:
    assert process.poll() is None, log.read_text()
    try:
        return client.get("/formgrader/api/status").status_code == 200
    except httpx.TransportError:
        return False


def sheet(course: Course, who: str) -> str:
    """The id of a learner's submitted notebook, by which formgrader calls it."""
    query = """SELECT n.id FROM submitted_notebook n JOIN submitted_assignment s ON s.id = n.assignment_id
        WHERE s.student_id = :who"""
    return str(course.query(query, who=who)[0][0])


PAGES = [
    "manage_assignments", "manage_submissions/quiz", "gradebook", "gradebook/quiz", "gradebook/quiz/quiz",
    "manage_students", "manage_students/E1", "manage_students/E1/quiz",
]  # fmt: skip


def html(client: httpx.Client, path: str) -> str:
    answer = client.get(f"/formgrader/{path}")
    assert answer.status_code == 200, answer.text[:2000]
    return answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_chinese_and_loads_nothing_from_elsewhere(lab: tuple[Course, httpx.Client], path: str) -> None:
    page = html(lab[1], path)
    assert re.search(r"<h1>[\u4e00-\u9fff]+</h1>", page)
    assert "//" not in re.sub(r"</?\w+>", "", page).replace("://127.0.0.1", "")
    for address in re.findall(r'(?:src|href)="([^"#]+)"', page):
        assert address.startswith("/"), address


def test_every_script_and_sheet_of_a_page_is_there(lab: tuple[Course, httpx.Client]) -> None:
    course, client = lab
    pages = [html(client, path) for path in PAGES] + [html(client, f"submissions/{sheet(course, 'E1')}/")]
    for address in {a for page in pages for a in re.findall(r'(?:src|href)="([^"]+\.(?:js|css))"', page)}:
        if address.startswith("/static/anpei/"):  # the Lab's own extension offers it, which this bare server hasn't
            offered = re.fullmatch(EMERGENCY, address.removeprefix("/"))
            assert offered and any((folder / offered[1]).is_file() for folder in ASSETS), address
        else:
            assert client.get(address).status_code == 200, address


def test_a_case_answer_is_read_as_text_beside_its_rubric(lab: tuple[Course, httpx.Client]) -> None:
    course, client = lab
    page = html(client, f"submissions/{sheet(course, 'E2')}/")
    assert '<pre class="anpei-answer">先报警，再疏散。</pre>' in page
    assert "<li>疏散（6 分）</li>" in page and "参考答案" in page
    assert 'id="c01-comment"' in page and 'id="c01"' in page
    assert "mathjax.js" not in page.lower() and "https:" not in page


def test_a_learners_script_is_text(lab: tuple[Course, httpx.Client]) -> None:
    course, client = lab
    page = html(client, f"submissions/{sheet(course, 'E1')}/")
    assert EVIL not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3  # name, case answer, short answer


@pytest.mark.parametrize(
    "path", ["manage_students/x%22;alert(1)%2F%2F", "gradebook/%3C%2Fscript%3E%3Cscript%3Ealert(1)"]
)
def test_an_address_cannot_write_a_script(lab: tuple[Course, httpx.Client], path: str) -> None:
    page = lab[1].get(f"/formgrader/{path}").text
    assert 'x";alert' not in page and "<script>alert" not in page


def test_a_mark_is_booked_with_its_trainer_and_collected(lab: tuple[Course, httpx.Client]) -> None:
    course, client = lab
    assignments.collect_marks(course.desk)  # what other tests left behind
    grades = client.get("/formgrader/api/grades", params={"submission_id": sheet(course, "E2")}).json()
    case = next(grade for grade in grades if grade["name"] == "c01")
    answer = client.put(f"/formgrader/api/grade/{case['id']}", json={"manual_score": 8, "extra_credit": None})
    assert answer.json()["manual_score"] == 8
    assert course.query("SELECT slot, marker IS NOT NULL FROM anpei_mark_log WHERE row_id = :id", id=case["id"]) == [
        ("c01", 1)
    ]
    assert assignments.collect_marks(course.desk).marks == 1


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ({"manual_score": 999}, "最高 10 分"),
        ({"manual_score": 9, "extra_credit": 2}, "最高 10 分"),
        ({"manual_score": -5}, "不能小于 0"),
        ({"manual_score": 1e308}, "最高 10 分"),
        ({"manual_score": "viel"}, "写成数字"),
        ({"manual_score": True}, "写成数字"),
        ([], "没有收到"),
    ],
)
def test_points_that_cannot_be_are_refused_with_words(
    lab: tuple[Course, httpx.Client], mark: object, words: str
) -> None:
    course, client = lab
    grades = client.get("/formgrader/api/grades", params={"submission_id": sheet(course, "E2")}).json()
    case = next(grade for grade in grades if grade["name"] == "c01")
    answer = client.put(f"/formgrader/api/grade/{case['id']}", json=mark)
    assert answer.status_code == 400 and words in answer.json()["error"]
    after = client.get(f"/formgrader/api/grade/{case['id']}").json()
    assert (after["manual_score"], after["extra_credit"]) == (case["manual_score"], case["extra_credit"])


@pytest.mark.parametrize(
    ("place", "sent", "words"),
    [
        ("assignment/" + "字" * 300, {}, "作业名"),
        ("student/" + "x" * 300, {}, "工号"),
        ("student/E1", {"last_name": "长" * 300}, "姓最长"),
        ("assignment/..%2Fx", {}, "作业名"),
        ("assignment/quiz", {"duedate_notimezone": "soon", "duedate_timezone": "?"}, "截止时间"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_words(
    lab: tuple[Course, httpx.Client], place: str, sent: dict[str, str], words: str
) -> None:
    answer = lab[1].put(f"/formgrader/api/{place}", json=sent)
    assert answer.status_code == 400 and words in answer.json()["error"]


def test_a_paper_is_called_by_its_title_and_the_board_is_one_step_away(lab: tuple[Course, httpx.Client]) -> None:
    course, client = lab
    assert json.dumps("消防小测") in html(client, "gradebook") and '/board"' in html(client, "gradebook")
    page = html(client, f"submissions/{sheet(course, 'E2')}/")
    assert "消防小测" in page and '/board"' in page
    assert "主观题 1" in html(client, f"submissions/{sheet(course, 'E2')}/")
    people = {one["id"]: one["first_name"] for one in client.get("/formgrader/api/students").json()}
    assert people["E2"] == ""


def test_a_page_shows_what_was_graded_a_moment_ago(lab: tuple[Course, httpx.Client]) -> None:
    course, client = lab

    def shown() -> dict[str, float | None]:
        rows = client.get("/formgrader/api/grades", params={"submission_id": sheet(course, "E3")}).json()
        return {row["name"]: row["manual_score"] for row in rows}

    assert shown()["q01"] is None
    course.mark(0, slot="q01", who="E3")
    assert shown()["q01"] == 0


def test_the_autograde_button_gives_the_same_marks(lab: tuple[Course, httpx.Client]) -> None:
    course, client = lab
    before = course.autos("E2")
    done = client.post("/formgrader/api/submission/quiz/E2/autograde").json()
    assert done["success"], done
    assert course.autos("E2") == before


def test_the_stock_extensions_are_off(lab: tuple[Course, httpx.Client]) -> None:
    assert lab[1].get("/assignments").status_code == 404
    assert lab[1].get("/formgrader/nosuch").status_code == 404


def test_what_a_quiz_course_does_not_need_is_hidden_in_the_lab() -> None:
    from anpei.assignments.formgrader import UNWANTED_PLUGINS, _hide_plugins

    hidden = _hide_plugins(None, {"disabledExtensions": ["x"]})["disabledExtensions"]
    assert hidden == ["x", *UNWANTED_PLUGINS]
    assert "@jupyter/nbgrader:formgrader" not in hidden


def test_an_unknown_submission_is_said_in_chinese(lab: tuple[Course, httpx.Client]) -> None:
    course, client = lab
    file = course.desk.course.autograded("E3", "quiz") / "quiz.ipynb"
    aside = file.rename(file.with_suffix(".aside"))
    page = client.get(f"/formgrader/submissions/{sheet(course, 'E3')}/")
    aside.rename(file)
    assert page.status_code == 404 and "找不到这份答卷" in page.text


def test_a_cut_address_of_a_submission_leads_to_the_gradebook(lab: tuple[Course, httpx.Client]) -> None:
    answer = lab[1].get("/formgrader/submissions/")
    assert answer.status_code == 200 and answer.url.path == "/formgrader/gradebook"


def test_the_time_of_handing_in_is_the_enterprises(lab: tuple[Course, httpx.Client]) -> None:
    course, client = lab
    told = client.get("/formgrader/api/submissions/quiz").json()
    here = f"{clock.local(NOW, course.site.zone):%Y-%m-%d %H:%M:%S}"
    assert {one["display_timestamp"] for one in told if one["student"] in ("E1", "E2", "E3")} == {here}
