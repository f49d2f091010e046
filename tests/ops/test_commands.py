"""A command brings only its own rooms along, and every command is known to the table of contents."""

from __future__ import annotations

import importlib

from anpei.cli.main import GROUPS, MODULES, PLAIN


def test_every_command_is_in_the_table_of_contents() -> None:
    for module in set(PLAIN.values()):
        registered = importlib.import_module(f"anpei.cli.{module}").app.registered_commands
        assert {command.name for command in registered} == {name for name, at in PLAIN.items() if at == module}
    assert MODULES.keys() == GROUPS.keys()
