"""A command brings only its own rooms along, and every command is known to the table of contents."""

from __future__ import annotations

import importlib
import subprocess
from pathlib import Path

from anpei import clock, publishing
from anpei.cli.main import GROUPS, MODULES, PLAIN
from anpei.settings import open_site
from tests.helpers.platform import COMMAND


def test_every_command_is_in_the_table_of_contents() -> None:
    for module in set(PLAIN.values()):
        registered = importlib.import_module(f"anpei.cli.{module}").app.registered_commands
        assert {command.name for command in registered} == {name for name, at in PLAIN.items() if at == module}
    assert MODULES.keys() == GROUPS.keys()


def test_a_new_site_has_published_what_the_platform_brings(tmp_path: Path) -> None:
    subprocess.run([*COMMAND, "init", str(tmp_path / "site")], check=True, capture_output=True)
    site = open_site(tmp_path / "site")
    entries = publishing.store_of(site).index().entries
    assert {"course/fire-escape", "paper/fire-basics"} <= entries.keys()
    assert not publishing.settle(site, clock.now()), "the first start finds nothing left to publish"
