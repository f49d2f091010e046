"""What simulations rest on is told to whoever keeps a register: every article they name, every sentence in doubt."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import anpei_widgets as aw
import pytest

FOLDER = Path(aw.__file__).parent
TITLES = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|", (FOLDER.parent / "README.md").read_text("utf-8"), re.MULTILINE))
ARTICLES = re.compile(r"((?:\d+ ?[、—] ?)*\d+) ?条")


def strings(path: Path) -> Iterator[str]:
    """Every text in a module that isn't a docstring or a bare word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
            yield node.value


def test_a_basis_bears_the_name_and_title_of_its_widget() -> None:
    assert {basis.widget: basis.title for basis in aw.BASES}.items() <= TITLES.items()


def test_every_sentence_marked_unsure_is_told() -> None:
    told = " ".join(doubt for basis in aw.BASES for doubt in basis.doubts)
    gists = FOLDER / "learning/shared/law_cards.py"  # these are the register's words, not the widgets' own
    modules = [path for path in FOLDER.rglob("*.py") if path != gists]
    marked = {text for path in modules for text in strings(path) if "待核" in text and len(text) > 4}
    assert marked
    assert {text for text in marked if text not in told} == set()


@pytest.mark.parametrize("basis", aw.BASES, ids=lambda basis: basis.widget)
def test_an_article_named_in_words_is_cited(basis: aw.Basis) -> None:
    scripts = (FOLDER / "learning" / basis.widget).glob("*.js")
    script = "\n".join(path.read_text(encoding="utf-8") for path in scripts)
    named = {
        number for text in (*basis.sentences, script) for found in ARTICLES.findall(text) for number in spread(found)
    }
    assert named <= {re.split("[#.]", cite)[1] for cite in basis.cites if "#" in cite}


def spread(found: str) -> set[str]:
    """``"9—13"`` is five articles, ``"95、110"`` two."""
    whole: set[str] = set()
    for part in found.split("、"):
        first, _, last = part.partition("—")
        whole |= {str(n) for n in range(int(first), int(last or first) + 1)}
    return whole


@pytest.mark.parametrize("make", [aw.hazard_board, aw.responsibility_chain, aw.extinguisher_chooser])
def test_whatever_a_spec_cites_is_in_its_basis(make: type[aw.AnpeiWidget]) -> None:
    widget = make()
    basis = next(basis for basis in aw.BASES if basis.widget == widget.name)
    assert set(cites_in(widget.spec)) <= set(basis.cites)


def cites_in(spec: object) -> Iterator[str]:
    if isinstance(spec, dict):
        yield from spec.get("cites", ())
        for value in spec.values():
            yield from cites_in(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from cites_in(value)
