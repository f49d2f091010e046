"""A small shelf to import into, and the ways a trainer saves a table."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from anpei import exchange, laws
from anpei.content import Shelves
from anpei.exchange.interpret import Interpretation, interpret
from anpei.settings import Site, create_site
from tests.helpers import quiz_shelf

REGISTRY = laws.Registry({})
HEADS = ("题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "知识点")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with the small quiz shelf only: what came with the platform would take a second each time."""
    site = create_site(tmp_path / "site", "")
    quiz_shelf.write(site.workspace)
    vars(site)["shelves"] = Shelves([site.workspace])
    return site


def book(rows: Iterable[Sequence[Any]], heads: Sequence[Any] = HEADS) -> bytes:
    """A workbook of one sheet as bytes."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (heads, *rows):
        sheet.append(list(row))
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(data: bytes | str, name: str, **decided: Any) -> exchange.QuestionSource:
    raw = data.encode() if isinstance(data, str) else data
    return exchange.read_questions(raw, name, exchange.Choices(**decided))


def meant(data: bytes | str, name: str, **decided: Any) -> list[Interpretation]:
    """What each question of a file becomes."""
    source = read(data, name, **decided)
    return [interpret(question, exchange.Choices(**decided), REGISTRY) for question in source.questions]


def codes(made: Interpretation) -> list[str]:
    return [doubt.code for doubt in made.doubts]


def right(made: Interpretation) -> list[str]:
    """The texts of the right options."""
    return [row["text"] for row in made.item["options"] if row.get("right")]
