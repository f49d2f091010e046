"""A guide's Markdown as HTML: links to guides lead to their pages, what lies elsewhere is named only. Pure.

Pictures stay out: they show the very pages one has beside it, and a wheel has none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import escape

__all__ = ["to_page"]

Address = Callable[[str], str | None]


def to_page(text: str, address: Address) -> str:
    """HTML of everything below the title; ``address`` gives a guide's page by its name, None when there is none."""
    body = text.partition("\n")[2] if text.startswith("# ") else text
    return str(_renderer().render(body, {"address": address})).strip()


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("image", lambda *_: "")
    markdown.add_render_rule("link_open", _open)
    markdown.add_render_rule("link_close", _close)
    markdown.add_render_rule("table_open", lambda *_: '<div class="table-frame" tabindex="0"><table class="list">\n')
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    markdown.add_render_rule("fence", _code)
    markdown.add_render_rule("code_block", _code)
    markdown.add_render_rule("th_open", lambda *_: '<th scope="col">')
    return markdown


def _code(_self: object, tokens: Sequence[Token], index: int, *_: object) -> str:
    """What is wider than the page scrolls, also by the keyboard."""
    return f'<pre tabindex="0"><code>{escape(tokens[index].content)}</code></pre>\n'


def _target(token: Token, env: dict[str, Any]) -> str | None:
    href = str(token.attrs.get("href", ""))
    if href.startswith("https://"):
        return href
    name = href.partition("#")[0]
    found: str | None = None
    if name.endswith(".md") and "/" not in name:
        found = env["address"](name.removesuffix(".md"))
    return found


def _open(_self: object, tokens: Sequence[Token], index: int, _options: object, env: dict[str, Any]) -> str:
    target = _target(tokens[index], env)
    outside = ' target="_blank" rel="noopener noreferrer"' if (target or "").startswith("https://") else ""
    return f'<a href="{escape(target)}"{outside}>' if target else "<span>"


def _close(_self: object, tokens: Sequence[Token], index: int, _options: object, env: dict[str, Any]) -> str:
    opened = next(token for token in reversed(tokens[:index]) if token.type == "link_open")
    return "</a>" if _target(opened, env) else "</span>"
