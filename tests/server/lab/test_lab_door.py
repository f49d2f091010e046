"""The trainers' JupyterLab: one sign-in for both, trainers only, the workspace and nothing above it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import nbformat
import pytest
import websocket
from playwright.sync_api import Page

from anpei import authoring, clock, records, staff
from anpei.database import Database
from anpei.staff.tables import PersonRow
from tests.helpers.confined import WALLED
from tests.helpers.lab import until_idle
from tests.helpers.live_shelf import ENVIRONMENT, SignIn
from tests.helpers.platform import PASSWORD, Platform, Visitor, make_site, start
from tests.helpers.processes import PATIENCE, wait_for
from tests.helpers.wire import refuses_huge_body

pytestmark = pytest.mark.machines
LEAVER = "T2002"
ROSTER = f"工号,姓名,部门,角色\n{LEAVER},要走,安全环保部,培训师\n"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform with its Lab, and a trainer who leaves in one of the tests."""
    site = make_site(tmp_path_factory.mktemp("studio") / "site")
    with Database(site.database_url) as db:
        roster = staff.read_roster(ROSTER.encode(), "名册.csv")
        records.import_roster(db, roster, now=clock.now())
        staff.set_password(db, LEAVER, PASSWORD, now=clock.now())
    platform = start(site)
    yield platform
    platform.stop()


def lab_of(studio: Platform, client: Visitor) -> httpx.Client:
    """The same person's browser on the Lab's port."""
    cookies = dict(client.cookies.items())
    headers = {"X-XSRFToken": cookies["_xsrf"]}
    return httpx.Client(base_url=studio.lab_url(), cookies=cookies, headers=headers, timeout=PATIENCE, trust_env=False)


@pytest.mark.parametrize("staff_no", ["E1001", "D3001"])
@pytest.mark.parametrize("path", ["lab", "api/contents", "api/kernels", "files/courses", "formgrader", "api/me"])
def test_nobody_but_trainers_comes_in(studio: Platform, staff_no: str, path: str) -> None:
    with studio.client(staff_no) as client, lab_of(studio, client) as lab:
        assert lab.get(path).status_code in (302, 403)
        assert lab.post("api/kernels", json={}).status_code == 403


def test_a_stranger_is_sent_to_the_one_sign_in_and_comes_back(studio: Platform) -> None:
    with httpx.Client(base_url=studio.lab_url(), trust_env=False) as lab:
        first = lab.get("lab/tree/courses").headers["Location"]
        second = urlsplit(lab.get(httpx.URL(studio.lab_url()).join(first)).headers["Location"])
    assert second.port == studio.site.settings.server.port
    assert parse_qs(second.query)["next"] == [studio.lab_url("lab/tree/courses")]


@pytest.mark.parametrize("staff_no", ["T2001", "A9001"])
def test_trainers_need_no_second_sign_in(studio: Platform, staff_no: str) -> None:
    with studio.client(staff_no) as client, lab_of(studio, client) as lab:
        assert client.get("studio").headers["Location"] == studio.lab_url("lab")
        assert lab.get("lab").status_code == 200
        assert lab.get("api/me").json()["identity"]["username"] == staff_no


def test_a_real_emergency_reaches_every_page_of_the_lab(studio: Platform) -> None:
    watch = "/static/anpei/core/emergency.js"
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        pages = {path: lab.get(path).text for path in ("lab", "lab/tree/courses", "formgrader/gradebook")}
        assert [path for path, text in pages.items() if watch not in text] == []
        assert "EventSource" in lab.get(watch.lstrip("/")).text
        assert lab.get("api/emergency").json()["emergency"] is None
        assert lab.post("api/emergency", json={"text": "起火"}).status_code == 403, "who may is as on the platform"
        with studio.client("D3001") as director:
            standing = director.post("api/emergency", json={"text": "真实起火"}).json()["emergency"]
            with lab.stream("GET", "api/emergency/events") as stream:
                assert any("真实起火" in line for line in stream.iter_lines() if line.startswith("data: "))
            assert director.request("DELETE", "api/emergency", json={"id": standing["id"]}).status_code == 200
        away = urlsplit(lab.get("musters?kind=live").headers["Location"])
        assert (away.port, away.path, away.query) == (studio.site.settings.server.port, "/musters", "kind=live")


