"""One sheet has every colour, size, space and radius; all other sheets take them from there by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from anpei import colours

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
NAMES = (
    "aqua|beige|black|blue|brown|coral|crimson|cyan|fuchsia|gold|gr[ae]y|green|indigo|ivory|khaki|lavender|lime|magenta|"
    "maroon|navy|olive|orange|orchid|pink|plum|purple|rebeccapurple|red|salmon|sienna|silver|snow|tan|teal|tomato|"
    "turquoise|violet|wheat|white|whitesmoke|yellow"
)
SHADES = "alice|dark|deep|dim|floral|forest|ghost|hot|indian|lawn|light|medium|midnight|pale|royal|sea|sky|slate|steel"
NAMED = rf"(?<![\w-])(?:{SHADES})*(?:{NAMES})(?![\w-])"
CODED = r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\("
COLOUR = re.compile(f"{CODED}|{NAMED}", re.IGNORECASE)
INLINE = re.compile(r"""\b(?:style|fill|stroke|stop-color|color|font-size)=\\?["']([^"']*)""")
SIZED = re.compile(
    r"\b(?:font-?size|padding|margin|border-?radius|gap)\b[\w-]*[\"']?\s*[=:]\s*[\"'`]?[^;,]*?\d(?:px|rem|pt)\b", re.I
)
QUOTED = re.compile(
    rf"""["'`](?:#[0-9a-fA-F]{{6}}|#[0-9a-fA-F]{{3}}|(?=[A-F]*\d)[0-9A-F]{{6}})["'`]|#[0-9a-fA-F]{{6}}\b|"""
    rf"""\b(?:rgba?|hsla?)\(\s*\d|"""
    rf"""(?:fill|stroke|colou?r|background)\w*["']?\s*[=:]\s*["'`](?:{SHADES})*(?:{NAMES})["'`]"""
)
PROGRAMS = {".py", ".js", ".typ", ".html", ".j2", ".tpl"}
OWN = {
    "src/anpei/colours.py": "the tokens, for files without a sheet",
    "src/anpei/staff/hashing.py": "PINs that everybody thinks of first",
    "src/anpei/server/core/oldest.js": "the one page that an old browser can draw",
}
"""Where what looks like a raw value belongs."""
SCALED = re.compile(
    r"^(font-size|font|.*radius.*|(margin|padding|scroll-margin|scroll-padding)(-.*)?|(row-|column-)?gap)$"
)
RAW = re.compile(r"(?<![\w.-])-?(?!1px)\d*\.?\d+(?:rem|px|pt)\b")
"""A hairline of 1px, shares (%, em, fr) and what is measured on paper (mm) are no steps of a scale."""


def drawn() -> Iterator[tuple[str, str]]:
    """Place and line of every program that may draw, and of every template; pictures (SVG) have their own colours."""
    for folder in ("src/anpei", "widgets/anpei_widgets", "voila_apps"):
        for path in sorted((ROOT / folder).rglob("*")):
            place = path.relative_to(ROOT).as_posix()
            if path.suffix not in PROGRAMS or place in OWN or path.name.endswith(".test.js"):
                continue
            if not {"dist", "vendor", "cli"} & set(path.parts):
                lines = path.read_text(encoding="utf-8").splitlines()
                yield from ((f"{place}:{number}: {line.strip()}", line) for number, line in enumerate(lines, 1))


def is_raw(value: str) -> bool:
    """Whether an attribute has a value of its own; what a program puts in is looked for where it comes from."""
    written = re.sub(r"\{[^}]*\}", "", value)
    return bool(COLOUR.search(written) or RAW.search(written))


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


def test_programs_and_templates_draw_with_tokens_too() -> None:
    """Fills in Python, inline styles in templates, sizes set by scripts: all by a token, or by ``colours``."""
    bad = [place for place, line in drawn() if QUOTED.search(line) or SIZED.search(line)]
    bad += [place for place, line in drawn() if any(map(is_raw, INLINE.findall(line)))]
    assert bad == []


@pytest.mark.parametrize(
    "value", ["#fff", "#17212B80", "RGB(1, 2)", "hsl(1deg 2% 3%)", "1px solid rebeccapurple", "LightSteelBlue"]
)
def test_a_raw_colour_is_found_however_it_is_written(value: str) -> None:
    assert COLOUR.search(value)


@pytest.mark.parametrize("value", ["var(--red)", "currentcolor", "transparent", "none", "0 0 var(--space-1) inherit"])
def test_a_token_is_no_raw_colour(value: str) -> None:
    assert not COLOUR.search(value)


@pytest.mark.parametrize(
    "line",
    ["el.style.fontSize = '14px';", 'css = "font-size: 14px"', "padding: 1rem", "fill='#0b7a4b'", "rgb(1, 2)",
     'fill: "red"', 'color="1B4F8F"', '<i style="color:teal">', '<i style="max-width:44rem">', 'rect fill="#fff"'],
)  # fmt: skip
def test_a_raw_value_is_found_in_programs(line: str) -> None:
    assert QUOTED.search(line) or SIZED.search(line) or any(map(is_raw, INLINE.findall(line)))


def test_colours_of_files_are_the_tokens() -> None:
    light, _, _ = TOKENS.read_text(encoding="utf-8").partition("[data-theme")
    tokens = dict(re.findall(r"(--[a-z][\w-]*):\s*(#[0-9a-f]{6})", light))
    pages = {"SUNKEN": "--sunken", "PALE_BLUE": "--accent-soft", "PALE_RED": "--danger-soft", "WHITE": "--white"}
    for name in colours.__all__:
        if name.isupper():
            assert getattr(colours, name) == tokens[pages.get(name, f"--fixed-{name.lower()}")], name


def test_every_token_that_a_sheet_uses_is_defined_somewhere() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in [TOKENS, *SHEETS, *scripts()]}
    defined = {name for text in texts.values() for name in re.findall(r"[\"'\s{;(](--[a-z][\w-]*)[\"']?\s*[:,]", text)}
    used = {name for text in texts.values() for name in re.findall(r"var\((--[a-z][\w-]*)\)", text)}
    assert sorted(used - defined) == []


def test_no_token_is_defined_by_itself() -> None:
    """Such a circle is no value at all: the browser then draws in black."""
    circles = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in [TOKENS, *SHEETS]
        for name, value in declarations(path)
        if name.startswith("--") and re.search(rf"var\({name}\b(?!-)", value)
    ]
    assert circles == []


def scripts() -> Iterator[Path]:
    for folder in ("src/anpei/server", "widgets/anpei_widgets"):
        yield from (path for path in (ROOT / folder).rglob("*.js") if not {"dist", "vendor"} & set(path.parts))


def test_dark_is_told_once() -> None:
    assert [str(path) for path in [TOKENS, *SHEETS] if "prefers-color-scheme" in path.read_text(encoding="utf-8")] == []
    assert TOKENS.read_text(encoding="utf-8").count('[data-theme="dark"] .anpei,') == 1
