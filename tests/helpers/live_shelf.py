"""Notebooks with a kernel behind them, laid into a running site's workspace."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import nbformat
import psutil

from anpei import courses
from tests.helpers import published
from tests.helpers.platform import Platform
from tests.helpers.processes import PATIENCE

COUNTER = """import anywidget, traitlets
class Counter(anywidget.AnyWidget):
    _esm = '''export default { render({ model, el }) {
      const button = document.createElement("button");
      const show = () => { button.textContent = `按了 ${model.get("count")} 次`; };
      button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
      model.on("change:count", show); show(); el.append(button); } }'''
    count = traitlets.Int(0).tag(sync=True)
Counter()"""
WHO = "from anpei.server.core.viewer import current_user\nprint('VIEWER', current_user())"
ENVIRONMENT = "import os\nprint('ENVIRONMENT', sorted(os.environ.items()))"
SignIn = Callable[..., None]
LEARNERS = ("learner",)
COURSE = "smoke"


def lay(
    platform: Platform, name: str, *cells: str, roles: tuple[str, ...] | None = LEARNERS, title: str = "烟气怎样蔓延"
) -> str:
    """Write a chapter and return its page's path; ``roles`` None leaves the metadata out."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata["title"] = title
    if roles is not None:
        notebook.metadata["anpei"] = {"roles": list(roles)}
    slug = courses.chapter_slug(name)
    chapters = _chapters.setdefault(str(platform.site.root), {})
    chapters[name] = f"  - {{file: {name}.ipynb, title: 互动 {name}, minutes: 5, mode: live}}\n"
    listing = "title: 烟气\nsummary: 烟怎样走。\naudience: 全体员工\nminutes: 10\nchapters:\n"
    listing += "".join(chapters.values())
    place = f"courses/{COURSE}/{name}.ipynb"
    published.put(platform.site, "chapter", f"{COURSE}/{slug}", {place: nbformat.writes(notebook).encode()})
    published.put(platform.site, "course", COURSE, {f"courses/{COURSE}/course.yaml": listing.encode()})
    published.await_page(platform, f"courses/{COURSE}", f"互动 {name}")
    return f"live/{COURSE}/{slug}"


_chapters: dict[str, dict[str, str]] = {}
"""What was laid on each platform's shelf so far."""


def kernel_of(page: str) -> str:
    """The kernel id a live page was given."""
    found = re.search(r'"kernelId": "([0-9a-f-]+)"', page)
    assert found, page[:2000]
    return found[1]


def kernels(platform: Platform) -> list[psutil.Process]:
    """The live pages' kernels alive below this platform; the Lab's are not counted."""
    below = psutil.Process(platform.process.pid).children(recursive=True)
    return [process for process in below if "/voila_" in " ".join(_line(process))]


def _line(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return []


def way_to(client: httpx.Client, path: str) -> str:
    """The address on the live origin that the platform gives somebody for a chapter (``live/<course>/<chapter>``)."""
    answer = client.post(path.partition("?")[0].replace("live/", "api/live/open/", 1))
    assert answer.status_code == 200, answer.text[:1000]
    asked = path.partition("?")[2]
    return str(answer.json()["address"]) + (f"?{asked}" if asked else "")


def framed(client: httpx.Client, path: str) -> httpx.Response:
    """The part of a live chapter as its frame gets it: by an address. What else is sent along is not looked at."""
    way = way_to(client, path)
    return httpx.get(
        way, headers=client.headers, cookies=client.cookies, timeout=PATIENCE, verify=False, trust_env=False
    )


@contextmanager
def opened(client: httpx.Client, path: str) -> Iterator[str]:
    """A live page as somebody opens it, kept alive by its heartbeat, and left at the end; gives the kernel id."""
    answer = framed(client, path)
    assert answer.status_code == 200, answer.text[:1000]
    kernel = kernel_of(answer.text)
    over = threading.Event()
    beating = threading.Thread(target=_beat, args=(client, kernel, over), daemon=True)
    beating.start()
    try:
        yield kernel
    finally:
        over.set()
        beating.join()
        client.post("api/live/leave", data={"kernel": kernel})


def shown(client: httpx.Client, path: str) -> str:
    """A live page's text as it arrives; the page is left at once."""
    text = framed(client, path).text
    client.post("api/live/leave", data={"kernel": kernel_of(text)})
    return text


def _beat(client: httpx.Client, kernel: str, over: threading.Event) -> None:
    while True:
        client.post("api/live/beat", json={"kernel": kernel})
        if over.wait(2):
            return