def test_a_learner_has_no_way_to_the_studio(studio: Platform) -> None:
    with studio.client("E1001") as client:
        assert client.get("studio").status_code == 403


@pytest.mark.parametrize("path", ["../var/anpei.db", "..%2fvar%2fprivate%2fcookie", "%2e%2e/anpei.toml"])
def test_only_the_workspace_is_in_reach(studio: Platform, path: str) -> None:
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        for door in ("api/contents/", "files/", "nbconvert/html/", "tree/", "edit/"):
            answer = lab.get(door + path)
            assert answer.status_code >= 400
            assert "[server]" not in answer.text


@contextmanager
def kernel_of(studio: Platform, staff_no: str) -> Iterator[websocket.WebSocket]:
    """A line to a kernel that this trainer started in the Lab."""
    with studio.client(staff_no) as client, lab_of(studio, client) as lab:
        kernel = lab.post("api/kernels", json={}).json()["id"]
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        address = studio.lab_url(f"api/kernels/{kernel}/channels?session_id=test").replace("http", "ws", 1)
        line = websocket.create_connection(address, cookie=cookies, timeout=PATIENCE)
        yield line
        line.shutdown()
        lab.delete(f"api/kernels/{kernel}")


def test_a_leaver_runs_no_further_line_in_an_open_notebook(studio: Platform) -> None:
    before, after = (studio.site.workspace / name for name in ("before", "after"))
    with kernel_of(studio, LEAVER) as line:
        run(line, f"open({str(before)!r}, 'w').close()")
        wait_for(before.exists)
        with Database(studio.site.database_url) as db:
            db.write(lambda session: setattr(session.get(PersonRow, LEAVER), "active", False)).result()
        run(line, f"open({str(after)!r}, 'w').close()")
        with pytest.raises(websocket.WebSocketConnectionClosedException):
            while True:
                if line.recv_data()[0] == websocket.ABNF.OPCODE_CLOSE:
                    raise websocket.WebSocketConnectionClosedException
    assert not after.exists()


REACH = """
def tried(act):
    try:
        return repr(act())
    except BaseException as error:
        return type(error).__name__
import json, os, signal, socket
told = {{
    "cookie": tried(lambda: open({var!r} + "/private/cookie", "rb").read()),
    "database": tried(lambda: open({var!r} + "/anpei.db", "rb").read(9)),
    "empty": tried(lambda: os.truncate({var!r} + "/anpei.db", 0)),
    "settings": tried(lambda: open({root!r} + "/anpei.toml").read()),
    "server": tried(lambda: os.kill(os.getppid(), signal.SIGCONT)),
    "memory": tried(lambda: open(f"/proc/{{os.getppid()}}/environ", "rb").read()),
    "platform": tried(lambda: socket.create_connection(("127.0.0.1", {port}))),
    "link": tried(lambda: os.symlink({var!r} + "/private/cookie", "stolen.txt")),
}}
open("told.new", "w").write(json.dumps(told)); os.replace("told.new", "told.json")
"""


@WALLED
def test_a_trainers_kernel_can_neither_become_an_admin_nor_harm_the_platform(studio: Platform) -> None:
    site, told = studio.site, studio.site.workspace / "told.json"
    with kernel_of(studio, "T2001") as line:
        run(line, REACH.format(var=str(site.var), root=str(site.root), port=site.settings.server.port))
        wait_for(told.exists)
    outcomes = json.loads(told.read_text())
    assert outcomes == dict.fromkeys(outcomes, "PermissionError")
    told.unlink()


