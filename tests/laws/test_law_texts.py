"""Our gists against the laws' own texts, where the texts are at hand; a gist may be short, never about something else.

A gist stands when its article exists, when two of its words and 35 % of them are there, and when no other article of
the same law fits it clearly better.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from anpei import laws
from anpei.content import Shelves, bundled
from tests.helpers import law_texts

LEAST_SHARE, LEAST_WORDS, CLEARLY = 0.35, 2, 0.15
REGISTRY, _ = laws.load(Shelves([bundled()]))
needs_texts = pytest.mark.skipif(not law_texts.folders(), reason=law_texts.MISSING)


def files() -> dict[str, Path]:
    """Law id → the text of a version in the register, by the file's heading; an excerpt says so behind the name.

    Several files of one heading without a date are the parts of one law, and none of them is its text.
    """
    found, texts = {}, law_texts.files()
    undated = Counter(heading for path, heading in texts.items() if not law_texts.dated(path))
    for path, heading in texts.items():
        for law in REGISTRY.laws.values():
            date = law_texts.dated(path)
            known = date in {str(version.passed) for version in law.versions} if date else undated[heading] == 1
            if known and (heading == law.name or heading.startswith((f"{law.name}（与", f"{law.name}（节选"))):
                found[law.id] = path
    return found


FILES = files()


def problems(law: laws.Law, texts: dict[str, list[str]]) -> list[str]:
    found = []
    for key, gist in law.gists.items():
        article, _, paragraph = key.partition(".")
        if article not in texts:
            found.append(f"{key}: no such article")
            continue
        parts = law_texts.paragraphs(texts[article])
        if paragraph and int(paragraph) > len(parts):
            found.append(f"{key}: the article has {len(parts)} paragraphs")
            continue
        found += fit(key, gist, parts[int(paragraph) - 1] if paragraph else "".join(parts), texts)
    return found


def fit(key: str, gist: str, text: str, texts: dict[str, list[str]]) -> list[str]:
    share = law_texts.shared(gist, text)
    if share < LEAST_SHARE or share * len(law_texts.words(gist)) < LEAST_WORDS:
        return [f"{key}: only {share:.0%} of the gist's words are in the text: {gist}"]
    whole = law_texts.shared(gist, "".join(texts[key.partition(".")[0]]))
    best, other = max((law_texts.shared(gist, "".join(lines)), name) for name, lines in texts.items())
    return [f"{key}: fits article {other} better: {gist}"] if best > whole + CLEARLY else []


@needs_texts
@pytest.mark.parametrize("law_id", FILES)
def test_every_gist_is_about_its_article(law_id: str) -> None:
    texts = law_texts.articles(FILES[law_id].read_text(encoding="utf-8"))
    assert problems(REGISTRY.laws[law_id], texts) == []


@needs_texts
@pytest.mark.parametrize("law_id", [i for i in FILES if REGISTRY.laws[i].articles and "节选" not in FILES[i].name])
def test_the_count_of_articles_is_right(law_id: str) -> None:
    texts = law_texts.articles(FILES[law_id].read_text(encoding="utf-8"))
    assert REGISTRY.laws[law_id].articles == sum("-" not in article for article in texts)


@needs_texts
def test_a_verified_law_with_gists_has_its_text_there() -> None:
    laws_here = REGISTRY.laws.values()
    verified = {law.id for law in laws_here if law.verified or (law.certainty == "核" and law.gists)}
    assert verified - set(FILES) == set()


@needs_texts
def test_an_article_verified_by_itself_is_in_the_text() -> None:
    there = {law_id: law_texts.articles(path.read_text(encoding="utf-8")) for law_id, path in FILES.items()}
    named = [(law.id, article) for law in REGISTRY.laws.values() for article in law.verified]
    assert len(named) > 10
    assert [place for place in named if place[1] not in there[place[0]]] == []


def test_several_folders_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "法(2020-01-01).md").write_text(f"# {name}\n第一条 甲。\n", encoding="utf-8")
    monkeypatch.setenv("ANPEI_LAW_TEXTS", os.pathsep.join(str(tmp_path / name) for name in ("one", "two")))
    assert sorted(law_texts.files().values()) == ["one", "two"]


@needs_texts
@pytest.mark.parametrize(("article", "stolen"), [("44", "55"), ("28", "52"), ("59", "83")])
def test_the_measure_notices_a_gist_under_a_wrong_number(article: str, stolen: str) -> None:
    texts = law_texts.articles(FILES["anquan"].read_text(encoding="utf-8"))
    wrong = REGISTRY.laws["anquan"].model_copy(update={"gists": {article: REGISTRY.laws["anquan"].gists[stolen]}})
    assert len(problems(wrong, texts)) == 1


def test_articles_are_read_with_their_points_and_inserted_ones() -> None:
    text = "# 法\n<!-- INFO END -->\n## 第一章\n第一条 甲：\n\n（一）乙；\n\n丙款。\n\n第一百三十四条之一　丁。\n"
    found = law_texts.articles(text)
    assert law_texts.paragraphs(found["1"]) == ["甲：（一）乙；", "丙款。"]
    assert found["134-1"] == ["丁。"]
