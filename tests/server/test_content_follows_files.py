"""The running platform follows its files; a mistake in one of them takes nothing away from learners."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anpei.database import Database
from anpei.server.core.context import Context
from anpei.settings import Site
from tests.helpers import quiz_shelf


@pytest.fixture
def context(site: Site, db: Database) -> Iterator[Context]:
    quiz_shelf.write(site.workspace)
    shared = Context(site, db)
    shared.papers()
    yield shared


def rewrite(context: Context, name: str, old: str, new: str) -> None:
    path = context.site.workspace / name
    path.write_text(path.read_text("utf-8").replace(old, new) + "\n", encoding="utf-8")


def test_a_changed_stem_is_there_at_the_next_request(context: Context) -> None:
    rewrite(context, "quizzes/bank/fire.yaml", "第 1 题", "改过的第 1 题")
    assert context.bank().items["fire-001"].public.stem == "改过的第 1 题"


def test_a_broken_bank_file_keeps_the_questions_and_says_so(context: Context) -> None:
    before = context.bank().items
    rewrite(context, "quizzes/bank/fire.yaml", "topic: fire", "topic: [fire")
    assert context.bank().items == before
    assert context.papers().papers["quiz"]
    assert context.bank().findings


def test_a_mended_file_is_followed_again(context: Context) -> None:
    rewrite(context, "quizzes/bank/fire.yaml", "topic: fire", "topic: [fire")
    context.bank()
    rewrite(context, "quizzes/bank/fire.yaml", "topic: [fire", "topic: fire")
    rewrite(context, "quizzes/bank/fire.yaml", "第 2 题", "新的第 2 题")
    assert context.bank().items["fire-002"].public.stem == "新的第 2 题"


def test_a_broken_register_keeps_the_laws(context: Context) -> None:
    assert context.registry().known("xiaofang#44")
    rewrite(context, "laws/registry.yaml", "laws:", "laws: [")
    assert context.registry().known("xiaofang#44")