def test_a_link_out_of_the_workspace_leads_nowhere(studio: Platform) -> None:
    """Such as an earlier platform's kernel could have laid."""
    link = studio.site.workspace / "courses" / "stolen.txt"
    link.symlink_to(studio.site.private / "cookie")
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        for door in ("api/contents/", "files/", "nbconvert/html/"):
            assert lab.get(f"{door}courses/stolen.txt").status_code in (403, 404)
    link.unlink()


def test_a_template_in_the_workspace_is_no_program_of_the_server(studio: Platform) -> None:
    """nbconvert looks for templates in the current folder, and a template can run anything."""
    folder, trace = studio.site.workspace / "markdown", studio.site.workspace / "ran"
    folder.mkdir()
    (folder / "conf.json").write_text('{"base_template": "base", "mimetypes": {"text/markdown": true}}')
    (folder / "index.md.j2").write_text("{{ cycler.__init__.__globals__.os.mknod('" + str(trace) + "') }}")
    nbformat.write(nbformat.v4.new_notebook(), folder / "plain.ipynb")
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        assert lab.get("nbconvert/markdown/markdown/plain.ipynb").status_code == 200
    assert not trace.exists()
    shutil.rmtree(folder)


def run(line: websocket.WebSocket, code: str) -> None:
    """Let the kernel run these lines."""
    kind = "execute_request"
    header = {"msg_id": "test", "msg_type": kind, "session": "test", "username": "", "version": "5.3"}
    header["date"] = "2026-01-01T00:00:00Z"
    content = {"code": code, "silent": False}
    message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
    line.send(json.dumps({**message, "channel": "shell", "buffers": []}))


def test_there_are_no_terminals(studio: Platform) -> None:
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        assert lab.post("api/terminals").status_code == 404


def test_the_lab_asks_nothing_of_the_internet(studio: Platform) -> None:
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        page = lab.get("lab").text
    assert re.findall(r"https?://(?!127\.0\.0\.1)[\w.]+", page) == []


def test_practice_answers_come_through_the_same_interface(studio: Platform) -> None:
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        assert lab.get("api/practice/nosuch").json()["error"]["code"] == "not_found"
        assert lab.get("static/widgets/choice.js").status_code == 200


def test_a_question_s_picture_is_there_for_trainers_and_for_nobody_else(studio: Platform) -> None:
    with studio.client("T2001") as trainer, lab_of(studio, trainer) as lab:
        assert lab.get("media/workshop-morning.svg").headers["Content-Type"] == "image/svg+xml"
    with studio.client("E1001") as learner, lab_of(studio, learner) as lab:
        assert lab.get("media/workshop-morning.svg").status_code in (302, 401, 403)


def test_a_notebook_is_exported_as_a_plain_page(studio: Platform) -> None:
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# 先报警")])
        nbformat.write(notebook, studio.site.workspace / "courses" / "plain.ipynb")
        answer = lab.get("nbconvert/html/courses/plain.ipynb")
        assert answer.status_code == 200 and "先报警" in answer.text and "formgrader" not in answer.text


def test_everybody_finds_the_tabs_they_left_and_nobody_elses(studio: Platform) -> None:
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        left = {"data": {"notebook": "courses/plain.ipynb"}, "metadata": {"id": "default"}}
        assert lab.put("lab/api/workspaces/default", json=left).status_code == 204
        assert lab.get("lab/api/workspaces/default").json()["data"] == left["data"]
    with studio.client("A9001") as client, lab_of(studio, client) as lab:
        assert lab.get("lab/api/workspaces/default").json()["data"] == {}
        assert lab.get("lab/api/workspaces").json()["workspaces"]["ids"] == []


def test_everybody_has_settings_of_their_own(studio: Platform) -> None:
    plugin = "lab/api/settings/@jupyterlab/apputils-extension:themes"
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        assert lab.put(plugin, json={"raw": '{"theme": "JupyterLab Dark", "adaptive-theme": false}'}).status_code == 204
        assert "JupyterLab Dark" in lab.get(plugin).json()["raw"]
    with studio.client("A9001") as client, lab_of(studio, client) as lab:
        assert "JupyterLab Dark" not in lab.get(plugin).json()["raw"]


