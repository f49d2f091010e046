"""What the bank's rules say of an item that lies in no file yet: one that is being written or brought in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from anpei.bank.entry import BankEntry, Problem, World
from anpei.bank.files import ITEM_RULES, SHAPE_NAMES, rule_name
from anpei.bank.shape import ItemFile
from anpei.content import Shelves
from anpei.laws import Registry
from anpei.plainfiles import Document
from anpei.wording import explain

__all__ = ["rehearse"]


def rehearse(
    raw: Mapping[str, Any], topic: str, topics: Mapping[str, str], registry: Registry, shelves: Shelves
) -> list[tuple[str, Problem]]:
    """Each rule the item breaks, by its name, with where in the item and what is wrong there."""
    entry = BankEntry(Document("", raw, None), (), raw, topic)
    world = World(topics, registry, shelves, None)
    found = [(rule_name(rule), problem) for rule in ITEM_RULES for problem in rule(entry, world)]
    try:
        ItemFile.model_validate(raw)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            name = SHAPE_NAMES.get(detail["type"].replace("_", "-"), "wrong-type")
            found.append((name, (detail["loc"], explain(detail))))
    return found
