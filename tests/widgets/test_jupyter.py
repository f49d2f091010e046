"""The Jupyter host for real: the widgets live in JupyterLab 4 and in Voila, and Python has what was chosen."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.helpers.processes import stop, wait_for

pytestmark = pytest.mark.machines
CODE = """import anpei_widgets as aw
import ipywidgets
from IPython.display import display

choice = aw.Choice("先做什么？", ["报警", "灭火", "回家"])
order = aw.Order("排好", ["提起", "拔销"])
label = ipywidgets.Label("还没有选")
choice.observe(lambda change: setattr(label, "value", f"Python 收到 {change.new}"), "value")
display(choice, order, aw.risk_matrix(), label)"""


@contextmanager
def serving(folder: Path, *command: str) -> Iterator[str]:
    """A Jupyter server over a folder with the notebook; yields its address."""
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)], metadata=kernel)
    nbformat.write(notebook, folder / "widgets.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"JUPYTER_CONFIG_DIR": str(folder / "config"), "JUPYTER_DATA_DIR": str(folder / "data")}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, f"--port={port}", "--no-browser"],
            cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}/"
    try:
        wait_for(lambda: urllib.request.urlopen(address, timeout=5).status == 200)
        yield address
    finally:
        stop(process)


def choose_and_be_heard(page: Page) -> None:
    page.get_by_role("radio", name="灭火").check()
    expect(page.get_by_text("Python 收到 b")).to_be_visible()
    page.get_by_role("button", name="下移：提起").click()
    expect(page.get_by_role("button", name="上移：拔销")).to_be_visible()
    page.get_by_role("gridcell", name="可能性 4 多见，严重性 4 严重").click()
    expect(page.get_by_text("较大风险").first).to_be_visible()


@pytest.mark.long
def test_in_jupyterlab_a_widget_keeps_its_value_over_a_reload(tmp_path: Path, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    lab = ("jupyterlab", "--ServerApp.root_dir=.", "--IdentityProvider.token=", "--allow-root")
    with serving(tmp_path, *lab) as address:
        page.goto(f"{address}lab/tree/widgets.ipynb")
        expect(page.get_by_text("Python 3 (ipykernel) | Idle")).to_be_visible()
        page.locator(".jp-CodeCell .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        choose_and_be_heard(page)
        page.keyboard.press("Control+s")
        page.reload()
        expect(page.get_by_role("radio", name="灭火")).to_be_checked()


def test_in_voila_python_has_what_was_chosen(tmp_path: Path, page: Page) -> None:
    with serving(tmp_path, "voila", "widgets.ipynb") as address:
        page.goto(address)
        choose_and_be_heard(page)