def test_a_chapter_is_kept_without_what_it_printed_and_other_notebooks_with_it(studio: Platform) -> None:
    cell = nbformat.v4.new_code_cell("1 + 1", execution_count=3)
    cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "2"}, execution_count=3)]
    sent = {"type": "notebook", "format": "json", "content": nbformat.v4.new_notebook(cells=[cell])}
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        for place, kept in (("courses/printed.ipynb", 0), ("nbgrader/printed.ipynb", 1), ("printed.ipynb", 1)):
            assert lab.put(f"api/contents/{place}", json=sent).status_code in (200, 201)
            [saved] = nbformat.read(studio.site.workspace / place, as_version=4).cells
            assert len(saved.outputs) == kept and bool(saved.execution_count) == bool(kept)
    log = authoring.history_of(studio.site)
    step = next(log.steps("courses/printed.ipynb", log.head()))
    assert (step.author.staff_no, step.sentence) == ("T2001", "在编辑器里保存")
    assert not any(name.startswith("nbgrader") for name in log.listing())


def test_a_session_on_a_hidden_file_is_not_there(studio: Platform) -> None:
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        asked = {"path": ".hidden/x.ipynb", "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        assert lab.post("api/sessions", json=asked).status_code == 404


def run_first_cell(page: Page) -> str:
    """What the first cell prints, once the kernel says that it is ready."""
    until_idle(page)
    page.locator(".jp-Notebook .jp-Cell").first.click()
    page.keyboard.press("Control+Enter")
    output = page.locator(".jp-OutputArea-output", has_text="ENVIRONMENT").first
    output.wait_for()
    return output.inner_text()


def test_a_trainers_kernel_inherits_no_secret(page: Page, sign_in: SignIn, studio: Platform) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(ENVIRONMENT)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, studio.site.workspace / "courses" / "environment.ipynb")
    page.set_viewport_size({"width": 1280, "height": 800})
    sign_in(page, "T2001", at=studio)
    page.goto(studio.url("studio?path=lab/tree/courses/environment.ipynb"))
    told = run_first_cell(page)
    assert "T2001" in told
    for word in ("SECRET", "TOKEN", "LIFELINE", "anpei.db", "PASSWORD"):
        assert word not in told


def test_no_secret_is_in_the_log_of_the_lab(studio: Platform) -> None:
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        assert lab.get("lab").status_code == 200
    for secret in (PASSWORD, studio.site.secret("cookie").hex(), repr(studio.site.secret("cookie"))[2:12]):
        assert secret not in studio.log("lab")


def test_a_strangers_huge_body_is_not_taken_in(studio: Platform) -> None:
    assert refuses_huge_body(studio.site.settings.server.lab_port)


@pytest.fixture
def limited(studio: Platform) -> Iterator[Platform]:
    """The trainer looks after one department only, for as long as the test takes."""
    with Database(studio.site.database_url) as db:

        def limit(*departments: str) -> None:
            db.write(lambda session: staff.set_scope(session, "T2001", departments, now=clock.now())).result()

        limit("生产部")
        yield studio
        limit()


FORMGRADER = ("", "/gradebook", "/manage_students/E1003", "/submissions/1/", "/api/students", "/api/grades")


