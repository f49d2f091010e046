"""Guides as pages: only what is safe and leads somewhere."""

from __future__ import annotations

import re

from anpei import guides
from anpei.server.guides.text import to_page

TEXT = """# 写一门课

看[写一道题](write-items.md#一)，或[清单](../reference/checks.md)和[外面](https://example.org)。

![一张图](../images/x.png)

<script>alert(1)</script>

| 一 | 二 |
|---|---|
| `a` | b |
"""


def test_links_lead_to_guides_and_nothing_runs() -> None:
    html = to_page(TEXT, lambda name: f"/help/{name}" if name == "write-items" else None)
    assert '<a href="/help/write-items">写一道题</a>' in html and "<span>清单</span>" in html
    assert 'rel="noopener noreferrer">外面</a>' in html
    assert "<script>" not in html and "<img" not in html and "<h1>" not in html and '<table class="list">' in html


def test_every_guide_is_a_page_whose_links_are_answered() -> None:
    known = {one.name for one in guides.guides()}
    for one in guides.guides():
        if one.is_prose:
            html = to_page(one.text, lambda name: f"help/{name}" if name in known else None)
            assert html and not re.search(r'href="(?!help/|https://)', html), one.name
