"""Every notebook we ship runs from top to bottom, in one kernel emptied in between; it holds calls and no results.

Static chapters, live ones, the gallery and the Voila apps: what a reader would get, asked of Jupyter itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anpei_widgets as aw
import nbformat
import pytest
from jupyter_client.manager import KernelManager, start_new_kernel
from nbclient import NotebookClient

from anpei.content import bundled
from anpei.courses.model import Chapter
from anpei.courses.notebook import read_cells
from anpei.courses.rules import Page, only_calls, outputs_stripped
from anpei.laws import Registry

from tests.helpers.processes import PATIENCE

GALLERY = bundled() / "widgets/gallery.ipynb"
NOTEBOOKS = sorted([*bundled().glob("courses/*/*.ipynb"), *bundled().glob("voila_apps/*.ipynb"), GALLERY])
IMPORT = "import anpei_widgets as aw"
VIEW = "application/vnd.jupyter.widget-view+json"
pytestmark = [pytest.mark.machines, pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")]


@pytest.fixture(scope="module")
def kernel() -> Iterator[tuple[KernelManager, Any]]:
    manager, client = start_new_kernel(kernel_name="python3")
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(path: Path, kernel: tuple[KernelManager, Any]) -> Any:
    """The notebook as executed; a cell that fails raises."""
    manager, client = kernel
    empty = f"get_ipython().reset(new_session=True)\nget_ipython().run_line_magic('cd', '-q {path.parent}')"
    client.execute_interactive(empty, timeout=PATIENCE)
    notebook = nbformat.read(path, as_version=4)
    runner = NotebookClient(notebook, km=manager, timeout=PATIENCE)
    runner.kc = client
    runner.execute()
    return notebook


def shown(notebook: Any) -> list[dict[str, Any]]:
    """The specs in the outputs, of those widgets a notebook front end can draw too."""
    data = [output.data for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    return [one[aw.MIME] for one in data if aw.MIME in one and VIEW in one]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_notebook_runs_from_top_to_bottom(path: Path, kernel: tuple[KernelManager, Any]) -> None:
    cells, _ = read_cells(path)
    assert cells is not None
    chapter = Page(Chapter(path.stem, "", 1, "static", path), cells, Registry({}), None)
    assert [finding.message for rule in (only_calls, outputs_stripped) for finding in rule(chapter)] == []
    notebook = run(path, kernel)
    calls = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip() != IMPORT]
    specs = shown(notebook)
    assert len(specs) == len(calls)
    assert all(one["widget"] in aw.names() and isinstance(one["spec"], dict) for one in specs)
    if path == GALLERY:
        assert {one["widget"] for one in specs} == set(aw.names())