def test_whoever_looks_after_some_departments_sees_nobodys_marks(limited: Platform) -> None:
    handed_in = limited.site.nbgrader / "submitted/E1003/quiz"
    handed_in.mkdir(parents=True, exist_ok=True)
    (handed_in / "responses.json").write_text("{}", encoding="utf-8")
    (limited.site.workspace / "own.txt").write_text("x", encoding="utf-8")
    with limited.client("T2001") as client, lab_of(limited, client) as lab:
        for path in FORMGRADER:
            answer = lab.get(f"formgrader{path}", follow_redirects=True)
            assert answer.status_code == 403 and "请不限部门的培训师批阅" in answer.text, path
        assert lab.put("formgrader/api/student/E1003", json={"first_name": "x"}).status_code == 403
        for path in ("nbgrader", "nbgrader/submitted/E1003/quiz/responses.json", "courses/../nbgrader/submitted"):
            for door in ("api/contents/", "files/", "nbconvert/html/"):
                assert lab.get(door + path).status_code in (403, 404), door + path
        copy = {"copy_from": "nbgrader/submitted/E1003/quiz/responses.json"}
        assert lab.post("api/contents", json=copy).status_code in (403, 404)
        assert lab.patch("api/contents/nbgrader/submitted", json={"path": "mine"}).status_code in (403, 404)
        names = {entry["name"] for entry in lab.get("api/contents").json()["content"]}
        assert "own.txt" in names and "nbgrader" not in names
        with limited.client("A9001") as admin, lab_of(limited, admin) as other:
            opened = {"path": "nbgrader/submitted/E1003/quiz/quiz.ipynb", "name": "", "type": "notebook"}
            session = other.post("api/sessions", json=opened | {"kernel": {"name": "python3"}}).json()["id"]
            assert opened["path"] in {one["path"] for one in other.get("api/sessions").json()}
            assert opened["path"] not in {one["path"] for one in lab.get("api/sessions").json()}
            other.delete(f"api/sessions/{session}")
        assert lab.get("lab").status_code == 200
    shutil.rmtree(handed_in.parent)


def test_whoever_is_limited_uses_no_kernel_that_reaches_everybodys_marks(limited: Platform) -> None:
    asked = {"path": "courses/both.ipynb", "name": "", "type": "notebook", "kernel": {"name": "python3"}}
    with (
        limited.client("A9001") as admin,
        lab_of(limited, admin) as other,
        limited.client("T2001") as client,
        lab_of(limited, client) as lab,
    ):
        theirs, own = (each.post("api/sessions", json=asked).json() for each in (other, lab))
        kernel = theirs["kernel"]["id"]
        assert own["kernel"]["id"] != kernel
        assert lab.get(f"api/kernels/{own['kernel']['id']}").status_code == 200
        assert other.get(f"api/kernels/{own['kernel']['id']}").status_code == 200
        doors = [lab.get(f"api/kernels/{kernel}"), lab.delete(f"api/kernels/{kernel}")]
        doors += [lab.post(f"api/kernels/{kernel}/{act}") for act in ("restart", "interrupt")]
        assert {answer.status_code for answer in doors} == {403}
        address = limited.lab_url(f"api/kernels/{kernel}/channels?session_id=test").replace("http", "ws", 1)
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
            websocket.create_connection(address, cookie=cookies, timeout=PATIENCE)
        assert [one["id"] for one in lab.get("api/kernels").json()] == [own["kernel"]["id"]]
        assert [one["id"] for one in lab.get("api/sessions").json()] == [own["id"]]
        assert lab.delete(f"api/sessions/{theirs['id']}").status_code == 404
        assert [other.delete(f"api/sessions/{one['id']}").status_code for one in (theirs, own)] == [204, 204]


def test_a_kernels_folder_is_named_by_the_server_alone(studio: Platform, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x", encoding="utf-8")
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        kernel = lab.post("api/kernels", json={"kernel_id": str(tmp_path)}).json()["id"]
        assert lab.get(f"api/kernels/{kernel}").status_code == 200
        assert lab.delete(f"api/kernels/{kernel}").status_code == 204
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_trainer_of_the_whole_enterprise_marks_and_finds_the_folder(studio: Platform) -> None:
    with studio.client("T2001") as client, lab_of(studio, client) as lab:
        assert lab.get("formgrader", follow_redirects=True).status_code == 200
        assert lab.get("api/contents/nbgrader").status_code == 200
