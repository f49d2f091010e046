"""A small shelf to put bank files on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from anpei import bank
from anpei.content import Shelves
from tests.bank.scenes import PICTURES

REGISTRY = """
laws:
  - {id: xiaofang, name: 消防法, short: 消防法, kind: 法律, versions: [{id: "2021"}], articles: 74, certainty: 核,
     checked: {where: 官方文本, on: 2026-01-01}, gists: {"44": 发现火灾要立即报警。}}
  - {id: jiufa, name: 旧办法, short: 旧办法, kind: 部门规章, versions: [{id: "1990", until: 2000-01-01}], certainty: 转,
     gists: {"1": 旧的第一条。}}
"""
TOPICS = "fire: {title: 消防与逃生}\n"


@pytest.fixture
def load_bank(tmp_path: Path) -> Callable[[str], bank.Bank]:
    """Read one bank file, given as text, on a shelf with one topic, two laws and a few pictures."""

    def load(text: str) -> bank.Bank:
        for name, content in {
            "laws/registry.yaml": REGISTRY,
            "quizzes/topics.yaml": TOPICS,
            "quizzes/media/exit.svg": "<svg/>",
            **{f"quizzes/media/{name}.svg": picture for name, picture in PICTURES.items()},
            "quizzes/bank/fire.yaml": text,
        }.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text if name.endswith("fire.yaml") else content, encoding="utf-8")
        return bank.load(Shelves([tmp_path]), on=date(2026, 11, 23))

    return load
