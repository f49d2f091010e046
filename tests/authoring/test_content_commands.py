"""``anpei content log``, ``diff`` and ``restore``, as they are typed."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from anpei.authoring import Author, Authoring
from anpei.cli import content
from anpei.errors import NotFound
from anpei.settings import Site


def typed(site: Site, *words: str) -> str:
    result = CliRunner().invoke(content.app, [*words, "--site", str(site.root)])
    if result.exception is not None:
        raise result.exception
    return result.output


def test_what_became_of_a_question_and_back_again(site: Site) -> None:
    desk = Authoring(site)
    told = desk.get("item", "fire-001")
    assert "还没有历史" in typed(site, "log", "item/fire-001")
    options = [{**told.value["options"][0], "text": "换过的"}, *told.value["options"][1:]]
    wanted = {**told.value, "stem": "新的题干？", "options": options}
    desk.save("item", "fire-001", wanted, base=told.version, author=Author("T2001", "王老师"), sentence="换了题干")
    newest, oldest = typed(site, "log", "item/fire-001").splitlines()
    assert newest.endswith("王老师  换了题干") and "采用平台自带的内容" in oldest
    lines = typed(site, "diff", "item/fire-001").splitlines()
    assert lines[1:] == [
        "stem", f"  改前：{told.value['stem']}", "  改后：新的题干？",
        "options.1.text", f"  改前：{told.value['options'][0]['text']}", "  改后：换过的",
    ]  # fmt: skip
    assert "发布以后学员才看到" in typed(site, "restore", "item/fire-001", oldest[:10])
    assert "现在就是这个版本" in typed(site, "restore", "item/fire-001", oldest[:10])
    assert desk.get("item", "fire-001").value == told.value
    with pytest.raises(NotFound, match="没有版本"):
        typed(site, "diff", "item/fire-001", "--at", "ffff")
    with pytest.raises(NotFound, match="没有题目"):
        typed(site, "log", "item/nobody")
