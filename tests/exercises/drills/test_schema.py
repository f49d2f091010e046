"""The published schema says what the reader of scenarios says, in Chinese, and editors can work with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from anpei.cli.drills import app
from anpei.content import bundled
from anpei.exercises.scenarios.schema import schema
from anpei.plainfiles import read_yaml

SHIPPED = sorted((bundled() / "drills").glob("*/scenario.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_shipped_scenarios_fit_it(path: Path) -> None:
    document, _ = read_yaml(path)
    assert document is not None
    assert [error.message for error in Draft202012Validator(schema()).iter_errors(document.data)] == []


def test_every_field_is_explained() -> None:
    made = schema()
    Draft202012Validator.check_schema(made)
    for name, part in {**made["$defs"], "Scenario": made}.items():
        silent = [field for field, told in part["properties"].items() if not told["description"]]
        assert silent == [], name
        assert part["description"], name
        assert part["additionalProperties"] is False, f"{name} would swallow a mistyped key"


@pytest.mark.parametrize(
    "broken",
    [{"secnods": 30}, {"seconds": 3}, {"channel": "fax"}, {"role": "Pilot"}],
    ids=lambda broken: next(iter(broken)),
)
def test_it_marks_what_the_reader_refuses(broken: dict[str, object]) -> None:
    document, _ = read_yaml(SHIPPED[0])
    assert document is not None
    data = json.loads(json.dumps(document.data))
    data["injects" if "channel" in broken else "nodes"][0] |= broken
    assert len(list(Draft202012Validator(schema()).iter_errors(data))) == 1


def test_the_command_prints_it_and_writes_it(tmp_path: Path) -> None:
    printed = CliRunner().invoke(app, ["schema"])
    assert json.loads(printed.stdout) == schema()
    written = CliRunner().invoke(app, ["schema", "--out", str(tmp_path / "s.json")])
    assert written.exit_code == 0
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8")) == schema()
