"""Chapter text to safe HTML: no raw HTML passes, ``[[law#article]]`` becomes a link to the law card.

A quotation beginning with 禁止, 警告, 注意, 必须, 安全 or 记住 is drawn as a sign of that meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import escape

from anpei.laws import Registry

__all__ = ["CITE", "cites_of", "images_of", "law_address", "links_of", "paragraphs_of", "to_html"]

CITE = re.compile(r"\[\[([^\[\]\n]{1,120})\]\]")
_SIGNS = {"禁止": "danger", "警告": "warn", "注意": "warn", "必须": "info", "安全": "ok", "记住": "ok"}
_SAFE_LINK = re.compile(r"^(https?:|mailto:|#|[^:/]+$|[^:]*/)", re.IGNORECASE)


def to_html(text: str, registry: Registry) -> str:
    """Render markdown; links to other sites open apart, addresses below the course stay relative to the chapter."""
    return str(_renderer().render(text, {"registry": registry})).strip()


def cites_of(text: str) -> list[tuple[str, int]]:
    """Every citation with its 0-based line."""
    return [
        (match[1].strip(), number) for number, line in enumerate(text.splitlines()) for match in CITE.finditer(line)
    ]


def images_of(text: str) -> list[tuple[str, str, int]]:
    """Every picture as (source, alternative text, 0-based line)."""
    found = []
    for token, line in _inline(text):
        for child in token.children or ():
            if child.type == "image":
                found.append((str(child.attrs.get("src", "")), child.content, line))
    return found


def links_of(text: str) -> list[tuple[str, int]]:
    """Every link's address with its 0-based line; citations are no links."""
    return [
        (unquote(str(child.attrs.get("href", ""))), line)
        for token, line in _inline(text)
        for child in token.children or ()
        if child.type == "link_open"
    ]


def paragraphs_of(text: str) -> list[tuple[str, int]]:
    """The plain words of every paragraph with its 0-based line; headings and tables are no paragraphs."""
    tokens = _renderer().parse(text)
    found = []
    for before, token in pairwise(tokens):
        if before.type == "paragraph_open" and token.type == "inline":
            words = "".join(child.content for child in token.children or () if child.type == "text")
            found.append((words, before.map[0] if before.map else 0))
    return found


def law_address(citation: str) -> str:
    """A law card's page below the base URL; ``#`` has no place in a path."""
    return "laws/" + quote(citation.replace("#", "/", 1), safe="/.@-")


def _inline(text: str) -> Iterator[tuple[Token, int]]:
    line = 0
    for token in _renderer().parse(text):
        line = token.map[0] if token.map else line
        if token.type == "inline":
            yield token, line


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": False}).enable("table")
    markdown.validateLink = lambda url: bool(_SAFE_LINK.match(url))  # type: ignore[method-assign]
    markdown.inline.ruler.before("link", "cite", _parse_cite)
    markdown.core.ruler.push("signs", _mark_signs)
    markdown.add_render_rule("cite", _render_cite)
    markdown.add_render_rule("table_open", lambda *_: '<div class="table-frame" tabindex="0"><table>\n')
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    markdown.add_render_rule("th_open", _render_head)
    markdown.add_render_rule("link_open", _render_link)
    return markdown


def _parse_cite(state: StateInline, silent: bool) -> bool:
    match = CITE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("cite", "", 0)
        token.content = match[1].strip()
    state.pos = match.end()
    return True


def _render_cite(_self: object, tokens: list[Token], index: int, _options: object, env: dict[str, Registry]) -> str:
    citation = tokens[index].content
    registry = env["registry"]
    found = registry.known(citation)
    if found is None:
        return f'<span class="cite unknown">{escape(citation)}（依据待核）</span>'
    address = escape("../../" + law_address(str(found)))
    return f'<a class="cite" data-cite="{escape(str(found))}" href="{address}">{escape(registry.title(found))}</a>'


def _render_head(_self: object, tokens: list[Token], index: int, *_: object) -> str:
    return '<th scope="col">'


def _render_link(self: object, tokens: list[Token], index: int, options: object, env: object) -> str:
    token = tokens[index]
    if re.match("https?:", str(token.attrs.get("href", "")), re.IGNORECASE):
        token.attrSet("rel", "noopener noreferrer")
        token.attrSet("target", "_blank")
    return str(self.renderToken(tokens, index, options, env))  # type: ignore[attr-defined]


def _mark_signs(state: StateCore) -> None:
    """Give a quotation the class of the safety word it begins with."""
    for index, token in enumerate(state.tokens[:-2]):
        inline = state.tokens[index + 2]
        if token.type == "blockquote_open" and inline.type == "inline":
            word = inline.content.lstrip("*")[:2]
            if word in _SIGNS:
                token.attrSet("class", f"sign {_SIGNS[word]}")
