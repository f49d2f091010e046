"""A chapter is run once, in a kernel that knows no secrets; a broken one leaves the last good build in place."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from nbclient import NotebookClient

from anpei import courses, laws
from anpei.content import Shelves
from anpei.settings import Site, create_site
from tests.helpers.confined import WALLED
from tests.helpers import course_shelf as shelf
from tests.helpers.processes import wait_for


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose workspace holds the course."""
    made = create_site(tmp_path / "site", "")
    source = tmp_path / "source"
    shelf.lay_out(source)
    for path in sorted(source.rglob("*.*")):
        target = made.workspace / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    return made


def rewrite(site: Site, *cells: tuple[str, str]) -> courses.Course:
    path = site.workspace / "courses/fire/01-alarm.ipynb"
    path.write_text(shelf.notebook(*cells), encoding="utf-8")
    return shelf.course(Shelves([site.workspace]))


def read(site: Site, course: courses.Course) -> courses.Built:
    return courses.read_built(site, course, course.chapters[0])


def test_text_and_widgets_come_in_order(site: Site) -> None:
    course = shelf.course(Shelves([site.workspace]))
    assert courses.build(site, course, laws.load(site.shelves)[0]) == []
    built = read(site, course)
    assert [(block.kind, block.name) for block in built.blocks] == [("html", ""), ("widget", "practice")]
    assert built.blocks[1].spec == {"item": "fire-p01"} and built.cites == ("xiaofang#44",)


def test_a_second_build_runs_nothing(site: Site) -> None:
    course = shelf.course(Shelves([site.workspace]))
    courses.build(site, course, laws.load(site.shelves)[0])
    before = sorted((path.name, path.stat().st_mtime_ns) for path in courses.shelf(site, course).iterdir())
    courses.build(site, course, laws.load(site.shelves)[0])
    assert sorted((path.name, path.stat().st_mtime_ns) for path in courses.shelf(site, course).iterdir()) == before


def test_pictures_keep_their_words(site: Site) -> None:
    pixel = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
    show = f"display({{'image/png': '{pixel}'}}, raw=True, metadata={{'image/png': {{'alt': '着火的配电箱'}}}})"
    course = rewrite(site, ("markdown", "# 图"), ("code", f"from IPython.display import display\n{show}"))
    assert courses.build(site, course, laws.load(site.shelves)[0]) == []
    picture = read(site, course).blocks[1]
    assert picture.text == "着火的配电箱" and (courses.shelf(site, course) / picture.name).is_file()


def test_the_kernel_knows_none_of_the_servers_secrets(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANPEI_TEST_SECRET", "plaintext")
    course = rewrite(site, ("code", "import os\nprint('ANPEI_TEST_SECRET' in os.environ)"))
    courses.build(site, course, laws.load(site.shelves)[0])
    assert read(site, course).blocks[0].text == "False"


@WALLED
def test_a_chapters_code_reaches_nothing_of_the_platform(site: Site) -> None:
    """It is run when a chapter is opened, by the server: whoever writes chapters would be the server."""
    site.secret("cookie")
    reach = (
        "import os\nfor act in (lambda: open('{var}/private/cookie', 'rb').read(), lambda: os.truncate('{var}/private/cookie', 0),"
        "\n            lambda: os.kill(os.getppid(), 0), lambda: open('{root}/anpei.toml', 'a')):\n"
        "    try:\n        print(act())\n    except OSError as error:\n        print(type(error).__name__)"
    )
    course = rewrite(site, ("code", reach.format(var=site.var, root=site.root)))
    assert courses.build(site, course, laws.load(site.shelves)[0]) == []
    assert read(site, course).blocks[0].text.split() == ["PermissionError"] * 4


def test_a_broken_notebook_leaves_the_last_good_build(site: Site) -> None:
    course = shelf.course(Shelves([site.workspace]))
    courses.build(site, course, laws.load(site.shelves)[0])
    course = rewrite(site, ("markdown", "# 新"), ("code", "1 / 0"))
    findings = courses.build(site, course, laws.load(site.shelves)[0])
    assert [f.rule for f in findings] == ["notebook-run"] and "ZeroDivisionError" in findings[0].message
    built = read(site, course)
    assert built.state == "broken" and "ZeroDivisionError" in built.problem and "先报警" in built.blocks[0].text


def test_a_changed_chapter_is_rebuilt_when_read(site: Site) -> None:
    builder = courses.Builder(site, lambda: laws.Registry({}))
    course = rewrite(site, ("markdown", "# 第二版"))
    assert builder.read(course, course.chapters[0]).state == "updating"
    wait_for(lambda: builder.read(course, course.chapters[0]).state == "ready")
    assert "第二版" in read(site, course).blocks[0].text
    builder.close()


def test_a_kernel_that_died_leaves_no_mark_and_is_tried_again(site: Site) -> None:
    course = rewrite(site, ("code", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"))
    findings = courses.build(site, course, laws.load(site.shelves)[0])
    assert "内核中途退出" in findings[0].message and read(site, course).state == "updating"


def test_a_chapter_that_missed_a_file_is_tried_again_when_the_file_is_there(site: Site) -> None:
    course = rewrite(site, ("code", "print(open('media/readings.csv').read())"))
    assert "FileNotFoundError" in courses.build(site, course, laws.load(site.shelves)[0])[0].message
    assert read(site, course).state == "broken"
    media = course.folder / "media"
    media.mkdir(exist_ok=True)
    (media / "readings.csv").write_text("19.5", encoding="utf-8")
    assert read(site, course).state == "updating"
    assert courses.build(site, course, laws.load(site.shelves)[0]) == [] and read(site, course).blocks[0].text == "19.5"


def test_a_machine_that_fails_leaves_no_mark_and_no_kernel(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    course, started = rewrite(site, ("code", "1 + 1")), []

    async def gone(self: NotebookClient) -> None:
        started.append(self.km)
        raise FileNotFoundError("kernel.json")

    monkeypatch.setattr(NotebookClient, "async_start_new_kernel_client", gone)
    assert "稍后会再试" in courses.build(site, course, laws.load(site.shelves)[0])[0].message
    assert read(site, course).state == "updating"
    assert [manager.has_kernel for manager in started] == [False, False]  # a static chapter's and a live one's
