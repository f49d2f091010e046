"""One sheet has every colour, size, space and radius; all other sheets take them from there by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOKENS = ROOT / "widgets/anpei_widgets/shared/tokens.css"
SHEETS = [
    path
    for folder in ("src/anpei", "widgets/anpei_widgets", "voila_apps")
    for ending in ("*.css", "*.html", "*.j2", "*.tpl")
    for path in (ROOT / folder).rglob(ending)
    if path != TOKENS and not {"dist", "vendor"} & set(path.parts)
]
STYLE = re.compile(r"<style>(.*?)</style>|\{% block style %\}(.*?)\{% endblock %\}", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?<![\w-])(-{0,2}[a-z][\w-]*):\s*([^;{}]+)[;}]")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?)\(|(?<![\w-])(?:white|black)(?![\w-])")
SCALED = re.compile(
    r"^(font-size|font|.*radius.*|(margin|padding|scroll-margin|scroll-padding)(-.*)?|(row-|column-)?gap)$"
)
RAW = re.compile(r"(?<![\w.-])-?(?!1px)\d*\.?\d+(?:rem|px|pt)\b")
"""A hairline of 1px, shares (%, em, fr) and what is measured on paper (mm) are no steps of a scale."""


def declarations(path: Path) -> Iterator[tuple[str, str]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".css":
        text = "\n".join("".join(found) for found in STYLE.findall(text))
    yield from DECLARATION.findall(COMMENT.sub("", text))


def places(bad: re.Pattern[str], only: re.Pattern[str] | None = None) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {name}: {value}"
        for path in SHEETS
        for name, value in declarations(path)
        if (only is None or only.match(name)) and bad.search(value)
    ]


def test_no_sheet_has_a_colour_of_its_own() -> None:
    assert places(COLOUR) == []


def test_no_sheet_has_a_size_a_space_or_a_radius_of_its_own() -> None:
    assert places(RAW, SCALED) == []


def test_every_token_that_a_sheet_uses_is_defined_somewhere() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in [TOKENS, *SHEETS, *scripts()]}
    defined = {name for text in texts.values() for name in re.findall(r"[\"'\s{;(](--[a-z][\w-]*)[\"']?\s*[:,]", text)}
    used = {name for text in texts.values() for name in re.findall(r"var\((--[a-z][\w-]*)\)", text)}
    assert sorted(used - defined) == []


def scripts() -> Iterator[Path]:
    for folder in ("src/anpei/server", "widgets/anpei_widgets"):
        yield from (path for path in (ROOT / folder).rglob("*.js") if not {"dist", "vendor"} & set(path.parts))


def test_dark_is_told_once() -> None:
    assert [str(path) for path in [TOKENS, *SHEETS] if "prefers-color-scheme" in path.read_text(encoding="utf-8")] == []
    assert TOKENS.read_text(encoding="utf-8").count('[data-theme="dark"] .anpei,') == 1
