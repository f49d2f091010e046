"""``anpei help``: everything the platform points to can be read from the program itself, also from a wheel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from anpei import guides
from anpei.cli.manual import app
from anpei.errors import NotFound

SOURCES = Path(guides.__file__).parent
SAID = re.compile(r"anpei help (?:--raw )?([a-z-]+)")
CHECKOUT = re.compile(r"[\"“ （见按](?:docs|deploy)/[\w./-]+\.(?:md|toml|service)")


def ask(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_without_a_name_it_lists_every_guide_with_its_title() -> None:
    said = ask()
    for one in guides.guides():
        assert one.name in said
    assert "把平台跑起来（管理员）" in said


def test_a_guide_is_laid_out_and_an_example_comes_as_it_stands() -> None:
    assert "anpei init" in ask("operate") and "# 把平台跑起来" not in ask("operate")
    assert ask("settings") == (guides.bundled() / "deploy/anpei.toml").read_text(encoding="utf-8")
    assert ask("operate", "--raw").startswith("# 把平台跑起来（管理员）\n")


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="没有叫“backup”的手册") as caught:
        guides.guide("backup")
    assert "operate" in caught.value.way_out and "settings" in caught.value.way_out


def test_every_guide_that_a_message_names_is_there() -> None:
    names = {one.name for one in guides.guides()}
    said = {name: path for path in SOURCES.rglob("*.py") for name in SAID.findall(path.read_text(encoding="utf-8"))}
    assert said and {name: path for name, path in said.items() if name not in names} == {}


def test_no_message_points_to_a_file_of_the_checkout() -> None:
    """Docstrings may; what a person reads (Chinese on the same line) may not."""
    told = [
        f"{path}: {line.strip()}"
        for path in SOURCES.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"[\u4e00-\u9fff]", line) and CHECKOUT.search(line)
        if path.name != "guides.py"
    ]
    assert told == []
