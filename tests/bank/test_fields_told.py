"""The guide for authors shows every field of every kind, in examples that can be read."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from anpei.bank import shape
from anpei.bank.kinds import KINDS, OWN
from anpei.bank.shape import COMMON, ItemFile
from anpei.guides import guide

GUIDE = guide("write-items").text


def examples() -> list[dict[str, Any]]:
    blocks = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    return [item for block in blocks for item in yaml.safe_load(block) or () if "kind" in item]


def parts(model: type[BaseModel]) -> dict[str, set[str]]:
    """The fields of what is a mapping of its own."""
    found = {}
    for name, field in model.model_fields.items():
        inner = re.search(r"(\w+File)", str(field.annotation))
        if inner:
            module = shape
            found[name] = set(getattr(module, inner[1]).model_fields)
    return found


@pytest.mark.parametrize("item", examples(), ids=lambda item: item["id"])
def test_an_example_can_be_read(item: dict[str, Any]) -> None:
    ItemFile.model_validate_json(json.dumps(item))


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_is_in_an_example(kind: str) -> None:
    shown = {name for item in examples() if item["kind"] == kind for name in item}
    assert shown >= OWN[kind] and shown <= OWN[kind] | COMMON


def test_every_field_and_its_parts_are_in_the_table() -> None:
    table = set(re.findall(r"`(\w+)`", GUIDE[GUIDE.index("| 字段 |") : GUIDE.index("## 找隐患")]))
    assert table >= set(ItemFile.model_fields)
    for name, fields in parts(ItemFile).items():
        row = next(line for line in GUIDE.splitlines() if line.startswith("|") and f"`{name}`（" in line)
        assert fields <= set(re.findall(r"`(\w+)`", row)), name
