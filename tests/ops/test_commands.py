"""A command brings only its own rooms along, and every command is known to the table of contents."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from anpei import backups, clock, publishing
from anpei.cli.chinese import UsageError, in_chinese, usage_trouble
from anpei.cli.main import GROUPS, MODULES, PLAIN, _gather, app
from anpei.settings import open_site

CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_command_is_in_the_table_of_contents() -> None:
    for module in set(PLAIN.values()):
        registered = importlib.import_module(f"anpei.cli.{module}").app.registered_commands
        assert {command.name for command in registered} == {name for name, at in PLAIN.items() if at == module}
    assert MODULES.keys() == GROUPS.keys()


def commands() -> dict[str, Any]:
    """Every command by what is typed, as the real program puts it together."""
    _gather("")
    found: dict[str, Any] = {}

    def walk(command: Any, path: str) -> None:
        found[path] = command
        for name, each in getattr(command, "commands", {}).items():
            walk(each, f"{path} {name}")

    walk(in_chinese(typer.main.get_command(app)), "anpei")
    return found


def test_help_is_chinese_to_its_last_word() -> None:
    found = commands()
    assert {"anpei secrets rotate", "anpei staff unlock", "anpei backup"} <= found.keys()
    for path, command in found.items():
        context = typer.Context(command, info_name=path)
        assert CHINESE.search(command.help or ""), path
        assert command.get_usage(context).startswith("用法：") and "[OPTIONS]" not in command.get_usage(context)
        silent = [param.name for param in command.get_params(context) if not CHINESE.search(param.help or "")]
        assert silent == [], path


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("serve --nonsense", "没有选项 --nonsense。"),
        ("restore", "缺少 文件。"),
        ("bakcup", "没有命令 bakcup。是不是 'backup' 或 'bank'？"),
        ("demo --port many", "'--port' 的值不对。"),
        ("serve one two", "多写了 two。"),
        ("backup --key", "选项 --key 后面要写值。"),
        ("staff", ""),
    ],
)
def test_what_is_typed_wrong_is_told_in_chinese(typed: str, said: str) -> None:
    with pytest.raises(UsageError) as wrong:
        commands()["anpei"](typed.split(), prog_name="anpei", standalone_mode=False)
    assert usage_trouble(wrong.value).startswith(said)
    assert not said or usage_trouble(wrong.value).endswith("--help。")


def test_a_new_site_has_published_what_the_platform_brings(tmp_path: Path) -> None:
    module = [sys.executable, "-m", "anpei"]
    done = subprocess.run([*module, "init", str(tmp_path / "site")], check=True, capture_output=True, text=True)
    site = open_site(tmp_path / "site")
    assert backups.recipients(site) == [backups.parse_key(done.stdout).public], "the key of its backups is shown"
    entries = publishing.store_of(site).index().entries
    assert {"course/fire-escape", "paper/fire-basics"} <= entries.keys()
    assert not publishing.settle(site, clock.now()), "the first start finds nothing left to publish"
