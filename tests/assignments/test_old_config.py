"""A site's ``nbgrader_config.py`` of before: what it set goes on, the rest is told, and none of it is run."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.apps.nbgraderapp import NbGraderApp
from traitlets.config import Config

from anpei.assignments.config import configure
from anpei.assignments.old_config import NAME, as_toml, carry_over, kept_at, left_out, read_old
from anpei.nbgrader_settings import NbgraderSection
from anpei.settings import Site, open_site
from tests.helpers.platform import make_site

STOCK = '''"""nbgrader's settings for this site; what they are and why stands in anpei.assignments.config.

Add own settings below the call.
"""

from pathlib import Path

from anpei.assignments.config import configure

c = get_config()  # noqa: F821 (nbgrader defines it)
configure(c, Path(__file__).resolve().parents[2])
'''
OWN = """
c.ClearSolutions.code_stub = {"python": "# 在这里写\\nraise NotImplementedError()"}
c.ClearSolutions.begin_solution_delimeter = "解答开始"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc"]
c.LimitOutput.max_lines = 50
c.Autograde.pre_convert_hook = "os.system"
c.Execute.timeout = 60 * 2
import os; os.system("true")
"""


def laid(site: Site, text: str) -> Path:
    path = site.nbgrader / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path / "site")


def test_what_the_platform_wrote_itself_leaves_no_trace(site: Site) -> None:
    path, before = laid(site, STOCK), (site.root / "anpei.toml").read_text()
    assert carry_over(site) == []
    assert not path.exists() and (site.root / "anpei.toml").read_text() == before
    assert left_out(site) == [] and carry_over(site) is None


def test_own_settings_go_on_and_the_rest_is_told(site: Site) -> None:
    mode = (site.root / "anpei.toml").stat().st_mode
    laid(site, STOCK + OWN)
    told = carry_over(site)
    assert told is not None
    assert [finding.message.split("：", 1)[1] for finding in told] == [
        "c.Autograde.pre_convert_hook = 'os.system'", "c.Execute.timeout = 60 * 2", "import os", "os.system('true')",
    ]  # fmt: skip
    assert {finding.line > len(STOCK.splitlines()) for finding in told} == {True}
    assert left_out(site) == told and kept_at(site).read_text(encoding="utf-8") == STOCK + OWN
    assert (site.root / "anpei.toml").stat().st_mode == mode
    config = Config()
    configure(config, site.root)
    assert config.ClearSolutions.code_stub == {"python": "# 在这里写\nraise NotImplementedError()"}
    assert config.ClearSolutions.begin_solution_delimeter == "解答开始"
    assert config.CourseDirectory.ignore == [".ipynb_checkpoints", "*.pyc"]
    assert config.LimitOutput.max_lines == 50


def test_what_the_settings_say_already_counts(site: Site) -> None:
    toml = site.root / "anpei.toml"
    toml.write_text(toml.read_text() + "\n[nbgrader.LimitOutput]\nmax_lines = 7\n")
    laid(site, STOCK + "c.LimitOutput.max_lines = 50\nc.LockCells.lock_all_cells = True\n")
    carry_over(open_site(site.root))
    assert open_site(site.root).settings.nbgrader.given() == {
        "LimitOutput": {"max_lines": 7}, "LockCells": {"lock_all_cells": True},
    }  # fmt: skip


def test_a_file_that_is_no_python_is_kept_and_told(site: Site) -> None:
    laid(site, "c = (\n")
    told = carry_over(site)
    assert told is not None and "不是能读懂的 Python" in told[0].message
    assert kept_at(site).read_text() == "c = (\n"


def test_every_option_that_can_be_set_is_one_of_nbgraders() -> None:
    known = {kind.__name__: kind.class_traits(config=True) for kind in NbGraderApp().all_configurable_classes()}
    for name, field in NbgraderSection.model_fields.items():
        for option in field.annotation.model_fields:  # type: ignore[union-attr]
            assert option in known[name], f"{name}.{option}"


@pytest.mark.parametrize("text", ["", "c.X", "c.A.b = c.C.d", "x = 1", "c.A.b.c = 1", "c.LimitOutput.max_lines = -1"])
def test_what_is_no_option_is_carried_nowhere(text: str) -> None:
    assert read_old(text, NAME)[0] == {}


def test_values_are_written_as_toml_reads_them(site: Site) -> None:
    odd = {"ClearSolutions": {"code_stub": {"中 文": 'a"b\\c\n\x7f\x01', "r": "😀"}}}
    toml = site.root / "anpei.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + as_toml(odd), encoding="utf-8")
    assert open_site(site.root).settings.nbgrader.given() == odd
